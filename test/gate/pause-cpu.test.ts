import { describe, expect, test } from "vitest";
import { mostPauseCpu } from "../../src/gate/compare/pause-cpu.js";
import { takeRunFacts } from "../../src/gate/compare/run-facts.js";
import { createMeasurer } from "../../src/metrics/measurer.js";
import { WHOLE } from "../../src/metrics/wall-time.js";
import { seedRandom } from "../../src/statistics/random.js";
import { NOTHING_GIVEN } from "../support/metric-source.js";
import { timelineOf } from "../support/timeline-builder.js";

interface Shape { readonly count: number; readonly ms: number; readonly share: number }

/** Pauses whose processor time is read from two clocks of 10 ms, which stand anywhere when a pause begins. */
function cpuOf(shapes: readonly Shape[], seed = 1): number | null {
  const random = seedRandom(seed);
  const ticks = (ms: number): number => {
    const at = 10 * random();
    return 10 * (Math.floor((at + ms) / 10) - Math.floor(at / 10));
  };
  const pauses = shapes.flatMap(({ count, ms, share }) => Array.from({ length: count }, () => ({ durationMs: ms, userMs: ticks(0.8 * ms * share), sysMs: ticks(0.2 * ms * share) })));
  return mostPauseCpu(timelineOf({ pauses: pauses.map((pause, index) => ({ startMs: index * 1000, kind: "Young (Normal)", ...pause })) }), WHOLE);
}

describe("processor time in pauses", () => {
  test("is an upper bound that closes in on the truth", () => {
    let below = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const most = cpuOf([{ count: 300, ms: 30, share: 0.25 }], seed) as number;
      if (most < 0.25) below++;
      expect(most).toBeLessThan(0.34);
    }
    expect(below).toBeLessThanOrEqual(2);
  });

  test("a few pauses at the edge of the clock's ticks stay above what refuses a verdict", () => {
    for (let seed = 1; seed <= 200; seed++) expect(cpuOf([{ count: 60, ms: 20, share: 0.4 }], seed) ?? 1).toBeGreaterThan(0.3);
  });

  test("an overloaded machine shows although the clock ticks", () => {
    for (let seed = 1; seed <= 50; seed++) expect(cpuOf([{ count: 200, ms: 60, share: 0.1 }], seed)).toBeLessThan(0.3);
  });

  test("single stalls do not", () => {
    expect(cpuOf([{ count: 100, ms: 25, share: 1 }, { count: 8, ms: 3000, share: 0.01 }])).toBeGreaterThan(0.9);
  });

  test("is not told by short pauses, little of them, or a clock that stands", () => {
    expect(cpuOf([{ count: 1000, ms: 15, share: 0.1 }])).toBeNull();
    expect(cpuOf([{ count: 30, ms: 30, share: 0.1 }])).toBeNull();
    expect(cpuOf([{ count: 300, ms: 30, share: 0 }])).toBeNull();
    expect(mostPauseCpu(timelineOf({ pauses: Array.from({ length: 300 }, (_, index) => ({ startMs: index * 1000, durationMs: 30, kind: "Full" })) }), WHOLE)).toBeNull();
  });
});

test("failures to evacuate count by their reason: pinned objects alone are none", () => {
  const pause = (startMs: number, evacuationFailure: string | null) => ({ startMs, durationMs: 10, kind: "Young (Normal)", evacuationFailure });
  const timeline = timelineOf({ pauses: [pause(1000, "Pinned"), pause(2000, "Allocation"), pause(3000, null), pause(200_000, "Allocation, Pinned"), pause(300_000, "unknown")], lastMs: 400_000 });
  const measurer = createMeasurer({ timeline, window: WHOLE, steady: WHOLE, given: NOTHING_GIVEN });
  const jvm = { collector: "G1" as const, jdk: 25, heapMaxBytes: null, cpus: null };
  expect(takeRunFacts({ analysis: { inputs: [], jvm }, timeline, measurer }).events["g1.evacuationFailureCount"]).toEqual([3, 3]);
});
