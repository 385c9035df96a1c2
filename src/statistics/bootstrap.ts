import { nearestRank } from "./quantile.js";
import { drawBelow, seedRandom, type Random } from "./random.js";

/** A range that holds the true value with the stated confidence, as far as the sample tells. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How a bootstrap is drawn. */
export interface BootstrapOptions {
  /** Number of resamples; default 1000. */
  readonly replicates?: number;
  /** Share of resamples inside the interval; default 0.95. */
  readonly confidence?: number;
  /** Length of the blocks drawn together; default n^(1/3), rounded up, for values that depend on their neighbors. 1 for independent values. */
  readonly blockLength?: number;
  readonly seed?: number;
}

/** A bootstrap interval and what it rests on. */
export interface BootstrapInterval extends Interval {
  readonly sampleSize: number;
  /** Resamples that gave a finite value. */
  readonly replicates: number;
  readonly blockLength: number;
}

/**
 * Percentile interval by the moving-block bootstrap (Künsch 1989): resamples `size` observations in blocks of neighbors, so
 * that series which remember their past are not taken for more evidence than they are. `statistic` gets the drawn indices
 * (the same array each time) and returns the figure; non-finite results are left out. NaN bounds when nothing is left.
 */
export function bootstrapInterval(size: number, statistic: (indices: Int32Array) => number, options: BootstrapOptions = {}): BootstrapInterval {
  const { replicates = 1000, confidence = 0.95, seed = 1 } = options;
  const blockLength = Math.max(1, Math.min(size, options.blockLength ?? Math.ceil(Math.cbrt(size))));
  const random = seedRandom(seed);
  const indices = new Int32Array(size);
  const results = new Float64Array(size === 0 ? 0 : replicates);
  let kept = 0;
  for (let replicate = 0; replicate < results.length; replicate++) {
    drawBlocks(indices, blockLength, random);
    const result = statistic(indices);
    if (Number.isFinite(result)) results[kept++] = result;
  }
  const sorted = results.subarray(0, kept);
  sorted.sort();
  const tail = (1 - confidence) / 2;
  return { low: nearestRank(sorted, tail), high: nearestRank(sorted, 1 - tail), sampleSize: size, replicates: kept, blockLength };
}

/** Fills `indices` with blocks of neighbors from 0 … n − 1, each block equally likely, the last one cut. */
export function drawBlocks(indices: Int32Array, blockLength: number, random: Random): void {
  const size = indices.length;
  for (let filled = 0; filled < size; ) {
    const from = drawBelow(random, size - blockLength + 1);
    for (let i = 0; i < blockLength && filled < size; i++) indices[filled++] = from + i;
  }
}
