import { testMannKendall } from "../statistics/mann-kendall.js";
import { estimateTheilSen } from "../statistics/theil-sen.js";
import type { Timeline } from "../timeline/timeline.js";
import { linesOfPoints } from "./live-set.js";
import { findLowPoints, type LowPoint } from "./low-points.js";
import { measured, NEEDS_HEAP_SIZES, notMeasured } from "./measurement.js";
import type { Measurement, MetricDefinition, MetricSource, MissingEvidence, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { selectClass } from "./select-pauses.js";
import { longestSpanOf } from "./wall-time.js";

/** How the live set moves over time, with all that is needed to judge whether that is real. */
export interface LiveSetTrend {
  readonly bytesPerHour: number;
  /** 95 % bootstrap interval of the slope. */
  readonly low: number;
  readonly high: number;
  /** Mann–Kendall, two-sided. */
  readonly pValue: number;
  /** Time from the first to the last point. */
  readonly spanMs: number;
  readonly sampleSize: number;
  readonly from: string;
  readonly points: readonly LowPoint[];
}

const HOUR_MS = 3_600_000;
/** Samples below which no slope is given. */
const LEAST_LOW_POINTS = 5;
const LEAST_YOUNG = 20;
const LEAST_YOUNG_SPAN_MS = 30 * 60_000;
/** Enough for a line; more young pauses than this are thinned evenly. */
const MOST_POINTS = 5000;
/** Resamples for the interval: ten beyond each end. */
const REPLICATES = 400;

const NEEDS_LONGER: MissingEvidence = { ...NEEDS_HEAP_SIZES, other: "a longer log: five collections of the old generation, or 20 young ones over 30 minutes" };

/**
 * Theil–Sen slope of the low points of the old generation in the longest run. Without any old collection the heap after
 * young ones stands in, given 20 of them over 30 minutes: then promotion of what is already dead looks like growth, and
 * `from` says so. null for fewer points.
 */
export const estimateLiveSetTrend: (timeline: Timeline, window: Window) => LiveSetTrend | null = oncePerWindow((timeline, window) => {
  const { points, from } = findLowPoints(timeline, window);
  if (from !== null && points.length > 0) return points.length < LEAST_LOW_POINTS ? null : trendOf(points, from);
  const young = afterYoung(timeline, window);
  return young.length < LEAST_YOUNG || lengthOf(young) < LEAST_YOUNG_SPAN_MS ? null : trendOf(young, "heap after young collections; no old collection was seen");
});

function trendOf(points: readonly LowPoint[], from: string): LiveSetTrend {
  const bytes = thinEvenly(points.length, (i) => (points[i] as LowPoint).usedBytes);
  const { slope, interval, sampleSize } = estimateTheilSen(thinEvenly(points.length, (i) => (points[i] as LowPoint).atMs / HOUR_MS), bytes, { replicates: REPLICATES });
  return { bytesPerHour: slope, low: interval.low, high: interval.high, pValue: testMannKendall(bytes).pValue, spanMs: lengthOf(points), sampleSize, from, points };
}

function afterYoung(timeline: Timeline, window: Window): LowPoint[] {
  const span = longestSpanOf(timeline, window);
  if (span === null) return [];
  const { startMs, afterBytes } = timeline.pauses;
  const points: LowPoint[] = [];
  const { rows } = selectClass(timeline, { ...window, run: span.run.index }, "young");
  for (let i = 0; i < rows.length; i += everyNth(rows.length)) {
    const row = rows[i] as number;
    if (!Number.isNaN(afterBytes[row] as number)) points.push({ atMs: startMs[row] as number, usedBytes: afterBytes[row] as number, pause: row });
  }
  return points;
}

/** Every n-th of so many values, counted so that at most 5,000 remain: enough for any trend. */
export function thinEvenly(length: number, valueAt: (index: number) => number): Float64Array {
  const step = everyNth(length);
  return Float64Array.from({ length: Math.ceil(length / step) || 0 }, (_, i) => valueAt(i * step));
}

function everyNth(length: number): number {
  return Math.ceil(length / MOST_POINTS);
}

function lengthOf(points: readonly LowPoint[]): number {
  // A damaged clock may put the last one before the first.
  return Math.max(0, (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0));
}

/** Whether what the application keeps alive grows. */
export const LIVE_SET_TREND_METRICS: readonly MetricDefinition[] = [
  {
    name: "heap.liveSetTrendBytesPerHour", unit: "bytesPerHour",
    sentence: "Growth of the live set.",
    formula: "Theil–Sen slope of the low points of the old generation after warm-up, in the longest run",
    compute: (source) => ofTrend(source, ({ bytesPerHour }) => bytesPerHour),
  },
  {
    name: "heap.liveSetTrendLowBytesPerHour", unit: "bytesPerHour",
    sentence: "Lower end of the 95 % interval of the growth of the live set.",
    formula: "moving-block bootstrap of the slope",
    compute: (source) => ofTrend(source, ({ low }) => low),
  },
  {
    name: "heap.liveSetTrendHighBytesPerHour", unit: "bytesPerHour",
    sentence: "Upper end of the 95 % interval of the growth of the live set.",
    formula: "moving-block bootstrap of the slope",
    compute: (source) => ofTrend(source, ({ high }) => high),
  },
  {
    name: "heap.liveSetTrendPValue", unit: "ratio",
    sentence: "Chance to see such a trend in a live set that does not grow or shrink.",
    formula: "Mann–Kendall test, two-sided",
    compute: (source) => ofTrend(source, ({ pValue }) => pValue),
  },
  {
    name: "heap.liveSetTrendSpanMs", unit: "ms",
    sentence: "Time that the trend of the live set was watched for.",
    formula: "last − first low point",
    compute: (source) => ofTrend(source, ({ spanMs }) => spanMs),
  },
  {
    name: "heap.liveSetTrendFrom", unit: "text",
    sentence: "What the trend of the live set was taken from.",
    formula: "low points of the old generation; without any, the heap after young collections",
    compute: (source) => ofTrend(source, ({ from }) => from),
  },
];

function ofTrend({ timeline, steady }: MetricSource, valueOf: (trend: LiveSetTrend) => number | string): Measurement {
  const trend = estimateLiveSetTrend(timeline, steady);
  if (trend === null) return notMeasured(NEEDS_LONGER, findLowPoints(timeline, steady).points.length);
  return measured(valueOf(trend), trend.sampleSize, NEEDS_LONGER, linesOfPoints(timeline, trend.points.slice(-LEAST_LOW_POINTS)));
}
