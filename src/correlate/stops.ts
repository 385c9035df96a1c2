import { isCollection } from "../metrics/safepoint-operations.js";
import { nameOf } from "../metrics/select-pauses.js";
import { isInside, spansOf, WHOLE } from "../metrics/wall-time.js";
import type { Window } from "../metrics/metric.js";
import type { Timeline } from "../timeline/timeline.js";

/** What kept requests waiting: a stop of all threads for the collector, one for something else, or threads waiting for memory. */
export type StopKind = "pause" | "safepoint" | "stall";

/** A stretch in which requests could not go on. */
export interface Stop {
  /** Epoch ms; ms since an unknown instant when the log has no wall clock. */
  readonly startMs: number;
  readonly endMs: number;
  readonly kind: StopKind;
  /** `Full (System.gc())`, `HeapDumper`, `Allocation Stall`. */
  readonly what: string;
  /** Part of it that was spent reaching the safepoint; NaN where not told. */
  readonly reachingMs: number;
}

/** All stops of a timeline in time order, and the stretch (of the window) that it covers. */
export interface Stops {
  readonly all: readonly Stop[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Whether the times are on the calendar. */
  readonly hasWallClock: boolean;
}

/** Stops closer than this are one: stamps are rounded to 1 ms. */
const TOUCHING_MS = 1;

/**
 * Collects what could delay requests: GC pauses joined with the safepoints around them (so that the time to reach a
 * safepoint counts), other safepoints, and allocation stalls joined where they overlap. Stalls stop single threads and are
 * kept apart. Runs without a wall clock are used only when no run has one.
 */
export function collectStops(timeline: Timeline, window: Window = WHOLE): Stops {
  const hasWallClock = timeline.runs.some(({ clock }) => !Number.isNaN(clock.epochMs));
  const zeroOf = timeline.runs.map(({ clock }) => (hasWallClock ? clock.epochMs : 0));
  const spans = spansOf(timeline, window).map(({ run, fromMs, toMs }) => ({ fromMs: (zeroOf[run.index] as number) + fromMs, toMs: (zeroOf[run.index] as number) + toMs })).filter(({ fromMs }) => !Number.isNaN(fromMs));
  const stopped = joinTouching([...pausesOf(timeline, zeroOf, window), ...safepointsOf(timeline, zeroOf, window)]);
  const stalls = joinTouching(stallsOf(timeline, zeroOf, window));
  return {
    all: [...stopped, ...stalls].sort((a, b) => a.startMs - b.startMs),
    fromMs: Math.min(...spans.map(({ fromMs }) => fromMs)), toMs: Math.max(...spans.map(({ toMs }) => toMs)), hasWallClock,
  };
}

function pausesOf({ pauses, ...timeline }: Timeline, zeroOf: readonly number[], window: Window): Stop[] {
  const stops: Stop[] = [];
  for (let row = 0; row < pauses.length; row++) {
    const startMs = pauses.startMs[row] as number;
    const durationMs = pauses.durationMs[row] as number;
    if (!isInside(window, pauses.run[row] as number, startMs)) continue;
    const cause = timeline.names[pauses.cause[row] as number];
    const kind = timeline.names[pauses.kind[row] as number] ?? "pause";
    add(stops, (zeroOf[pauses.run[row] as number] as number) + startMs, durationMs, "pause", cause === undefined ? kind : `${kind} (${cause})`, Number.NaN);
  }
  return stops;
}

function safepointsOf(timeline: Timeline, zeroOf: readonly number[], window: Window): Stop[] {
  const { safepoints } = timeline;
  const stops: Stop[] = [];
  for (let row = 0; row < safepoints.length; row++) {
    const startMs = safepoints.startMs[row] as number;
    if (!isInside(window, safepoints.run[row] as number, startMs)) continue;
    const operation = nameOf(timeline, safepoints.operation[row] as number) ?? "safepoint";
    const kind = isCollection(operation) ? "pause" : "safepoint";
    add(stops, (zeroOf[safepoints.run[row] as number] as number) + startMs, safepoints.totalMs[row] as number, kind, operation, safepoints.reachingMs[row] as number);
  }
  return stops;
}

function stallsOf(timeline: Timeline, zeroOf: readonly number[], window: Window): Stop[] {
  const { stalls } = timeline;
  const stops: Stop[] = [];
  for (let row = 0; row < stalls.length; row++) {
    const startMs = stalls.startMs[row] as number;
    if (!isInside(window, stalls.run[row] as number, startMs)) continue;
    add(stops, (zeroOf[stalls.run[row] as number] as number) + startMs, stalls.durationMs[row] as number, "stall", nameOf(timeline, stalls.kind[row] as number) ?? "Allocation Stall", Number.NaN);
  }
  return stops;
}

function add(stops: Stop[], startMs: number, durationMs: number, kind: StopKind, what: string, reachingMs: number): void {
  if (Number.isFinite(startMs) && durationMs > 0) stops.push({ startMs, endMs: startMs + durationMs, kind, what, reachingMs });
}

/** Joins stops that overlap or touch. The longest pause in it names the whole; a pause beats the safepoint around it. */
function joinTouching(stops: Stop[]): Stop[] {
  stops.sort((a, b) => a.startMs - b.startMs);
  const joined: Stop[] = [];
  let namedMs = 0;
  for (const stop of stops) {
    const last = joined.at(-1);
    const lengthMs = stop.endMs - stop.startMs;
    if (last === undefined || stop.startMs > last.endMs + TOUCHING_MS) {
      joined.push(stop);
      namedMs = isNamedByPause(stop) ? lengthMs : 0;
      continue;
    }
    const renames = isNamedByPause(stop) && lengthMs > namedMs;
    if (renames) namedMs = lengthMs;
    const reachingMs = Number.isNaN(stop.reachingMs) ? last.reachingMs : (last.reachingMs || 0) + stop.reachingMs;
    const kind = last.kind === "pause" || stop.kind === "pause" ? "pause" : last.kind;
    joined[joined.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, stop.endMs), kind, what: renames ? stop.what : last.what, reachingMs };
  }
  return joined;
}

/** Pauses of the log carry a kind and a cause; safepoints only an operation. */
function isNamedByPause({ what, kind }: Stop): boolean {
  return kind === "pause" && (what.includes("(") || !isCollection(what));
}
