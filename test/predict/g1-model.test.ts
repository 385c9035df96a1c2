import { describe, expect, test } from "vitest";
import { bytesCopiedAt } from "../../src/predict/bytes-copied.js";
import type { G1Model } from "../../src/predict/collection-model.js";
import { defaultEden, edenOfFixedYoung, edenUnderGoal, overestimateMs, scaledEden } from "../../src/predict/eden-size.js";
import { fitPauseCost, pauseMs } from "../../src/predict/pause-cost.js";
import { predictSettings } from "../../src/predict/predict-settings.js";
import { copiedFromRegions, type YoungCollection } from "../../src/metrics/g1-young-collections.js";
import { fitSurvivalCurve } from "../../src/predict/survival-curve.js";
import { pointsFromAgeTables, pointsFromRegions } from "../../src/predict/survival-points.js";
import { overheadAgainstHeap } from "../../src/predict/heap-curve.js";

const MB = 1024 ** 2;

/** 100 MB allocated a second; 10 % survive for as long as one likes; a pause takes 2 ms and 0.5 ms a MB. */
const MODEL: G1Model = {
  kind: "G1", level: "debug", jdk: 21, heapBytes: 1000 * MB, regionBytes: MB, liveBytes: 300 * MB, humongousBytes: 0, humongousBytesPerMs: 0,
  allocationBytesPerMs: 0.1 * MB, edenBytes: 400 * MB, copiedBytes: 80 * MB, spanMs: 600_000,
  survival: fitSurvivalCurve([{ ageMs: 1000, aliveMs: 100 }, { ageMs: 2000, aliveMs: 200 }]),
  cost: { fixedMs: 2, msPerByte: 0.5 / MB }, residuals: Array.from({ length: 50 }, () => 1), scannedCards: 500, sizing: "free", sampleSize: 50, youngCount: 50,
  otherPauseShare: 0.001, otherPausesMs: [3, 3], pauseCpuCores: 0.02, concurrentCpuCores: 0.01, cycleCount: 30, failedCount: 0, fullCount: 0, isBursty: false, humongousCauseShare: 0,
  halvesFactor: {}, outsideScope: [],
  now: { youngPerSecond: 0.25, p50Ms: 42, meanMs: 42, p90Ms: 42, longestMs: 50, pauseShare: 0.0115, gcCpuCores: 0.03 },
};

function collection(part: Partial<YoungCollection>): YoungCollection {
  return {
    pause: 0, startMs: 0, durationMs: 10, edenBytes: 100 * MB, survivorBytes: 0, survivorAfterBytes: 0, oldBytes: 0, oldAfterBytes: 0, humongousBytes: 0, humongousAfterBytes: 0,
    intervalMs: 1000, isAfterFull: false, copiedBytes: 10 * MB, copyingMs: 6, evacuationMs: 8, scannedCards: 100, threshold: 15, bytesByAge: [], isMixed: false, hasFailed: false, isHumongousCause: false, ...part,
  };
}

test("the cost of a pause is copying ÷ bytes, and the rest", () => {
  const cost = fitPauseCost([collection({}), collection({ durationMs: 16, copyingMs: 12, copiedBytes: 20 * MB }), collection({ durationMs: 12, copyingMs: 7, copiedBytes: 10 * MB })]);
  // 0.6, 0.6 and 0.7 ms a MB; 4, 4 and 5 ms beside.
  expect(cost?.msPerByte).toBeCloseTo(0.6 / MB, 12);
  expect(cost?.fixedMs).toBe(4);
  expect(pauseMs(cost ?? { fixedMs: 0, msPerByte: 0 }, 30 * MB)).toBeCloseTo(22, 9);
});

test("without phase details the whole evacuation counts as copying", () => {
  const cost = fitPauseCost([collection({ copyingMs: Number.NaN })]);
  expect(cost?.msPerByte).toBeCloseTo(0.8 / MB, 12);
  expect(cost?.fixedMs).toBe(2);
});

test("age tables: two ages and all that was copied, each at the end of one interval more", () => {
  const tables = Array.from({ length: 5 }, () => collection({ threshold: 2, bytesByAge: [6 * MB, 3 * MB], copiedBytes: 11 * MB }));
  const points = pointsFromAgeTables(tables, 0.1 * MB);
  expect(points.map(({ ageMs, aliveMs }) => [ageMs, Math.round(aliveMs)])).toEqual([[1000, 60], [2000, 90], [3000, 110]]);
});

test("age tables: an age that an earlier, lower threshold has cut is not taken for dead", () => {
  // Threshold 1 everywhere but at the last collections, which therefore cannot know ages above 2.
  const low = Array.from({ length: 6 }, () => collection({ threshold: 1, bytesByAge: [6 * MB] }));
  const high = Array.from({ length: 3 }, () => collection({ threshold: 15, bytesByAge: [6 * MB, 4 * MB] }));
  const points = pointsFromAgeTables([...low, ...high], 0.1 * MB);
  expect(Math.max(...points.map(({ ageMs }) => ageMs))).toBeLessThanOrEqual(2000);
});

test("region counts: half a region less for each part, and two points", () => {
  const one = collection({ survivorAfterBytes: 8 * MB, oldBytes: 100 * MB, oldAfterBytes: 103 * MB });
  expect(copiedFromRegions(one, MB)).toBe(10 * MB);
  expect(copiedFromRegions(collection({ survivorAfterBytes: 8 * MB, oldBytes: 100 * MB, oldAfterBytes: 100 * MB }), MB)).toBe(7.5 * MB);
  // 7.5 MB survive, 2.5 MB are promoted: threshold 3.
  expect(pointsFromRegions([{ ...one, copiedBytes: 10 * MB }], 0.1 * MB, MB, 10 * MB)).toEqual([{ ageMs: 3000, aliveMs: 75 }, { ageMs: 4000, aliveMs: 100 }]);
});

test("bytes copied follow the tenuring threshold that the survivor size gives", () => {
  // Young 110 MB: eighth 14 regions, aim 7 MB; 10 MB survive one interval already, so threshold 1 and two intervals are copied.
  expect(bytesCopiedAt(MODEL, 100 * MB)).toEqual({ copiedBytes: 20 * MB, survivorBytes: 10 * MB });
});

describe("eden", () => {
  test("of another heap follows free space, within 5 and 60 %", () => {
    expect(scaledEden(MODEL, 1200 * MB)).toBeCloseTo((400 * 900 / 700) * MB, 3);
    expect(scaledEden(MODEL, 310 * MB)).toBeCloseTo(15.5 * MB, 3);
    expect(scaledEden(MODEL, 5000 * MB)).toBeCloseTo(2685.714 * MB, -4);
  });
  test("of the default sizing: 900 − (300 + 450) ÷ 2 MB, or what is left of 90 %", () => {
    expect(defaultEden(300 * MB, 0, 1000 * MB)).toBe(525 * MB);
    expect(defaultEden(600 * MB, 0, 1000 * MB)).toBe(300 * MB);
  });
  test("of a fixed young size is what survivors leave", () => {
    // eden e with e + e ÷ 10 = 110 MB, in whole regions.
    expect(edenOfFixedYoung(MODEL, 110 * MB)).toBe(100 * MB);
  });
  test("under a goal: 10 ms of phantom cards and 0.8 · (2 + 0.5 · C) in 26 ms leave C = 36 MB", () => {
    expect(overestimateMs(21, 500)).toBe(10);
    expect(overestimateMs(25, null)).toBe(9);
    expect(overestimateMs(17, 500)).toBe(0);
    expect(overestimateMs(21, 5000)).toBe(0);
    expect(bytesCopiedAt(MODEL, edenUnderGoal(MODEL, MODEL.heapBytes, 26, 600 * MB)).copiedBytes / MB).toBeCloseTo(36, 0);
    expect(edenUnderGoal(MODEL, MODEL.heapBytes, 5, 600 * MB)).toBe(50 * MB);
  });
});

describe("answers", () => {
  test("a fixed young size: rate, pauses and share by hand, ranges by the tested factors", () => {
    const { figures } = predictSettings(MODEL, { youngBytes: 110 * MB });
    const by = Object.fromEntries(figures.map((one) => [one.figure, one]));
    // 20 MB copied: 2 + 10 ms; one each 1000 ms of running and 12 ms of pause.
    expect(by["p50Ms"]).toMatchObject({ now: 42, claim: "range" });
    expect(by["p50Ms"]?.expected).toBeCloseTo(12, 9);
    expect(by["p50Ms"]?.low).toBeCloseTo(8, 9);
    expect(by["p50Ms"]?.high).toBeCloseTo(18, 9);
    expect(by["youngPerSecond"]?.expected).toBeCloseTo(1000 / 1012, 9);
    expect(by["pauseShare"]?.expected).toBeCloseTo(12 / 1012 + 0.001, 9);
    expect(by["gcCpuCores"]?.expected).toBeCloseTo((0.02 * (12 / 1012 + 0.001)) / 0.0115 + 0.01, 9);
  });

  test("another heap: rate and share with 1 ÷ free space; marking by how long promotion takes to fill the room up to 45 %", () => {
    const by = Object.fromEntries(predictSettings(MODEL, { heapBytes: 1400 * MB }).figures.map((one) => [one.figure, one]));
    expect(by["youngPerSecond"]?.expected).toBeCloseTo((0.25 * 700) / 1100, 9);
    expect(by["pauseShare"]?.expected).toBeCloseTo((0.0115 * 700) / 1100, 9);
    // 10 MB a second are promoted: 150 MB of room would last 15 s, so that a cycle in four young collections (16 s) is the limit; 330 MB last 33 s.
    expect(by["gcCpuCores"]?.expected).toBeCloseTo((0.02 * 700) / 1100 + (0.01 * 16) / 33, 9);
    expect(by["longestMs"]).toBeUndefined();
  });

  test("another heap without a marking cycle in the log: CPU only where none would start", () => {
    const figuresOf = (heapBytes: number): readonly string[] => predictSettings({ ...MODEL, cycleCount: 0, concurrentCpuCores: 0, spanMs: 15_000 }, { heapBytes }).figures.map(({ figure }) => figure);
    expect(figuresOf(2000 * MB)).toContain("gcCpuCores");
    expect(figuresOf(800 * MB)).not.toContain("gcCpuCores");
  });

  test("conditions outside the tests widen ranges by half, and then say only the direction", () => {
    const by = Object.fromEntries(predictSettings({ ...MODEL, outsideScope: ["8 GC threads"] }, { heapBytes: 1400 * MB }).figures.map((one) => [one.figure, one]));
    expect((by["p50Ms"]?.high ?? 0) / (by["p50Ms"]?.expected ?? 1)).toBeCloseTo(1.5 * 1.5, 9);
    expect(by["pauseShare"]?.claim).toBe("direction");
  });

  test("a log that disagrees with itself by more than the factor is not believed more than that", () => {
    const by = Object.fromEntries(predictSettings({ ...MODEL, halvesFactor: { p50Ms: 2 } }, { youngBytes: 110 * MB }).figures.map((one) => [one.figure, one]));
    expect((by["p50Ms"]?.expected ?? 0) / (by["p50Ms"]?.low ?? 1)).toBeCloseTo(2, 9);
  });

  test.each([
    ["bursts drop percentiles", { isBursty: true }, { youngBytes: 110 * MB }, ["youngPerSecond", "meanMs", "pauseShare", "gcCpuCores"]],
    ["humongous causes drop the rate", { humongousCauseShare: 0.1 }, { youngBytes: 110 * MB }, ["p50Ms", "meanMs", "p90Ms", "longestMs", "pauseShare", "gcCpuCores"]],
    ["humongous causes refuse heap questions", { humongousCauseShare: 0.1 }, { heapBytes: 1400 * MB }, []],
    ["failures drop share and CPU", { failedCount: 1 }, { youngBytes: 110 * MB }, ["youngPerSecond", "p50Ms", "meanMs", "p90Ms", "longestMs"]],
    ["a heap below 1.5 × live is refused", {}, { heapBytes: 440 * MB }, []],
    ["a heap above 2.2 × is refused", {}, { heapBytes: 2300 * MB }, []],
    ["a young size more than eight times smaller is refused", {}, { youngBytes: 45 * MB }, []],
    ["another heap from a fixed young size is refused", { sizing: "fixed" }, { heapBytes: 1400 * MB }, []],
    ["other collectors are refused", {}, { collector: "Shenandoah" }, []],
  ] as const)("%s", (_title, part, change, expected) => {
    expect(predictSettings({ ...MODEL, ...part }, change).figures.map(({ figure }) => figure)).toEqual(expected);
  });

  test("tight heaps with default sizing: share and CPU only as lower bounds, with the risk in words", () => {
    const { figures, sentence } = predictSettings(MODEL, { heapBytes: 800 * MB });
    expect(figures.filter(({ claim }) => claim === "lower").map(({ figure }) => figure)).toEqual(["pauseShare", "gcCpuCores"]);
    expect(sentence).toMatch(/at least .* evacuation failures/);
  });

  test("sentences never promise for this service, nor a goal, nor the absence of stalls", () => {
    const changes = [{ youngBytes: 110 * MB }, { heapBytes: 1400 * MB }, { pauseGoalMs: 26 }, { collector: "GenZGC" as const }];
    for (const change of changes) {
      const { sentence, figures } = predictSettings(MODEL, change);
      expect(sentence).not.toMatch(/80 %|will be|guarantee|no stalls/);
      if ("heapBytes" in change || "collector" in change) expect(sentence).not.toMatch(/longest/);
      for (const { low, high, expected } of figures) expect(low < expected && expected < high).toBe(true);
    }
    expect(predictSettings(MODEL, { pauseGoalMs: 26 }).sentence).toMatch(/cannot be promised/);
    expect(predictSettings(MODEL, { collector: "GenZGC" }).sentence).toMatch(/stalls.* cannot be predicted/);
  });
});

test("the curve over heaps: each point is the answer to its question, with its range; nothing outside what was tested", () => {
  const curve = overheadAgainstHeap(MODEL);
  if ("refused" in curve) throw new Error(curve.refused);
  expect(curve.points[0]?.heapBytes).toBe(450 * MB);
  expect(curve.points.at(-1)?.heapBytes).toBe(2200 * MB);
  const now = curve.points.find(({ isNow }) => isNow);
  expect(now?.pauseShare?.expected).toBeCloseTo(0.0115, 12);
  expect(now?.gcCpuCores?.expected).toBeCloseTo(0.03, 12);
  const last = curve.points.at(-1);
  // 2.7 times the free space; ranges as for any other heap.
  expect(last?.pauseShare?.expected).toBeCloseTo((0.0115 * 700) / 1900, 9);
  expect(last?.pauseShare?.high).toBeCloseTo(((0.0115 * 700) / 1900) * 2.15, 9);
  expect(last?.pauseShare?.low).toBeCloseTo((0.0115 * 700) / 1900 / 2.15, 9);
  expect(curve.points.filter(({ mayFail }) => mayFail).every(({ heapBytes }) => heapBytes < 900 * MB)).toBe(true);
  expect(curve.points.filter(({ mayFail }) => mayFail).length).toBeGreaterThan(0);
});

test.each([
  ["a fixed young size", { sizing: "fixed" }, /fixed size/],
  ["a young size held down", { sizing: "goal" }, /far smaller/],
  ["humongous causes", { humongousCauseShare: 0.2 }, /humongous/],
  ["a heap too full already", { liveBytes: 700 * MB }, /1\.5 times/],
] as const)("no curve with %s", (_title, part, reason) => {
  expect(overheadAgainstHeap({ ...MODEL, ...part })).toEqual({ refused: expect.stringMatching(reason) });
});
