import { rankValues } from "./ranks.js";
import { normalTwoSided } from "./tails.js";

/** Whether a series tends to rise or fall. */
export interface MannKendall {
  readonly sampleSize: number;
  /** Pairs that rise minus pairs that fall. */
  readonly s: number;
  /** S over the number of pairs that differ in value order, −1…1; NaN for fewer than two values. */
  readonly tau: number;
  /** Two-sided, normal with tie and continuity correction; meant for 8 values and more. 1 for a constant series. */
  readonly pValue: number;
}

/**
 * Mann–Kendall trend test (Mann 1945, Kendall 1975) of values in time order. NaN values are left out. Assumes independent
 * values: a strongly autocorrelated series gives too small p-values.
 */
export function testMannKendall(values: Iterable<number> & { readonly length: number }): MannKendall {
  const known = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  const size = known.length;
  if (size < 2) return { sampleSize: size, s: Number.NaN, tau: Number.NaN, pValue: Number.NaN };
  const { ranks, tieSizes } = rankValues(known);
  const s = countRisesMinusFalls(ranks);
  const pairs = (size * (size - 1)) / 2;
  const tiedPairs = tieSizes.reduce((sum, ties) => sum + (ties * (ties - 1)) / 2, 0);
  const tieTerm = tieSizes.reduce((sum, ties) => sum + ties * (ties - 1) * (2 * ties + 5), 0);
  const variance = (size * (size - 1) * (2 * size + 5) - tieTerm) / 18;
  const tau = tiedPairs === pairs ? 0 : s / Math.sqrt(pairs * (pairs - tiedPairs));
  const pValue = variance > 0 ? normalTwoSided(Math.max(0, Math.abs(s) - 1) / Math.sqrt(variance)) : 1;
  return { sampleSize: size, s, tau, pValue };
}

/** Counts pairs with a Fenwick tree over ranks: n log n instead of n². */
function countRisesMinusFalls(ranks: Float64Array): number {
  const tree = new Float64Array(ranks.length * 2 + 2);
  const countUpTo = (index: number): number => {
    let count = 0;
    for (let i = index; i > 0; i -= i & -i) count += tree[i] as number;
    return count;
  };
  let difference = 0;
  ranks.forEach((rank, seen) => {
    // Mean ranks are multiples of a half.
    const index = rank * 2;
    const smaller = countUpTo(index - 1);
    const notLarger = countUpTo(index);
    difference += smaller - (seen - notLarger);
    for (let i = index; i < tree.length; i += i & -i) tree[i] = (tree[i] as number) + 1;
  });
  return difference;
}
