import type { Timeline } from "../timeline/timeline.js";
import { largestRows, linesOf, measured } from "./measurement.js";
import type { MetricDefinition, MissingEvidence, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { rowsInside } from "./wall-time.js";

const NEEDS_STALLS: MissingEvidence = { logTag: "gc", jfrEvent: "jdk.ZAllocationStall" };

/** Stalls of single threads inside the window: count, sum and longest. `maxMs` is NaN without any. */
export interface StallSummary {
  readonly rows: Int32Array;
  readonly totalMs: number;
  readonly maxMs: number;
}

/** Sums stalls; computed once for a timeline and window. */
const summarizeStalls: (timeline: Timeline, window: Window) => StallSummary = oncePerWindow((timeline, window) => {
  const rows = rowsInside(timeline.stalls, window);
  let totalMs = 0;
  let maxMs = Number.NaN;
  for (const row of rows) {
    const stallMs = timeline.stalls.durationMs[row] as number;
    if (Number.isNaN(stallMs)) continue;
    totalMs += stallMs;
    if (!(stallMs <= maxMs)) maxMs = stallMs;
  }
  return { rows, totalMs, maxMs };
});

/** Waits of single threads for memory: allocation and relocation stalls of ZGC, pacing of Shenandoah. */
export const STALL_METRICS: readonly MetricDefinition[] = [
  metric("stalls.count", "count", "How often a thread had to wait for memory.", "allocation stalls, relocation stalls and pacing; none printed means none happened", ({ rows }) => rows.length),
  metric("stalls.totalMs", "ms", "Time that threads waited for memory, added up over threads.", "Σ stall durations", ({ totalMs }) => totalMs),
  metric("stalls.maxMs", "ms", "Longest wait of a thread for memory.", "largest stall duration", ({ maxMs }) => maxMs),
];

function metric(name: string, unit: MetricDefinition["unit"], sentence: string, formula: string, valueOf: (summary: StallSummary) => number): MetricDefinition {
  return {
    name, unit, sentence, formula,
    compute: ({ timeline, window }) => {
      const summary = summarizeStalls(timeline, window);
      return measured(valueOf(summary), summary.rows.length, NEEDS_STALLS, linesOf(timeline.stalls, largestRows(timeline.stalls.durationMs, summary.rows)));
    },
  };
}
