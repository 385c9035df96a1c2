import type { ParallelModel } from "./collection-model.js";
import { scopeFactor } from "./interval-factors.js";
import { rerunWords } from "./predict-g1.js";
import type { PredictedFigure, SettingsChange, WhatIf } from "./what-if.js";
import { basisWords, changeWords, figureSentence } from "./write-answer.js";

/** From this occupancy of the old generation after a full collection on, every collection is a full one; a little below it is not. */
const FULL_ONLY_OCCUPANCY = 0.84;
const OLD_SHARE_OF_HEAP = 2 / 3;
/** What is filled between two full collections, as a share of the heap. */
const FILLED_SHARE = 0.25;
/** The formula met five runs within 3 %; pause lengths between runs vary more. */
const RATE_FACTOR = 1.2;
const SHARE_FACTOR = 1.3;

/** Parallel where every collection is a full one: how often, under another heap that is still so full. Everything else is refused. */
export function predictParallel(model: ParallelModel, change: SettingsChange): WhatIf {
  const question = `What if ${changeWords(change)}?`;
  const basis = basisWords(model.fullCount, "full collections", model.spanMs);
  const rerun = rerunWords(change);
  const heapBytes = change.heapBytes ?? Number.NaN;
  const reason = refusalOf(model, change, heapBytes);
  if (reason !== null) return { question, figures: [], refused: [{ figure: null, reason }], sentence: `Not predicted: ${reason}.`, basis, rerun };
  const fullPauseMs = model.fullPauseMs as number;
  const perSecond = 1000 / ((FILLED_SHARE * heapBytes) / model.allocationBytesPerMs + fullPauseMs);
  const widening = scopeFactor(model);
  const figures: PredictedFigure[] = [
    range("youngPerSecond", model.now.youngPerSecond as number, perSecond, RATE_FACTOR * widening),
    ...(model.now.pauseShare === null ? [] : [range("pauseShare", model.now.pauseShare, (perSecond * fullPauseMs) / 1000, SHARE_FACTOR * widening)]),
  ];
  const sentence = `If ${changeWords(change)}, every collection would still be a full one: ${figures.map((one) => figureSentence(one, "full collections")).join(", ")}.`;
  return { question, figures, refused: [], sentence, basis, rerun };
}

function refusalOf(model: ParallelModel, change: SettingsChange, heapBytes: number): string | null {
  if (Number.isNaN(heapBytes) || change.youngBytes !== undefined || change.collector !== undefined || change.pauseGoalMs !== undefined) return "for Parallel only another heap can be predicted, and only where every collection is a full one";
  if (!model.isFullOnly || model.fullPauseMs === null || !(model.allocationBytesPerMs > 0)) return "Parallel resizes its young generation all the time, so that young pauses under another heap cannot be predicted";
  if (model.liveBytes < FULL_ONLY_OCCUPANCY * OLD_SHARE_OF_HEAP * heapBytes) return "collections would no longer all be full ones, and young pauses of Parallel cannot be predicted; that state ends when the old generation (two thirds of the heap) is well below 80 % full after a full collection";
  return model.liveBytes >= heapBytes ? "what stays alive would fill the heap" : null;
}

function range(figure: PredictedFigure["figure"], now: number, expected: number, factor: number): PredictedFigure {
  return { figure, now, expected, low: expected / factor, high: figure === "pauseShare" ? Math.min(1, expected * factor) : expected * factor, claim: "range" };
}
