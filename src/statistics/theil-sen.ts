import { bootstrapInterval, type BootstrapInterval, type BootstrapOptions } from "./bootstrap.js";
import { selectMedian } from "./quantile.js";
import { drawBelow, seedRandom, type Random } from "./random.js";

/** A line through points that outliers cannot pull. */
export interface TheilSen {
  readonly sampleSize: number;
  /** Median slope over all pairs; NaN without two different x. */
  readonly slope: number;
  /** Median of y − slope·x. */
  readonly intercept: number;
  /** Bootstrap interval of the slope. */
  readonly interval: BootstrapInterval;
}

/** Above this many pairs (some 450 points) slopes are taken from that many random pairs. */
const MOST_PAIRS = 100_000;
/** Enough for the spread of a resample, at a hundredth of the cost. */
const MOST_PAIRS_A_RESAMPLE = 4000;

/**
 * Theil–Sen estimate (Sen 1968) of the slope of y over x, with a moving-block bootstrap interval. Points must be in order
 * of x. Points with NaN are left out.
 */
export function estimateTheilSen(x: ArrayLike<number>, y: ArrayLike<number>, options: BootstrapOptions = {}): TheilSen {
  const points = knownPoints(x, y);
  const random = seedRandom(options.seed ?? 1);
  const all = Int32Array.from(points.x, (_, i) => i);
  const slope = medianSlope(points, all, new Float64Array(Math.min(MOST_PAIRS, (all.length * (all.length - 1)) / 2)), random);
  const intercept = selectMedian(Float64Array.from(points.y, (value, i) => value - slope * (points.x[i] as number)));
  const scratch = new Float64Array(MOST_PAIRS_A_RESAMPLE);
  const interval = bootstrapInterval(points.x.length, (indices) => medianSlope(points, indices, scratch, random), options);
  return { sampleSize: points.x.length, slope, intercept, interval };
}

interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

function knownPoints(x: ArrayLike<number>, y: ArrayLike<number>): Points {
  const known: number[] = [];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (!Number.isNaN(x[i] as number) && !Number.isNaN(y[i] as number)) known.push(i);
  }
  return { x: Float64Array.from(known, (i) => x[i] as number), y: Float64Array.from(known, (i) => y[i] as number) };
}

/** Median slope over pairs of the points at `indices`: all pairs where `slopes` has room for them, else as many random ones. */
function medianSlope({ x, y }: Points, indices: Int32Array, slopes: Float64Array, random: Random): number {
  const size = indices.length;
  const pairs = (size * (size - 1)) / 2;
  let kept = 0;
  const addPair = (first: number, second: number): void => {
    const dx = (x[second] as number) - (x[first] as number);
    if (dx !== 0) slopes[kept++] = ((y[second] as number) - (y[first] as number)) / dx;
  };
  if (pairs <= slopes.length) {
    for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) addPair(indices[i] as number, indices[j] as number);
  } else {
    for (let drawn = 0; drawn < slopes.length; drawn++) {
      addPair(indices[drawBelow(random, size)] as number, indices[drawBelow(random, size)] as number);
    }
  }
  return selectMedian(slopes.subarray(0, kept));
}
