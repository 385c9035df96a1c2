import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GrammarSource } from "../../grammar/compiler/grammar-model.js";
import { collectAnnotations } from "../../grammar/compiler/passes/collect-annotations.js";
import { loadGrammar } from "./load-grammar.js";

/** Definitions of all scanners as rules. */
const DEFINITIONS = `
// @intrinsic integer
Integer = s:$[0-9]+ { return parseInt(s, 10); }
// @intrinsic signedInteger
SignedInteger = s:$("-"? [0-9]+) { return parseInt(s, 10); }
// @intrinsic decimal
Decimal = s:$([0-9]+ [.,] [0-9]+) { return parseFloat(s.replace(",", ".")); }
// @intrinsic number
Number = s:$([0-9]+ ([.,] [0-9]+)?) { return parseFloat(s.replace(",", ".")); }
${Array.from({ length: 9 }, (_, index) => `// @intrinsic digits${index + 1}\nDigits${index + 1} = s:$[0-9]|${index + 1}| { return parseInt(s, 10); }`).join("\n")}
`;

function readGrammarFolder(folder: string): GrammarSource[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".peggy")).sort();
  return files.map((file) => ({ source: file, text: readFileSync(`${folder}/${file}`, "utf8") }));
}

/** Makes every rule with a scanner a start rule, and adds a rule that only matches it. */
function exposeIntrinsics(sources: readonly GrammarSource[], starts: ReadonlySet<string>): GrammarSource[] {
  return sources.map(({ source, text }) => ({
    source,
    text: text.replace(/^\/\/ @intrinsic \w+\n(?:\/\/.*\n)*(\w+)/gm, (annotated, rule: string) => {
      const start = starts.has(rule) ? "" : "// @start Returns <number>\n";
      return `// @start Returns <string>\nOnlyMatched${rule} = $(${rule} ".")\n\n${start}${annotated}`;
    }),
  }));
}

const digits = fc.stringMatching(/^[0-9]{1,24}$/);
const numberLine = fc.oneof(
  fc.array(fc.oneof(digits, fc.constantFrom(".", ",", "-", "+", "e5", "ms", "é", "\r")), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.tuple(fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom(".", ","), fc.integer({ min: 0, max: 9_999_999 })).map((parts) => parts.join("")),
  fc.tuple(fc.constantFrom("", "-"), digits).map((parts) => parts.join("")),
);

describe.each([
  ["all scanners", [{ source: "definitions", text: DEFINITIONS }]],
  ["grammar/unified", readGrammarFolder("grammar/unified")],
  ["grammar/legacy", readGrammarFolder("grammar/legacy")],
  ["grammar/jfr-text", readGrammarFolder("grammar/jfr-text")],
] as const)("%s", (_name, sources) => {
  test.skipIf(sources.length === 0)("each scanner equals the body of its rule", async () => {
    const starts = new Set(/@start/.test(sources.map(({ text }) => text).join("")) ? collectAnnotations(sources).starts.map(({ rule }) => rule) : []);
    const exposed = exposeIntrinsics(sources, starts);
    const rules = [...collectAnnotations(exposed).intrinsics.keys()];
    const scanner = await loadGrammar(exposed);
    const body = await loadGrammar(exposed, { useIntrinsics: false });
    fc.assert(
      fc.property(numberLine, (text) => {
        const line = new TextEncoder().encode(text);
        for (const rule of rules.flatMap((each) => [each, `OnlyMatched${each}`])) {
          const expected = scanner.stock(text, rule);
          expect(scanner.bytes(line, rule)?.value, `${rule} of ${text}`).toEqual(expected?.value);
          expect(body.bytes(line, rule)?.value, `${rule} of ${text}`).toEqual(expected?.value);
          expect(scanner.bytes(line, rule)?.position).toBe(body.bytes(line, rule)?.position);
        }
      }),
      { numRuns: 400 },
    );
  });
});
