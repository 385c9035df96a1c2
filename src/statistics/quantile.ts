/**
 * Nearest-rank quantile of values sorted ascending: the smallest value that at least `quantile` of them do not exceed.
 * Never interpolates, so it is always a value that occurred. `quantile` 0–1 (1 is the maximum). NaN for no values.
 */
export function nearestRank(sorted: Float64Array, quantile: number): number {
  return sorted[rankOf(quantile, sorted.length)] ?? Number.NaN;
}

/** Index of the nearest rank. The tiny allowance keeps 0.07 × 100 = 7.000000000000001 from meaning rank 8. */
function rankOf(quantile: number, size: number): number {
  const rank = Math.ceil(quantile * size * (1 - 1e-12));
  return Math.min(size, Math.max(1, rank)) - 1;
}

/** Median of values sorted ascending: the middle one, or the mean of the middle two. NaN for no values. */
export function medianOfSorted(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** A new array of the values in ascending order, NaN (unknown) left out. */
export function sortKnown(values: ArrayLike<number>): Float64Array {
  const known = new Float64Array(values.length);
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isNaN(value)) known[size++] = value;
  }
  const sorted = known.subarray(0, size);
  sorted.sort();
  return sorted;
}

/**
 * Nearest-rank quantile without sorting: reorders `values` just enough. Linear time on average; for one quantile of many
 * values, as in a median of all pairwise slopes. Values must not hold NaN. NaN for no values.
 */
export function selectNearestRank(values: Float64Array, quantile: number): number {
  return selectSmallest(values, rankOf(quantile, values.length));
}

/** Median of values in any order, as {@link medianOfSorted}; reorders `values`. NaN for no values. */
export function selectMedian(values: Float64Array): number {
  const half = values.length >> 1;
  const upper = selectSmallest(values, half);
  if (values.length % 2 === 1 || values.length === 0) return upper;
  // After selecting, everything before `half` is at most `upper`, so the other middle value is the largest of those.
  let lower = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < half; i++) lower = Math.max(lower, values[i] as number);
  return (lower + upper) / 2;
}

/** The value that would stand at `index` after sorting (Hoare's quickselect, median of three as pivot). */
function selectSmallest(values: Float64Array, index: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = middleOfThree(values[low] as number, values[(low + high) >> 1] as number, values[high] as number);
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] as number) < pivot) left++;
      while ((values[right] as number) > pivot) right--;
      if (left <= right) {
        const swapped = values[left] as number;
        values[left++] = values[right] as number;
        values[right--] = swapped;
      }
    }
    if (index <= right) high = right;
    else if (index >= left) low = left;
    else break;
  }
  return values[index] ?? Number.NaN;
}

function middleOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/**
 * Whether a sample is large enough that a nearest-rank quantile says more than "the maximum": 20 values up to the median,
 * 60 up to p95, 300 up to p99 (three values beyond it), and three values beyond it further out, 3 ÷ (1 − quantile).
 * The maximum itself (1) needs one value.
 */
export function isQuantileReliable(quantile: number, sampleSize: number): boolean {
  return sampleSize >= leastSampleFor(quantile);
}

/** The sample size from which {@link isQuantileReliable} holds. */
export function leastSampleFor(quantile: number): number {
  if (quantile >= 1) return 1;
  if (quantile <= 0.5) return 20;
  if (quantile <= 0.95) return 60;
  return Math.max(300, Math.ceil(3 / (1 - quantile) - 1e-6));
}
