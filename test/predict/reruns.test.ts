import { beforeAll, describe, expect, test } from "vitest";
import { FIGURES, isRefusal, type CollectionModel, type FigureName } from "../../src/predict/collection-model.js";
import { predictSettings } from "../../src/predict/predict-settings.js";
import { questionOf } from "../../src/predict/predict-g1-point.js";
import type { PredictedFigure, WhatIf } from "../../src/predict/what-if.js";
import { changeBetween, isPinned, listReruns, modelOfRun, type Rerun } from "./reruns.js";

/**
 * Every ordered pair of real runs of one service: a model of the first, asked for the settings of the second, against what
 * was measured there by another program. Median errors may not exceed 1.3 times those of the study that the method comes
 * from (six services; these are two of them), nor by more than a twentieth beyond, because the runs are few and differ among
 * themselves by more.
 */
interface Pair {
  readonly from: Rerun;
  readonly to: Rerun;
  readonly question: "young" | "goal" | "heap" | "default" | "pinned, other heap";
  readonly answer: WhatIf;
}

const STUDY_ERRORS: Readonly<Record<string, Partial<Record<FigureName, number>>>> = {
  young: { youngPerSecond: 0.06, p50Ms: 0.16, meanMs: 0.16, p90Ms: 0.2, pauseShare: 0.2, gcCpuCores: 0.24 },
  goal: { youngPerSecond: 0.25, p50Ms: 0.3, meanMs: 0.25, p90Ms: 0.22, pauseShare: 0.35, gcCpuCores: 0.26 },
  heap: { youngPerSecond: 0.19, p50Ms: 0.24, meanMs: 0.26, p90Ms: 0.29, pauseShare: 0.25, gcCpuCores: 0.31 },
  default: { youngPerSecond: 0.2, p50Ms: 0.22, pauseShare: 0.21, gcCpuCores: 0.27 },
};

const pairs: Pair[] = [];
const models = new Map<string, CollectionModel>();

beforeAll(async () => {
  const runs = listReruns().filter(({ collector }) => collector === "G1");
  for (const run of runs) {
    const model = await modelOfRun(run);
    if (!isRefusal(model)) models.set(run.name, model);
  }
  for (const from of runs) {
    for (const to of runs) {
      const change = changeBetween(from, to);
      const model = models.get(from.name);
      if (change === null || model === undefined) continue;
      const asked = questionOf(change) as Exclude<Pair["question"], "pinned, other heap">;
      pairs.push({ from, to, question: asked === "default" && from.heapBytes !== to.heapBytes ? "pinned, other heap" : asked, answer: predictSettings(model, change) });
    }
  }
});

interface Said extends PredictedFigure {
  readonly measured: number;
}

function saidOf(question: Pair["question"], figure?: FigureName): readonly Said[] {
  return pairs.filter((pair) => pair.question === question).flatMap(({ answer, to }) =>
    answer.figures.filter((one) => figure === undefined || one.figure === figure).map((one) => ({ ...one, measured: to.measured[one.figure] })));
}

function medianError(said: readonly Said[]): number {
  const errors = said.map(({ expected, measured }) => Math.abs(expected / measured - 1)).sort((a, b) => a - b);
  return errors[errors.length >> 1] ?? Number.NaN;
}

test("all 15 runs of G1 give a model, and 96 pairs a question", () => {
  expect(models.size).toBe(15);
  expect(pairs.length).toBe(96);
});

function shareInside(said: readonly Said[]): number {
  return said.filter(({ low, high, measured }) => low <= measured && measured <= high).length / said.length;
}

test("75 to 90 % of measured figures lie in their ranges", () => {
  const ranges = (["young", "goal", "heap", "default"] as const).flatMap((question) => saidOf(question)).filter(({ claim }) => claim === "range");
  expect(ranges.length).toBeGreaterThan(300);
  expect(shareInside(ranges)).toBeGreaterThanOrEqual(0.75);
  expect(shareInside(ranges)).toBeLessThanOrEqual(0.9);
});

const asked = (["young", "goal", "heap", "default"] as const).flatMap((question) => FIGURES.map((figure) => [question, figure] as const));

test.each(asked)("question %s: the ranges of %s hold no less than 70 %", (question, figure) => {
  const said = saidOf(question, figure);
  if (said.length > 0) expect(shareInside(said)).toBeGreaterThanOrEqual(0.7);
});

describe.each(Object.entries(STUDY_ERRORS))("question %s", (question, errors) => {
  test.each(Object.entries(errors))("the median error of %s is at most 1.3 times %d", (figure, error) => {
    const said = saidOf(question as Pair["question"], figure as FigureName);
    expect(said.length).toBeGreaterThanOrEqual(5);
    expect(medianError(said)).toBeLessThanOrEqual(1.3 * error + 0.05);
  });
});

test("where a predicted change is clear, its direction is right in at least 90 %", () => {
  const clear = (["young", "goal", "heap", "default"] as const).flatMap((question) => saidOf(question)).filter(({ now, expected, claim }) => claim !== "lower" && Math.max(now / expected, expected / now) > 1.5);
  expect(clear.length).toBeGreaterThan(100);
  expect(clear.filter(({ now, expected, measured }) => Math.sign(expected - now) === Math.sign(measured - now)).length / clear.length).toBeGreaterThanOrEqual(0.9);
});

test("the young size of each run is found out without its command line", async () => {
  const { timelineOfRun, LOADED } = await import("./reruns.js");
  const { fitCollectionModel } = await import("../../src/predict/fit-collection-model.js");
  for (const run of listReruns().filter(({ collector }) => collector === "G1")) {
    const model = fitCollectionModel(await timelineOfRun(run.name), LOADED);
    expect(model, run.name).toMatchObject({ kind: "G1", sizing: run.youngBytes !== null ? "fixed" : run.goalMs !== null ? "goal" : "free" });
  }
});

describe("what is refused", () => {
  test("the longest pause under another heap, always", () => {
    const other = pairs.filter(({ from, to }) => from.heapBytes !== to.heapBytes);
    expect(other.length).toBeGreaterThan(30);
    expect(other.flatMap(({ answer }) => answer.figures).some(({ figure }) => figure === "longestMs")).toBe(false);
  });

  test("share and CPU under another heap from a run with held-down young size", () => {
    const figures = pairs.filter(({ question }) => question === "pinned, other heap").flatMap(({ answer }) => answer.figures.map(({ figure }) => figure));
    expect(figures.length).toBeGreaterThan(0);
    expect(figures).not.toContain("pauseShare");
    expect(figures).not.toContain("gcCpuCores");
  });

  test("p90 below 15 and the longest pause below 30 ordinary young collections", () => {
    for (const { from, answer } of pairs) {
      const model = models.get(from.name);
      if (model?.kind !== "G1") continue;
      const said = answer.figures.map(({ figure }) => figure);
      if (model.sampleSize < 15) expect(said, from.name).not.toContain("p90Ms");
      if (model.sampleSize < 30) expect(said, from.name).not.toContain("longestMs");
    }
  });

  test("share and CPU of runs with evacuation failures, unless the question is another heap", () => {
    const failing = pairs.filter(({ from, question }) => !isPinned(from) && question !== "heap" && models.get(from.name)?.kind === "G1" && (models.get(from.name) as { failedCount: number }).failedCount > 0);
    expect(failing.length).toBeGreaterThan(5);
    expect(failing.flatMap(({ answer }) => answer.figures).filter(({ figure }) => figure === "pauseShare" || figure === "gcCpuCores")).toEqual([]);
  });

  test("heaps below 1.5 times what stays alive, and young sizes more than eight times larger or smaller", () => {
    const refused = pairs.filter(({ answer }) => answer.figures.length === 0).map(({ answer }) => answer.refused[0]?.reason ?? "");
    expect(refused.length).toBeGreaterThan(5);
    expect(refused.every((reason) => /1\.5 times what stays alive|factor of/.test(reason))).toBe(true);
  });
});

test("ZGC to ZGC: collections a second under another heap within the tested factor in three of four pairs", async () => {
  const runs = listReruns().filter(({ collector }) => collector === "ZGC");
  let inside = 0;
  for (const from of runs) {
    for (const to of runs) {
      if (from === to || from.service !== to.service) continue;
      const model = await modelOfRun(from);
      if (isRefusal(model)) throw new Error(`${from.name}: ${model.refused}`);
      const rate = predictSettings(model, { heapBytes: to.heapBytes }).figures.find(({ figure }) => figure === "youngPerSecond");
      if (rate !== undefined && rate.low <= to.measured.youngPerSecond && to.measured.youngPerSecond <= rate.high) inside++;
    }
  }
  expect(inside).toBeGreaterThanOrEqual(3);
});
