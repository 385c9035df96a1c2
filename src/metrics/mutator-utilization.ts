import type { Timeline } from "../timeline/timeline.js";
import { measured, NEEDS_CLOCK } from "./measurement.js";
import type { MetricDefinition, Window } from "./metric.js";
import { selectPauses } from "./select-pauses.js";
import { findStoppedTime, type StoppedTime } from "./stopped-time.js";

/** Window lengths for which the minimum mutator utilization is reported, and their names. */
export const MMU_WINDOWS = [
  { name: "20ms", windowMs: 20 }, { name: "50ms", windowMs: 50 }, { name: "100ms", windowMs: 100 },
  { name: "200ms", windowMs: 200 }, { name: "1s", windowMs: 1000 }, { name: "10s", windowMs: 10_000 },
] as const;

/**
 * Minimum mutator utilization (Cheng and Blelloch, PLDI 2001): the smallest share of running time in any stretch of length
 * `windowMs` that lies inside a run. 1 without pauses; null when no run is that long or there is no clock.
 *
 * Only stretches that begin with a pause, end with one, or lie at an end of the run can be the worst. Two pointers walk
 * over the pauses, so the cost is linear in their number.
 */
export function minimumMutatorUtilization(timeline: Timeline, window: Window, windowMs: number): number | null {
  let mostStoppedMs = Number.NaN;
  for (const stopped of findStoppedTime(timeline, window)) {
    if (stopped.span.toMs - stopped.span.fromMs < windowMs) continue;
    const worst = Math.max(worstFromStarts(stopped, windowMs), worstUntilEnds(stopped, windowMs));
    mostStoppedMs = Number.isNaN(mostStoppedMs) ? worst : Math.max(mostStoppedMs, worst);
  }
  return Number.isNaN(mostStoppedMs) ? null : Math.max(0, 1 - mostStoppedMs / windowMs);
}

/** Most ms stopped in a stretch that begins at a pause's start, pushed back where it would leave the run. */
function worstFromStarts({ span, startsMs, endsMs }: StoppedTime, windowMs: number): number {
  const latestMs = span.toMs - windowMs;
  let worstMs = 0;
  let first = 0;
  let last = 0;
  let wholeMs = 0;
  for (let i = 0; i < startsMs.length; i++) {
    const fromMs = Math.min(startsMs[i] as number, latestMs);
    const toMs = fromMs + windowMs;
    while (last < startsMs.length && (startsMs[last] as number) < toMs) wholeMs += lengthOf(startsMs, endsMs, last++);
    while (first < last && (endsMs[first] as number) <= fromMs) wholeMs -= lengthOf(startsMs, endsMs, first++);
    worstMs = Math.max(worstMs, insideOf(startsMs, endsMs, first, last, wholeMs, fromMs, toMs));
  }
  return worstMs;
}

/** The same for stretches that end at a pause's end. */
function worstUntilEnds({ span, startsMs, endsMs }: StoppedTime, windowMs: number): number {
  let worstMs = 0;
  let first = 0;
  let last = 0;
  let wholeMs = 0;
  for (let i = 0; i < endsMs.length; i++) {
    const toMs = Math.max(endsMs[i] as number, span.fromMs + windowMs);
    const fromMs = toMs - windowMs;
    while (last < startsMs.length && (startsMs[last] as number) < toMs) wholeMs += lengthOf(startsMs, endsMs, last++);
    while (first < last && (endsMs[first] as number) <= fromMs) wholeMs -= lengthOf(startsMs, endsMs, first++);
    worstMs = Math.max(worstMs, insideOf(startsMs, endsMs, first, last, wholeMs, fromMs, toMs));
  }
  return worstMs;
}

function lengthOf(startsMs: Float64Array, endsMs: Float64Array, i: number): number {
  return (endsMs[i] as number) - (startsMs[i] as number);
}

/** Ms stopped between two instants, from the sum of the stops `first` to `last` − 1 that touch the stretch. */
function insideOf(startsMs: Float64Array, endsMs: Float64Array, first: number, last: number, wholeMs: number, fromMs: number, toMs: number): number {
  if (first === last) return 0;
  const before = Math.max(0, fromMs - (startsMs[first] as number));
  const after = Math.max(0, (endsMs[last - 1] as number) - toMs);
  return wholeMs - before - after;
}

/** MMU at the usual window lengths. */
export const MMU_METRICS: readonly MetricDefinition[] = MMU_WINDOWS.map(({ name, windowMs }) => ({
  name: `overhead.mmu${name}`, unit: "share",
  sentence: `Smallest share of running time in any ${name} of the run.`,
  formula: "min over all stretches w of (w − paused time inside) ÷ w",
  compute: ({ timeline, window }) => {
    const { rows } = selectPauses(timeline, window);
    return measured(minimumMutatorUtilization(timeline, window, windowMs) ?? Number.NaN, rows.length, { ...NEEDS_CLOCK, other: `time stamps, and a run of at least ${name}` });
  },
}));
