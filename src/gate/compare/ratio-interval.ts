import { inverseIncompleteBeta } from "../../statistics/special-functions.js";

/** The logarithm of a figure of one run, and its variance within the run. */
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
  /** "measured": from the spread of the runs. "assumed": from the spread that equal runs are assumed to have. */
  readonly runSpread: "measured" | "assumed";
}

/**
 * Ratio of two sides with its interval.
 *
 * What varies between equal runs (compiler decisions, neighbors on the machine, layout of the heap) is not seen within one run:
 * the interval from within says only how well that run was measured. So the runs are the sample. Two variances of a run's
 * logarithm can be used:
 *
 * - measured: the spread of the runs around the mean of their side, one for both sides, but never less than the variance within
 *   runs; with Student's t, because few runs tell a spread badly.
 * - assumed: the variance within, and `runNoise` squared, the spread that equal runs are assumed to have; with the normal
 *   quantile, because it is not estimated.
 *
 * Where the runs differ more than assumed, or there are many, their own spread decides. Where they do not contradict the
 * assumption, the narrower of the two intervals is taken: with one run a side there is nothing else, and with two or three t is
 * so wide that nobody would find anything. The price, a false alarm a little more often than `confidence` says, is measured.
 */
export function estimateRatio(before: readonly RunEstimate[], after: readonly RunEstimate[], confidence: number, runNoise: number): RatioEstimate | null {
  if (before.length === 0 || after.length === 0) return null;
  const difference = meanOf(after) - meanOf(before);
  const runs = [...before, ...after];
  const degrees = runs.length - 2;
  const within = runs.reduce((sum, { variance }) => sum + variance, 0) / runs.length;
  const seen = degrees === 0 ? 0 : (squaresOf(before) + squaresOf(after)) / degrees;
  const assumed = within + runNoise ** 2;
  const fromRuns = degrees === 0 ? Number.POSITIVE_INFINITY : studentQuantile(confidence, degrees) * Math.sqrt(Math.max(seen, within));
  const fromAssumption = seen > assumed ? Number.POSITIVE_INFINITY : studentQuantile(confidence, Number.POSITIVE_INFINITY) * Math.sqrt(assumed);
  const half = Math.min(fromRuns, fromAssumption) * Math.sqrt(1 / before.length + 1 / after.length);
  if (!Number.isFinite(difference) || !Number.isFinite(half)) return null;
  return {
    ratio: Math.exp(difference),
    low: Math.exp(difference - half),
    high: Math.exp(difference + half),
    beforeRuns: before.length,
    afterRuns: after.length,
    runSpread: fromRuns <= fromAssumption ? "measured" : "assumed",
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

const NEARLY_NORMAL = 1e6;

/** Two-sided quantile of Student's t: the share `confidence` lies within ± the result. */
export function studentQuantile(confidence: number, degrees: number): number {
  const df = Math.min(degrees, NEARLY_NORMAL);
  const x = inverseIncompleteBeta(1 - confidence, df / 2, 0.5);
  return Math.sqrt((df * (1 - x)) / x);
}
