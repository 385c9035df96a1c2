import { medianOfSorted, sortKnown } from "../statistics/quantile.js";
import type { Timeline } from "../timeline/timeline.js";
import { maxHeapBytes } from "./given-facts.js";
import { findLowPoints, type LowPoint } from "./low-points.js";
import { linesOf, measured, NEEDS_HEAP_SIZES } from "./measurement.js";
import type { Measurement, MetricDefinition, MetricSource, SourceLine, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { selectPauses } from "./select-pauses.js";
import { longestSpanOf } from "./wall-time.js";

/** How much the application keeps alive, and how well that is known. */
export interface LiveSet {
  readonly bytes: number;
  /** Largest minus smallest of the figures it is the median of. */
  readonly spreadBytes: number;
  /** Low points it rests on (at most 3), or collections for an upper bound. */
  readonly sampleSize: number;
  /** What it was estimated from, in words for a report. */
  readonly from: string;
  /** True when no collection of the old generation was seen, so that less may be alive. */
  readonly isUpperBound: boolean;
  readonly points: readonly LowPoint[];
}

const LAST = 3;

/**
 * The live set: median of the last three low points of the old generation; where none was seen, at most the smallest heap
 * after any collection. null when no sizes are known.
 */
const estimateLiveSet: (timeline: Timeline, window: Window) => LiveSet | null = oncePerWindow((timeline, window) => {
  const { points, from } = findLowPoints(timeline, window);
  const last = points.slice(-LAST);
  const sorted = sortKnown(last.map(({ usedBytes }) => usedBytes));
  if (from !== null && sorted.length > 0) {
    const spreadBytes = (sorted[sorted.length - 1] as number) - (sorted[0] as number);
    return { bytes: medianOfSorted(sorted), spreadBytes, sampleSize: sorted.length, from, isUpperBound: false, points: last };
  }
  return smallestHeap(timeline, window);
});

function smallestHeap(timeline: Timeline, window: Window): LiveSet | null {
  const span = longestSpanOf(timeline, window);
  const { afterBytes } = timeline.pauses;
  const rows = span === null ? [] : selectPauses(timeline, { ...window, run: span.run.index }).rows;
  let smallest = Number.POSITIVE_INFINITY;
  let at = -1;
  let sampleSize = 0;
  for (const row of rows) {
    const after = afterBytes[row] as number;
    if (Number.isNaN(after)) continue;
    sampleSize++;
    if (after < smallest) {
      smallest = after;
      at = row;
    }
  }
  if (at < 0) return null;
  const point = { atMs: timeline.pauses.startMs[at] as number, usedBytes: smallest, pause: at };
  return { bytes: smallest, spreadBytes: 0, sampleSize, from: "at most the smallest heap after a young collection; no old collection was seen", isUpperBound: true, points: [point] };
}

/** How much the application keeps alive. */
export const LIVE_SET_METRICS: readonly MetricDefinition[] = [
  {
    name: "heap.liveSetBytes", unit: "bytes",
    sentence: "Bytes that the application keeps alive, as far as collections of the old generation show it.",
    formula: "median of the last 3 low points after warm-up; without any, the smallest heap after a collection (an upper bound)",
    compute: (source) => ofLiveSet(source, ({ bytes }) => bytes),
  },
  {
    name: "heap.liveSetSpreadBytes", unit: "bytes",
    sentence: "How far apart the low points are that the live set is taken from.",
    formula: "largest − smallest of the last 3 low points",
    compute: (source) => ofLiveSet(source, ({ spreadBytes, isUpperBound }) => (isUpperBound ? Number.NaN : spreadBytes)),
  },
  {
    name: "heap.liveSetFrom", unit: "text",
    sentence: "What the live set was estimated from.",
    formula: "after mixed, Cleanup and full pauses; Live of the heap table; after cycles; else the smallest heap",
    compute: (source) => ofLiveSet(source, ({ from }) => from),
  },
  {
    name: "heap.liveSetIsUpperBound", unit: "yesNo",
    sentence: "Whether less may be alive than the live set says.",
    formula: "yes when no collection of the old generation was seen after warm-up",
    compute: (source) => ofLiveSet(source, ({ isUpperBound }) => isUpperBound),
  },
  {
    name: "heap.headroomShare", unit: "share",
    sentence: "Share of the largest heap that the live set leaves free.",
    formula: "(largest heap − live set) ÷ largest heap",
    compute: (source) => {
      const heapBytes = maxHeapBytes(source) ?? Number.NaN;
      return ofLiveSet(source, ({ bytes }) => (heapBytes - bytes) / heapBytes);
    },
  },
];

function ofLiveSet({ timeline, steady }: MetricSource, valueOf: (liveSet: LiveSet) => number | string | boolean): Measurement {
  const liveSet = estimateLiveSet(timeline, steady);
  if (liveSet === null) return { value: null, sampleSize: 0, missing: NEEDS_HEAP_SIZES };
  return measured(valueOf(liveSet), liveSet.sampleSize, NEEDS_HEAP_SIZES, linesOfPoints(timeline, liveSet.points));
}

/** Lines of the pauses that show low points, last first. */
export function linesOfPoints({ pauses }: Timeline, points: readonly LowPoint[]): readonly SourceLine[] {
  return linesOf(pauses, points.flatMap(({ pause }) => (pause === null ? [] : [pause])).toReversed());
}
