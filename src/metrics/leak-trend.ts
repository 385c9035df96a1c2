import { testMannKendall } from "../statistics/mann-kendall.js";
import type { Timeline } from "../timeline/timeline.js";
import { maxHeapBytes } from "./given-facts.js";
import { estimateLiveSetTrend, thinEvenly } from "./live-set-trend.js";
import { findLowPoints } from "./low-points.js";
import { linesOf, measured } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence, Unit } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { pauseClassOf, selectPauses } from "./select-pauses.js";

const NEEDS_LOW_POINTS: MissingEvidence = { logTag: "gc", jfrEvent: "jdk.GCHeapSummary", other: "a longer log: at least five collections of the old generation" };

/** Pauses that tell the heap in use after them. */
const tellingUse = oncePerWindow((timeline, window) => selectPauses(timeline, window).rows.filter((row) => !Number.isNaN(timeline.pauses.afterBytes[row])));

/** Whether a pause could free everything: a full or degenerated collection. */
function isWhole(timeline: Timeline, row: number): boolean {
  const pauseClass = pauseClassOf(timeline, row);
  return pauseClass === "full" || pauseClass === "degenerated";
}

const FULL_SHARE = 0.9;
/** Collections below which growth says nothing. */
const LEAST_KEPT = 5;

/** Stops that could free everything and still left more than 90 % of the heap in use. */
function exhausting(source: MetricSource): Int32Array {
  const heap = maxHeapBytes(source) ?? Number.NaN;
  const { timeline, window } = source;
  return tellingUse(timeline, window).filter((row) => isWhole(timeline, row) && (timeline.pauses.afterBytes[row] as number) > FULL_SHARE * heap);
}

/** Growth of use after collections, up to the last stop that could free everything: what that stop kept of it. */
const keptGrowth = oncePerWindow((timeline, window) => {
  const { afterBytes } = timeline.pauses;
  const rows = tellingUse(timeline, window);
  const bytesAt = (index: number): number => afterBytes[rows[index] as number] as number;
  let peak = -1;
  for (let i = 0; i < rows.length; i++) if (isWhole(timeline, rows[i] as number) && (peak < 0 || bytesAt(i) >= bytesAt(peak))) peak = i;
  const sample = peak + 1;
  if (sample < LEAST_KEPT) return { bytes: Number.NaN, pValue: Number.NaN, sample };
  return { bytes: bytesAt(peak) - bytesAt(0), pValue: testMannKendall(thinEvenly(sample, bytesAt)).pValue, sample };
});

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
    const slope = estimateLiveSetTrend(source.timeline, source.steady)?.bytesPerHour ?? Number.NaN;
    return last === undefined || !(slope > 0) ? Number.NaN : (((maxHeapBytes(source) ?? Number.NaN) - last.usedBytes) / slope) * 3600;
  }),
  {
    name: "trend.exhaustedCount", unit: "count", sentence: "Full and degenerated collections that left more than 90 % of the largest heap in use.", formula: "such pauses with used after > 0.9 × largest heap",
    compute: (source) => {
      const rows = exhausting(source);
      const telling = tellingUse(source.timeline, source.window).length;
      return measured(maxHeapBytes(source) === null || telling === 0 ? Number.NaN : rows.length, telling, NEEDS_LOW_POINTS, linesOf(source.timeline.pauses, rows));
    },
  },
  {
    name: "trend.keptGrowthShare", unit: "share", sentence: "Growth of heap use after collections that a full collection did not give back, as a share of the largest heap.", formula: "(used after the fullest full or degenerated collection − used after the first collection after warm-up) ÷ largest heap",
    compute: (source) => {
      const { bytes, sample } = keptGrowth(source.timeline, source.steady);
      return measured(bytes / (maxHeapBytes(source) ?? Number.NaN), sample, NEEDS_LOW_POINTS);
    },
  },
  {
    name: "trend.keptGrowthPValue", unit: "ratio", sentence: "Chance to see such an order of heap use after collections without growth.", formula: "Mann–Kendall test over use after collections up to the fullest full collection, at most 5,000 of them in even steps",
    compute: (source) => {
      const { pValue, sample } = keptGrowth(source.timeline, source.steady);
      return measured(pValue, sample, NEEDS_LOW_POINTS);
    },
  },
];
