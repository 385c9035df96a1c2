import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { adviseOn, type Advice } from "../../src/advise/advise-on.js";
import { checkBuiltinRules, readRuleFiles } from "../../src/advise/read-rules.js";
import { createMeasurer } from "../../src/metrics/measurer.js";
import { analyzeSample, ROOT } from "../support/samples.js";
import { readScenario } from "./scenario.js";

const RULES = join(ROOT, "rules");
const rules = await checkBuiltinRules(RULES);

type Said = Pick<Advice, "findings">;
const known = new Map<string, Promise<Said>>();

/** What the advisor says about a case: `scenarios/<name>` is a simulated input, anything else a sample folder with a real log. */
function adviceOn(name: string): Promise<Said> {
  const earlier = known.get(name);
  if (earlier !== undefined) return earlier;
  const advice = name.startsWith("scenarios/") ? Promise.resolve(onScenario(name)) : analyzeSample(name).then(({ analysis }) => analysis.details);
  known.set(name, advice);
  return advice;
}

function onScenario(name: string): Said {
  const { source, outside } = readScenario(name);
  return adviseOn({ measurer: createMeasurer(source, outside), rules, outside });
}

describe.each(rules)("$code $id", (rule) => {
  test.each(rule.cases.fires)("fires on %s", async (name) => {
    const finding = (await adviceOn(name)).findings.find(({ ruleId }) => ruleId === rule.id);
    expect(finding).toMatchObject({ outcome: "fired" });
  });

  test.each(rule.cases.silent)("stays silent on %s, having looked", async (name) => {
    const finding = (await adviceOn(name)).findings.find(({ ruleId }) => ruleId === rule.id);
    expect(["clear", "not-applicable"]).toContain(finding?.outcome);
  });

  test("says where its numbers come from, what it costs and how to check it", () => {
    for (const text of [rule.threshold, rule.price, rule.verify, rule.expect, rule.why, ...rule.sources]) expect(text.length).toBeGreaterThan(3);
    expect(rule.title).not.toBe(rule.titleClear);
    expect(Math.min(rule.cases.fires.length, rule.cases.silent.length)).toBeGreaterThan(0);
    expect(rule.cases.fires.filter((name) => rule.cases.silent.includes(name))).toEqual([]);
  });
});

test("there are 77 rules, each in a file of its name, each code once", async () => {
  const files = await readRuleFiles(RULES);
  expect(files.map(({ path }) => basename(path, ".json"))).toEqual(rules.map(({ id }) => id));
  expect(new Set(rules.map(({ code }) => code)).size).toBe(77);
});
