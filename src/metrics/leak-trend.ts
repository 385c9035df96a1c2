import { testMannKendall } from "../statistics/mann-kendall.js";
import type { Timeline } from "../timeline/timeline.js";
import { maxHeapBytes } from "./given-facts.js";
import { LIVE_SET_TREND_METRICS } from "./live-set-trend.js";
import { findLowPoints } from "./low-points.js";
import { linesOf, measured } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence, Unit, Window } from "./metric.js";
import { classifyPause } from "./pause-class.js";
import { nameOf, selectPauses } from "./select-pauses.js";

/** Heap in use after a pause. */
interface UseAfter {
  readonly atMs: number;
  readonly bytes: number;
  readonly pause: number;
}

const NEEDS_LOW_POINTS: MissingEvidence = { logTag: "gc", jfrEvent: "jdk.GCHeapSummary", other: "a longer log: at least five collections of the old generation" };

/** Heap in use after every pause that tells it. */
function usedAfter(timeline: Timeline, window: Window): readonly UseAfter[] {
  const { pauses } = timeline;
  return [...selectPauses(timeline, window).rows]
    .map((row) => ({ atMs: pauses.startMs[row] as number, bytes: pauses.afterBytes[row] as number, pause: row }))
    .filter(({ bytes }) => !Number.isNaN(bytes));
}

const FULL_SHARE = 0.9;

/** Stops that could free everything and still left more than 90 % of the heap in use. */
function exhausting(source: MetricSource): readonly UseAfter[] {
  const heap = maxHeapBytes(source) ?? Number.NaN;
  const { timeline, window } = source;
  return usedAfter(timeline, window).filter(({ bytes, pause }) => {
    const kind = classifyPause(nameOf(timeline, timeline.pauses.kind[pause] as number) ?? "");
    return (kind === "full" || kind === "degenerated") && bytes > FULL_SHARE * heap;
  });
}

/** Growth of use after collections, up to the last stop that could free everything: what that stop kept of it. */
function keptGrowth(source: MetricSource): { readonly bytes: number; readonly pValue: number; readonly sample: number } {
  const { timeline, steady } = source;
  const points = usedAfter(timeline, steady);
  const isWhole = ({ pause }: UseAfter): boolean => ["full", "degenerated"].includes(classifyPause(nameOf(timeline, timeline.pauses.kind[pause] as number) ?? ""));
  const peak = points.reduce((at, point, i) => (isWhole(point) && (at < 0 || point.bytes >= (points[at] as UseAfter).bytes) ? i : at), -1);
  const before = points.slice(0, peak + 1);
  if (before.length < 5) return { bytes: Number.NaN, pValue: Number.NaN, sample: before.length };
  const values = before.map(({ bytes }) => bytes);
  return { bytes: (before.at(-1) as UseAfter).bytes - (values[0] as number), pValue: testMannKendall(values).pValue, sample: before.length };
}

function slopeBytesPerHour(source: MetricSource): number {
  const trend = LIVE_SET_TREND_METRICS.find(({ name }) => name === "heap.liveSetTrendBytesPerHour")?.compute(source).value;
  return typeof trend === "number" ? trend : Number.NaN;
}

function metric(name: string, unit: Unit, sentence: string, formula: string, of: (source: MetricSource) => number): MetricDefinition {
  return {
    name, unit, sentence, formula,
    compute: (source) => {
      const { points } = findLowPoints(source.timeline, source.steady);
      return measured(of(source), points.length, NEEDS_LOW_POINTS, linesOf(source.timeline.pauses, points.flatMap(({ pause }) => (pause === null ? [] : [pause])).reverse()));
    },
  };
}

/** Whether what stays in the heap grows. */
export const LEAK_TREND_METRICS: readonly MetricDefinition[] = [
  metric("trend.lowPoints", "count", "Collections of the old generation after warm-up, each a low point of heap use.", "full, last mixed and major collections, and concurrent cleanups", (source) => findLowPoints(source.timeline, source.steady).points.length),
  metric("trend.secondsToFull", "seconds", "Time until the low points reach the largest heap at the present growth.", "(largest heap − last low point) ÷ slope", (source) => {
    const last = findLowPoints(source.timeline, source.steady).points.at(-1);
    const slope = slopeBytesPerHour(source);
    return last === undefined || !(slope > 0) ? Number.NaN : (((maxHeapBytes(source) ?? Number.NaN) - last.usedBytes) / slope) * 3600;
  }),
  {
    name: "trend.exhaustedCount", unit: "count", sentence: "Full and degenerated collections that left more than 90 % of the largest heap in use.", formula: "such pauses with used after > 0.9 × largest heap",
    compute: (source) => {
      const points = exhausting(source);
      return measured(maxHeapBytes(source) === null ? Number.NaN : points.length, usedAfter(source.timeline, source.window).length, NEEDS_LOW_POINTS, linesOf(source.timeline.pauses, points.map(({ pause }) => pause as number)));
    },
  },
  {
    name: "trend.keptGrowthShare", unit: "share", sentence: "Growth of heap use after collections that a full collection did not give back, as a share of the largest heap.", formula: "(used after the fullest full or degenerated collection − used after the first collection after warm-up) ÷ largest heap",
    compute: (source) => {
      const { bytes, sample } = keptGrowth(source);
      return measured(bytes / (maxHeapBytes(source) ?? Number.NaN), sample, NEEDS_LOW_POINTS);
    },
  },
  {
    name: "trend.keptGrowthPValue", unit: "ratio", sentence: "Chance to see such an order of heap use after collections without growth.", formula: "Mann–Kendall test over use after collections up to the fullest full collection",
    compute: (source) => {
      const { pValue, sample } = keptGrowth(source);
      return measured(pValue, sample, NEEDS_LOW_POINTS);
    },
  },
];
