import { describe, expect, test } from "vitest";
import { readLine } from "./read-line.js";

const K = 1024;
const M = 1024 * K;

test.each([
  ["Eden regions: 13->0(15)", { type: "regions", space: "Eden", before: 13, after: 0, target: 15 }],
  ["Humongous regions: 12->8", { type: "regions", space: "Humongous", before: 12, after: 8, target: NaN }],
  ["Eden regions: 13->0(15) (0: 7->0, 1: 6->0)", { type: "regions", space: "Eden", before: 13, after: 0, target: 15 }],
  ["Metaspace: 2420K->2421K(1056768K)", { type: "metaspace", beforeBytes: 2420 * K, afterBytes: 2421 * K, committedBytes: NaN }],
  ["Metaspace: 242K(4864K)->243K(4865K) NonClass: 231K(4352K)->231K(4352K) Class: 10K(512K)->10K(512K)",
    { type: "metaspace", beforeBytes: 242 * K, afterBytes: 243 * K, committedBytes: 4865 * K }],
  ["Metaspace: 3M used, 4M capacity, 5M committed, 8M reserved", { type: "metaspace", beforeBytes: NaN, afterBytes: 3 * M, committedBytes: 5 * M }],
  ["Metaspace: 1032M reserved, 6656K (0.63%) committed, 1217K (0.12%) used", { type: "metaspace", beforeBytes: NaN, afterBytes: 1217 * K, committedBytes: 6656 * K }],
  ["Heap: 3072M reserved, 376M (12,26%) committed, 154M (5,04%) used",
    { type: "heapSummary", when: "after", usedBytes: 154 * M, committedBytes: 376 * M, reservedBytes: 3072 * M }],
  ["Heap before GC invocations=0 (full 0): garbage-first heap   total 34816K, used 13008K [0x00000000f8000000, 0x0000000100000000)",
    { type: "heapSummary", when: "before", usedBytes: 13008 * K, committedBytes: 34816 * K, reservedBytes: NaN }],
])("%s", (line, event) => expect(readLine(line).event).toEqual(event));

describe("generations", () => {
  test("JDK 9–13 print one capacity, the one after", () => {
    expect(readLine("PSYoungGen: 65536K->10730K(76288K)").event).toEqual({
      type: "spaceHeap", space: "PSYoungGen", also: [],
      beforeBytes: 65536 * K, beforeCapacityBytes: NaN, afterBytes: 10730 * K, afterCapacityBytes: 76288 * K,
    });
  });

  test("JDK 14 prints both capacities, and the spaces of the young generation", () => {
    expect(readLine("DefNew: 26564K(29504K)->3263K(29505K) Eden: 26240K(26240K)->0K(26240K) From: 324K(3264K)->3263K(3264K)").event).toMatchObject({
      space: "DefNew", beforeBytes: 26564 * K, beforeCapacityBytes: 29504 * K, afterBytes: 3263 * K, afterCapacityBytes: 29505 * K,
      also: [{ space: "Eden", afterBytes: 0 }, { space: "From", beforeBytes: 324 * K, afterBytes: 3263 * K }],
    });
  });
});

describe("phases of a pause", () => {
  test.each([
    ["  Pre Evacuate Collection Set: 0,03ms", "Pre Evacuate Collection Set", 1, 0.03],
    ["    Post Evacuate Cleanup 1: 0.03ms", "Post Evacuate Cleanup 1", 2, 0.03],
    ["Phase 2: Compute new object addresses 40.302ms", "Phase 2: Compute new object addresses", 1, 40.302],
    ["Summary Phase: expand 0.002ms", "Summary Phase: expand", 1, 0.002],
    ["Reference Processing 1.208ms", "Reference Processing", 1, 1.208],
    ["      Some Later Phase: 12.3ms", "Some Later Phase", 3, 12.3],
    ["Pause Roots Setup (VM Thread) 0.004ms", "Pause Roots Setup", 2, 0.004],
    ["Concurrent References Process 0.022ms", "Concurrent References Process", 2, 0.022],
  ])("%s", (line, name, depth, durationMs) => expect(readLine(line).event).toEqual({ type: "phase", name, depth, durationMs }));

  test.each([
    ["    Object Copy (ms):         Min:  0,0, Avg:  0,3, Max:  0,6, Diff:  0,6, Sum:  0,7, Workers: 2", "Object Copy", 2, "ms", [0, 0.3, 0.6, 0.6, 0.7, 2]],
    ["      StringTable Weak               Min: 0.01, Avg: 0.02, Max: 0.03, Diff: 0.02, Sum: 0.05, Workers: 1", "StringTable Weak", 3, "ms", [0.01, 0.02, 0.03, 0.02, 0.05, 1]],
    ["        Redirtied Cards:               Min: 0, Avg: 78.5, Max: 157, Diff: 157, Sum: 157, Workers: 2", "Redirtied Cards", 4, "count", [0, 78.5, 157, 157, 157, 2]],
    ["    GC Worker Start (ms):     Min: 80.5, Avg: 80.6, Max: 80.7, Diff:  0.2", "GC Worker Start", 2, "ms", [80.5, 80.6, 80.7, 0.2, NaN, NaN]],
  ])("%s", (line, name, depth, unit, [min, avg, max, diff, sum, workers]) => {
    expect(readLine(line).event).toEqual({ type: "workerPhase", name, depth, unit, min, avg, max, diff, sum, workers });
  });
});

test.each([
  ["- age   1:   13074360 bytes,   23074360 total", { type: "ageRow", age: 1, bytes: 13074360, totalBytes: 23074360 }],
  ["Desired survivor size 1671168 bytes, new threshold 1 (max threshold 6)", { type: "survivorTarget", desiredBytes: 1671168, threshold: 1, maxThreshold: 6 }],
  ["Using tenuring threshold: 2 (Computed)", { type: "survivorTarget", desiredBytes: NaN, threshold: 2, maxThreshold: NaN }],
  ["Reclaimed humongous region 3 (object size 1057024 @ 0x00000000fa300000)", { type: "humongousObject", bytes: 1057024, regions: NaN, isReclaimed: true }],
  ["Live humongous region 4 object size 2582056 start 0x00000000f8400000  with remset 0 code roots 0", { type: "humongousObject", bytes: 2582056, regions: NaN, isReclaimed: false }],
  ["Soft: 43 encountered, 2 discovered, 1 enqueued", { type: "references", strength: "Soft", discovered: 2, processed: 1 }],
  ["Weak References:              109            7            5 ", { type: "references", strength: "Weak", discovered: 7, processed: 5 }],
  ["      SoftReference Discovered: 3, Dropped: 0, Processed: 2", { type: "references", strength: "Soft", discovered: 3, processed: 2 }],
  ["Adaptive IHOP information (value update), threshold: 15099494B (47.37), internal target occupancy: 31876710B, occupancy: 9435024B, additional buffer size: 10485760B, predicted old gen allocation rate: 1234.56B/s, predicted marking phase length: 7.89ms, prediction active: true",
    { type: "ihop", thresholdBytes: 15099494, occupancyBytes: 9435024, predictedMarkingMs: 7.89, allocationBytesPerSecond: 1234.56 }],
  ["Adaptive IHOP information (value update), threshold: 120795955B (52.94), internal target occupancy: 228170137B, occupancy: 4245520B, additional buffer size: 12582912B, predicted old gen allocation rate: 4948192.62B/s, predicted marking phase length: 3.37ms, prediction active: false",
    { type: "ihop", thresholdBytes: 120795955, occupancyBytes: 4245520, predictedMarkingMs: Number.NaN, allocationBytesPerSecond: 4948192.62 }],
])("%s", (line, event) => expect(readLine(line).event).toEqual(event));

describe("tables", () => {
  test("a dash is a cell of ZGC's heap table", () => {
    expect(readLine("GC(1) y: Reclaimed:         -                  -                 0M (0%)          215M (84%)    ")).toEqual({
      gcId: 1, generation: "y", event: { type: "heapTableRow", row: "Reclaimed", cells: [NaN, NaN, 0, 215 * M] },
    });
  });

  test("a row of ZGC's statistics has average and maximum of four spans", () => {
    const row = "    Memory: Allocation Rate                                       452 / 712             453 / 713             454 / 714             455 / 715         MB/s";
    expect(readLine(row).event).toEqual({ type: "statisticRow", group: "Memory", name: "Allocation Rate", unit: "MB/s", values: [452, 712, 453, 713, 454, 714, 455, 715] });
  });

  test("a row of Shenandoah's table at exit is in microseconds", () => {
    const row = "    CWR: Code Cache Roots      =    0.002 s (a =      292 us) (n =     8) (lvls, us =      275,      276,      277,      278,      315)";
    expect(readLine(row).event).toEqual({ type: "statisticRow", group: "Shenandoah", name: "CWR: Code Cache Roots", unit: "us", values: [2000, 292, 8, 275, 276, 277, 278, 315] });
  });
});
