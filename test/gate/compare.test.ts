import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideChecks } from "../../src/gate/check.js";
import { parseBaseline, renderBaseline } from "../../src/gate/compare/baseline-file.js";
import { checkComparability } from "../../src/gate/compare/comparability.js";
import { compareRuns } from "../../src/gate/compare/judge-comparison.js";
import { estimateRatio, studentQuantile } from "../../src/gate/compare/ratio-interval.js";
import { binnedDurations, type RunFacts, takeRunFacts } from "../../src/gate/compare/run-facts.js";
import { DEFAULT_TOLERANCE } from "../../src/gate/config.js";
import { analyzeReading } from "../../src/analysis/analyze.js";
import { WHOLE } from "../../src/metrics/wall-time.js";
import { seedRandom } from "../../src/statistics/random.js";
import { NOTHING_GIVEN } from "../support/metric-source.js";
import { timelineOf } from "../support/timeline-builder.js";
import { type Service, simulateRun } from "./simulate-run.js";

const SERVICE: Service = { name: "", minutes: 10, gapMs: 1000, pauseMs: 12, spread: 0.3, memory: 0.3, heavyShare: 0, fullBurstsPerHour: 0, runSpread: 0.02 };

function runs(count: number, seed: number, slowdown = 1): readonly RunFacts[] {
  const random = seedRandom(seed);
  return Array.from({ length: count }, () => simulateRun(SERVICE, random, slowdown));
}

const OPTIONS = { tolerance: DEFAULT_TOLERANCE, accept: [], slo: [] } as const;

test("facts of a run: warm-up left out, stretches of ten seconds, bursts", () => {
  const full = (startMs: number): object => ({ startMs, durationMs: 100, kind: "Full", cause: "System.gc()" });
  const young = (startMs: number): object => ({ startMs, durationMs: 10, kind: "Young (Normal)", cause: "G1 Evacuation Pause" });
  const timeline = timelineOf({ pauses: [young(10_000), young(31_000), full(39_950), full(45_000), full(110_000)], lastMs: 200_000 });
  const facts = takeRunFacts(analyzeReading({ timeline, inputs: [], rejected: [], witnesses: null }, { given: NOTHING_GIVEN, rules: [], window: WHOLE }));
  expect(facts.wallMs).toBe(170_000);
  expect(facts.blockMs).toBe(10_000);
  expect(facts.blocks).toHaveLength(17);
  // 30–40 s: the young pause and the half of the full one that lies before 40 s.
  expect(facts.blocks[0]).toEqual([2, 60, Number((Math.log(10) + Math.log(100)).toPrecision(6)), 100]);
  expect(facts.blocks[1]).toEqual([1, 150, Number(Math.log(100).toPrecision(6)), 100]);
  // Two within a minute are one burst, the third is another.
  expect(facts.events["pauses.full.count"]).toEqual([3, 2]);
  expect(facts.pausesByBin).toEqual([[100, 1], [200, 3]]);
  expect([...binnedDurations(facts)].map((ms) => Math.round(ms * 10) / 10)).toEqual([10.1, 101.2, 101.2, 101.2]);
});

describe("ratio with interval", () => {
  test("quantiles of Student's t as in the tables", () => {
    expect(studentQuantile(0.95, 4)).toBeCloseTo(2.776, 3);
    expect(studentQuantile(0.99, 8)).toBeCloseTo(3.355, 3);
    expect(studentQuantile(0.95, Number.POSITIVE_INFINITY)).toBeCloseTo(1.96, 3);
  });

  const logs = (values: readonly number[], variance = 0.001): { log: number; variance: number }[] => values.map((log) => ({ log, variance }));

  test("runs that differ more than assumed: the two-sample t worked by hand", () => {
    // Means 0 and 0.6, pooled variance 0.04, standard error 0.2·√(2/3) = 0.1633, t(4, 95 %) = 2.7764.
    const ratio = estimateRatio(logs([-0.2, 0, 0.2]), logs([0.4, 0.6, 0.8]), 0.95, 0.1);
    expect(ratio?.ratio).toBeCloseTo(Math.exp(0.6), 6);
    expect(ratio?.low).toBeCloseTo(Math.exp(0.6 - 2.7764 * 0.1633), 3);
    expect(ratio?.runSpread).toBe("measured");
  });

  test("few runs that agree: not wider than the assumed spread makes it", () => {
    // Pooled variance 0.0036, so t gives 2.7764·0.06; assumed: 1.96·√(0.001 + 0.01) = 0.2056. Both by √(2/3).
    const agreeing = estimateRatio(logs([-0.06, 0, 0.06]), logs([0.24, 0.3, 0.36]), 0.95, 0.1);
    expect(agreeing?.low).toBeCloseTo(Math.exp(0.3 - 2.7764 * 0.06 * Math.sqrt(2 / 3)), 3);
    expect(agreeing?.runSpread).toBe("measured");
    // At 99.5 % t(4) is 5.598, so the assumption (2.807·0.1049) is narrower.
    const surer = estimateRatio(logs([-0.06, 0, 0.06]), logs([0.24, 0.3, 0.36]), 0.995, 0.1);
    expect(surer?.low).toBeCloseTo(Math.exp(0.3 - 2.807 * Math.sqrt(0.011) * Math.sqrt(2 / 3)), 3);
    expect(surer?.runSpread).toBe("assumed");
  });

  test("runs that agree by chance vary at least as much as each does within", () => {
    const ratio = estimateRatio(logs([0, 0, 0], 0.01), logs([0.3, 0.3, 0.3], 0.01), 0.95, 1);
    expect(ratio?.low).toBeCloseTo(Math.exp(0.3 - 2.7764 * 0.1 * Math.sqrt(2 / 3)), 3);
  });

  test("one run a side: variance within, and the noise that runs are assumed to have", () => {
    const ratio = estimateRatio([{ log: 0, variance: 0.0075 }], [{ log: 0, variance: 0.0125 }], 0.95, 0.1);
    expect(ratio?.high).toBeCloseTo(Math.exp(1.95996 * Math.sqrt(0.0075 + 0.0125 + 2 * 0.01)), 4);
    expect(ratio?.runSpread).toBe("assumed");
  });
});

describe("verdicts", () => {
  test("a run against itself passes, with an interval around no change", () => {
    const [run] = runs(1, 1) as [RunFacts];
    const { checks } = compareRuns([run], [run], OPTIONS);
    expect(decideChecks(checks)).toBe("passed");
    for (const { facts } of checks.slice(0, 3)) {
      expect(facts["ratio"]).toBeCloseTo(1, 9);
      expect(facts["low"]).toBeLessThan(1);
      expect(facts["high"]).toBeGreaterThan(1);
    }
  });

  test("pauses twice as long fail even from one run a side", () => {
    const { checks } = compareRuns(runs(1, 1), runs(1, 2, 2), OPTIONS);
    expect(decideChecks(checks)).toBe("failed");
    expect(checks.find(({ name }) => name === "Typical pause")).toMatchObject({ outcome: "failed" });
  });

  test("pauses half as long pass", () => {
    expect(decideChecks(compareRuns(runs(3, 1), runs(3, 2, 0.5), OPTIONS).checks)).toBe("passed");
  });

  test("a certain difference within the tolerance passes", () => {
    const { checks } = compareRuns(runs(5, 1), runs(5, 2, 1.25), { ...OPTIONS, tolerance: { ...DEFAULT_TOLERANCE, pauses: 0.5, tail: 9, overhead: 0.5 } });
    expect(decideChecks(checks)).toBe("passed");
    expect(checks[0]?.message).toContain("worse, within the tolerance");
  });

  test("tiny pauses that get a little longer do not fail", () => {
    const tiny = (count: number, seed: number, slowdown: number): readonly RunFacts[] => {
      const random = seedRandom(seed);
      return Array.from({ length: count }, () => simulateRun({ ...SERVICE, pauseMs: 0.02 }, random, slowdown));
    };
    expect(compareRuns(tiny(5, 1, 1), tiny(5, 2, 1.4), OPTIONS).checks.filter(({ outcome, name }) => outcome === "failed" && name !== "Long pauses")).toEqual([]);
  });
});

describe("comparability comes first", () => {
  const [run] = runs(1, 1) as [RunFacts];
  const cases: readonly (readonly [string, Partial<RunFacts>, RegExp])[] = [
    ["another JDK", { jdk: 17 }, /Another JDK: JDK 21 before, JDK 17 after; .*--accept jdk/],
    ["another heap", { heapMaxBytes: 2 ** 31 }, /Another heap size: 512 MB before, 2 GB after/],
    ["other CPUs", { cpus: 2 }, /Another number of CPUs: 4 before, 2 after/],
    ["another load", { allocationRateBytesPerSec: (run.allocationRateBytesPerSec ?? 0) * 2 }, /Another allocation rate: .*either the load differs or the program allocates differently/],
    ["an unknown load", { allocationRateBytesPerSec: null }, /cannot be seen/],
    ["a short run", { wallMs: 60_000 }, /Only 1 min after warm-up after; a verdict needs 5 min/],
    ["a machine that held the JVM up", { pauseCpuRatio: 0.06 }, /The machine held the JVM up: at most 0\.06 s of processor time by second of pause/],
    ["few pauses", { pausesByBin: [[10, 12]] }, /Only 12 pauses after warm-up after; a verdict needs 30/],
  ];
  test.each(cases)("%s: no verdict", (_name, changes, reason) => {
    const { checks } = compareRuns([run], [{ ...run, ...changes }], OPTIONS);
    expect(decideChecks(checks)).toBe("not-judged");
    expect(checks[0]?.message).toMatch(reason);
    expect(checks.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  });

  test("accepted differences are told and do not stop the verdict", () => {
    const { obstacles, remarks } = checkComparability([run], [{ ...run, jdk: 25, collector: "GenZGC" }], DEFAULT_TOLERANCE, ["jdk"]);
    expect(obstacles).toEqual([]);
    expect(remarks.join("; ")).toMatch(/Another JDK.*\(accepted\).*Another collector: G1 before, GenZGC after/);
  });

  test("equal request rates show equal load, however much is allocated", () => {
    const after = { ...run, requestsPerSecond: 101, allocationRateBytesPerSec: 1 };
    expect(checkComparability([{ ...run, requestsPerSecond: 100 }], [after], DEFAULT_TOLERANCE, []).obstacles).toEqual([]);
  });
});

describe("baseline files", () => {
  test("come back as they were, and compare like the runs themselves", () => {
    const before = runs(3, 5);
    const text = renderBaseline(before);
    const again = parseBaseline(text, "b.json");
    expect(renderBaseline(again.map((run) => ({ ...run })))).toBe(text);
    expect(compareRuns(again, runs(3, 6), OPTIONS)).toEqual(compareRuns(before, runs(3, 6), OPTIONS));
    expect(text.length).toBeLessThan(30_000);
  });

  test("broken ones are refused with their place", () => {
    const text = renderBaseline(runs(1, 5));
    fc.assert(fc.property(fc.nat(text.length - 2), (at) => {
      expect(() => parseBaseline(text.slice(0, at), "b.json")).toThrow(/no baseline/);
    }), { numRuns: 30 });
    expect(() => parseBaseline(text.replace('"wallMs"', '"wall"'), "b.json")).toThrow(/no baseline: \/runs\/0/);
  });
});
