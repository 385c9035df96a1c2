import type { Timeline } from "../timeline/timeline.js";
import { measured, NEEDS_CLOCK } from "./measurement.js";
import type { MetricDefinition, Window } from "./metric.js";
import { selectPauses } from "./select-pauses.js";
import { findStoppedTime } from "./stopped-time.js";
import { wallMsOf } from "./wall-time.js";

/** Σ pause time ÷ T over the runs of the window, 0–1; NaN without a clock. */
export function pauseShare(timeline: Timeline, window: Window): number {
  let stoppedMs = 0;
  for (const { startsMs, endsMs } of findStoppedTime(timeline, window)) {
    for (let i = 0; i < startsMs.length; i++) stoppedMs += (endsMs[i] as number) - (startsMs[i] as number);
  }
  const wallMs = wallMsOf(timeline, window);
  return wallMs > 0 ? stoppedMs / wallMs : Number.NaN;
}

/** How much of the time the application stood still for GC. */
export const OVERHEAD_METRICS: readonly MetricDefinition[] = [
  {
    name: "overhead.pauseRatio", unit: "share",
    sentence: "Share of wall time in GC pauses.",
    formula: "Σ pause durations ÷ T, concurrent phases not included",
    compute: ({ timeline, window }) => measured(pauseShare(timeline, window), selectPauses(timeline, window).rows.length, NEEDS_CLOCK),
  },
  {
    name: "overhead.steadyPauseRatio", unit: "share",
    sentence: "Share of wall time in GC pauses after warm-up.",
    formula: "Σ pause durations ÷ T in the steady window",
    compute: ({ timeline, steady }) => measured(pauseShare(timeline, steady), selectPauses(timeline, steady).rows.length, NEEDS_CLOCK),
  },
  {
    name: "overhead.throughputShare", unit: "share",
    sentence: "Share of wall time not in GC pauses.",
    formula: "1 − overhead.pauseRatio",
    compute: ({ timeline, window }) => measured(1 - pauseShare(timeline, window), selectPauses(timeline, window).rows.length, NEEDS_CLOCK),
  },
];
