import { expect, test } from "vitest";
import { takeLatencyFacts } from "../../src/gate/compare/latency-facts.js";
import { compareRuns } from "../../src/gate/compare/judge-comparison.js";
import type { RunFacts } from "../../src/gate/compare/run-facts.js";
import { DEFAULT_TOLERANCE } from "../../src/gate/config.js";
import type { RequestSeries } from "../../src/latency/latency-series.js";
import { seedRandom } from "../../src/statistics/random.js";
import { simulateRun } from "./simulate-run.js";

/** Requests ten a second for `seconds`, with a latency by number. */
function requests(seconds: number, latencyOf: (index: number) => number, changes: Partial<RequestSeries> = {}): RequestSeries {
  const length = seconds * 10;
  return {
    kind: "requests", source: "test", format: "test", notes: [], length, stampMeaning: "start", stampStepMs: 1, zone: "absolute", isServerSide: false, thinned: null,
    overall: { requests: length, p50Ms: null, p95Ms: null, p99Ms: null, p999Ms: null, maxMs: null },
    startMs: Float64Array.from({ length }, (_, index) => 1_000_000 + index * 100),
    latencyMs: Float64Array.from({ length }, (_, index) => latencyOf(index)),
    failed: new Uint8Array(length),
    ...changes,
  };
}

test("requests, rate and p99 of the part that is compared", () => {
  const series = requests(200, (index) => (index < 500 ? 9999 : 1 + (index % 100)));
  // The first 50 s are left out: 1500 requests of 1 … 100 ms, fifteen of each.
  const facts = takeLatencyFacts([series], 1_050_000, 1_200_000);
  expect(facts?.requests).toBe(1500);
  expect(facts?.p99Ms).toBe(99);
  expect(facts?.requestsPerSecond).toBeCloseTo(10, 1);
  // Every stretch of ten seconds holds one slow request: the share does not vary at all.
  expect(facts?.p99LogVariance).toBe(0);
});

test("the interval of the p99 is the one that independent requests have by theory", () => {
  // Exponential latencies: the variance of ln(p99) is p ÷ ((1 − p) n (density · value)²) = 99 ÷ (n · ln(100)²).
  const random = seedRandom(3);
  const variances = Array.from({ length: 20 }, () => takeLatencyFacts([requests(1000, () => -Math.log(1 - random()))], Number.NaN, Number.NaN)?.p99LogVariance ?? Number.NaN);
  const mean = variances.reduce((sum, variance) => sum + variance, 0) / variances.length;
  const theory = 99 / (10_000 * Math.log(100) ** 2);
  expect(mean / theory).toBeGreaterThan(0.75);
  expect(mean / theory).toBeLessThan(1.33);
});

test("rows that stand for several count so often; too few, or unknown stamps, give no p99", () => {
  const thinned = requests(200, (index) => (index % 20 === 0 ? 50 : 1), { thinned: { belowMs: 10, weight: 10 } });
  expect(takeLatencyFacts([thinned], Number.NaN, Number.NaN)).toMatchObject({ requests: 1900 * 10 + 100, p99Ms: 1 });
  expect(takeLatencyFacts([requests(50, () => 1)], Number.NaN, Number.NaN)).toMatchObject({ requests: 500, p99Ms: null, p99LogVariance: null });
  expect(takeLatencyFacts([requests(200, () => 1, { zone: "relative" })], 5e12, 6e12)?.requests).toBe(2000);
  expect(takeLatencyFacts([requests(200, () => 1)], 5e12, 6e12)?.requests).toBe(0);
  expect(takeLatencyFacts([], Number.NaN, Number.NaN)).toBeNull();
});

test("a comparison judges the p99 of requests by tolerance and interval", () => {
  const service = { name: "", minutes: 10, gapMs: 1000, pauseMs: 12, spread: 0.3, memory: 0.3, heavyShare: 0, fullBurstsPerHour: 0, runSpread: 0.02 };
  const random = seedRandom(8);
  const side = (p99Ms: number | null): readonly RunFacts[] => Array.from({ length: 3 }, () => ({ ...simulateRun(service, random), requestsPerSecond: 100, latency: { requests: 60_000, p99Ms: p99Ms === null ? null : p99Ms * (1 + 0.02 * random()), p99LogVariance: p99Ms === null ? null : 0.0004 } }));
  const outcome = (before: number | null, after: number | null): string | undefined => compareRuns(side(before), side(after), { tolerance: DEFAULT_TOLERANCE, accept: [], slo: [] }).checks.find(({ name }) => name === "p99 of requests")?.outcome;
  expect(outcome(50, 50)).toBe("passed");
  expect(outcome(50, 60)).toBe("passed");
  expect(outcome(50, 100)).toBe("failed");
  expect(outcome(0.1, 0.2)).toBe("passed");
  expect(outcome(50, null)).toBe("noted");
});
