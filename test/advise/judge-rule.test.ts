import { join } from "node:path";
import { expect, test } from "vitest";
import { judgeRule } from "../../src/advise/judge-rule.js";
import { readRules } from "../../src/advise/read-rules.js";
import type { Rule } from "../../src/advise/rule.js";
import { ROOT } from "../support/samples.js";

const [some] = await readRules(join(ROOT, "rules"));
const unknown = () => ({ value: null, sampleSize: 0 });

/** What becomes of a rule for some releases where the input leaves a range of them. */
function outcomeFor(jdk: Rule["appliesTo"]["jdk"], from: number, to: number | null): readonly string[] {
  const rule: Rule = { ...(some as Rule), appliesTo: { collectors: "all", ...(jdk === undefined ? {} : { jdk }) }, minimum: {}, contraindications: [], when: { metric: "jvm.jdk", known: false } };
  const { outcome, reason, missing } = judgeRule(rule, unknown, "high", { from, to });
  return missing === null ? [outcome] : [outcome, reason, missing.other ?? ""];
}

test("a range of releases decides a rule that holds for all of them, or for none", () => {
  expect(outcomeFor({ min: 9 }, 9, 14)).toEqual(["fired"]);
  expect(outcomeFor({ max: 17 }, 9, 17)).toEqual(["fired"]);
  expect(outcomeFor({ min: 21 }, 24, null)).toEqual(["fired"]);
  expect(outcomeFor({ min: 15 }, 9, 14)).toEqual(["not-applicable"]);
  expect(outcomeFor({ max: 17 }, 24, null)).toEqual(["not-applicable"]);
});

test("where only some of the releases fit, the release is asked for", () => {
  expect(outcomeFor({ min: 12 }, 9, 14)).toEqual(["no-evidence", "not in the input: which of JDK 9 to 14 it was (give it with --jdk)", "--jdk"]);
  expect(outcomeFor({ max: 26 }, 24, null)).toEqual(["no-evidence", "not in the input: which of JDK 24 or later it was (give it with --jdk)", "--jdk"]);
});

test("without any release known the release is asked for", () => {
  const rule: Rule = { ...(some as Rule), appliesTo: { collectors: "all", jdk: { min: 9 } } };
  expect(judgeRule(rule, unknown, "high")).toMatchObject({ outcome: "no-evidence", missing: { other: "--jdk" } });
});
