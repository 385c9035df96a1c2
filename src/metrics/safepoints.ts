import { nearestRank, sortKnown } from "../statistics/quantile.js";
import type { Timeline } from "../timeline/timeline.js";
import { largestRows, linesOf, measured, notMeasured } from "./measurement.js";
import type { Measurement, MetricDefinition, MissingEvidence, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { isCollection } from "./safepoint-operations.js";
import { nameOf, selectPauses } from "./select-pauses.js";
import { rowsInside, wallMsOf } from "./wall-time.js";

const NEEDS_SAFEPOINTS: MissingEvidence = { logTag: "safepoint", jfrEvent: "jdk.SafepointBegin" };

/** Safepoints inside the window and what they add up to. */
export interface SafepointSummary {
  readonly rows: Int32Array;
  readonly totalMs: number;
  readonly maxMs: number;
  /** Times to safepoint, ascending. */
  readonly sortedReachingMs: Float64Array;
  /** Stops that are not collections. */
  readonly other: { readonly rows: readonly number[]; readonly totalMs: number };
  /** By operation, in order of first occurrence; safepoints without a printed operation are under "". */
  readonly byOperation: ReadonlyMap<string, { readonly count: number; readonly totalMs: number; readonly maxMs: number }>;
}

/** Sums safepoints; computed once for a timeline and window. */
export const summarizeSafepoints: (timeline: Timeline, window: Window) => SafepointSummary = oncePerWindow((timeline, window) => {
  const { safepoints } = timeline;
  const rows = rowsInside(safepoints, window);
  const isOther = otherStops(timeline, window, rows);
  const byOperation = new Map<string, { count: number; totalMs: number; maxMs: number }>();
  const other: number[] = [];
  let totalMs = 0;
  let otherMs = 0;
  let maxMs = Number.NaN;
  rows.forEach((row, i) => {
    const stoppedMs = (safepoints.totalMs[row] as number) || 0;
    const name = nameOf(timeline, safepoints.operation[row] as number) ?? "";
    const operation = byOperation.get(name) ?? { count: 0, totalMs: 0, maxMs: 0 };
    byOperation.set(name, operation);
    operation.count++;
    operation.totalMs += stoppedMs;
    operation.maxMs = Math.max(operation.maxMs, stoppedMs);
    totalMs += stoppedMs;
    maxMs = Number.isNaN(maxMs) ? stoppedMs : Math.max(maxMs, stoppedMs);
    if (isOther[i] !== 1) return;
    other.push(row);
    otherMs += stoppedMs;
  });
  const reaching = Float64Array.from(rows, (row) => safepoints.reachingMs[row] as number);
  return { rows, totalMs, maxMs, sortedReachingMs: sortKnown(reaching), other: { rows: other, totalMs: otherMs }, byOperation };
});

/** Stamps are rounded to this, so that a pause may seem to begin before its safepoint. */
const STAMP_STEP_MS = 1;

/**
 * 1 for safepoints that are not collections: by the operation's name, and where none is printed (JDK 8, some of 9–12) when
 * no GC pause falls inside. Both tables are in time order, so one walk is enough.
 */
function otherStops(timeline: Timeline, window: Window, rows: Int32Array): Uint8Array {
  const { safepoints, pauses, names } = timeline;
  const isCollectionName = names.map(isCollection);
  const pauseRows = selectPauses(timeline, window).rows;
  const marks = new Uint8Array(rows.length);
  let next = 0;
  rows.forEach((row, i) => {
    const operation = safepoints.operation[row] as number;
    if (operation >= 0) {
      marks[i] = isCollectionName[operation] === true ? 0 : 1;
      return;
    }
    const run = safepoints.run[row] as number;
    const fromMs = (safepoints.startMs[row] as number) - STAMP_STEP_MS;
    const toMs = (safepoints.startMs[row] as number) + ((safepoints.totalMs[row] as number) || 0) + STAMP_STEP_MS;
    const isBefore = (pause: number): boolean => {
      const pauseRun = pauses.run[pause] as number;
      return pauseRun < run || (pauseRun === run && (pauses.startMs[pause] as number) + (pauses.durationMs[pause] as number) < fromMs);
    };
    while (next < pauseRows.length && isBefore(pauseRows[next] as number)) next++;
    const pause = pauseRows[next];
    marks[i] = pause !== undefined && pauses.run[pause] === run && (pauses.startMs[pause] as number) <= toMs ? 0 : 1;
  });
  return marks;
}

/** Stops of all threads, for collections and anything else. */
export const SAFEPOINT_METRICS: readonly MetricDefinition[] = [
  metric("safepoints.count", "count", "Number of safepoints.", "stops of all threads, for collections and other operations", ({ rows }) => rows.length),
  metric("safepoints.totalMs", "ms", "Time lost in safepoints, reaching them included.", "Σ total time", ({ totalMs }) => totalMs),
  metric("safepoints.maxMs", "ms", "Longest safepoint.", "largest total time", ({ maxMs }) => maxMs),
  reaching("safepoints.maxReachMs", "Longest time until all threads had stopped.", "largest time to safepoint", 1),
  reaching("safepoints.reachP95Ms", "Time to safepoint that 95 % of the safepoints do not exceed.", "nearest rank over times to safepoint", 0.95),
  metric("safepoints.otherCount", "count", "Safepoints that are not collections.", "by the name of the operation; where none is printed, those without a GC pause inside", ({ other }) => other.rows.length),
  metric("safepoints.otherTotalMs", "ms", "Time lost in safepoints that are not collections.", "Σ total time of other safepoints", ({ other }) => other.totalMs),
  {
    name: "safepoints.otherShare", unit: "share",
    sentence: "Share of wall time in safepoints that are not collections.",
    formula: "safepoints.otherTotalMs ÷ T",
    compute: ({ timeline, window }) => compute(timeline, window, ({ other }) => other.totalMs / wallMsOf(timeline, window)),
  },
  {
    name: "safepoints.stoppedShare", unit: "share",
    sentence: "Share of wall time in which all threads were stopped or stopping.",
    formula: "safepoints.totalMs ÷ T",
    compute: ({ timeline, window }) => compute(timeline, window, ({ totalMs }) => totalMs / wallMsOf(timeline, window)),
  },
  {
    name: "safepoints.topOtherOperation", unit: "text",
    sentence: "Operation other than collections that stops the application most.",
    formula: "largest Σ total time by operation",
    compute: ({ timeline, window }) => compute(timeline, window, (summary) => topOther(summary) ?? Number.NaN),
  },
];

function topOther({ byOperation }: SafepointSummary): string | null {
  let top: string | null = null;
  let topMs = 0;
  for (const [name, { totalMs }] of byOperation) {
    if (name === "" || isCollection(name) || totalMs <= topMs) continue;
    top = name;
    topMs = totalMs;
  }
  return top;
}

function metric(name: string, unit: MetricDefinition["unit"], sentence: string, formula: string, valueOf: (summary: SafepointSummary) => number): MetricDefinition {
  return { name, unit, sentence, formula, compute: ({ timeline, window }) => compute(timeline, window, valueOf) };
}

function reaching(name: string, sentence: string, formula: string, quantile: number): MetricDefinition {
  return {
    name, unit: "ms", sentence, formula,
    compute: ({ timeline, window }) => {
      const { sortedReachingMs, rows } = summarizeSafepoints(timeline, window);
      const lines = linesOf(timeline.safepoints, largestRows(timeline.safepoints.reachingMs, rows));
      return measured(nearestRank(sortedReachingMs, quantile), sortedReachingMs.length, NEEDS_SAFEPOINTS, lines);
    },
  };
}

function compute(timeline: Timeline, window: Window, valueOf: (summary: SafepointSummary) => number | string): Measurement {
  if (!timeline.seen.has("safepoints")) return notMeasured(NEEDS_SAFEPOINTS);
  const summary = summarizeSafepoints(timeline, window);
  return measured(valueOf(summary), summary.rows.length, NEEDS_SAFEPOINTS, linesOf(timeline.safepoints, largestRows(timeline.safepoints.totalMs, summary.rows)));
}
