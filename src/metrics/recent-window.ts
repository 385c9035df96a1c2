import type { Window } from "./metric.js";
import { selectPauses } from "./select-pauses.js";
import { longestSpanOf, type RunSpan } from "./wall-time.js";
import type { Timeline } from "../timeline/timeline.js";

/** More pauses do not make a model better, and each costs memory. */
const MOST_PAUSES = 20_000;

/**
 * The part of a window that models are made from: its longest run, and of that the last 20,000 pauses. Null without a clock.
 */
export function recentWindow(timeline: Timeline, window: Window): RunSpan | null {
  const span = longestSpanOf(timeline, window);
  if (span === null || !(span.toMs > span.fromMs)) return null;
  const { rows } = selectPauses(timeline, windowOf(span));
  const first = rows.length - MOST_PAUSES;
  return first <= 0 ? span : { ...span, fromMs: timeline.pauses.startMs[rows[first] as number] as number };
}

/** A stretch of one run as a window. */
export function windowOf({ run, fromMs, toMs }: RunSpan): Window {
  return { run: run.index, fromMs, toMs };
}
