import { expect, test } from "vitest";
import { suggestWord } from "../../src/gate/suggest-word.js";

test.each([
  ["pauses.p9Ms", ["pauses.p99Ms", "pauses.p50Ms"], 'did you mean "pauses.p99Ms"?'],
  ["the first of two that are equally near", ["the first of two that are equally neat", "the first of two that are equally nean"], 'did you mean "the first of two that are equally neat"?'],
  ["slO", ["slo"], 'did you mean "slo"?'],
  // Three letters allow one mistake, six allow two.
  ["abc", ["axy"], "known: axy"],
  ["abcdef", ["abcdxy"], 'did you mean "abcdxy"?'],
  ["abcdef", ["abcxyz"], "known: abcxyz"],
  ["x", [], "leave it out"],
])("%s", (word, known, hint) => expect(suggestWord(word, known)).toBe(hint));

test("twelve words are listed, more are cut", () => {
  const words = Array.from({ length: 13 }, (_, i) => `candidate${i}`);
  expect(suggestWord("zzz", words.slice(0, 12))).toBe(`known: ${words.slice(0, 12).join(", ")}`);
  expect(suggestWord("zzz", words)).toBe(`known: ${words.slice(0, 12).join(", ")}, …`);
});
