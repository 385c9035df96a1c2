import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadGrammar } from "./load-grammar.js";

interface Construct {
  readonly grammar: string;
  /** What generated lines are made of; single characters are added to make near misses. */
  readonly pieces: readonly string[];
  /** Lines that must match, so that a case cannot pass by rejecting everything. */
  readonly accepted: readonly string[];
}

const manyAlternatives = Array.from({ length: 70 }, (_, index) => `"w${index}." { return ${index}; }`).join(" / ");

const CONSTRUCTS: Record<string, Construct> = {
  literal: { grammar: 'Start = "abc" !.', pieces: ["a", "b", "c", "abc"], accepted: ["abc"] },
  "long literal": { grammar: 'Start = "Pause Young " @"(Normal)"', pieces: ["Pause Young ", "(Normal)", "(Norm"], accepted: ["Pause Young (Normal)"] },
  "empty literal": { grammar: 'Start = @"" "a"', pieces: ["a"], accepted: ["a"] },
  "literal outside ASCII": { grammar: 'Start = "12" @("µs" / "é" / "€")', pieces: ["12", "µs", "é", "€", "µ"], accepted: ["12µs", "12é", "12€"] },
  "case-insensitive literal": { grammar: 'Start = @"ab-2x"i', pieces: ["a", "A", "b", "B", "-", "2", "x", "X", "\r"], accepted: ["aB-2X"] },
  class: { grammar: "Start = [a-cx_]", pieces: ["a", "b", "c", "d", "x", "_"], accepted: ["x", "b"] },
  "empty class": { grammar: 'Start = [] / "a"', pieces: ["a"], accepted: ["a"] },
  "case-insensitive class": { grammar: "Start = [a-cX]i+", pieces: ["a", "C", "x", "X", "d"], accepted: ["aCxX"] },
  "inverted class": { grammar: "Start = a:[^x\\]] b:[^0-9]", pieces: ["a", "x", "]", "3", "é", "€", "😀"], accepted: ["ab", "é😀"] },
  "inverted case-insensitive class": { grammar: "Start = [^k]i+", pieces: ["a", "k", "K", "é"], accepted: ["aé"] },
  any: { grammar: "Start = .", pieces: ["a", "é", "😀", "\r"], accepted: ["😀", "\r"] },
  "any as text": { grammar: "Start = $(. . .)", pieces: ["a", "é", "😀"], accepted: ["a😀é"] },
  "end of line": { grammar: 'Start = "a" &End\nEnd = [\\r\\n] / !.', pieces: ["a", "b", "\r"], accepted: ["a", "a\rb"] },
  sequence: { grammar: 'Start = "a" [b-c] "d"?', pieces: ["a", "b", "d"], accepted: ["abd", "ac"] },
  labels: { grammar: "Start = a:[a-z] b:$[0-9]+ { return { a, b }; }", pieces: ["q", "12"], accepted: ["q7"] },
  "label of the whole": { grammar: "Start = a:$[a-z]+ { return a.length; }", pieces: ["q"], accepted: ["qqq"] },
  "unused label": { grammar: 'Start = a:[a-z] b:"1" { return b; }', pieces: ["q", "1"], accepted: ["q1"] },
  "label seen in a group": { grammar: 'Start = a:[a-z] b:("-" c:[a-z] { return a + c; }) { return b; }', pieces: ["q", "-"], accepted: ["q-r"] },
  "action without labels": { grammar: "Start = [a-z]+ { return 7; }", pieces: ["q"], accepted: ["q"] },
  pluck: { grammar: 'Start = "(" @$[a-z]+ ")"', pieces: ["(", "ab", ")"], accepted: ["(ab)"] },
  "two plucks": { grammar: 'Start = @$[a-z]+ ":" @[0-9] "."', pieces: ["ab", ":", "1", "."], accepted: ["ab:1."] },
  "pluck with label and predicate": { grammar: "Start = @a:$[a-z]+ &{ return a.length === 2; }", pieces: ["a", "ab"], accepted: ["ab"] },
  choice: { grammar: 'Start = "ab" / "a" / [0-9]+ / ("b" "c")', pieces: ["a", "b", "c", "1"], accepted: ["ab", "a", "bc", "12"] },
  "choice with an empty alternative": { grammar: 'Start = @("a" / "") "b"', pieces: ["a", "b"], accepted: ["ab", "b"] },
  "choice of labeled alternatives": { grammar: "Start = a:[a-z] { return a; } / a:[0-9] { return -a; }", pieces: ["a", "1"], accepted: ["a", "1"] },
  "choice of 70": { grammar: `Start = ${manyAlternatives}`, pieces: ["w", "1", "6", "69", "."], accepted: ["w0.", "w31.", "w69."] },
  optional: { grammar: 'Start = @"a"? @[0-9]', pieces: ["a", "1"], accepted: ["a1", "1"] },
  "optional that fails late": { grammar: 'Start = @("a" "b" "c")? @$"ab"?', pieces: ["a", "b", "c"], accepted: ["abc", "ab", ""] },
  "zero or more": { grammar: "Start = ([a-z] [0-9])*", pieces: ["a", "1"], accepted: ["", "a1b2"] },
  "one or more": { grammar: "Start = [a-z0]+", pieces: ["a", "0", "-"], accepted: ["a0"] },
  "one or more of inverted": { grammar: "Start = $[^)]+", pieces: ["a", ")", "é", "😀", "\r"], accepted: ["aé😀\r"] },
  "exact count": { grammar: "Start = [0-9]|3|", pieces: ["1", "a"], accepted: ["123", "1234"] },
  "exact count of long characters": { grammar: "Start = $.|2|", pieces: ["é", "😀"], accepted: ["😀é"] },
  "bounded count": { grammar: "Start = $[0-9]|2..3| @[a-z]?", pieces: ["1", "a"], accepted: ["12", "123a"] },
  "open count": { grammar: "Start = [0-9]|2..|", pieces: ["1", "a"], accepted: ["1234"] },
  "count from zero": { grammar: "Start = @[0-9]|..2| [a-z]", pieces: ["1", "a"], accepted: ["a", "12a"] },
  delimiter: { grammar: 'Start = @($[a-z]+)|1..3, ", "| ","?', pieces: ["a", ",", ", "], accepted: ["a, b, c", "a,"] },
  "delimiter from zero": { grammar: 'Start = [a-z]|.., ","|', pieces: ["a", ","], accepted: ["", "a,b,"] },
  "positive lookahead": { grammar: 'Start = @[a-z] &[0-9] @&"1" @"1"', pieces: ["a", "1"], accepted: ["a1"] },
  "negative lookahead": { grammar: 'Start = $([a-z] / ")" !".")+', pieces: ["a", ")", "."], accepted: ["a)b"] },
  "semantic predicates": {
    grammar: "Start = a:$[0-9]+ &{ return a.length > 1; } !{ return a === '13'; } { return +a; }",
    pieces: ["1", "3", "13"],
    accepted: ["11"],
  },
  "predicate in a rule that is only matched": {
    grammar: "Start = $(Even '-')\nEven = a:$[0-9]+ &{ return a % 2 === 0; }",
    pieces: ["1", "2", "-"],
    accepted: ["12-"],
  },
  "predicate over an action": {
    grammar: "Start = $(n:(d:$[0-9]+ { return +d; }) &{ return n > 5; })",
    pieces: ["1", "6"],
    accepted: ["6", "11"],
  },
  "text of text": { grammar: "Start = $($[a-z] $[0-9])", pieces: ["a", "1"], accepted: ["a1"] },
  "rules and recursion": {
    grammar: 'Start = $Balanced+\nBalanced = [a-z]+ / "(" Balanced* ")"',
    pieces: ["a", "(", ")", "()"],
    accepted: ["a(b(c)d)", "()"],
  },
  "recursive value": {
    grammar: 'Start = "(" @Start|.., ","| ")" / $[a-z]',
    pieces: ["a", "(", ")", ","],
    accepted: ["(a,(b,c),())"],
  },
  "display names": { grammar: 'Start "thing" = @Word "!"\nWord "word" = $[a-z]+', pieces: ["a", "!"], accepted: ["ab!"] },
  "top-level code": { grammar: "{{ function twice(x) { return x + x; } }}\nStart = a:[a-z] { return twice(a); }", pieces: ["a"], accepted: ["a"] },
};

describe.each(Object.entries(CONSTRUCTS))("%s", (_name, { grammar, pieces, accepted }) => {
  test("both parsers agree on every line", async () => {
    const loaded = await loadGrammar(grammar);
    for (const line of accepted) expect(loaded.stock(line), line).toBeDefined();
    const check = (text: string): void => {
      const stock = loaded.stock(text);
      const expected = stock && { value: stock.value, position: new TextEncoder().encode(text.slice(0, stock.position)).length };
      expect(loaded.bytes(new TextEncoder().encode(text)), JSON.stringify(text)).toEqual(expected);
    };
    accepted.forEach(check);
    const line = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.constantFrom("z", " ", "7", "λ", "😀")), { maxLength: 9 });
    fc.assert(fc.property(line, (parts) => check(parts.join(""))), { numRuns: 200 });
  });
});
