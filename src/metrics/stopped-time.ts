import type { Timeline } from "../timeline/timeline.js";
import type { Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { rowsInside, spansOf, type RunSpan } from "./wall-time.js";

/** The stops of one run as disjoint stretches in time order, cut at the ends of the span. */
export interface StoppedTime {
  readonly span: RunSpan;
  readonly startsMs: Float64Array;
  readonly endsMs: Float64Array;
}

/**
 * When the application stood still, by run: GC pauses joined where they overlap or touch. Runs without a clock, and pauses
 * whose time is not known, are left out. A pause that began before the window counts with its part inside.
 */
export const findStoppedTime: (timeline: Timeline, window: Window) => readonly StoppedTime[] = oncePerWindow((timeline, window) =>
  spansOf(timeline, window).map((span) => stoppedIn(timeline, span)));

function stoppedIn(timeline: Timeline, span: RunSpan): StoppedTime {
  const { startMs, durationMs } = timeline.pauses;
  const rows = rowsInside(timeline.pauses, { run: span.run.index, fromMs: Number.NaN, toMs: span.toMs });
  const startsMs = new Float64Array(rows.length);
  const endsMs = new Float64Array(rows.length);
  let size = 0;
  for (const row of rows) {
    const fromMs = Math.max(span.fromMs, startMs[row] as number);
    const toMs = Math.min(span.toMs, (startMs[row] as number) + (durationMs[row] as number));
    if (!(toMs >= fromMs)) continue;
    const previousEndMs = size === 0 ? Number.NEGATIVE_INFINITY : (endsMs[size - 1] as number);
    if (fromMs <= previousEndMs) {
      endsMs[size - 1] = Math.max(previousEndMs, toMs);
      continue;
    }
    startsMs[size] = fromMs;
    endsMs[size++] = toMs;
  }
  return { span, startsMs: startsMs.subarray(0, size), endsMs: endsMs.subarray(0, size) };
}
