import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unitOf } from "../../src/advise/advise-on.js";
import { checkRules } from "../../src/advise/check-rules.js";
import { mergeRules } from "../../src/advise/merge-rules.js";
import { readRules } from "../../src/advise/read-rules.js";
import type { Rule } from "../../src/advise/rule.js";
import { ROOT } from "../support/samples.js";

const schema = JSON.parse(readFileSync(join(ROOT, "rules/rule.schema.json"), "utf8")) as object;
const rule = JSON.parse(readFileSync(join(ROOT, "rules/g1-evacuation-failure.json"), "utf8")) as Rule;

function check(changes: Readonly<Record<string, unknown>>, path = "team/g1-evacuation-failure.json"): () => unknown {
  return () => checkRules([{ path, content: { ...rule, ...changes } }], schema, unitOf);
}

test("a rule of ours passes", () => expect(check({})).not.toThrow());

test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
  ["an unknown metric", { when: { all: [{ metric: "g1.nonsense", op: ">", value: 1, unit: "count" }] } }, /team\/g1-evacuation-failure\.json: \/when\/all\/0\/metric "g1\.nonsense" is not in the catalog/],
  ["a wrong unit", { when: { metric: "g1.evacuationFailureCount", op: ">", value: 1, unit: "share" } }, /\/when\/unit is "share", but g1\.evacuationFailureCount is in count/],
  ["a comparison across units", { when: { metric: "pauses.maxMs", op: ">", than: { metric: "heap.liveSetBytes", times: 1 } } }, /\/when\/than compares ms with bytes/],
  ["a text where a number belongs", { when: { metric: "pauses.maxMs", op: ">", value: "long", unit: "ms" } }, /\/when\/value must be a number/],
  ["an impossible range of releases", { appliesTo: { collectors: ["G1"], jdk: { min: 21, max: 17 } } }, /\/appliesTo\/jdk ends \(17\) before it begins \(21\)/],
  ["a release that never was", { appliesTo: { collectors: ["G1"], jdk: { min: 3 } } }, /\/appliesTo\/jdk\/min must be >= 8/],
  ["an unknown property", { severety: "warning" }, /must NOT have additional properties \("severety"\)/],
  ["an unknown calculation", { advice: [{ do: "Set {sizeOfMoon}." }] }, /\/advice\/0\/do names "sizeOfMoon", which is no calculation/],
  ["code in place of a condition", { when: "process.exit()" }, /\/when must be object/],
  ["a severity without a last word", { severity: [{ is: "critical", when: { metric: "pauses.maxMs", known: true } }] }, /\/severity needs a last case/],
])("%s is refused with its place", (_, changes, message) => expect(check(changes)).toThrow(message));

test("the file is called like the rule", () => expect(check({}, "team/other.json")).toThrow(/\/id is "g1-evacuation-failure" but the file is called other\.json/));

test("a team raises a threshold, switches a rule off and adds its own", async () => {
  const builtin = await readRules(join(ROOT, "rules"));
  const own = { ...rule, id: "our-own", code: "T1" };
  const { rules, changes } = mergeRules(builtin, {
    rules: [own],
    overrides: [{ id: "g1-pause-goal-missed", thresholds: { "g1.overGoalShare": 0.3 }, reason: "our goal is a wish" }, { id: "log-too-short", off: true, reason: "we know" }],
  });
  expect(rules.find(({ id }) => id === "g1-pause-goal-missed")?.when).toMatchObject({ metric: "g1.overGoalShare", value: 0.3 });
  expect(rules.some(({ id }) => id === "log-too-short")).toBe(false);
  expect(rules.length).toBe(builtin.length);
  expect(changes).toEqual(["our-own added", "g1-pause-goal-missed changed: our goal is a wish", "log-too-short switched off: we know"]);
});

test("an override of what does not exist is refused", async () => {
  const builtin = await readRules(join(ROOT, "rules"));
  expect(() => mergeRules(builtin, { rules: [], overrides: [{ id: "no-such-rule", off: true, reason: "x" }] })).toThrow(/no rule "no-such-rule"/);
  expect(() => mergeRules(builtin, { rules: [], overrides: [{ id: "log-too-short", thresholds: { "pauses.maxMs": 1 }, reason: "x" }] })).toThrow(/compares no "pauses\.maxMs"/);
});
