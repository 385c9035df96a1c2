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
 * With three runs a side and more, the runs are the sample: Welch's t on the logarithms. What varies between equal runs (compiler
 * decisions, neighbors on the machine, layout of the heap) is in their spread. With fewer, the variance within each run is widened
 * by `runNoise`, the standard deviation of the logarithm that equal runs are assumed to have: the interval from within one run
 * says only how well that run was measured.
 */
export function estimateRatio(before: readonly RunEstimate[], after: readonly RunEstimate[], confidence: number, runNoise: number): RatioEstimate | null {
  if (before.length === 0 || after.length === 0) return null;
  const isMeasured = Math.min(before.length, after.length) >= RUNS_FOR_SPREAD;
  const [first, second] = [before, after].map((side) => (isMeasured ? fromSpread(side) : fromWithin(side, runNoise))) as [SideEstimate, SideEstimate];
  const difference = second.mean - first.mean;
  const variance = first.variance + second.variance;
  const half = studentQuantile(confidence, degreesOf(first, second)) * Math.sqrt(variance);
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

interface SideEstimate {
  readonly mean: number;
  /** Of the mean. */
  readonly variance: number;
  readonly degrees: number;
}

function meanOf(side: readonly RunEstimate[]): number {
  return side.reduce((sum, { log }) => sum + log, 0) / side.length;
}

function fromSpread(side: readonly RunEstimate[]): SideEstimate {
  const mean = meanOf(side);
  const variance = side.reduce((sum, { log }) => sum + (log - mean) ** 2, 0) / (side.length - 1);
  return { mean, variance: variance / side.length, degrees: side.length - 1 };
}

/** Where two runs differ more than was assumed, that is believed. */
function fromWithin(side: readonly RunEstimate[], runNoise: number): SideEstimate {
  const mean = meanOf(side);
  const within = side.reduce((sum, { variance }) => sum + variance, 0) / side.length;
  const seen = side.length < 2 ? 0 : side.reduce((sum, { log }) => sum + (log - mean) ** 2, 0) / (side.length - 1);
  return { mean, variance: Math.max(within + runNoise ** 2, seen) / side.length, degrees: Number.POSITIVE_INFINITY };
}

/** Welch–Satterthwaite; infinite where a side's variance is taken as known, or there is none. */
function degreesOf(first: SideEstimate, second: SideEstimate): number {
  const sum = first.variance + second.variance;
  const parts = first.variance ** 2 / first.degrees + second.variance ** 2 / second.degrees;
  return parts === 0 ? Number.POSITIVE_INFINITY : sum ** 2 / parts;
}

const NEARLY_NORMAL = 1e6;

/** Two-sided quantile of Student's t: the share `confidence` lies within ± the result. */
export function studentQuantile(confidence: number, degrees: number): number {
  const df = Math.min(degrees, NEARLY_NORMAL);
  const x = inverseIncompleteBeta(1 - confidence, df / 2, 0.5);
  return Math.sqrt((df * (1 - x)) / x);
}
