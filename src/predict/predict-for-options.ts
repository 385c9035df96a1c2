import type { Prediction } from "../analysis/analysis.js";
import type { Given, Window } from "../metrics/metric.js";
import { selectPauses } from "../metrics/select-pauses.js";
import { nearestRank } from "../statistics/quantile.js";
import type { Timeline } from "../timeline/timeline.js";
import { isRefusal, type CollectionModel, type FigureName, type Refusal } from "./collection-model.js";
import { contractFigure } from "./contract-figure.js";
import { fitCollectionModel } from "./fit-collection-model.js";
import { predictG1Point, questionOf, type G1Point } from "./predict-g1-point.js";
import { predictSettings } from "./predict-settings.js";
import { recentWindow, windowOf } from "../metrics/recent-window.js";
import { settingsChangeOf } from "./settings-change.js";
import type { SettingsChange, WhatIf } from "./what-if.js";
import { figureWords } from "./write-answer.js";

/** Which figure is said first: what the change is made for. */
const LATENCY_FIRST: readonly FigureName[] = ["p50Ms", "p90Ms", "pauseShare", "gcCpuCores"];
const COST_FIRST: readonly FigureName[] = ["pauseShare", "gcCpuCores", "p50Ms", "p90Ms"];

/**
 * What a change of the command line would do to one metric of the report, with its range; or why that cannot be said. Only
 * changes of heap, young size, pause goal and collector are covered, and never the longest pause or the latency of requests.
 */
export function predictForOptions(timeline: Timeline, window: Window, current: readonly string[], proposed: readonly string[], given: Given): Prediction | Refusal {
  const span = recentWindow(timeline, window);
  const areReported = given.options === null && span?.run.jvm.optionsAreFlags === true;
  const options = areReported ? null : current.length > 0 ? current : given.options;
  const model = fitCollectionModel(timeline, window, { options, heapBytes: given.heapMaxBytes, jdk: given.jdk });
  if (isRefusal(model)) return model;
  const change = settingsChangeOf(model, span?.run.collector ?? null, current, proposed);
  if (isRefusal(change)) return change;
  const answer = predictSettings(model, change);
  const cpus = given.cpus ?? span?.run.jvm.cpus ?? null;
  const sortedMs = selectPauses(timeline, span === null ? window : windowOf(span)).sortedMs;
  // A larger heap makes pauses fewer, not shorter: what it is good for is the cost.
  const order = given.objective === "throughput" || given.objective === "footprint" || questionOf(change) === "heap" ? COST_FIRST : LATENCY_FIRST;
  const point = pointOf(model, change);
  for (const name of order) {
    const figure = answer.figures.find((one) => one.figure === name && one.claim === "range");
    const prediction = figure === undefined ? null : contractFigure(model, point, figure, cpus, (quantile) => nearestRank(sortedMs, quantile));
    if (prediction !== null && Object.values(prediction).every((value) => typeof value === "string" || Number.isFinite(value))) return prediction;
  }
  return { refused: reasonOf(answer) };
}

function pointOf(model: CollectionModel, change: SettingsChange): G1Point | null {
  const question = questionOf(change);
  return model.kind !== "G1" || question === null || change.collector !== undefined ? null : predictG1Point(model, question, change);
}

function reasonOf({ figures, refused }: WhatIf): string {
  const whole = refused.find(({ figure }) => figure === null);
  if (whole !== undefined && figures.length === 0) return whole.reason;
  const directions = figures.filter(({ claim }) => claim !== "range").map(({ figure, now, expected }) => `${figureWords(figure)} ${expected < now ? "falls" : "rises"}`);
  if (directions.length > 0) return `only the direction can be said: ${directions.join(", ")}`;
  return refused[0]?.reason ?? "no figure of the report follows from what can be predicted";
}
