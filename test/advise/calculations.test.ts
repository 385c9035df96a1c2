import { describe, expect, test } from "vitest";
import type { Calculation } from "../../src/advise/calculation.js";
import * as g1 from "../../src/advise/g1-calculations.js";
import * as heap from "../../src/advise/heap-calculations.js";
import type { Measure } from "../../src/advise/judge-condition.js";

const MB = 2 ** 20;
const GB = 2 ** 30;

type Values = Readonly<Record<string, number | string>>;

function measureOf(values: Values): Measure {
  return (name) => ({ value: values[name] ?? null, sampleSize: 1 });
}

function textOf(calculation: Calculation, values: Values): string | null {
  return calculation(measureOf(values))?.text ?? null;
}

describe("region size for humongous objects", () => {
  const service = { "jvm.jdk": 21, "heap.maxCapacityBytes": 16 * GB, "jvm.regionBytes": 2 * MB };
  test("3 MB do not fit into half of 4 MB, so 8 MB", () => expect(textOf(g1.regionSizeForHumongous, { ...service, "g1.humongousSizeP95Bytes": 3 * MB })).toBe("8m"));
  test("exactly half a region is too much, because of the header", () => expect(textOf(g1.regionSizeForHumongous, { ...service, "g1.humongousSizeP95Bytes": 2 * MB })).toBe("8m"));
  test("just below half fits", () => expect(textOf(g1.regionSizeForHumongous, { ...service, "g1.humongousSizeP95Bytes": 2 * MB - 24 })).toBe("4m"));
  test("none with fewer than 256 regions", () => expect(textOf(g1.regionSizeForHumongous, { ...service, "heap.maxCapacityBytes": GB, "g1.humongousSizeP95Bytes": 3 * MB })).toBeNull());
  test("17 takes no region above 32 MB, 21 does", () => {
    const large = { ...service, "heap.maxCapacityBytes": 64 * GB, "g1.humongousSizeP95Bytes": 20 * MB };
    expect(textOf(g1.regionSizeForHumongous, { ...large, "jvm.jdk": 17 })).toBeNull();
    expect(textOf(g1.regionSizeForHumongous, large)).toBe("64m");
  });
  test("none without sizes or release", () => {
    expect(textOf(g1.regionSizeForHumongous, service)).toBeNull();
    expect(textOf(g1.regionSizeForHumongous, { "heap.maxCapacityBytes": 16 * GB, "g1.humongousSizeP95Bytes": 3 * MB })).toBeNull();
  });
});

describe("heap for the live set", () => {
  test("half of the heap for G1: 3 GB live ask for 6 GB", () => expect(textOf(heap.heapForLiveSet, { "jvm.collector": "G1", "heap.liveSetBytes": 3 * GB, "heap.maxCapacityBytes": 4 * GB })).toBe("6g"));
  test("40 % for ZGC: 2 GB live ask for 5 GB", () => expect(textOf(heap.heapForLiveSet, { "jvm.collector": "GenZGC", "heap.liveSetBytes": 2 * GB, "heap.maxCapacityBytes": 4 * GB })).toBe("5g"));
  test("never beyond three quarters of the memory", () => expect(textOf(heap.heapForLiveSet, { "jvm.collector": "G1", "heap.liveSetBytes": 3 * GB, "heap.maxCapacityBytes": 4 * GB, "jvm.memoryBytes": 6 * GB })).toBe("4608m"));
  test("none when the memory allows nothing clearly larger", () => expect(textOf(heap.heapForLiveSet, { "jvm.collector": "G1", "heap.liveSetBytes": 3 * GB, "heap.maxCapacityBytes": 4 * GB, "jvm.memoryBytes": 5 * GB })).toBeNull());
});

test("a concurrent cycle needs live set + rate × cycle × 1.5: 2 GB + 1 GB/s × 2 s × 1.5 = 5 GB", () => {
  expect(textOf(heap.heapForConcurrentCycle, { "jvm.collector": "ZGC", "heap.liveSetBytes": 1.6 * GB, "heap.allocationRateBytesPerSec": GB, "concurrent.cycleP95Ms": 2000, "heap.maxCapacityBytes": 3 * GB })).toBe("5g");
});

describe("pause goal for a promise", () => {
  test.each([[300, "100"], [200, "100"], [100, "50"], [60, "30"], [15, "7"]])("%d ms", (slo, text) => expect(textOf(g1.pauseTargetForSlo, { "slo.limitMs": slo })).toBe(text));
  test("what measured requests leave: 100 − 70 = 30", () => expect(textOf(g1.pauseTargetForSlo, { "slo.limitMs": 100, "correlation.p99WithoutPausesMs": 70 })).toBe("30"));
  test("none without a promise", () => expect(textOf(g1.pauseTargetForSlo, {})).toBeNull());
});

test("metaspace: a fifth more in whole megabytes, at least 32", () => {
  expect(textOf(heap.metaspaceSizeForSteady, { "metaspace.steadyCommittedBytes": 100 * MB })).toBe("120m");
  expect(textOf(heap.metaspaceSizeForSteady, { "metaspace.steadyCommittedBytes": 4 * MB })).toBe("32m");
});

test("threads for marking: half more, at most half of the processors", () => {
  expect(textOf(g1.moreConcurrentThreads, { "jvm.concurrentWorkers": 2, "jvm.cpus": 8 })).toBe("3");
  expect(textOf(g1.moreConcurrentThreads, { "jvm.concurrentWorkers": 1, "jvm.cpus": 2 })).toBeNull();
});

test("marking begins 10 points above the live set: 1 of 4 GB → 35 %", () => {
  expect(textOf(g1.markingThresholdPercent, { "heap.liveSetBytes": GB, "heap.maxCapacityBytes": 4 * GB })).toBe("35");
});

test("a raised goal is half longer and at most half of the promise", () => {
  expect(textOf(g1.raisedPauseTarget, { "g1.pauseGoalMs": 20 })).toBe("30");
  expect(textOf(g1.raisedPauseTarget, { "g1.pauseGoalMs": 20, "slo.limitMs": 50 })).toBe("25");
  expect(textOf(g1.raisedPauseTarget, { "g1.pauseGoalMs": 20, "slo.limitMs": 40 })).toBeNull();
});

test("a smaller heap keeps room: the larger of live ÷ 0.4 and 1.3 × the highest use", () => {
  expect(textOf(heap.heapForFootprint, { "heap.liveSetBytes": 400 * MB, "heap.maxUsedAfterBytes": 600 * MB, "heap.maxCapacityBytes": 4 * GB })).toBe("1g");
});
