import type { Window } from "../metrics/metric.js";
import { spansOf } from "../metrics/wall-time.js";
import { nearestRank, sortKnown } from "../statistics/quantile.js";
import type { Timeline } from "../timeline/timeline.js";
import type { FigureName } from "./collection-model.js";
import type { YoungCollection } from "../metrics/g1-young-collections.js";

/** Each half needs as many collections to be compared. */
const LEAST_OF_HALF = 4;

/** How far the halves of a window agree. */
export interface HalvesComparison {
  /** Difference of the allocation rates ÷ the larger one; 0 where there are too few collections to tell. */
  readonly allocationDrift: number;
  /** By figure, the larger half's value ÷ the smaller one's. */
  readonly factors: Readonly<Partial<Record<FigureName, number>>>;
}

/** Compares the young collections of the first and the second half: no range may be narrower than the log disagrees with itself. */
export function compareHalves(collections: readonly YoungCollection[], window: Window, timeline: Timeline): HalvesComparison {
  const [span] = spansOf(timeline, window);
  if (span === undefined) return { allocationDrift: 0, factors: {} };
  const middleMs = (span.fromMs + span.toMs) / 2;
  const first = collections.filter(({ startMs }) => startMs < middleMs);
  const second = collections.filter(({ startMs }) => startMs >= middleMs);
  if (first.length < LEAST_OF_HALF || second.length < LEAST_OF_HALF) return { allocationDrift: 0, factors: {} };
  const [a, b] = [figuresOf(first), figuresOf(second)];
  const factors = Object.fromEntries(Object.entries(a.figures).flatMap(([name, value]) => {
    const factor = Math.max(value, b.figures[name] as number) / Math.min(value, b.figures[name] as number);
    return Number.isFinite(factor) ? [[name, factor]] : [];
  }));
  return { allocationDrift: Math.abs(a.allocation - b.allocation) / Math.max(a.allocation, b.allocation) || 0, factors };
}

function figuresOf(collections: readonly YoungCollection[]): { readonly allocation: number; readonly figures: Readonly<Record<string, number>> } {
  const ordinary = sortKnown(collections.filter(({ isMixed, hasFailed }) => !isMixed && !hasFailed).map(({ durationMs }) => durationMs));
  const meanMs = ordinary.reduce((sum, ms) => sum + ms, 0) / ordinary.length;
  let bytes = 0;
  let ms = 0;
  let pausedMs = 0;
  for (const { edenBytes, intervalMs, durationMs, hasFailed } of collections) {
    if (Number.isNaN(edenBytes + intervalMs)) continue;
    bytes += edenBytes;
    ms += intervalMs;
    if (!hasFailed) pausedMs += durationMs;
  }
  return {
    allocation: bytes / ms,
    figures: { p50Ms: nearestRank(ordinary, 0.5), meanMs, p90Ms: nearestRank(ordinary, 0.9), youngPerSecond: collections.length / ms, pauseShare: pausedMs / ms },
  };
}
