/** One bar of the pause histogram: pauses from `fromMs` up to, not including, `toMs`. */
export interface HistogramBin {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  readonly totalMs: number;
}

/** A point of the percentile curve: `ms` is a pause of the input, at most 0.3 % above the nearest-rank percentile. */
export interface PercentilePoint {
  readonly quantile: number;
  readonly ms: number;
}

/** How often a length must be exceeded before its percentile says more than the maximum does. */
export const EXCEEDANCES_NEEDED = 3;

const CELLS_PER_DECADE = 1_000;
const SMALLEST_MS = 1e-4;
const CELLS = 11 * CELLS_PER_DECADE;
const STEPS_BY_WIDTH = [
  { decades: 1, steps: [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8] },
  { decades: 3, steps: [1, 1.5, 2, 3, 5, 7] },
  { decades: 5, steps: [1, 2, 5] },
  { decades: Number.POSITIVE_INFINITY, steps: [1, 3] },
] as const;

/** Pause lengths counted in cells of equal ratio, from which bars and percentiles are read without sorting ten million numbers. */
export class PauseDistribution {
  count = 0;
  maxMs = 0;
  private minMs = Number.POSITIVE_INFINITY;
  private readonly counts = new Float64Array(CELLS);
  private readonly largest = new Float64Array(CELLS);

  add(ms: number): void {
    const cell = cellOf(ms);
    this.counts[cell] = (this.counts[cell] as number) + 1;
    if (ms > (this.largest[cell] as number)) this.largest[cell] = ms;
    this.count++;
    if (ms > this.maxMs) this.maxMs = ms;
    if (ms < this.minMs) this.minMs = ms;
  }

  /** Round bounds for bars over all pauses, finer where the pauses are alike; empty for an empty sample. */
  barBounds(): readonly number[] {
    return this.count === 0 ? [] : roundBounds(Math.max(this.minMs, SMALLEST_MS), Math.max(this.maxMs, SMALLEST_MS));
  }

  /** The curve from p0 to the last percentile that the sample supports; empty for an empty sample. */
  percentiles(): readonly PercentilePoint[] {
    const points: PercentilePoint[] = [];
    const last = supportedQuantile(this.count);
    let below = 0;
    for (let cell = 0; cell < CELLS && this.count > 0; cell++) {
      if (this.counts[cell] === 0) continue;
      const next = below + (this.counts[cell] as number);
      const ms = this.largest[cell] as number;
      if (points.length === 0) points.push({ quantile: 0, ms });
      const reached = Math.min(next / this.count, last);
      if (reached > (points.at(-1)?.quantile ?? 0)) points.push({ quantile: reached, ms });
      if (next / this.count >= last) break;
      below = next;
    }
    return points;
  }
}

/** Counts pauses into bars; one of length 0 falls into the first. */
export function countBars(bounds: readonly number[], durationsMs: Iterable<number>): readonly HistogramBin[] {
  const last = bounds.length - 2;
  if (last < 0) return [];
  const counts = new Float64Array(last + 1);
  const totals = new Float64Array(last + 1);
  for (const ms of durationsMs) {
    let bar = 0;
    while (bar < last && ms >= (bounds[bar + 1] as number)) bar++;
    counts[bar] = (counts[bar] as number) + 1;
    totals[bar] = (totals[bar] as number) + ms;
  }
  return Array.from(counts, (count, i) => ({ fromMs: bounds[i] as number, toMs: bounds[i + 1] as number, count, totalMs: totals[i] as number }));
}

/** The highest quantile with {@link EXCEEDANCES_NEEDED} pauses beyond it; 0 when there is none. */
export function supportedQuantile(count: number): number {
  return count <= EXCEEDANCES_NEEDED ? 0 : 1 - EXCEEDANCES_NEEDED / count;
}

function cellOf(ms: number): number {
  const cell = Math.floor(Math.log10(Math.max(ms, SMALLEST_MS) / SMALLEST_MS) * CELLS_PER_DECADE);
  return Math.min(CELLS - 1, Math.max(0, cell));
}

function roundBounds(minMs: number, maxMs: number): readonly number[] {
  const decades = Math.log10(maxMs / minMs);
  const { steps } = STEPS_BY_WIDTH.find((width) => decades <= width.decades) ?? STEPS_BY_WIDTH[3];
  const bounds: number[] = [];
  for (let power = Math.floor(Math.log10(minMs)); ; power++) {
    for (const step of steps) {
      const bound = Number((step * 10 ** power).toPrecision(3));
      if (bound <= minMs) bounds.length = 0;
      bounds.push(bound);
      if (bound > maxMs) return bounds;
    }
  }
}
