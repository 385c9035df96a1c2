import type { Timeline } from "../timeline/timeline.js";
import type { Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { largestRows } from "./measurement.js";
import { classifyPause, type PauseClass } from "./pause-class.js";
import { rowsInside } from "./wall-time.js";

/** Pauses chosen from a timeline. */
export interface PauseSelection {
  /** Rows of `timeline.pauses` in time order, also those of unknown duration. */
  readonly rows: Int32Array;
  /** Known durations in ms, ascending. Sorted when first asked for. */
  readonly sortedMs: Float64Array;
  readonly totalMs: number;
  /** The five longest, longest first; those of unknown duration are left out. */
  readonly longestRows: readonly number[];
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
  return groupPauses(timeline, window, (row) => pauseClassOf(timeline, row));
});

const NO_PAUSES: PauseSelection = { rows: new Int32Array(0), sortedMs: new Float64Array(0), totalMs: 0, longestRows: [] };

const classesByKind = new WeakMap<Timeline, readonly PauseClass[]>();

/** What the pause in a row does. Each kind is looked at once for a timeline. */
export function pauseClassOf(timeline: Timeline, row: number): PauseClass {
  let classes = classesByKind.get(timeline);
  if (classes === undefined) {
    classes = timeline.names.map(classifyPause);
    classesByKind.set(timeline, classes);
  }
  return classes[timeline.pauses.kind[row] as number] ?? "other";
}

/** Pauses of one class inside the window; an empty selection when there were none. */
export function selectClass(timeline: Timeline, window: Window, pauseClass: PauseClass): PauseSelection {
  return selectPausesByClass(timeline, window).get(pauseClass) ?? NO_PAUSES;
}

/** A name of the timeline by id; null for none. */
export function nameOf(timeline: Timeline, id: number): string | null {
  return timeline.names[id] ?? null;
}

function groupPauses<K extends string>(timeline: Timeline, window: Window, keyOf: (row: number) => K | null): ReadonlyMap<K, PauseSelection> {
  const all = selectPauses(timeline, window);
  const sizes = new Map<K, number>();
  for (const row of all.rows) {
    const key = keyOf(row);
    if (key !== null) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  if (sizes.size === 1 && [...sizes.values()][0] === all.rows.length) return new Map([...sizes.keys()].map((key) => [key, all]));
  const filled = new Map<K, { readonly rows: Int32Array; size: number }>();
  for (const [key, size] of sizes) filled.set(key, { rows: new Int32Array(size), size: 0 });
  for (const row of all.rows) {
    const key = keyOf(row);
    const group = key === null ? undefined : filled.get(key);
    if (group !== undefined) group.rows[group.size++] = row;
  }
  return new Map([...filled].map(([key, group]) => [key, selectionOf(timeline, group.rows)]));
}

/** Pauses of several selections together, in time order. */
export function joinSelections(timeline: Timeline, selections: readonly PauseSelection[]): PauseSelection {
  const kept = selections.filter(({ rows }) => rows.length > 0);
  if (kept.length <= 1) return kept[0] ?? NO_PAUSES;
  const rows = new Int32Array(kept.reduce((sum, selection) => sum + selection.rows.length, 0));
  let at = 0;
  for (const selection of kept) {
    rows.set(selection.rows, at);
    at += selection.rows.length;
  }
  return selectionOf(timeline, rows.sort());
}

function selectionOf(timeline: Timeline, rows: Int32Array): PauseSelection {
  const { durationMs } = timeline.pauses;
  let totalMs = 0;
  for (const row of rows) totalMs += (durationMs[row] as number) || 0;
  let sorted: Float64Array | null = null;
  let longest: readonly number[] | null = null;
  return {
    rows,
    totalMs,
    get sortedMs() {
      return (sorted ??= sortedDurations(durationMs, rows));
    },
    get longestRows() {
      return (longest ??= largestRows(durationMs, rows));
    },
  };
}

function sortedDurations(durationMs: Float64Array, rows: Int32Array): Float64Array {
  const durations = new Float64Array(rows.length);
  let size = 0;
  for (const row of rows) {
    const duration = durationMs[row] as number;
    if (!Number.isNaN(duration)) durations[size++] = duration;
  }
  return durations.subarray(0, size).sort();
}
