import { describe, expect, test } from "vitest";
import { findAllocation } from "../../src/metrics/allocation-stretches.js";
import { findLowPoints } from "../../src/metrics/low-points.js";
import { WHOLE } from "../../src/metrics/wall-time.js";
import { sourceOf, valueOf } from "../support/metric-source.js";
import { timelineOf } from "../support/timeline-builder.js";

const MB = 2 ** 20;

describe("allocation", () => {
  test("between pauses: used before minus used after the one before, over the time between", () => {
    const description = {
      pauses: [
        { startMs: 1000, durationMs: 100, beforeBytes: 50 * MB, afterBytes: 10 * MB },
        { startMs: 2100, durationMs: 100, beforeBytes: 60 * MB, afterBytes: 20 * MB }, // 50 MB in 1 s
        { startMs: 5200, durationMs: 100, beforeBytes: 90 * MB, afterBytes: 20 * MB }, // 70 MB in 3 s
      ],
    };
    expect(valueOf("heap.allocationRateBytesPerSec", description)).toBeCloseTo((120 * MB) / 4, 3);
  });

  test("runs are not joined", () => {
    const description = {
      pauses: [
        { startMs: 1000, durationMs: 0, beforeBytes: 50 * MB, afterBytes: 10 * MB, run: 0 },
        { startMs: 2000, durationMs: 0, beforeBytes: 30 * MB, afterBytes: 10 * MB, run: 0 },
        { startMs: 3000, durationMs: 0, beforeBytes: 999 * MB, afterBytes: 10 * MB, run: 1 },
      ],
      runs: [{ lastMs: 3000 }, { lastMs: 4000 }],
    };
    expect(valueOf("heap.allocationRateBytesPerSec", description)).toBeCloseTo(20 * MB, 3);
  });

  test("a sweep that frees old space between pauses does not hide allocation (CMS)", () => {
    const description = {
      collector: "CMS" as const,
      pauses: [
        { startMs: 0, durationMs: 0, kind: "Young", beforeBytes: 200 * MB, afterBytes: 110 * MB },
        { startMs: 1000, durationMs: 0, kind: "Young", beforeBytes: 130 * MB, afterBytes: 60 * MB },
      ],
      spaces: [
        { pause: 0, space: "ParNew", beforeBytes: 100 * MB, afterBytes: 10 * MB }, { pause: 0, space: "CMS", beforeBytes: 100 * MB, afterBytes: 100 * MB },
        { pause: 1, space: "ParNew", beforeBytes: 80 * MB, afterBytes: 10 * MB }, { pause: 1, space: "CMS", beforeBytes: 50 * MB, afterBytes: 50 * MB },
      ],
    };
    expect(valueOf("heap.allocationRateBytesPerSec", description)).toBeCloseTo(70 * MB, 3);
  });

  test("ZGC: what was allocated during cycles and between them", () => {
    const row = (gcId: number, atMs: number, name: string, cells: readonly number[]) =>
      ({ gcId, atMs, row: name, markStartBytes: cells[0]! * MB, markEndBytes: cells[1]! * MB, relocateEndBytes: cells[2]! * MB });
    const description = {
      collector: "ZGC" as const,
      collections: [{ startMs: 1000, durationMs: 500, gcId: 0 }, { startMs: 3500, durationMs: 500, gcId: 1 }],
      heapTable: [
        row(0, 1500, "Used", [100, 110, 40]), row(0, 1500, "Allocated", [Number.NaN, 10, 15]), row(0, 1500, "Live", [Number.NaN, 30, 30]),
        row(1, 4000, "Used", [140, 150, 50]), row(1, 4000, "Allocated", [Number.NaN, 10, 20]), row(1, 4000, "Live", [Number.NaN, 32, 32]),
      ],
    };
    // 15 MB in 0.5 s, 140 − 40 MB in 2 s, 20 MB in 0.5 s.
    expect(findAllocation(timelineOf(description), WHOLE).length).toBe(3);
    expect(valueOf("heap.allocationRateBytesPerSec", description)).toBeCloseTo((135 * MB) / 3, 3);
    expect(valueOf("heap.liveSetBytes", description)).toBe(31 * MB);
    expect(valueOf("heap.maxUsedBytes", description)).toBe(150 * MB);
  });

  test("windows of 10 s: two quiet ones and a busy one", () => {
    const at = (startMs: number, beforeBytes: number) => ({ startMs, durationMs: 0, beforeBytes: beforeBytes * MB, afterBytes: 0 });
    const description = { pauses: [at(0, 1), at(10_000, 100), at(20_000, 100), at(30_000, 700)] };
    expect(valueOf("heap.allocationRateP50BytesPerSec", description)).toBeCloseTo(10 * MB, 3);
    expect(valueOf("heap.allocationRateP95BytesPerSec", description)).toBeCloseTo(70 * MB, 3);
  });
});

describe("promotion", () => {
  test("G1: growth of old regions", () => {
    const description = {
      jvm: { regionBytes: MB }, lastMs: 10_000,
      pauses: [{ startMs: 1000, durationMs: 1, kind: "Young (Normal)" }, { startMs: 2000, durationMs: 1, kind: "Young (Normal)" }, { startMs: 3000, durationMs: 1, kind: "Remark" }],
      regions: [{ pause: 0, space: "Old", before: 10, after: 14 }, { pause: 1, space: "Old", before: 14, after: 20 }, { pause: 2, space: "Old", before: 20, after: 90 }],
    };
    expect(valueOf("heap.promotionRateBytesPerSec", description)).toBeCloseTo(MB, 6); // 10 regions in 10 s
    expect(valueOf("heap.promotionIsLowerBound", description)).toBe(false);
  });

  test("Parallel: growth of the old generation across young pauses", () => {
    const description = {
      collector: "Parallel" as const, lastMs: 10_000,
      pauses: [{ startMs: 1000, durationMs: 1, kind: "Young" }, { startMs: 2000, durationMs: 1, kind: "Full" }],
      spaces: [{ pause: 0, space: "ParOldGen", beforeBytes: 5 * MB, afterBytes: 9 * MB }, { pause: 1, space: "ParOldGen", beforeBytes: 9 * MB, afterBytes: 50 * MB }],
    };
    expect(valueOf("heap.promotionRateBytesPerSec", description)).toBeCloseTo(0.4 * MB, 3);
  });

  test("from heap sizes alone it is a lower bound", () => {
    const after = (startMs: number, afterBytes: number) => ({ startMs, durationMs: 1, kind: "Young (Normal)", beforeBytes: 90 * MB, afterBytes: afterBytes * MB });
    const description = { pauses: [after(0, 10), after(1000, 14), after(2000, 12)], lastMs: 4000 };
    expect(valueOf("heap.promotionRateBytesPerSec", description)).toBeCloseTo(MB, 6);
    expect(valueOf("heap.promotionIsLowerBound", description)).toBe(true);
  });
});

describe("live set", () => {
  const g1 = (kind: string, startMs: number, afterMb: number) => ({ kind, startMs, durationMs: 1, beforeBytes: 100 * MB, afterBytes: afterMb * MB });

  test("G1: the least after Cleanup, the young pause after it and the mixed ones; a later young pause ends the cycle", () => {
    const { points } = findLowPoints(timelineOf({
      pauses: [
        g1("Young (Normal)", 0, 20), g1("Cleanup", 1, 60), g1("Young (Prepare Mixed)", 2, 50), g1("Young (Mixed)", 3, 35), g1("Young (Mixed)", 4, 30),
        g1("Young (Normal)", 5, 25), g1("Cleanup", 6, 70), g1("Full", 7, 28),
      ],
    }), WHOLE);
    expect(points.map(({ atMs, usedBytes }) => [atMs, usedBytes / MB])).toEqual([[4, 30], [6, 70], [7, 28]]);
  });

  test("median of the last three full collections, their spread, and headroom", () => {
    const description = { collector: "Parallel" as const, jvm: { heapMaxBytes: 100 * MB }, pauses: [g1("Full", 0, 90), g1("Full", 1000, 30), g1("Full", 2000, 50), g1("Full", 3000, 40)] };
    expect(valueOf("heap.liveSetBytes", description)).toBe(40 * MB);
    expect(valueOf("heap.liveSetSpreadBytes", description)).toBe(20 * MB);
    expect(valueOf("heap.headroomShare", description)).toBeCloseTo(0.6, 12);
    expect(valueOf("heap.liveSetIsUpperBound", description)).toBe(false);
  });

  test("without an old collection: at most the smallest heap after a young one", () => {
    const description = { pauses: [g1("Young (Normal)", 0, 30), g1("Young (Normal)", 1000, 20), g1("Young (Normal)", 2000, 40)] };
    expect(valueOf("heap.liveSetBytes", description)).toBe(20 * MB);
    expect(valueOf("heap.liveSetIsUpperBound", description)).toBe(true);
    expect(valueOf("heap.liveSetSpreadBytes", description)).toBeNull();
  });

  test("Shenandoah: after the last cleanup of each cycle", () => {
    const cleanup = (gcId: number, startMs: number, afterMb: number) => ({ phase: "Concurrent cleanup", gcId, startMs, durationMs: 1, beforeBytes: 99 * MB, afterBytes: afterMb * MB });
    const { points } = findLowPoints(timelineOf({ collector: "Shenandoah", concurrent: [cleanup(1, 0, 92), cleanup(1, 50, 90), cleanup(2, 100, 95), cleanup(2, 150, 91)] }), WHOLE);
    expect(points.map(({ usedBytes }) => usedBytes / MB)).toEqual([90, 91]);
  });

  test("CMS: after the first young pause that follows a sweep", () => {
    const { points } = findLowPoints(timelineOf({
      collector: "CMS",
      concurrent: [{ phase: "Concurrent Sweep", startMs: 1000, durationMs: 500 }],
      pauses: [g1("Young", 900, 80), g1("Young", 1200, 70), g1("Young", 1600, 40), g1("Young", 2000, 45)],
    }), WHOLE);
    expect(points.map(({ atMs, usedBytes }) => [atMs, usedBytes / MB])).toEqual([[1600, 40]]);
  });

  test("a leak of 10 MB an hour is seen, with its interval", () => {
    const hour = 3_600_000;
    const description = { collector: "Parallel" as const, pauses: Array.from({ length: 24 }, (_, i) => g1("Full", i * hour, 100 + 10 * i + (i % 3))) };
    expect(valueOf("heap.liveSetTrendBytesPerHour", description)).toBeCloseTo(10 * MB, -5);
    expect(valueOf("heap.liveSetTrendLowBytesPerHour", description)).toBeGreaterThan(9 * MB);
    expect(valueOf("heap.liveSetTrendPValue", description)).toBeLessThan(1e-6);
    expect(valueOf("heap.liveSetTrendSpanMs", description)).toBe(23 * hour);
  });

  test("four low points are no trend", () => {
    expect(valueOf("heap.liveSetTrendBytesPerHour", { collector: "Parallel", pauses: [0, 1, 2, 3].map((i) => g1("Full", i * 1000, 10 * i)) })).toBeNull();
  });
});

test("humongous regions as a share of the used heap, capacity changes, and the peak with its line", () => {
  const description = {
    jvm: { regionBytes: MB, heapMaxBytes: 200 * MB },
    pauses: [
      { startMs: 0, durationMs: 1, beforeBytes: 100 * MB, afterBytes: 60 * MB, committedBytes: 150 * MB },
      { startMs: 1000, durationMs: 1, beforeBytes: 120 * MB, afterBytes: 60 * MB, committedBytes: 150 * MB },
      { startMs: 2000, durationMs: 1, beforeBytes: 80 * MB, afterBytes: 60 * MB, committedBytes: 200 * MB },
    ],
    regions: [{ pause: 0, space: "Humongous", before: 20, after: 0 }, { pause: 1, space: "Humongous", before: 40, after: 0 }, { pause: 2, space: "Humongous", before: 0, after: 0 }],
  };
  expect(valueOf("heap.humongousShare", description)).toBeCloseTo(60 / 300, 12);
  expect(valueOf("heap.capacityChangeCount", description)).toBe(1);
  expect(valueOf("heap.maxUsedShare", description)).toBeCloseTo(0.6, 12);
  expect(sourceOf(description).timeline.pauses.line[1]).toBe(2);
});

test("a line that counts more humongous regions than the heap has does not make them more than the heap", () => {
  const pause = { durationMs: 1, beforeBytes: 100 * MB, afterBytes: 60 * MB, committedBytes: 150 * MB };
  const description = {
    jvm: { regionBytes: MB },
    pauses: [{ ...pause, startMs: 0 }, { ...pause, startMs: 1000 }],
    regions: [{ pause: 0, space: "Humongous", before: 50, after: 0 }, { pause: 1, space: "Humongous", before: 65_535, after: 0 }],
  };
  expect(valueOf("heap.humongousShare", description)).toBeCloseTo(150 / 200, 12);
});
