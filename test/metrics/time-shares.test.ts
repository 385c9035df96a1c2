import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minimumMutatorUtilization } from "../../src/metrics/mutator-utilization.js";
import { delayedShare, delayQuantileMs, hitShare } from "../../src/metrics/request-delay.js";
import { findSteadyWindow } from "../../src/metrics/steady-window.js";
import { WHOLE } from "../../src/metrics/wall-time.js";
import { valueOf } from "../support/metric-source.js";
import { timelineOf } from "../support/timeline-builder.js";

/** Pauses at whole milliseconds in a run of 200 ms. */
const trains = fc.uniqueArray(fc.nat(180), { maxLength: 12 }).chain((starts) =>
  fc.tuple(fc.constant(starts.toSorted((a, b) => a - b)), fc.array(fc.integer({ min: 1, max: 15 }), { minLength: starts.length, maxLength: starts.length })));

function pausesOf([starts, lengths]: readonly [readonly number[], readonly number[]]) {
  return starts.map((startMs, i) => ({ startMs, durationMs: lengths[i] as number }));
}

/** Milliseconds of the run in which it stands, counted one by one. */
function stoppedMs(pauses: readonly { startMs: number; durationMs: number }[]): boolean[] {
  return Array.from({ length: 200 }, (_, ms) => pauses.some(({ startMs, durationMs }) => ms >= startMs && ms < startMs + durationMs));
}

describe("minimum mutator utilization", () => {
  const description = { pauses: [{ startMs: 100, durationMs: 10 }, { startMs: 115, durationMs: 10 }, { startMs: 500, durationMs: 15 }], lastMs: 1000 };

  test.each([
    [10, 0], // inside the pause of 15 ms
    [20, 0.25], // 15 of 20 ms, at 100–120 or around 500
    [25, 0.2], // 100–125 holds both short pauses: 20 of 25
    [1000, 0.965], // the whole run: 35 of 1000
  ])("in %d ms at least %d", (windowMs, utilization) => {
    expect(minimumMutatorUtilization(timelineOf(description), WHOLE, windowMs)).toBeCloseTo(utilization, 12);
  });

  test("a window longer than the run has no answer", () => {
    expect(minimumMutatorUtilization(timelineOf(description), WHOLE, 1001)).toBeNull();
    expect(valueOf("overhead.mmu10s", description)).toBeNull();
  });

  test("without pauses the application always runs", () => expect(minimumMutatorUtilization(timelineOf({ lastMs: 100 }), WHOLE, 50)).toBe(1));

  test("equals trying every window of whole milliseconds", () => {
    fc.assert(fc.property(trains, fc.integer({ min: 1, max: 200 }), (train, windowMs) => {
      const pauses = pausesOf(train);
      const stopped = stoppedMs(pauses);
      let worst = 0;
      for (let from = 0; from + windowMs <= 200; from++) worst = Math.max(worst, stopped.slice(from, from + windowMs).filter(Boolean).length);
      expect(minimumMutatorUtilization(timelineOf({ pauses, lastMs: 200 }), WHOLE, windowMs)).toBeCloseTo(1 - worst / windowMs, 9);
    }));
  });
});

describe("delay of requests", () => {
  /** A 200 ms pause each minute, for half an hour. */
  const each60s = { pauses: Array.from({ length: 30 }, (_, i) => ({ startMs: 30_000 + 60_000 * i, durationMs: 200 })), lastMs: 1_800_000 };

  test("200 ms every 60 s and 20 ms of service: 0.37 % of requests are hit, p99 is untouched, p99.9 is 160 ms by pauses", () => {
    const timeline = timelineOf(each60s);
    expect(hitShare(timeline, WHOLE, 20)).toBeCloseTo(220 / 60_000, 9);
    expect(delayQuantileMs(timeline, WHOLE, 0.99, 20)).toBe(0);
    // (200 − x + 20) ÷ 60,000 = 0.001.
    expect(delayQuantileMs(timeline, WHOLE, 0.999, 20)).toBeCloseTo(160, 6);
    expect(delayedShare(timeline, WHOLE, 160, 20)).toBeCloseTo(0.001, 9);
  });

  test("the overlapping times of close pauses count once", () => {
    const timeline = timelineOf({ pauses: [{ startMs: 100, durationMs: 10 }, { startMs: 115, durationMs: 10 }], lastMs: 1000 });
    // [80, 110] and [95, 125] together: 45 ms.
    expect(hitShare(timeline, WHOLE, 20)).toBeCloseTo(0.045, 12);
    expect(hitShare(timeline, WHOLE)).toBeCloseTo(0.02, 12);
  });

  test("the quantile is where the delayed share falls to what is allowed", () => {
    fc.assert(fc.property(trains, fc.constantFrom(0.5, 0.9, 0.95, 0.99), fc.nat(20), (train, quantile, serviceMs) => {
      const timeline = timelineOf({ pauses: pausesOf(train), lastMs: 200 });
      const delayMs = delayQuantileMs(timeline, WHOLE, quantile, serviceMs);
      expect(delayedShare(timeline, WHOLE, delayMs + 1e-6, serviceMs)).toBeLessThanOrEqual(1 - quantile + 1e-9);
      if (delayMs > 1e-3) expect(delayedShare(timeline, WHOLE, delayMs - 1e-6, serviceMs)).toBeGreaterThanOrEqual(1 - quantile - 1e-9);
    }));
  });
});

describe("warm-up", () => {
  const pauses = (committed: readonly number[], everyMs: number) => committed.map((committedBytes, i) => ({ startMs: i * everyMs, durationMs: 1, committedBytes }));

  test("of an hour, 5 % are dropped; of ten minutes, 30 s; of a minute, a quarter", () => {
    for (const [lastMs, droppedMs] of [[3_600_000, 180_000], [600_000, 30_000], [60_000, 15_000]] as const) {
      const steady = findSteadyWindow(timelineOf({ lastMs }), WHOLE);
      expect(steady.droppedMs).toBe(droppedMs);
      expect(steady.window.fromMs).toBe(droppedMs);
    }
  });

  test("a log that begins after the warm-up loses nothing", () => {
    expect(findSteadyWindow(timelineOf({ firstMs: 700_000, lastMs: 900_000 }), WHOLE)).toEqual({ window: WHOLE, droppedMs: 0 });
  });

  test("a heap that grows at first is waited for", () => {
    const timeline = timelineOf({ pauses: pauses([100, 200, 400, 400, 400, 400, 400, 400, 400, 400, 400], 50_000), lastMs: 600_000 });
    expect(findSteadyWindow(timeline, WHOLE).droppedMs).toBe(100_000);
  });

  test("a heap that is resized all the time is not", () => {
    const timeline = timelineOf({ pauses: pauses([100, 200, 100, 200, 100, 200, 100, 200, 100, 200, 100], 50_000), lastMs: 600_000 });
    expect(findSteadyWindow(timeline, WHOLE).droppedMs).toBe(30_000);
  });

  test("without a clock nothing can be dropped", () => {
    expect(findSteadyWindow(timelineOf({ firstMs: Number.NaN, lastMs: Number.NaN }), WHOLE).droppedMs).toBe(0);
  });
});
