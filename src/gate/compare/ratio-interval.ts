import { inverseIncompleteBeta } from "../../statistics/special-functions.js";

/** The logarithm of a figure of one run, and its variance within the run; NaN variance where a run cannot tell its own. */
export interface RunEstimate {
  readonly log: number;
  readonly variance: number;
}

/** How many times larger a figure is after than before. */
export interface RatioEstimate {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly beforeRuns: number;
  readonly afterRuns: number;
  /** "measured": from the spread of the runs. "assumed": fewer than three runs a side; their spread is taken from the tolerance. */
  readonly runSpread: "measured" | "assumed";
}

/** From this many runs a side their own spread is used. */
const RUNS_FOR_SPREAD = 3;

/**
 * Ratio of two sides with its interval.
 *
 * With three runs a side and more, the runs are the sample: Student's t on the logarithms, with one spread for both sides. What
 * varies between equal runs (compiler decisions, neighbors on the machine, layout of the heap) is in that spread. With fewer, the
 * variance within each run is widened by `runNoise`, the standard deviation of the logarithm that equal runs are assumed to have:
 * the interval from within one run says only how well that run was measured.
 */
export function estimateRatio(before: readonly RunEstimate[], after: readonly RunEstimate[], confidence: number, runNoise: number): RatioEstimate | null {
  if (before.length === 0 || after.length === 0) return null;
  const isMeasured = Math.min(before.length, after.length) >= RUNS_FOR_SPREAD;
  const difference = meanOf(after) - meanOf(before);
  const half = isMeasured ? halfFromSpread(before, after, confidence) : halfFromWithin(before, after, confidence, runNoise);
  if (!Number.isFinite(difference) || !Number.isFinite(half)) return null;
  return {
    ratio: Math.exp(difference),
    low: Math.exp(difference - half),
    high: Math.exp(difference + half),
    beforeRuns: before.length,
    afterRuns: after.length,
    runSpread: isMeasured ? "measured" : "assumed",
  };
}

function meanOf(side: readonly RunEstimate[]): number {
  return side.reduce((sum, { log }) => sum + log, 0) / side.length;
}

/** Sum of squared distances from the mean of the side. */
function squaresOf(side: readonly RunEstimate[]): number {
  const mean = meanOf(side);
  return side.reduce((sum, { log }) => sum + (log - mean) ** 2, 0);
}

function halfFromSpread(before: readonly RunEstimate[], after: readonly RunEstimate[], confidence: number): number {
  const degrees = before.length + after.length - 2;
  const variance = (squaresOf(before) + squaresOf(after)) / degrees;
  return studentQuantile(confidence, degrees) * Math.sqrt(variance * (1 / before.length + 1 / after.length));
}

function halfFromWithin(before: readonly RunEstimate[], after: readonly RunEstimate[], confidence: number, runNoise: number): number {
  const variance = [before, after].reduce((sum, side) => sum + variancePerRun(side, runNoise) / side.length, 0);
  return studentQuantile(confidence, Number.POSITIVE_INFINITY) * Math.sqrt(variance);
}

/** Where two runs differ more than was assumed, that is believed. */
function variancePerRun(side: readonly RunEstimate[], runNoise: number): number {
  const within = side.reduce((sum, { variance }) => sum + variance, 0) / side.length;
  const seen = side.length < 2 ? 0 : squaresOf(side) / (side.length - 1);
  return Math.max(within + runNoise ** 2, seen);
}

const NEARLY_NORMAL = 1e6;

/** Two-sided quantile of Student's t: the share `confidence` lies within ± the result. */
export function studentQuantile(confidence: number, degrees: number): number {
  const df = Math.min(degrees, NEARLY_NORMAL);
  const x = inverseIncompleteBeta(1 - confidence, df / 2, 0.5);
  return Math.sqrt((df * (1 - x)) / x);
}
