import { describe, expect, test } from "vitest";
import { correlatePauses } from "../../src/correlate/correlate-pauses.js";
import { sharpenOffset } from "../../src/correlate/sharpen-offset.js";
import { describeFewBursts } from "../../src/correlate/slow-bursts.js";
import type { SlowEvents } from "../../src/correlate/slow-events.js";
import { commonCauseScenario, linkedScenario } from "../calibration/calibrate.js";
import { simulate } from "../calibration/simulate.js";

describe("offsets to the millisecond", () => {
  test("the middle of the narrowest cluster, not of everything within reach", () => {
    const spread = [1620, 1655, 1740, 1790].map((offsetMs) => ({ offsetMs, score: 1 }));
    const cluster = [1699, 1700, 1700, 1701, 1702].map((offsetMs) => ({ offsetMs, score: 4 }));
    expect(sharpenOffset([...spread, ...cluster], 1688, 100)).toBeCloseTo(1700.4, 1);
  });

  test("without a cluster the offset stays where it was", () => {
    const even = Array.from({ length: 21 }, (_, i) => ({ offsetMs: -100 + 10 * i, score: 1 }));
    expect(sharpenOffset(even, 0, 100)).toBe(0);
  });
});

test("a wrong clock never turns a link into an acquittal", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { timeline, series } = simulate(linkedScenario(seed));
    for (const byMs of [1700, 10_800_000, -10_800_000]) {
      const { verdict, clockOffsetMs } = correlatePauses(timeline, { ...series, startMs: series.startMs.map((at) => at + byMs) }, { seed, permutations: 200 }).correlation;
      expect(verdict).not.toBe("gc-innocent");
      if (verdict === "gc-explains") expect(Math.abs((clockOffsetMs ?? Number.NaN) - byMs)).toBeLessThan(20);
    }
  }
});

test("pauses and spells that only go together are not made one by sharpening the offset", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { timeline, series } = simulate(commonCauseScenario(seed));
    expect(correlatePauses(timeline, series, { seed, permutations: 200 }).correlation.verdict).not.toBe("gc-explains");
  }
});

describe("few bursts", () => {
  const bursts = (startsMs: readonly number[], excessMs: readonly number[]): SlowEvents => ({
    kind: "requests", length: startsMs.length, fromMs: Float64Array.from(startsMs), toMs: Float64Array.from(startsMs, (at, i) => at + (excessMs[i] as number)),
    excessMs: Float64Array.from(excessMs), latencyMs: Float64Array.from(excessMs), burst: Int32Array.from(startsMs.keys()), bursts: startsMs.length, thresholdMs: 50, usualMs: 5, population: 1000,
  });

  test("two bursts that hold nearly all are named with their distance, and no period is claimed", () => {
    expect(describeFewBursts(bursts([7100, 9000, 14_100], [400, 20, 410]))).toMatch(/97\.6 % .* lies in 2 bursts, 7 s apart: too few to be sure/);
  });

  test("unequal distances are told one by one", () => {
    expect(describeFewBursts(bursts([1000, 3000, 9000], [400, 390, 410]))).toMatch(/in 3 bursts, 2 s, 6 s apart\.$/);
  });

  test("many bursts, one burst, and slowness all over are left to the other sentences", () => {
    expect(describeFewBursts(bursts([1, 2, 3, 4, 5, 6].map((k) => k * 1000), [90, 90, 90, 90, 90, 90]))).toBeNull();
    expect(describeFewBursts(bursts([1000], [400]))).toBeNull();
    expect(describeFewBursts(bursts(Array.from({ length: 42 }, (_, i) => 1000 * i), Array.from({ length: 42 }, (_, i) => (i % 21 === 0 ? 400 : 20))))).toBeNull();
  });
});
