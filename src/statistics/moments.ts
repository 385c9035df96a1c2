import { medianOfSorted, sortKnown } from "./quantile.js";

/** Location and spread of a sample. Spread is NaN where the sample is too small for it. */
export interface Moments {
  readonly sampleSize: number;
  readonly mean: number;
  /** Sample variance (divisor n − 1). */
  readonly variance: number;
  readonly standardDeviation: number;
  /** Standard deviation ÷ mean; below 0.1 an interval is clock-like, near 1 random. NaN for a mean of 0. */
  readonly coefficientOfVariation: number;
}

/** Mean and spread in one pass (Welford), stable for values far from zero. NaN values are left out. */
export function computeMoments(values: ArrayLike<number>): Moments {
  let sampleSize = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    sampleSize++;
    const delta = value - mean;
    mean += delta / sampleSize;
    squares += delta * (value - mean);
  }
  if (sampleSize === 0) mean = Number.NaN;
  const variance = sampleSize > 1 ? squares / (sampleSize - 1) : Number.NaN;
  const standardDeviation = Math.sqrt(variance);
  return { sampleSize, mean, variance, standardDeviation, coefficientOfVariation: mean === 0 ? Number.NaN : standardDeviation / mean };
}

/** Median and median absolute deviation from it (not scaled: × 1.4826 estimates σ of normal data). */
export interface RobustSpread {
  readonly sampleSize: number;
  readonly median: number;
  readonly medianAbsoluteDeviation: number;
}

/** Location and spread that a few outliers cannot move. NaN values are left out; NaN results for no values. */
export function computeRobustSpread(values: ArrayLike<number>): RobustSpread {
  const sorted = sortKnown(values);
  const median = medianOfSorted(sorted);
  const deviations = sorted.map((value) => Math.abs(value - median));
  deviations.sort();
  return { sampleSize: sorted.length, median, medianAbsoluteDeviation: medianOfSorted(deviations) };
}
