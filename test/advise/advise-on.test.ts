import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Advice, adviseOn } from "../../src/advise/advise-on.js";
import { readRules } from "../../src/advise/read-rules.js";
import { createMeasurer } from "../../src/metrics/measurer.js";
import type { Given, Measurement } from "../../src/metrics/metric.js";
import { readScenario } from "../rules/scenario.js";
import { analyzeSample, ROOT, SAMPLE_NAMES } from "../support/samples.js";

const rules = await readRules(join(ROOT, "rules"));
const GB = 2 ** 30;

function adviceOn(name: string, given: Partial<Given> = {}, facts: Readonly<Record<string, number | string>> = {}): Advice {
  const scenario = readScenario(`scenarios/${name}`);
  const source = { ...scenario.source, given: { ...scenario.source.given, ...given } };
  const outside = new Map<string, Measurement>([...scenario.outside, ...Object.entries(facts).map(([metric, value]): [string, Measurement] => [metric, { value, sampleSize: 1000 }])]);
  return adviseOn({ measurer: createMeasurer(source, outside), rules, outside });
}

function optionsOf({ recommendations }: Advice): string[] {
  return recommendations.flatMap(({ jvmOptions }) => [...jvmOptions.add, ...jvmOptions.remove]);
}

const PROMISE_100: Partial<Given> = { slo: [{ name: "p99", quantile: 0.99, limitMs: 100 }] };

describe("what reruns taught", () => {
  test("more heap for G1 comes with the pause goal where pauses break the promise, and alone where they do not", () => {
    const known = (isBroken: boolean): Advice => {
      const scenario = readScenario("scenarios/g1-evacuation-failure");
      const source = { ...scenario.source, given: { ...scenario.source.given, ...PROMISE_100 } };
      const outside = new Map<string, Measurement>([...scenario.outside, ["slo.isBrokenByPauses", { value: isBroken, sampleSize: 100 }]]);
      return adviseOn({ measurer: createMeasurer(source, outside), rules, outside });
    };
    expect(known(true).recommendations[0]?.jvmOptions.add).toEqual([expect.stringMatching(/^-Xmx/), "-XX:MaxGCPauseMillis=50"]);
    expect(known(false).recommendations[0]?.jvmOptions.add.filter((option) => option.startsWith("-XX:MaxGCPauseMillis"))).toEqual([]);
  });

  test("full collections beyond the promise are answered with G1, not with more heap for Parallel alone", () => {
    const { recommendations, jvmOptions } = adviceOn("long-full-collection", PROMISE_100);
    expect(recommendations.map(({ ruleId }) => ruleId)).toContain("long-full-collection");
    expect(jvmOptions.proposed).toEqual(expect.arrayContaining(["-XX:+UseG1GC", "-XX:MaxGCPauseMillis=50"]));
  });

  test("statistics raise no alarm while the measured requests keep the promise", () => {
    const advice = adviceOn("g1-pause-goal-above-promise", {}, { "latency.atSloQuantileMs": 1 });
    expect(advice.recommendations.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(optionsOf(advice)).toEqual([]);
  });
});

test("what no step helps with is said, and is never for now", () => {
  // On two processors, with a tenth of the time in pauses and a full collection, neither G1's goal nor ZGC would keep it.
  const facts = { "slo.isBrokenByPauses": true, "jvm.cpus": 2, "overhead.steadyPauseRatio": 0.2 } as unknown as Readonly<Record<string, number>>;
  const { recommendations } = adviceOn("g1-promise-gap", {}, facts);
  const gap = recommendations.find(({ ruleId }) => ruleId === "g1-promise-gap");
  expect(gap?.severity).toBe("critical");
  expect(gap?.when).toBe("later");
  expect(gap?.actions).toEqual([expect.stringMatching(/^No setting is known to help/)]);
});

test("collections that the program asks for and that run beside it are not answered with the option that makes them so", () => {
  const full = adviceOn("explicit-collection");
  expect(full.recommendations.find(({ ruleId }) => ruleId === "explicit-collection")?.jvmOptions.add).toEqual(["-XX:+ExplicitGCInvokesConcurrent"]);
  const concurrent = adviceOn("explicit-collection", {}, { "causes.systemGcFullCount": 0 });
  expect(concurrent.recommendations.find(({ ruleId }) => ruleId === "explicit-collection")?.jvmOptions.add).toEqual([]);
});

describe("no options", () => {
  test.each(["steady-g1-full-log", "steady-g1-slo", "steady-gen-zgc-options", "steady-shenandoah", "steady-parallel", "steady-serial"])("%s is healthy", (name) => {
    const advice = adviceOn(name);
    expect(advice.verdict).toBe("healthy");
    expect(advice.recommendations.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(optionsOf(advice)).toEqual([]);
    expect(advice.jvmOptions.proposed).toEqual(advice.jvmOptions.current);
  });

  test("a leak is the application's, and tuning is withheld", () => {
    const advice = adviceOn("heap-leak");
    expect(advice.verdict).toBe("application-problem");
    expect(advice.recommendations[0]?.ruleId).toBe("heap-leak");
    expect(optionsOf(advice)).toEqual([]);
  });

  test.each(["processor-starvation", "slow-safepoint", "kernel-time-in-pauses"])("%s is the environment's", (name) => {
    const advice = adviceOn(name, { slo: [{ name: "p99", quantile: 0.99, limitMs: 100 }] });
    expect(advice.recommendations[0]?.ruleId).toBe(name);
    expect(optionsOf(advice)).toEqual([]);
  });

  test("pauses that are innocent of slow requests get none, and the application is named", () => {
    const advice = adviceOn("steady-g1-slo", {}, { "correlation.verdict": "gc-innocent", "latency.atSloQuantileMs": 900 });
    expect(advice.verdict).toBe("application-problem");
    expect(optionsOf(advice)).toEqual([]);
  });

  test("an unknown release gets nothing that depends on one", () => {
    const scenario = readScenario("scenarios/g1-pause-goal-above-promise").source;
    const runs = scenario.timeline.runs.map((run) => ({ ...run, jvm: { ...run.jvm, jdk: null, version: null } }));
    const source = { ...scenario, timeline: { ...scenario.timeline, runs } };
    const advice = adviseOn({ measurer: createMeasurer(source), rules });
    expect(optionsOf(advice).filter((option) => option.startsWith("-XX"))).toEqual([]);
    expect(advice.loggingLine).toBeNull();
  });
});

test("a goal too high for the promise: half of it, in the user's own line, and a fixed young size goes", () => {
  const advice = adviceOn("g1-pause-goal-above-promise", { options: ["-Xmx4g", "-Xmn1g", "-Dkey=value"] });
  expect(advice.verdict).toBe("tune");
  expect(advice.jvmOptions.proposed).toEqual(expect.arrayContaining(["-Xmx4g", "-Dkey=value", "-XX:MaxGCPauseMillis=50"]));
  expect(advice.jvmOptions.proposed).not.toContain("-Xmn1g");
});

test("a heap that was fixed stays fixed at its new size, and the memory is the limit", () => {
  const options = ["-Xms1g", "-Xmx1g", "-XX:+UseParallelGC"];
  expect(adviceOn("heap-too-small", { options }).jvmOptions.proposed).toEqual(expect.arrayContaining(["-Xms1792m", "-Xmx1792m"]));
  expect(adviceOn("heap-too-small", { options, memoryBytes: 2 * GB }).jvmOptions.proposed).toEqual(expect.arrayContaining(["-Xmx1536m"]));
  expect(optionsOf(adviceOn("heap-too-small", { options, memoryBytes: 1.3 * GB }))).toEqual([]);
});

test("at most three are for now, the first is the most severe, and what is covered is said to be", () => {
  for (const rule of rules.filter((_, i) => i % 4 === 0)) {
    const name = rule.cases.fires.find((sample) => sample.startsWith("scenarios/"))?.slice("scenarios/".length);
    if (name === undefined) continue;
    const { recommendations, verdict } = adviceOn(name, { slo: [{ name: "p99", quantile: 0.99, limitMs: 30 }] });
    expect(recommendations.filter(({ when }) => when === "now").length).toBeLessThanOrEqual(3);
    const ranks = recommendations.map(({ severity }) => ["critical", "warning", "info"].indexOf(severity));
    expect(ranks).toEqual([...ranks].sort());
    if (verdict === "healthy") expect(recommendations.flatMap(({ jvmOptions }) => [...jvmOptions.add, ...jvmOptions.remove])).toEqual([]);
  }
  const humongous = adviceOn("g1-evacuation-failure");
  expect(humongous.recommendations[0]?.ruleId).toBe("g1-evacuation-failure");
});

describe("the rule of thumb stands beside the evidence", () => {
  test("it differs where the log shows that a large heap does well on G1", () => {
    const { ruleOfThumb } = adviceOn("large-heap-without-strain", { slo: [{ name: "p99", quantile: 0.99, limitMs: 200 }] });
    expect(ruleOfThumb.verdict).toMatch(/ZGC/);
    expect(ruleOfThumb.evidence).toMatch(/stay with G1/);
    expect(ruleOfThumb.differs).toBe(true);
    expect(ruleOfThumb.reason).not.toBe("");
  });
  test("it is silent between 10 and 50 ms", () => {
    expect(adviceOn("steady-g1", { slo: [{ name: "p99", quantile: 0.99, limitMs: 30 }] }).ruleOfThumb.verdict).toMatch(/silent/);
  });
  test("it needs no version for its verdict, and prints ZGC by release", () => {
    expect(adviceOn("steady-g1", { slo: [{ name: "p99", quantile: 0.99, limitMs: 5 }] }).ruleOfThumb.options).toEqual(["-XX:+UseZGC", "-XX:+ZGenerational"]);
    expect(adviceOn("steady-g1", { jdk: 25, slo: [{ name: "p99", quantile: 0.99, limitMs: 5 }] }).ruleOfThumb.options).toEqual(["-XX:+UseZGC"]);
  });
});

test("a logging line fits the release", () => {
  expect(adviceOn("logging-insufficient").loggingLine).toMatch(/^-Xlog:gc\*,.*:file=gc_%p_%t\.log:time,uptime,level,tags:filecount=10,filesize=20M -Xlog:async$/);
  expect(adviceOn("logging-insufficient", { jdk: 11 }).loggingLine).not.toMatch(/async/);
  expect(adviceOn("logging-insufficient", { jdk: 8 }).loggingLine).toMatch(/-XX:\+PrintGCDetails.*-Xloggc:gc\.log/);
});

test("short real logs of healthy runs stay silent, with and without a promise", async () => {
  for (const sample of SAMPLE_NAMES.filter((name) => name.includes("/steady-"))) {
    for (const slo of [[], ["p99=50ms"]]) {
      const { analysis } = await analyzeSample(sample, slo);
      expect(analysis.recommendations.filter(({ severity }) => severity !== "info"), sample).toEqual([]);
      expect(analysis.recommendations.flatMap(({ jvmOptions }) => jvmOptions.add), sample).toEqual([]);
    }
  }
});
