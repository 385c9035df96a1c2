import { beforeAll, describe, expect, test } from "vitest";
import { loadGrammar, type ByteModule } from "./load-grammar.js";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

// Every way to read on: a literal, runs of a class and of an inverted class, any character, digits, a folded literal.
const GRAMMAR = `Start = @$[a-z]+ @(":" @$[^;]*)? @"!!"? @"ok"i? @$(.?)
// @start Returns <number>
// @intrinsic integer
Whole = digits:$[0-9]+ { return parseInt(digits, 10); }
// @start Returns <number>
// @intrinsic decimal
Fraction = digits:$([0-9]+ [.,] [0-9]+) { return parseFloat(digits.replace(",", ".")); }
// @start Returns <number>
// @intrinsic digits4
Year = digits:$[0-9]|4| { return parseInt(digits, 10); }
`;

let parser: ByteModule;
beforeAll(async () => {
  parser = (await loadGrammar(GRAMMAR)).byteModule;
});

const LINES: [rule: "Start" | "Whole" | "Fraction" | "Year", line: string, stale: string, value: unknown][] = [
  ["Start", "ab", "cd:x!!ok", ["ab", null, null, null, ""]],
  ["Start", "ab:", "x;", ["ab", "", null, null, ""]],
  ["Start", "ab:é", "é!!", ["ab", "é", null, null, ""]],
  ["Start", "ab!", "!ok", ["ab", null, null, null, "!"]],
  ["Start", "ab!!O", "K", ["ab", null, "!!", null, "O"]],
  ["Whole", "12", "34", 12],
  ["Fraction", "1.5", "75", 1.5],
  ["Fraction", "1.", "5", undefined],
  ["Fraction", "1", ".5", undefined],
  ["Year", "202", "6", undefined],
  ["Year", "2026", "7", 2026],
];

describe.each(LINES)("%s of %j before stale %j", (rule, line, stale, value) => {
  const bytes = encode(line);
  const expectValue = (input: Uint8Array, start: number): void => {
    parser.setInput(input, start + bytes.length);
    const seen = parser[`parse${rule}`]!(start);
    expect(seen).toEqual(value);
    if (value !== undefined) expect(parser.position()).toBeLessThanOrEqual(start + bytes.length);
  };

  test("at the end of the buffer", () => expectValue(encode(line), 0));
  test("before stale bytes", () => expectValue(encode(line + stale), 0));
  test("before stale bytes, behind other lines", () => expectValue(encode(`zz:é\nxx\n${line}${stale}`), encode("zz:é\nxx\n").length));
  test("behind other text of the line", () => expectValue(encode(`[9,9] ${line}${stale}`), 6));
  test("before a line feed", () => expectValue(encode(`${line}\n${stale}`), 0));
  test("before a carriage return", () => expectValue(encode(`${line}\r${stale}`), 0));
});

test("a chunk without a last line feed gives all of its lines", () => {
  const chunk = encode("ab:c\nde:f\ngh:i");
  parser.setInput(chunk, chunk.length);
  const first = (value: unknown): unknown => (value as string[])[1];
  expect([10, 0, 5, 10].map((start) => first(parser.parseStart!(start)))).toEqual(["i", "c", "f", "i"]);
  expect(parser.position()).toBe(chunk.length);
});

test("a carriage return inside a line is part of it", () => {
  const line = encode("ab:c\rd");
  parser.setInput(line, line.length);
  expect((parser.parseStart!(0) as string[])[1]).toBe("c\rd");
});

test("an empty line, an empty buffer and a long last line", () => {
  parser.setInput(new Uint8Array(0), 0);
  expect(parser.parseStart!(0)).toBeUndefined();
  parser.setInput(encode("ab"), 0);
  expect(parser.parseStart!(0)).toBeUndefined();
  const long = encode("a".repeat(20_000));
  parser.setInput(long, 15_000);
  expect((parser.parseStart!(0) as string[])[0]).toHaveLength(15_000);
});

test("a view into a larger buffer, and the same buffer filled anew", () => {
  const memory = encode("....ab:x\n");
  const view = new Uint8Array(memory.buffer, 4, 4);
  parser.setInput(view, 4);
  expect((parser.parseStart!(0) as string[])[1]).toBe("x");
  view.set(encode("ab:y"));
  parser.setInput(view, 4);
  expect((parser.parseStart!(0) as string[])[1]).toBe("y");
});
