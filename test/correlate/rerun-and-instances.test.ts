import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analysis/analysis.js";
import { confirmByRerun } from "../../src/analysis/confirm-by-rerun.js";
import { correlatePauses } from "../../src/correlate/correlate-pauses.js";
import { countPassing, describePassing } from "../../src/correlate/passing-requests.js";
import { simulate, type Scenario, type Simulated } from "../calibration/simulate.js";
import { tuneG1 } from "../report/fake-stories.js";

const SCENARIO: Scenario = { seed: 4, spanMs: 120_000, requestsPerSecond: 80, pauseEveryMs: 6000, pauseVariation: 0.3, pauseMs: 300, spellEveryMs: 0, spellVariation: 1, spellMs: 300, isLinked: true };

/** A report as far as rerun evidence reads it. */
function reportOf({ timeline, series }: Simulated, pausedMs: number): Analysis {
  const base = tuneG1().analysis;
  const { latency, correlation } = correlatePauses(timeline, series, { permutations: 200 });
  return { ...base, latency, correlation, pauses: { ...base.pauses, totalMs: pausedMs }, span: { ...base.span, durationMs: 120_000 }, heap: { ...base.heap, allocationRateBytesPerSec: 1e8 } };
}

describe("a second run", () => {
  const before = simulate(SCENARIO);

  test("without pauses the slow requests are gone: E5", () => {
    const after = simulate({ ...SCENARIO, seed: 5, pauseMs: 10 });
    const evidence = confirmByRerun(reportOf(before, 6000), reportOf(after, 200), after.series);
    expect(evidence).toMatchObject({ outcome: "confirmed", evidenceLevel: "E5" });
    expect(evidence!.slowShare!.high).toBeLessThan(0.01);
  });

  test("slow requests that stay without pauses refute the link", () => {
    // Something else makes spells as long and as frequent as the pauses were.
    const after = simulate({ ...SCENARIO, seed: 6, pauseMs: 5, spellEveryMs: 2500, spellMs: 500 });
    expect(confirmByRerun(reportOf(before, 6000), reportOf(after, 100), after.series)).toMatchObject({ outcome: "refuted", evidenceLevel: "E1" });
  });

  test("as much pausing as before, another load, or no requests put nothing to the test", () => {
    const earlier = reportOf(before, 6000);
    const later = reportOf(before, 5000);
    expect(confirmByRerun(earlier, later, before.series)).toMatchObject({ outcome: "not-comparable", evidenceLevel: earlier.correlation!.evidenceLevel });
    expect(confirmByRerun(earlier, { ...later, heap: { ...later.heap, allocationRateBytesPerSec: 5e8 } }, before.series)?.reason).toMatch(/allocation rates/);
    expect(confirmByRerun(earlier, later, null)?.reason).toMatch(/--latency/);
    expect(confirmByRerun({ ...earlier, correlation: { ...earlier.correlation!, verdict: "gc-innocent" } }, later, before.series)).toBeNull();
  });
});

describe("many instances", () => {
  const { timeline, series } = simulate(SCENARIO);

  test("every second request answered by another JVM shows as two instances", () => {
    const quick = simulate({ ...SCENARIO, isLinked: false }).series;
    const both = { ...series, length: series.length + quick.length, startMs: Float64Array.of(...series.startMs, ...quick.startMs), latencyMs: Float64Array.of(...series.latencyMs, ...quick.latencyMs) };
    const { reasons } = correlatePauses(timeline, both, { permutations: 200 }).correlation;
    expect(reasons.join(" ")).toMatch(/others answer too \(about [12]\.\d instances/);
  });

  test("one instance lets nothing pass", () => {
    expect(correlatePauses(timeline, series).correlation.reasons.join(" ")).not.toMatch(/others answer too|another instance/);
    const stops = [{ startMs: 1000, endMs: 2000, kind: "pause" as const, what: "Full", reachingMs: Number.NaN }];
    const two = { ...series, length: 3, startMs: Float64Array.of(1100, 1200, 1990), latencyMs: Float64Array.of(905, 50, 30) };
    expect(countPassing(two, stops, () => 0)).toEqual({ held: 1, passed: 1 });
    expect(describePassing({ held: 1, passed: 1 })).toBeNull();
  });
});
