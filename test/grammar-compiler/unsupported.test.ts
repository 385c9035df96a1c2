import { expect, test } from "vitest";
import { compileGrammar } from "../../grammar/compiler/compile-grammar.js";

/** Compiles with `Start` in line 2. */
function buildError(grammar: string): string {
  try {
    compileGrammar([{ source: "g.peggy", text: `// @start Returns <string>\n${grammar}` }]);
  } catch (error) {
    return error instanceof Error ? `${error.name} ${error.message}` : String(error);
  }
  return "compiled";
}

test.each([
  ["text()", 'Start = "a" { return text(); }', "g.peggy:2:9: code may use labels only, not text (rule Start)"],
  ["location()", 'Start = "a" { return location ().start; }', "g.peggy:2:9: code may use labels only, not location (rule Start)"],
  ["input", 'Start = "a" &{ return input.length; }', "g.peggy:2:13: code may use labels only, not input (rule Start)"],
  ["broken code", "Start = a:[a-z] { return a +; }", "g.peggy:2:9: code is not valid JavaScript: Unexpected token ';' (rule Start)"],
  ["line break in a literal", 'Start = A\nA = "x" "\\n"', "g.peggy:3:9: a line holds no line break; its end is !. (rule A)"],
  ["class outside ASCII", "Start = [aé]+", "g.peggy:2:9: a character class may list ASCII characters only (rule Start)"],
  ["class escape", "Start = [\\p{L}]+", "g.peggy:2:9: a character class may list ASCII characters only (rule Start)"],
  ["folded literal outside ASCII", 'Start = "é"i', "g.peggy:2:9: a case-insensitive literal must be ASCII (rule Start)"],
  ["lone surrogate", 'Start = "\\ud800"', "g.peggy:2:9: a literal must be valid text (rule Start)"],
  ["repetition bound by label", "Start = a:[0-9] 'x'|a|", "g.peggy:2:17: the bounds of a repetition must be numbers (rule Start)"],
  ["counted loop over nothing", "Start = ('a'?)|3|", "g.peggy:2:9: a loop over an expression that can match nothing (rule Start)"],
  ["loop over nothing", "Start = A*\nA = 'a'?", /g\.peggy:2:9: Possible infinite loop .* \(rule Start\)$/],
  ["left recursion", "Start = A\nA = Start 'a'", /g\.peggy:\d:\d+: Possible infinite loop .*recursion.* \(rule (Start|A)\)$/],
  ["undefined rule", "Start = 'a'\n  Missing", 'g.peggy:3:3: Rule "Missing" is not defined (rule Start)'],
  ["syntax error", "Start = (", /^GrammarBuildError g\.peggy:2:10: Expected .* \(rule Start\)$/],
])("%s", (_name, grammar, expected) => {
  if (typeof expected === "string") expect(buildError(grammar)).toBe(`GrammarBuildError ${expected}`);
  else expect(buildError(grammar)).toMatch(expected);
});

test("an initializer per parse is refused", () => {
  const text = "{ const n = 1; }\n// @start Returns <string>\nStart = 'a'";
  expect(() => compileGrammar([{ source: "g.peggy", text }])).toThrow("g.peggy:1:1: an initializer { … } per parse is not supported");
});

test("the cache option is refused", () => {
  const text = "// @start Returns <string>\nStart = 'a'";
  expect(() => compileGrammar([{ source: "g.peggy", text }], { cache: true })).toThrow("g.peggy: the option cache is not supported");
});

test("the names of parser functions may be labels, properties and keys", () => {
  expect(buildError("Start = text:$[a-z]+ offset:[0-9] { return { text, offset, expected: text.length, error: text }; }")).toBe("compiled");
});
