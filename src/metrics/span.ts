import type { Window, MetricDefinition, MetricSource } from "./metric.js";
import { measured, NEEDS_CLOCK } from "./measurement.js";
import { selectPauses } from "./select-pauses.js";
import { spansOf, wallMsOf } from "./wall-time.js";

/** How much of the JVM's life was seen: what minimum samples are held against. */
export const SPAN_METRICS: readonly MetricDefinition[] = [
  {
    name: "span.durationMs", unit: "ms",
    sentence: "Wall time that the input covers inside the window, over all JVM runs.",
    formula: "Σ over runs of last stamp − first stamp",
    compute: (source) => duration(source, source.window),
  },
  {
    name: "span.runs", unit: "count",
    sentence: "Number of JVM lives in the input.",
    formula: "runs that have something inside the window",
    compute: ({ timeline, window }) => {
      const runs = window.run === null ? timeline.runs.length : 1;
      return { value: runs, sampleSize: runs };
    },
  },
  {
    name: "steady.durationMs", unit: "ms",
    sentence: "Wall time inside the window after warm-up.",
    formula: "span.durationMs without the first max(30 s, 5 %), until heap capacity settles, at most a quarter",
    compute: (source) => duration(source, source.steady),
  },
  {
    name: "steady.droppedMs", unit: "ms",
    sentence: "Wall time dropped as warm-up.",
    formula: "span.durationMs − steady.durationMs",
    compute: ({ timeline, window, steady }) =>
      measured(wallMsOf(timeline, window) - wallMsOf(timeline, steady), spansOf(timeline, window).length, NEEDS_CLOCK),
  },
  {
    name: "steady.pauseCount", unit: "count",
    sentence: "Number of pauses after warm-up.",
    formula: "pauses that begin in the steady window",
    compute: ({ timeline, steady }) => {
      const { rows } = selectPauses(timeline, steady);
      return { value: rows.length, sampleSize: rows.length };
    },
  },
];

function duration({ timeline }: MetricSource, window: Window): ReturnType<MetricDefinition["compute"]> {
  return measured(wallMsOf(timeline, window), spansOf(timeline, window).length, NEEDS_CLOCK);
}
