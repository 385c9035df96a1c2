import { describe, expect, test } from "vitest";
import { concurrentWallMs, summarizeConcurrent } from "../../src/metrics/concurrent-work.js";
import { isCollection } from "../../src/metrics/safepoint-operations.js";
import { summarizeSafepoints } from "../../src/metrics/safepoints.js";
import { WHOLE } from "../../src/metrics/wall-time.js";
import { valueOf } from "../support/metric-source.js";
import { timelineOf } from "../support/timeline-builder.js";

describe("concurrent work", () => {
  const description = {
    jvm: { cpus: 2, concurrentWorkers: 1, parallelWorkers: 2 }, lastMs: 1000,
    pauses: [{ startMs: 150, durationMs: 20, userMs: 30, sysMs: 10 }],
    concurrent: [
      { phase: "Concurrent Mark Cycle", startMs: 100, durationMs: 200, isCycle: 1 },
      { phase: "Concurrent Mark", startMs: 110, durationMs: 100 },
      { phase: "Concurrent Cleanup for Next Mark", startMs: 250, durationMs: 40 },
      { phase: "Concurrent Mark", startMs: 600, durationMs: 100 },
    ],
  };

  test("phases by name", () => {
    expect(Object.fromEntries(summarizeConcurrent(timelineOf(description), WHOLE))).toMatchObject({ "Concurrent Mark": { count: 2, totalMs: 200 }, "Concurrent Mark Cycle": { count: 1, totalMs: 200 } });
  });

  test("a cycle and its parts count once, with or without the pauses inside", () => {
    expect(concurrentWallMs(timelineOf(description), WHOLE, true)).toBe(300);
    expect(concurrentWallMs(timelineOf(description), WHOLE, false)).toBe(280);
    expect(valueOf("concurrent.workShare", description)).toBeCloseTo(0.3, 12);
  });

  test("CPU of the collector: 40 ms in pauses and 280 ms of one worker, of 2 CPUs for 1 s", () => {
    expect(valueOf("overhead.gcCpuRatio", description)).toBeCloseTo(320 / 2000, 12);
  });

  test("CPU is unknown when pauses do not tell it or the CPUs are not known", () => {
    expect(valueOf("overhead.gcCpuRatio", { jvm: { cpus: 2 }, pauses: [{ startMs: 0, durationMs: 20 }], lastMs: 1000 })).toBeNull();
    expect(valueOf("overhead.gcCpuRatio", { ...description, jvm: { concurrentWorkers: 1 } })).toBeNull();
  });
});

describe("safepoints", () => {
  const description = {
    lastMs: 1000,
    pauses: [{ startMs: 100, durationMs: 10 }],
    safepoints: [
      { startMs: 99, totalMs: 12, reachingMs: 0.5, operation: "G1CollectForAllocation" },
      { startMs: 300, totalMs: 3, reachingMs: 2.5, operation: "RevokeBias" },
      { startMs: 500, totalMs: 5, reachingMs: 0.1, operation: "ThreadDump" },
    ],
  };

  test("sums, extremes and what is not a collection", () => {
    expect(valueOf("safepoints.count", description)).toBe(3);
    expect(valueOf("safepoints.totalMs", description)).toBe(20);
    expect(valueOf("safepoints.maxMs", description)).toBe(12);
    expect(valueOf("safepoints.maxReachMs", description)).toBe(2.5);
    expect(valueOf("safepoints.otherTotalMs", description)).toBe(8);
    expect(valueOf("safepoints.otherShare", description)).toBeCloseTo(0.008, 12);
    expect(valueOf("safepoints.topOtherOperation", description)).toBe("ThreadDump");
  });

  test("without operation names, a stop is a collection when a pause falls inside", () => {
    const { other } = summarizeSafepoints(timelineOf({
      pauses: [{ startMs: 100, durationMs: 10 }, { startMs: 700, durationMs: 10 }],
      safepoints: [{ startMs: 50, totalMs: 2 }, { startMs: 99.5, totalMs: 11 }, { startMs: 300, totalMs: 4 }, { startMs: 700.4, totalMs: 10 }],
    }), WHOLE);
    expect(other).toEqual({ rows: [0, 2], totalMs: 6 });
  });

  test("not logged is unknown, not zero", () => expect(valueOf("safepoints.count", {})).toBeNull());

  test.each(["G1CollectForAllocation", "G1PauseRemark", "ParallelGCFailedAllocation", "ParallelCollectForAllocation", "SerialCollectForAllocation", "GenCollectForAllocation", "CMS_Final_Remark",
    "ZMarkEndYoung", "XMarkStart", "ShenandoahFinalMarkStartEvac", "CollectForMetadataAllocation", "CGC_Operation"])("%s is a collection", (name) => expect(isCollection(name)).toBe(true));
  test.each(["RevokeBias", "ThreadDump", "Cleanup", "ICBufferFull", "HeapDumper", "GC_HeapInspection", "FindDeadlocks", "JFROldObject", "ClassLoaderStatsOperation", "PrintThreads", "GetAllStackTraces", "Halt", "Deoptimize", "RedefineClasses", "Exit"])("%s is not", (name) => expect(isCollection(name)).toBe(false));
});

test("stalls: count, sum over threads, longest", () => {
  const description = { stalls: [{ startMs: 0, durationMs: 5 }, { startMs: 1, durationMs: 12 }, { startMs: 2, durationMs: Number.NaN }] };
  expect([valueOf("stalls.count", description), valueOf("stalls.totalMs", description), valueOf("stalls.maxMs", description)]).toEqual([3, 17, 12]);
  expect([valueOf("stalls.count", {}), valueOf("stalls.maxMs", {})]).toEqual([0, null]);
});

describe("rhythm of pauses", () => {
  test("gaps go from the end of a pause to the start of the next, within runs", () => {
    const description = {
      pauses: [{ startMs: 0, durationMs: 10, run: 0 }, { startMs: 110, durationMs: 10, run: 0 }, { startMs: 220, durationMs: 10, run: 0 }, { startMs: 500, durationMs: 10, run: 1 }, { startMs: 610, durationMs: 10, run: 1 }],
      runs: [{ lastMs: 300 }, { lastMs: 700 }],
    };
    expect(valueOf("pauses.gapP50Ms", description)).toBe(100);
    expect(valueOf("pauses.gapVariation", description)).toBe(0);
  });

  test("eden ÷ allocation rate explains the interval", () => {
    const MB = 2 ** 20;
    const pause = (startMs: number) => ({ startMs, durationMs: 0, kind: "Young (Normal)", beforeBytes: 50 * MB, afterBytes: 10 * MB });
    const description = {
      jvm: { regionBytes: MB }, pauses: [pause(0), pause(2000), pause(4000)],
      regions: [0, 1, 2].map((row) => ({ pause: row, space: "Eden", before: 40, after: 0 })),
    };
    expect(valueOf("pauses.predictedYoungGapMs", description)).toBeCloseTo(2000, 6);
    expect(valueOf("pauses.youngGapP50Ms", description)).toBe(2000);
  });
});
