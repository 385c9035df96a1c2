import { formatBytes } from "../units/format-quantity.js";
import { FIGURES, type FigureName, type G1Model } from "./collection-model.js";
import { overestimateMs, SMALLEST_YOUNG_SHARE } from "./eden-size.js";
import { DIRECTION_ONLY_FACTOR, intervalFactor, type Question } from "./interval-factors.js";
import { predictG1Point, questionOf, type G1Point } from "./predict-g1-point.js";
import { hasFailures, mayFail, refuseChange, refuseFigures, refuseQuestion, refuseSameEden, youngChange } from "./refuse-g1.js";
import { optionChangeOf } from "./settings-change.js";
import type { PredictedFigure, RefusedFigure, SettingsChange, WhatIf } from "./what-if.js";
import { basisWords, changeWords, figureSentence, RANGES_HOLD, twoDigits } from "./write-answer.js";

/** An overestimate of a pause by G1 that matters beside a goal. */
const NOTABLE_SHARE = 0.5;

/** What other settings of G1 would have given. */
export function predictG1(model: G1Model, change: SettingsChange): WhatIf {
  const question = `What if ${changeWords(change)}?`;
  const basis = basisWords(model.sampleSize, "ordinary young collections", model.spanMs);
  const asked = questionOf(change);
  const refuseAll = (reason: string): WhatIf => ({ question, figures: [], refused: [{ figure: null, reason }], sentence: `Not predicted: ${reason}.`, basis, rerun: rerunWords(change) });
  if (asked === null) return refuseAll("nothing that the model knows would change");
  const refusal = refuseQuestion(model, asked, change);
  if (refusal !== null) return refuseAll(refusal);
  const point = predictG1Point(model, asked, change);
  const unfit = refuseChange(model, point.edenBytes) ?? refuseSameEden(model, asked, change, point.edenBytes);
  if (unfit !== null) return refuseAll(unfit);
  const refused: RefusedFigure[] = [];
  const figures: PredictedFigure[] = [];
  const reasons = refuseFigures(model, asked, change);
  for (const figure of FIGURES) {
    const reason = reasons.get(figure);
    const predicted = reason === undefined ? rangeOf(model, asked, change, figure, point) : null;
    if (predicted !== null) figures.push(predicted);
    else refused.push({ figure, reason: reason ?? (point.figures[figure] === null ? "the log has no marking cycle that would tell what one costs, and this heap needs some" : "it was never tested for this question") });
  }
  return { question, figures, refused, sentence: sentenceOf(model, asked, change, point, figures), basis, rerun: rerunWords(change) };
}

function rangeOf(model: G1Model, question: Question, change: SettingsChange, figure: FigureName, point: G1Point): PredictedFigure | null {
  const now = model.now[figure];
  const expected = point.figures[figure];
  const factor = intervalFactor(model, question, figure, youngChange(model, point.edenBytes));
  if (now === null || expected === null || !Number.isFinite(expected) || factor === null) return null;
  const isCost = figure === "pauseShare" || figure === "gcCpuCores";
  const claim = factor > DIRECTION_ONLY_FACTOR ? "direction" : isCost && mayFail(model, question, change) ? "lower" : "range";
  return { figure, now, expected, low: expected / factor, high: figure === "pauseShare" ? Math.min(1, expected * factor) : expected * factor, claim };
}

function sentenceOf(model: G1Model, question: Question, change: SettingsChange, point: G1Point, figures: readonly PredictedFigure[]): string {
  const said = figures.filter(({ figure, claim }) => figure !== "meanMs" || claim !== "range" || !figures.some((one) => one.figure === "p50Ms"));
  const parts = [`If ${changeWords(change)} (eden about ${formatBytes(Math.round(point.edenBytes / model.regionBytes) * model.regionBytes)}; now ${formatBytes(model.edenBytes)}): ${said.map((one) => figureSentence(one)).join(", ")}.`];
  if (said.some(({ claim }) => claim === "range")) parts.push(RANGES_HOLD);
  if (said.some(({ claim, now, low, high }) => claim === "range" && (now < low || now > high))) parts.push("Where the change is clear its direction is safe, its size is not.");
  parts.push(...notesOf(model, question, change, point));
  return parts.join(" ");
}

function notesOf(model: G1Model, question: Question, change: SettingsChange, point: G1Point): readonly string[] {
  const notes: string[] = [];
  if (question === "goal") {
    const goalMs = change.pauseGoalMs as number;
    const phantomMs = overestimateMs(model.jdk, model.scannedCards);
    const heapBytes = change.heapBytes ?? model.heapBytes;
    if (phantomMs >= NOTABLE_SHARE * goalMs) notes.push(`G1 of JDK ${model.jdk} overrates the scanning of few cards, here by about ${twoDigits(phantomMs)} ms${model.scannedCards === null ? " (assumed; gc+phases=debug tells)" : ""}, so that this goal drives the young generation far down; a fixed young size is finer control.`);
    if (point.edenBytes <= SMALLEST_YOUNG_SHARE * heapBytes + model.regionBytes) notes.push("The young generation would be at its smallest size.");
    notes.push("Whether the goal is met cannot be promised.");
  }
  if (hasFailures(model)) notes.push(question === "heap" ? "The present share and CPU include evacuation failures or full collections." : "All this is without the evacuation failures and full collections that the log has.");
  if (mayFail(model, question, change)) notes.push("In heaps below three times what stays alive, a young size left to G1 often ended in evacuation failures, which cost more than is said here; a fixed young size of at most a quarter of the heap avoided them.");
  if (model.outsideScope.length > 0) notes.push(`Ranges are widened, because they were measured under other conditions (here: ${model.outsideScope.join("; ")}).`);
  return notes;
}

/** The options to rerun with. */
export function rerunWords(change: SettingsChange): string {
  const { add } = optionChangeOf(change);
  const options = [...add, ...(change.backToDefault === true ? ["neither -Xmn nor -XX:MaxGCPauseMillis"] : [])];
  return `Check with a rerun under the same load: ${options.join(" ")}, then pauseline verify <this report as JSON> <the new log>`;
}
