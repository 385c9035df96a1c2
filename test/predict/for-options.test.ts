import { expect, test } from "vitest";
import { predictForOptions } from "../../src/predict/predict-for-options.js";
import { forecastOtherSettings } from "../../src/predict/what-if-reports.js";
import { evacuationFailureRisk } from "../../src/predict/evacuation-failure-risk.js";
import { fitCollectionModel } from "../../src/predict/fit-collection-model.js";
import { NOTHING_GIVEN } from "../support/metric-source.js";
import { timelineOf } from "../support/timeline-builder.js";
import { listReruns, LOADED, timelineOfRun } from "./reruns.js";

const PLAIN = ["-Xmx480m"];

test("a fixed young size: the median of all pauses, and the rerun lies in the range", async () => {
  const timeline = await timelineOfRun("even-survival-g1-480m");
  const prediction = predictForOptions(timeline, LOADED, PLAIN, [...PLAIN, "-Xmn120m"], NOTHING_GIVEN);
  const rerun = listReruns().find(({ name }) => name === "even-survival-g1-480m-young120m")?.measured.p50Ms ?? Number.NaN;
  if ("refused" in prediction) throw new Error(prediction.refused);
  expect(prediction.metric).toBe("pauses.p50Ms");
  expect(prediction.low).toBeLessThan(rerun);
  expect(prediction.high).toBeGreaterThan(rerun);
});

test("who wants throughput gets the share of time", async () => {
  const timeline = await timelineOfRun("even-survival-g1-480m");
  expect(predictForOptions(timeline, LOADED, PLAIN, ["-Xmx600m"], { ...NOTHING_GIVEN, objective: "throughput" })).toMatchObject({ metric: "overhead.pauseRatio" });
});

test("CPU of ZGC is said as a share of the two CPUs", async () => {
  const timeline = await timelineOfRun("even-survival-g1-480m");
  const prediction = predictForOptions(timeline, LOADED, PLAIN, [...PLAIN, "-XX:+UseZGC", "-XX:+ZGenerational"], NOTHING_GIVEN);
  const cores = listReruns().find(({ name }) => name === "even-survival-zgc-480m")?.measured.gcCpuCores ?? Number.NaN;
  if ("refused" in prediction) throw new Error(prediction.refused);
  expect(prediction.metric).toBe("overhead.gcCpuRatio");
  expect(prediction.low).toBeLessThan(cores / 2);
  expect(prediction.high).toBeGreaterThan(cores / 2);
});

test.each([
  ["a flag nobody can work out", [...PLAIN, "-XX:+UseStringDeduplication"], /UseStringDeduplication/],
  ["no change of settings", [...PLAIN, "-Xlog:gc"], /neither heap/],
  ["a tiny heap", ["-Xmx200m"], /1\.5 times/],
])("%s is refused with its reason", async (_title, proposed, reason) => {
  const timeline = await timelineOfRun("even-survival-g1-480m");
  expect(predictForOptions(timeline, LOADED, PLAIN, proposed, NOTHING_GIVEN)).toEqual({ refused: expect.stringMatching(reason) });
});

test("reports ask about heap and young size, in sentences with ranges, sample and rerun; numbers are finite", async () => {
  const reports = forecastOtherSettings(await timelineOfRun("even-survival-g1-480m"), LOADED, { ...NOTHING_GIVEN, options: PLAIN, slo: [{ name: "p99", quantile: 0.99, limitMs: 20 }] }).whatIf;
  expect(reports.map(({ question }) => question)).toEqual([
    "What if the heap were 600 MB?", "What if the heap were 720 MB?", expect.stringMatching(/young generation were fixed/), "What if the pause goal were 20 ms?",
  ]);
  for (const { sentence, basis, figures } of reports) {
    expect(sentence).toMatch(/ to .* now .*rerun/);
    expect(basis).toMatch(/^13 ordinary young collections in 17/);
    expect(figures.length).toBeGreaterThan(0);
    for (const { now, expected, low, high } of figures) for (const value of [now, expected, low, high]) expect(Number.isFinite(value)).toBe(true);
  }
});

test("no heap is asked about that memory does not hold", async () => {
  const reports = forecastOtherSettings(await timelineOfRun("even-survival-g1-480m"), LOADED, { ...NOTHING_GIVEN, options: PLAIN, memoryBytes: 512 * 1024 ** 2 }).whatIf;
  expect(reports.some(({ question }) => question.includes("heap"))).toBe(false);
});

test("one sentence where nothing can be answered, nothing without pauses", () => {
  const serial = timelineOf({ collector: "Serial", jvm: { heapMaxBytes: 1e9 }, pauses: [{ startMs: 1000, durationMs: 5, kind: "Young" }], lastMs: 60_000 });
  expect(forecastOtherSettings(serial, LOADED, NOTHING_GIVEN).whatIf).toEqual([expect.objectContaining({ figures: [], sentence: expect.stringMatching(/^Not predicted: .*Serial/) })]);
  expect(forecastOtherSettings(timelineOf({ lastMs: 60_000 }), LOADED, NOTHING_GIVEN).whatIf).toEqual([]);
});

test("fewer than four ordinary young collections carry no model", () => {
  const pauses = [1, 2, 3].map((n) => ({ startMs: n * 5000, durationMs: 5, kind: "Young (Normal)" }));
  const regions = pauses.flatMap((_, pause) => [{ pause, space: "Eden", before: 10, after: 0 }, { pause, space: "Old", before: 5, after: 5 }]);
  const timeline = timelineOf({ jvm: { heapMaxBytes: 1e9, regionBytes: 1024 ** 2 }, pauses, regions, lastMs: 60_000 });
  expect(fitCollectionModel(timeline, { run: null, fromMs: Number.NaN, toMs: Number.NaN })).toEqual({ refused: expect.stringMatching(/only 3 ordinary/) });
});

test("runs with evacuation failures are near or beyond the point of failure, those without are below", async () => {
  for (const run of listReruns().filter(({ collector }) => collector === "G1")) {
    const timeline = await timelineOfRun(run.name);
    const risk = evacuationFailureRisk(timeline, LOADED);
    if ("refused" in risk) throw new Error(risk.refused);
    const failed = Array.from(timeline.pauses.evacuationFailure).some((reason) => reason >= 0);
    if (failed) expect(risk.risk, run.name).not.toBe("low");
    else expect(risk.risk, run.name).not.toBe("high");
  }
});

test("the ratio by hand: 12 of 100 regions copied at most, 10 free at least", () => {
  const pauses = [0, 1, 2, 3].map((n) => ({ startMs: 1000 + n * 1000, durationMs: 5, kind: "Young (Normal)", committedBytes: 100 * 1024 ** 2 }));
  const row = (pause: number, space: string, before: number, after: number): { pause: number; space: string; before: number; after: number } => ({ pause, space, before, after });
  const timeline = timelineOf({
    jvm: { regionBytes: 1024 ** 2 }, pauses, lastMs: 10_000,
    regions: [row(0, "Eden", 60, 0), row(0, "Survivor", 0, 5), row(0, "Old", 30, 30), row(0, "Humongous", 0, 0), row(1, "Eden", 40, 0), row(1, "Survivor", 5, 5), row(1, "Old", 30, 30), row(1, "Humongous", 5, 5),
      ...[2, 3].flatMap((pause) => [row(pause, "Eden", 40, 0), row(pause, "Survivor", 5, 5), row(pause, "Old", 30, 30), row(pause, "Humongous", 5, 5)])],
    phases: [{ pause: 0, name: "Copied Bytes", valueMs: 5 * 1024 ** 2, form: 2 }, { pause: 1, name: "Copied Bytes", valueMs: 12 * 1024 ** 2, form: 2 }, ...[2, 3].map((pause) => ({ pause, name: "Copied Bytes", valueMs: 1024 ** 2, form: 2 }))],
  });
  expect(evacuationFailureRisk(timeline, { run: null, fromMs: Number.NaN, toMs: Number.NaN })).toMatchObject({ ratio: 1.2, risk: "high", sampleSize: 4 });
});
