import type { Timeline } from "../timeline/timeline.js";
import type { Window } from "./metric.js";
import { longestSpanOf, rowsInside, type RunSpan } from "./wall-time.js";

/** Least and relative length of the warm-up, and the most that may be given up for it. */
const WARMUP_MS = 30_000;
const WARMUP_SHARE = 0.05;
const MOST_DROPPED_SHARE = 0.25;
/** A smaller change of the committed heap is not "still settling". */
const CAPACITY_CHANGE_SHARE = 0.05;

/** The steady part of a window and what was left out before it. */
export interface SteadyWindow {
  readonly window: Window;
  readonly droppedMs: number;
}

/**
 * The window without the JVM's warm-up: the first max(30 s, 5 % of the run), and longer while the heap capacity still
 * changes. Warm-up counts from JVM start, so a log that begins later has less to drop, and from the first stamp where the
 * uptime is not known. Never more than a quarter of the window is dropped: a short log would otherwise have nothing left,
 * so figures of logs below two minutes still hold some warm-up.
 *
 * With several runs in the window the longest one decides, and the same time is dropped from the start of each: lives
 * shorter than that are all warm-up. Without a clock nothing is dropped.
 */
export function findSteadyWindow(timeline: Timeline, window: Window): SteadyWindow {
  const span = longestSpanOf(timeline, window);
  if (span === null || !(span.toMs > span.fromMs)) return { window, droppedMs: 0 };
  const startedMs = span.run.clock.isUptime ? 0 : span.run.firstMs;
  const warmMs = startedMs + Math.max(WARMUP_MS, WARMUP_SHARE * (span.toMs - startedMs));
  const latestMs = span.fromMs + MOST_DROPPED_SHARE * (span.toMs - span.fromMs);
  const settledMs = capacitySettledMs(timeline, span, latestMs);
  const fromMs = Math.max(span.fromMs, Math.min(latestMs, Math.max(warmMs, settledMs)));
  if (fromMs === span.fromMs) return { window, droppedMs: 0 };
  return { window: { ...window, fromMs }, droppedMs: fromMs - span.fromMs };
}

/**
 * When the last change of the committed heap before `latestMs` took effect; the start of the span when there was none, or
 * when it also changes afterwards: a heap that is resized all the time does not settle, however long one waits.
 */
function capacitySettledMs(timeline: Timeline, { run, fromMs, toMs }: RunSpan, latestMs: number): number {
  const { startMs, committedBytes } = timeline.pauses;
  let settledMs = fromMs;
  let previous = Number.NaN;
  for (const row of rowsInside(timeline.pauses, { run: run.index, fromMs, toMs })) {
    const committed = committedBytes[row] as number;
    if (Number.isNaN(committed)) continue;
    if (Math.abs(committed - previous) > CAPACITY_CHANGE_SHARE * previous) {
      const atMs = startMs[row] as number;
      if (atMs > latestMs) return fromMs;
      settledMs = atMs;
    }
    previous = committed;
  }
  return settledMs;
}
