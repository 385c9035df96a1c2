import { describe, expect, test } from "vitest";
import { computeReach, describeReach } from "../../src/correlate/arithmetic.js";
import { measureCoincidence } from "../../src/correlate/coincidence.js";
import { correlatePauses } from "../../src/correlate/correlate-pauses.js";
import { reduceCorrelation } from "../../src/correlate/correlation-series.js";
import { findLagDirection } from "../../src/correlate/lag-direction.js";
import { findPeriodicity } from "../../src/correlate/periodicity.js";
import { findSlowRequests } from "../../src/correlate/slow-events.js";
import { layOutStops } from "../../src/correlate/stop-train.js";
import { collectStops, type Stop } from "../../src/correlate/stops.js";
import type { RequestSeries } from "../../src/latency/latency-series.js";
import { seedRandom } from "../../src/statistics/random.js";
import { simulate } from "../calibration/simulate.js";
import { timelineOf } from "../support/timeline-builder.js";

const stop = (startMs: number, lengthMs: number, kind: Stop["kind"] = "pause"): Stop => ({ startMs, endMs: startMs + lengthMs, kind, what: "Full (System.gc())", reachingMs: Number.NaN });

describe("stops", () => {
  test("a pause and the safepoint around it are one stop that begins with reaching the safepoint; stalls stay apart", () => {
    const { all } = collectStops(timelineOf({
      pauses: [{ startMs: 1010, durationMs: 20, kind: "Young (Normal)", cause: "G1 Evacuation Pause" }],
      safepoints: [{ startMs: 1000, totalMs: 31, reachingMs: 9, operation: "G1CollectForAllocation" }, { startMs: 5000, totalMs: 100, reachingMs: 1, operation: "HeapDumper" }],
      stalls: [{ startMs: 1005, durationMs: 10, kind: "Allocation Stall" }, { startMs: 1012, durationMs: 10, kind: "Allocation Stall" }],
    }));
    expect(all).toEqual([
      { startMs: 1000, endMs: 1031, kind: "pause", what: "Young (Normal) (G1 Evacuation Pause)", reachingMs: 9 },
      { startMs: 1005, endMs: 1022, kind: "stall", what: "Allocation Stall", reachingMs: Number.NaN },
      { startMs: 5000, endMs: 5100, kind: "safepoint", what: "HeapDumper", reachingMs: 1 },
    ]);
  });

  test("overlap by search agrees with counting milliseconds one by one", () => {
    const stops = [stop(10, 20), stop(50, 5), stop(52, 30), stop(200, 1)];
    const train = layOutStops(stops, 1000, 0);
    const naive = (from: number, to: number): number => Array.from({ length: to - from }, (_, i) => from + i).filter((ms) => stops.some(({ startMs, endMs }) => ms >= startMs && ms < endMs)).length;
    const random = seedRandom(3);
    for (let i = 0; i < 300; i++) {
      const from = Math.floor(random() * 250);
      const to = from + Math.floor(random() * 100);
      expect(train.overlapMs(from, to)).toBe(naive(from, to));
    }
    // Turned around the end of the circle.
    expect(train.overlapMs(1005, 1030)).toBe(20);
  });
});

describe("arithmetic", () => {
  test("200 ms every 60 s with 20 ms requests: 0.367 % are hit, p99 cannot move, p99.9 can", () => {
    const reach = computeReach(Array.from({ length: 30 }, (_, i) => stop(i * 60_000, 200)), 1_800_000, 20, 60);
    expect(reach.hitShare).toBeCloseTo(0.00367, 5);
    expect(reach.p99Ms).toBe(20);
    // 0.1 % of 30 min is 1.8 s; 30 · (200 − x + 20) = 1800 gives a delay of 160 ms.
    expect(reach.p999Ms).toBeCloseTo(180, 6);
    expect(describeReach(reach, 1_800_000, 20, 60).join(" ")).toMatch(/0\.367 %.*cannot set the p99.*only p99\.9/s);
  });

  test("1 s every 60 s: 1.7 % are hit, and p99 moves to 440 ms", () => {
    const reach = computeReach(Array.from({ length: 30 }, (_, i) => stop(i * 60_000, 1000)), 1_800_000, 20, 60);
    expect(reach.hitShare).toBeCloseTo(0.017, 4);
    // 30 · (1000 − x + 20) = 18,000 gives x = 420; checked against a simulation of open arrivals: 444 ms.
    expect(reach.p99Ms).toBeCloseTo(440, 6);
  });
});

/** Requests every 10 ms over `seconds`, 5 ms long, those in `slow` as given (start → latency). */
function requestsWith(seconds: number, slow: ReadonlyMap<number, number>, epochMs = 0): RequestSeries {
  const starts = Array.from({ length: seconds * 100 }, (_, i) => i * 10);
  const latencyMs = Float64Array.from(starts, (at) => slow.get(at) ?? 5 + (at % 70) / 70);
  const sorted = latencyMs.slice().sort();
  return {
    kind: "requests", source: "x", format: "x", notes: [], length: starts.length, startMs: Float64Array.from(starts, (at) => at + epochMs), latencyMs, failed: new Uint8Array(starts.length),
    stampMeaning: "start", stampStepMs: 1, zone: "absolute", isServerSide: false, thinned: null,
    overall: { requests: starts.length, p50Ms: sorted[starts.length / 2] ?? 0, p95Ms: 0, p99Ms: sorted[Math.ceil(starts.length * 0.99) - 1] ?? 0, p999Ms: 0, maxMs: sorted.at(-1) ?? 0 },
  };
}

describe("coincidence", () => {
  test("a request is attributed to a stop only when half of its excess lies in it", () => {
    // A 60 ms pause inside a 290 ms request is not its cause; 200 ms of 290 are.
    const events = findSlowRequests(requestsWith(60, new Map([[1000, 290], [2000, 290], [3000, 290]])), 100, 0);
    const result = measureCoincidence(events, [stop(1100, 60), stop(2050, 200)], { fromMs: 0, toMs: 60_000 }, 200, 1);
    expect(result.attributed).toBe(1);
    expect(result.attributedStops).toBe(1);
    expect([...result.creditMs].map(Math.round)).toEqual([75, 240, 0]);
  });

  test("slowness that leads is seen as leading", () => {
    const slow = new Map(Array.from({ length: 10 }, (_, i) => [10_000 * i + 3000, 500]));
    const events = findSlowRequests(requestsWith(100, slow), 100, 0);
    const after = findLagDirection(events, Array.from({ length: 10 }, (_, i) => stop(10_000 * i + 5000, 400)), { fromMs: 0, toMs: 100_000 }, 1000);
    const together = findLagDirection(events, Array.from({ length: 10 }, (_, i) => stop(10_000 * i + 3050, 400)), { fromMs: 0, toMs: 100_000 }, 1000);
    expect(after?.peakBins).toBe(-2);
    expect(together?.peakBins).toBe(0);
  });
});

describe("verdicts", () => {
  const base = { seed: 4, spanMs: 90_000, requestsPerSecond: 80, pauseEveryMs: 7000, pauseVariation: 0.01, pauseMs: 300, spellEveryMs: 0, spellVariation: 1, spellMs: 300, isLinked: true };

  test("pauses that stop every request explain, with p99 near the service time without them", () => {
    const { timeline, series } = simulate(base);
    const { correlation, matched } = correlatePauses(timeline, series);
    expect(correlation).toMatchObject({ verdict: "gc-explains", clockOffsetMs: 0 });
    expect(correlation.p99WithoutPausesMs!).toBeLessThan(series.overall.p99Ms! / 3);
    expect(correlation.attributableShare!.value).toBeGreaterThan(0.9);
    expect(matched!.withoutStopsMs!.length).toBe(series.length);
  });

  test("the same twice gives the same, and nothing in it is NaN", () => {
    const { timeline, series } = simulate(base);
    const once = correlatePauses(timeline, series, { seed: 9 });
    expect(JSON.stringify(correlatePauses(timeline, series, { seed: 9 }).correlation)).toBe(JSON.stringify(once.correlation));
    const reduced = reduceCorrelation(once, findPeriodicity(timeline, once));
    expect(JSON.stringify([once.latency, once.correlation, reduced])).not.toMatch(/NaN|Infinity|undefined/);
    expect(reduced!.overTime.x.length).toBeLessThanOrEqual(600);
  });

  test("slow spells on a timer of their own acquit the collector and are found", () => {
    const { timeline, series } = simulate({ ...base, isLinked: false, pauseEveryMs: 2000, pauseVariation: 1, pauseMs: 15, spellEveryMs: 6000, spellVariation: 0 });
    const result = correlatePauses(timeline, series);
    expect(result.correlation.verdict).toBe("gc-innocent");
    const [period] = findPeriodicity(timeline, result).filter(({ series: name }) => name === "latency");
    expect(period?.periodMs).toBeCloseTo(6000, -2);
    expect(period?.explanation).toMatch(/no pause keeps this beat/);
  });

  test("a clock three hours behind is found and said", () => {
    const { timeline, series } = simulate({ ...base, pauseVariation: 0.3, offsetMs: -3 * 3_600_000 });
    const { correlation } = correlatePauses(timeline, series);
    expect(correlation.verdict).toBe("gc-explains");
    expect(Math.abs(correlation.clockOffsetMs! + 10_800_000)).toBeLessThan(20);
    expect(correlation.reasons.join(" ")).toMatch(/3 h behind the GC log, a difference of 3 h as a wrong time zone gives/);
  });

  test("a summary, a log without times and files of different days decide nothing", () => {
    const { timeline, series } = simulate(base);
    const summary = correlatePauses(timeline, { kind: "summary", source: "x", format: "wrk", notes: [], overall: series.overall });
    expect(summary.correlation).toMatchObject({ verdict: "inconclusive", evidenceLevel: "E0", clockOffsetMs: null });
    expect(summary.latency.p99Ms).toBe(series.overall.p99Ms);
    const far = correlatePauses(timeline, { ...series, startMs: series.startMs.map((at) => at + 40 * 86_400_000) });
    expect(far.correlation.verdict).toBe("inconclusive");
    expect(far.correlation.reasons.join(" ")).toMatch(/share no time/);
  });
});

describe("periodicity", () => {
  const every = (periodMs: number, count: number, jitter: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => 5000 + i * periodMs + jitter(i));
  const random = seedRandom(11);

  test("System.gc() every hour is a timer, and RMI is named", () => {
    const pauses = every(3_600_000, 8, () => 20 * random()).map((startMs) => ({ startMs, durationMs: 500, kind: "Full", cause: "System.gc()" }));
    const [found] = findPeriodicity(timelineOf({ pauses }));
    expect(found).toMatchObject({ series: "pauses", what: "Pause Full (System.gc())", driver: "timer", events: 8 });
    expect(found!.periodMs / 3_600_000).toBeCloseTo(1, 3);
    expect(found!.explanation).toMatch(/RMI/);
  });

  test("missed beats do not hide a beat", () => {
    const pauses = every(10_000, 14, () => 30 * random()).filter((_, i) => i !== 4 && i !== 9).map((startMs) => ({ startMs, durationMs: 50, kind: "Full", cause: "System.gc()" }));
    expect(findPeriodicity(timelineOf({ pauses }))[0]?.periodMs).toBeCloseTo(10_000, -2);
  });

  test("allocation at a steady rate is no timer", () => {
    const pauses = every(1500, 20, () => 60 * random()).map((startMs) => ({ startMs, durationMs: 20, kind: "Young (Normal)", cause: "G1 Evacuation Pause" }));
    expect(findPeriodicity(timelineOf({ pauses }))[0]).toMatchObject({ driver: "allocation" });
  });

  test("three events have a period when their intervals are equal to a thousandth, five not when they vary by a fifth", () => {
    const asked = (startMs: number): { startMs: number; durationMs: number; kind: string; cause: string } => ({ startMs, durationMs: 5, kind: "Full", cause: "System.gc()" });
    // Chance that a second interval comes within 2 ms of the first of 3 s: at most 3.2 · 2 ÷ 3000.
    const [found] = findPeriodicity(timelineOf({ pauses: [1000, 4000, 7002].map(asked) }));
    expect(found).toMatchObject({ events: 3, driver: "timer", periodMs: 3001 });
    expect(found!.pValue).toBeCloseTo(0.00213, 4);
    expect(findPeriodicity(timelineOf({ pauses: [1000, 4000, 7020].map(asked) }))).toEqual([]);
    expect(findPeriodicity(timelineOf({ pauses: [0, 1000, 2200, 3000, 4100].map(asked) }))).toEqual([]);
  });

  test("what comes before the service runs does not hide a beat", () => {
    const early = [0, 130, 210, 520, 660, 1000];
    const pauses = [...early, ...every(650, 16, () => 12 * random()).map((at) => 2000 + at)].map((startMs) => ({ startMs, durationMs: 12, kind: "Young", cause: "Allocation Failure" }));
    const [found] = findPeriodicity(timelineOf({ pauses }));
    expect(found).toMatchObject({ series: "pauses", driver: "allocation" });
    expect(found!.periodMs / 650).toBeCloseTo(1, 1);
  });

  test("random intervals have no period", () => {
    let at = 0;
    const pauses = Array.from({ length: 60 }, () => ({ startMs: (at += -3000 * Math.log(1 - random())), durationMs: 5, kind: "Full", cause: "Allocation Failure" }));
    expect(findPeriodicity(timelineOf({ pauses }))).toEqual([]);
  });
});
