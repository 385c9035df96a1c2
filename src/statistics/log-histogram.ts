/** Counts by size on a logarithmic scale. Histograms with the same bins can be added. */
export interface LogHistogram {
  readonly sampleSize: number;
  readonly binsPerDecade: number;
  /** Values of 0 and below, which have no place on a logarithmic scale. */
  readonly zeros: number;
  /** Filled bins from the smallest on: values from `from` (included) to `to` (not included). Empty ones between are listed too. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

/**
 * Counts values in bins of equal width on a logarithmic scale. Edges are powers of ten and `binsPerDecade` − 1 steps
 * between, the same for every sample. NaN and infinite values are left out.
 */
export function countByLogSize(values: Iterable<number>, binsPerDecade = 10): LogHistogram {
  const counts = new Map<number, number>();
  let zeros = 0;
  let sampleSize = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    sampleSize++;
    if (value <= 0) {
      zeros++;
      continue;
    }
    const bin = binOf(value, binsPerDecade);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return { sampleSize, binsPerDecade, zeros, bins: listBins(counts, binsPerDecade) };
}

/** The logarithm may land on the wrong side of an edge by rounding; the edges decide. */
function binOf(value: number, binsPerDecade: number): number {
  const bin = Math.floor(Math.log10(value) * binsPerDecade);
  if (value < edgeOf(bin, binsPerDecade)) return bin - 1;
  return value >= edgeOf(bin + 1, binsPerDecade) ? bin + 1 : bin;
}

function edgeOf(bin: number, binsPerDecade: number): number {
  return 10 ** (bin / binsPerDecade);
}

function listBins(counts: ReadonlyMap<number, number>, binsPerDecade: number): LogHistogram["bins"] {
  if (counts.size === 0) return [];
  const first = Math.min(...counts.keys());
  const last = Math.max(...counts.keys());
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    from: edgeOf(first + i, binsPerDecade),
    to: edgeOf(first + i + 1, binsPerDecade),
    count: counts.get(first + i) ?? 0,
  }));
}
