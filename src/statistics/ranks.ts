import { sortIndices } from "./argsort.js";

/** Ranks of values, ties sharing the mean of their ranks, and how large the groups of ties are. */
export interface Ranks {
  /** Rank of each value in the order given; the smallest is 1. */
  readonly ranks: Float64Array;
  /** Sizes of the groups of equal values that have more than one member. */
  readonly tieSizes: readonly number[];
}

/** Ranks values. They must not hold NaN. */
export function rankValues(values: Float64Array): Ranks {
  const order = sortIndices(values);
  const ranks = new Float64Array(values.length);
  const tieSizes: number[] = [];
  for (let from = 0; from < order.length; ) {
    const value = values[order[from] as number];
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === value) to++;
    // Ranks from+1 … to, shared by all of the group.
    for (let i = from; i < to; i++) ranks[order[i] as number] = (from + 1 + to) / 2;
    if (to - from > 1) tieSizes.push(to - from);
    from = to;
  }
  return { ranks, tieSizes };
}
