import { rankValues } from "./ranks.js";
import { normalTwoSided } from "./tails.js";

/** Whether values of one sample tend to be larger than those of another, and by how much. */
export interface MannWhitney {
  readonly firstSize: number;
  readonly secondSize: number;
  /** Pairs (first, second) in which the first value is larger, ties counting half. */
  readonly u: number;
  /** Two-sided. Exact for up to 20 values a side without ties, else normal with tie and continuity correction. NaN for an empty side. */
  readonly pValue: number;
  /** Share of pairs in which the first is larger minus share in which it is smaller, −1…1. Below 0.147 in size it is negligible. */
  readonly cliffsDelta: number;
}

const EXACT_UP_TO = 20;

/** Mann–Whitney U test of two independent samples, with Cliff's delta as the size of the effect. No NaN allowed. */
export function testMannWhitney(first: Float64Array, second: Float64Array): MannWhitney {
  const firstSize = first.length;
  const secondSize = second.length;
  const pairs = firstSize * secondSize;
  if (pairs === 0) return { firstSize, secondSize, u: Number.NaN, pValue: Number.NaN, cliffsDelta: Number.NaN };
  const both = new Float64Array(firstSize + secondSize);
  both.set(first);
  both.set(second, firstSize);
  const { ranks, tieSizes } = rankValues(both);
  let rankSum = 0;
  for (let i = 0; i < firstSize; i++) rankSum += ranks[i] as number;
  const u = rankSum - (firstSize * (firstSize + 1)) / 2;
  const isExact = tieSizes.length === 0 && Math.max(firstSize, secondSize) <= EXACT_UP_TO;
  const pValue = isExact ? exactPValue(u, firstSize, secondSize) : normalPValue(u, firstSize, secondSize, tieSizes);
  return { firstSize, secondSize, u, pValue, cliffsDelta: (2 * u) / pairs - 1 };
}

function normalPValue(u: number, firstSize: number, secondSize: number, tieSizes: readonly number[]): number {
  const size = firstSize + secondSize;
  const tieTerm = tieSizes.reduce((sum, ties) => sum + ties ** 3 - ties, 0);
  const variance = ((firstSize * secondSize) / 12) * (size + 1 - tieTerm / (size * (size - 1)));
  if (!(variance > 0)) return 1;
  const distance = Math.max(0, Math.abs(u - (firstSize * secondSize) / 2) - 0.5);
  return normalTwoSided(distance / Math.sqrt(variance));
}

/** Twice the smaller tail of U's distribution, counted over all ways to interleave the samples. */
function exactPValue(u: number, firstSize: number, secondSize: number): number {
  const pairs = firstSize * secondSize;
  const waysByU = countWays(firstSize, secondSize);
  const all = waysByU.reduce((sum, ways) => sum + ways, 0);
  const lower = Math.min(u, pairs - u);
  let tail = 0;
  for (let value = 0; value <= lower; value++) tail += waysByU[value] as number;
  return Math.min(1, (2 * tail) / all);
}

/** How many interleavings give each U: coefficients of the Gaussian binomial, built factor by factor. */
function countWays(firstSize: number, secondSize: number): Float64Array {
  const ways = new Float64Array(firstSize * secondSize + 1);
  ways[0] = 1;
  for (let k = 1; k <= firstSize; k++) {
    for (let value = ways.length - 1; value >= secondSize + k; value--) ways[value] = (ways[value] as number) - (ways[value - secondSize - k] as number);
    for (let value = k; value < ways.length; value++) ways[value] = (ways[value] as number) + (ways[value - k] as number);
  }
  return ways;
}
