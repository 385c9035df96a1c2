import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
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

/** The rules with scanners of a grammar, without the rest: each is its comment and the lines up to the next empty one. */
function readAnnotatedRules(folder: string): string {
  if (!existsSync(folder)) return "";
  const text = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, "utf8")).join("\n\n");
  return (text.match(/^\/\/ @intrinsic [^]*?\n(?=\n)/gm) ?? []).join("\n");
}

/** Makes every rule a start rule, and adds for each a rule that only matches it. */
function exposeRules(rules: string): GrammarSource[] {
  const text = rules.replace(/^(\/\/ @intrinsic \w+\n(?:\/\/.*\n)*)(\w+)/gm, (_all, comment: string, rule: string) => {
    return `// @start Returns <string>\nOnlyMatched${rule} = $(${rule} ".")\n\n// @start Returns <number>\n${comment}${rule}`;
  });
  return [{ source: "rules.peggy", text }];
}

const digits = fc.stringMatching(/^[0-9]{1,24}$/);
const numberLine = fc.oneof(
  fc.array(fc.oneof(digits, fc.constantFrom(".", ",", "-", "+", "e5", "ms", "é", "\r")), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.tuple(fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom(".", ","), fc.integer({ min: 0, max: 9_999_999 })).map((parts) => parts.join("")),
  fc.tuple(fc.constantFrom("", "-"), digits).map((parts) => parts.join("")),
);

describe.each([
  ["all scanners", DEFINITIONS],
  ["grammar/unified", readAnnotatedRules("grammar/unified")],
  ["grammar/legacy", readAnnotatedRules("grammar/legacy")],
  ["grammar/jfr-text", readAnnotatedRules("grammar/jfr-text")],
])("%s", (_name, annotated) => {
  test.skipIf(annotated === "")("each scanner equals the body of its rule", async () => {
    const exposed = exposeRules(annotated);
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
      { numRuns: 250 },
    );
  });
});
