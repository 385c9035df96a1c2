import { expect, test } from "vitest";
import { loadGrammar } from "./load-grammar.js";

const GRAMMAR = `Start = "GC(" Integer ")" " "* Title "é"? End
Integer "integer" = [0-9]+
Title = [A-Z] [^(]*
End "end of line" = &[\\r\\n] / !.`;

test.each([
  ["PAUSE", { expected: ['"GC("'], found: "P", column: 1 }],
  ["GC(x) Pause", { expected: ["integer"], found: "x", column: 4 }],
  ["GC(7", { expected: ['")"'], found: null, column: 5 }],
  ["GC(7) 😀", { expected: ['" "', "[A-Z]"], found: "😀", column: 7 }],
  ["GC(7) Pause (", { expected: ['"é"', "[^(]", "end of line"], found: "(", column: 13 }],
  ["GC(7) Pause", null],
])("%s", async (line, expected) => {
  const { stockModule } = await loadGrammar(GRAMMAR);
  expect(stockModule["explainStart"]!(line)).toEqual(expected);
});

test("a stock parser can begin inside a line", async () => {
  const { stockModule } = await loadGrammar("Start = $[a-z]+");
  expect(stockModule["parseStart"]!("12ab3", 2)).toEqual({ value: "ab", position: 4 });
  expect(stockModule["parseStart"]!("12ab3", 1)).toBeUndefined();
});
