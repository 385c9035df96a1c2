import type { FigureName, G1Model } from "./collection-model.js";

/** The four questions about G1's settings whose answers were compared with reruns. */
export type Question = "young" | "goal" | "heap" | "default";

/**
 * Half-widths of ranges as factors: point ÷ f … point × f holds about four values in five. Measured on 288 pairs of a log and a
 * rerun of the same service under other settings (69 runs, 6 services under steady load, JDK 17, 21 and 25, heaps of 150–640 MB,
 * 2 GC threads); each factor comes from the other services, and the largest of the six is taken. null: not tested well enough
 * to be said at all.
 */
const FACTORS: Readonly<Record<Question, Readonly<Record<FigureName, number | null>>>> = {
  young: { p50Ms: 1.5, meanMs: 1.45, p90Ms: 1.65, longestMs: 1.95, youngPerSecond: 1.2, pauseShare: 1.6, gcCpuCores: 1.9 },
  goal: { p50Ms: 1.65, meanMs: 1.6, p90Ms: 1.8, longestMs: 2.9, youngPerSecond: 2.1, pauseShare: 1.8, gcCpuCores: 2 },
  heap: { p50Ms: 1.55, meanMs: 1.5, p90Ms: 1.9, longestMs: null, youngPerSecond: 1.5, pauseShare: 1.95, gcCpuCores: 2.4 },
  default: { p50Ms: 1.65, meanMs: null, p90Ms: null, longestMs: null, youngPerSecond: 1.45, pauseShare: 1.65, gcCpuCores: 2 },
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
  if (model.outsideScope.length > 0) factor *= UNCALIBRATED_FACTOR;
  return Math.max(factor, model.halvesFactor[figure] ?? 1);
}

/** Without phase details and age tables pauses are known less well. */
function plainLogFactor(question: Question, figure: FigureName): number {
  if (question === "default" && (figure === "p50Ms" || figure === "pauseShare")) return 1.2;
  return figure === "p50Ms" || figure === "meanMs" || figure === "longestMs" ? 1.1 : 1;
}
