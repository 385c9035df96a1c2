import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadGrammar } from "./load-grammar.js";

const decode = (line: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(line);

// Bytes at the borders of the UTF-8 tables, so that broken sequences of every kind are likely.
const border = fc.constantFrom(0x41, 0x5d, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff);
const anyLine = fc
  .array(fc.oneof(border, fc.integer({ min: 0, max: 255 })), { maxLength: 12 })
  .map((bytes) => Uint8Array.from(bytes.filter((byte) => byte !== 10)));

describe("any bytes, valid text or not, give the values of the decoded text", () => {
  test.each([
    ["characters one by one", "Start = .*"],
    ["an inverted class one by one", "Start = [^\\]]*"],
    ["counted characters", "Start = @$.|2| @[^\\]]"],
    ["runs", 'Start = @$[^\\]]+ @$("]" / .)*'],
    ["one character by match only", "Start = $[^\\]] @."],
  ])("%s", async (_name, grammar) => {
    const { stock, bytes } = await loadGrammar(grammar);
    fc.assert(
      fc.property(anyLine, (line) => {
        expect(bytes(line)?.value).toEqual(stock(decode(line))?.value);
      }),
      { numRuns: 800 },
    );
  });
});

test("a byte order mark is a character", async () => {
  const { bytes } = await loadGrammar("Start = $.+");
  expect(bytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))?.value).toBe("\ufeffa");
});

test("texts stay right when there are more of them than the table of known texts holds, and when they are long", async () => {
  const { bytes } = await loadGrammar("Start = $[^;]+");
  const texts = Array.from({ length: 12_000 }, (_, index) => `n${index % 6_000}é${"x".repeat(index % 90)}`);
  for (const text of texts) {
    const value = bytes(new TextEncoder().encode(text))?.value;
    if (value !== text) expect(value).toBe(text);
  }
});

test("without Node's Buffer, as in a browser, the values are the same", async () => {
  const buffer = globalThis.Buffer;
  const { bytes } = await loadGrammar("Start = @$[^;]+ ';'", {
    beforeImport: () => Reflect.deleteProperty(globalThis, "Buffer"),
    afterImport: () => (globalThis.Buffer = buffer),
  });
  for (const text of ["ab", "é😀", "x".repeat(100)]) expect(bytes(new TextEncoder().encode(`${text};`))?.value).toBe(text);
});
