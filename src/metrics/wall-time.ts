import type { Run, Timeline } from "../timeline/timeline.js";
import type { Window } from "./metric.js";

/** A stretch of one run on the clock of its `startMs`. */
export interface RunSpan {
  readonly run: Run;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A window that leaves nothing out. */
export const WHOLE: Window = { run: null, fromMs: Number.NaN, toMs: Number.NaN };

/** What of each run lies inside the window, in order. Runs without a clock, and runs outside, are left out. */
export function spansOf(timeline: Timeline, window: Window): RunSpan[] {
  const spans: RunSpan[] = [];
  for (const run of timeline.runs) {
    if (window.run !== null && window.run !== run.index) continue;
    const fromMs = Number.isNaN(window.fromMs) ? run.firstMs : Math.max(run.firstMs, window.fromMs);
    const toMs = Number.isNaN(window.toMs) ? run.lastMs : Math.min(run.lastMs, window.toMs);
    if (toMs >= fromMs) spans.push({ run, fromMs, toMs });
  }
  return spans;
}

/** Wall time T of the window in ms: the sum over runs of what the input covers. NaN without any clock. */
export function wallMsOf(timeline: Timeline, window: Window): number {
  const spans = spansOf(timeline, window);
  if (spans.length === 0) return Number.NaN;
  return spans.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0);
}

/** The run that covers most of the window, for what makes no sense across JVM lives, such as trends; null without a clock. */
export function longestSpanOf(timeline: Timeline, window: Window): RunSpan | null {
  let longest: RunSpan | null = null;
  for (const span of spansOf(timeline, window)) {
    if (longest === null || span.toMs - span.fromMs > longest.toMs - longest.fromMs) longest = span;
  }
  return longest;
}

/** Tables whose rows have a start and belong to a run. */
interface TimedRows {
  readonly length: number;
  readonly run: ArrayLike<number>;
  readonly startMs: Float64Array;
}

/**
 * Rows that begin inside the window, in the table's order: from `fromMs` on and before `toMs`. A row without a stamp
 * counts only when the window has no bounds, because nobody knows when it was.
 */
export function rowsInside(table: TimedRows, window: Window): Int32Array {
  const { startMs, run } = table;
  const candidates = window.run === null ? rangeOf(0, table.length) : rowsOfRun(table, window.run);
  const isKept = (i: number): boolean => isInside(window, run[candidates[i] as number] as number, startMs[candidates[i] as number] as number);
  let first = 0;
  while (first < candidates.length && !isKept(first)) first++;
  let end = first;
  while (end < candidates.length && isKept(end)) end++;
  let rest = 0;
  for (let i = end; i < candidates.length; i++) if (isKept(i)) rest++;
  if (rest === 0) return candidates.subarray(first, end);
  const rows = new Int32Array(end - first + rest);
  rows.set(candidates.subarray(first, end));
  let size = end - first;
  for (let i = end; size < rows.length; i++) if (isKept(i)) rows[size++] = candidates[i] as number;
  return rows;
}

let counting = new Int32Array(0);

/** The numbers from `first` to before `end`. Rows are in time order, so that most windows are such a range: all share one array. */
function rangeOf(first: number, end: number): Int32Array {
  if (counting.length < end) counting = new Int32Array(end + (end >> 1)).map((_, index) => index);
  return counting.subarray(first, end);
}

const NO_ROWS = new Int32Array(0);
const rowsByRun = new WeakMap<TimedRows, ReadonlyMap<number, Int32Array>>();

/** The rows of one run in the table's order. Looked up once for all runs, since an input may hold thousands of JVM lives. */
function rowsOfRun(table: TimedRows, run: number): Int32Array {
  let groups = rowsByRun.get(table);
  if (groups === undefined) {
    groups = groupByRun(table);
    rowsByRun.set(table, groups);
  }
  return groups.get(run) ?? NO_ROWS;
}

function groupByRun({ length, run }: TimedRows): ReadonlyMap<number, Int32Array> {
  const sizes = new Map<number, number>();
  for (let row = 0; row < length; row++) sizes.set(run[row] as number, (sizes.get(run[row] as number) ?? 0) + 1);
  if (sizes.size === 1) return new Map([[run[0] as number, rangeOf(0, length)]]);
  const groups = new Map<number, Int32Array>();
  for (const [index, size] of sizes) groups.set(index, new Int32Array(size));
  const filled = new Map<number, number>();
  for (let row = 0; row < length; row++) {
    const index = run[row] as number;
    const at = filled.get(index) ?? 0;
    (groups.get(index) as Int32Array)[at] = row;
    filled.set(index, at + 1);
  }
  return groups;
}

/** Whether an instant of a run lies in the window, by the rule of {@link rowsInside}. */
export function isInside(window: Window, run: number, atMs: number): boolean {
  if (window.run !== null && window.run !== run) return false;
  return (Number.isNaN(window.fromMs) || atMs >= window.fromMs) && (Number.isNaN(window.toMs) || atMs < window.toMs);
}
