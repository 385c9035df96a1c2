import type { Timeline } from "../timeline/timeline.js";
import type { Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { classifyPause, type PauseClass } from "./pause-class.js";
import { rowsInside } from "./wall-time.js";

/** Pauses chosen from a timeline. */
export interface PauseSelection {
  /** Rows of `timeline.pauses` in time order, also those of unknown duration. */
  readonly rows: Int32Array;
  /** Known durations in ms, ascending. */
  readonly sortedMs: Float64Array;
  readonly totalMs: number;
}

/** Pauses that begin inside the window. Computed once for a timeline and window. */
export const selectPauses: (timeline: Timeline, window: Window) => PauseSelection = oncePerWindow((timeline, window) =>
  selectionOf(timeline, rowsInside(timeline.pauses, window)));

/** The same pauses by kind (`Young (Normal)`, …) in the order in which kinds first occur. */
export const selectPausesByKind = oncePerWindow((timeline, window) =>
  groupPauses(timeline, window, (row) => nameOf(timeline, timeline.pauses.kind[row] as number)));

/** The same pauses by cause; pauses without a cause are in no group. */
export const selectPausesByCause = oncePerWindow((timeline, window) =>
  groupPauses(timeline, window, (row) => nameOf(timeline, timeline.pauses.cause[row] as number)));

/** The same pauses by what they do (young, mixed, full, …). */
export const selectPausesByClass: (timeline: Timeline, window: Window) => ReadonlyMap<PauseClass, PauseSelection> = oncePerWindow((timeline, window) => {
  const classes = timeline.names.map(classifyPause);
  return groupPauses(timeline, window, (row) => classes[timeline.pauses.kind[row] as number] ?? "other");
});

const NO_PAUSES: PauseSelection = { rows: new Int32Array(0), sortedMs: new Float64Array(0), totalMs: 0 };

/** Pauses of one class inside the window; an empty selection when there were none. */
export function selectClass(timeline: Timeline, window: Window, pauseClass: PauseClass): PauseSelection {
  return selectPausesByClass(timeline, window).get(pauseClass) ?? NO_PAUSES;
}

/** A name of the timeline by id; null for none. */
export function nameOf(timeline: Timeline, id: number): string | null {
  return timeline.names[id] ?? null;
}

function groupPauses<K extends string>(timeline: Timeline, window: Window, keyOf: (row: number) => K | null): ReadonlyMap<K, PauseSelection> {
  const { rows } = selectPauses(timeline, window);
  const sizes = new Map<K, number>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== null) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  const filled = new Map<K, { readonly rows: Int32Array; size: number }>();
  for (const [key, size] of sizes) filled.set(key, { rows: new Int32Array(size), size: 0 });
  for (const row of rows) {
    const key = keyOf(row);
    const group = key === null ? undefined : filled.get(key);
    if (group !== undefined) group.rows[group.size++] = row;
  }
  return new Map([...filled].map(([key, group]) => [key, selectionOf(timeline, group.rows)]));
}

function selectionOf(timeline: Timeline, rows: Int32Array): PauseSelection {
  const { durationMs } = timeline.pauses;
  const durations = new Float64Array(rows.length);
  let size = 0;
  let totalMs = 0;
  for (const row of rows) {
    const duration = durationMs[row] as number;
    if (Number.isNaN(duration)) continue;
    durations[size++] = duration;
    totalMs += duration;
  }
  const sortedMs = durations.subarray(0, size);
  sortedMs.sort();
  return { rows, sortedMs, totalMs };
}
