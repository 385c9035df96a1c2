import type { FigureName, G1Model, ModelBasis } from "./collection-model.js";

/** The four questions about G1's settings whose answers were compared with reruns. */
export type Question = "young" | "goal" | "heap" | "default";

/**
 * Half-widths of ranges as factors: point ÷ f … point × f holds about four values in five. Measured with this model on the
 * pairs of a detailed log and a rerun of the same service under other settings: two services under steady load, JDK 21 and 25,
 * heaps of 150–480 MB, 2 GC threads. Each factor lies between the one that holds four in five of all pairs and the larger of
 * those of the single services; factors of one service alone held 80 % of the other's values. A study of six services with an
 * earlier form of the model came to factors up to 1.7 times these, so other services may scatter more.
 * null: not tested well enough to be said at all.
 */
const FACTORS: Readonly<Record<Question, Readonly<Record<FigureName, number | null>>>> = {
  young: { p50Ms: 1.5, meanMs: 1.4, p90Ms: 1.45, longestMs: 1.4, youngPerSecond: 1.05, pauseShare: 1.45, gcCpuCores: 1.5 },
  goal: { p50Ms: 1.3, meanMs: 1.25, p90Ms: 1.35, longestMs: 1.75, youngPerSecond: 1.2, pauseShare: 1.25, gcCpuCores: 1.25 },
  heap: { p50Ms: 1.5, meanMs: 1.4, p90Ms: 2, longestMs: null, youngPerSecond: 1.5, pauseShare: 2.15, gcCpuCores: 1.65 },
  default: { p50Ms: 1.7, meanMs: null, p90Ms: null, longestMs: null, youngPerSecond: 1.25, pauseShare: 1.95, gcCpuCores: 1.55 },
};

/** Above this factor only the direction may be said. */
export const DIRECTION_ONLY_FACTOR = 2.5;

/** A change of the young generation beyond which pauses were harder to predict, and beyond which nothing was tested. */
const LARGE_CHANGE = 4;
export const LARGEST_CHANGE = 8;
const LARGE_CHANGE_FACTOR = 1.1;

/** Below so many collections ranges are wider. */
const FEW_COLLECTIONS = 8;
const FEW_COLLECTIONS_FACTOR = 1.15;

/** Outside the tested conditions. */
const UNCALIBRATED_FACTOR = 1.5;

/** The factor of a figure for a question, all reasons to widen it included; null when the figure was never tested. */
export function intervalFactor(model: G1Model, question: Question, figure: FigureName, youngChange: number): number | null {
  const measured = FACTORS[question][figure];
  if (measured === null) return null;
  const isPause = figure === "p50Ms" || figure === "meanMs" || figure === "p90Ms" || figure === "longestMs";
  let factor = measured * (model.level === "info" ? plainLogFactor(question, figure) : 1);
  if (model.sampleSize < FEW_COLLECTIONS) factor *= FEW_COLLECTIONS_FACTOR;
  if (isPause && youngChange > LARGE_CHANGE) factor *= LARGE_CHANGE_FACTOR;
  factor *= scopeFactor(model);
  return Math.max(factor, model.halvesFactor[figure] ?? 1);
}

/** By how much ranges widen where the run lies outside the conditions under which they were measured. */
export function scopeFactor({ outsideScope }: Pick<ModelBasis, "outsideScope">): number {
  return outsideScope.length > 0 ? UNCALIBRATED_FACTOR : 1;
}

/** Without phase details and age tables pauses are known less well, and with them what a pause goal does. */
function plainLogFactor(question: Question, figure: FigureName): number {
  const isPause = figure === "p50Ms" || figure === "meanMs" || figure === "p90Ms" || figure === "longestMs";
  if (question === "goal") return isPause || figure === "youngPerSecond" ? 1.3 : 1.2;
  return !isPause ? 1 : question === "heap" ? 1.3 : 1.1;
}
