import type { Timeline } from "../timeline/timeline.js";
import type { Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { nameOf, pauseClassOf, selectPauses } from "./select-pauses.js";
import { longestSpanOf, rowsInside, type RunSpan } from "./wall-time.js";
import { readZgcCycles } from "./zgc-cycles.js";

/** What is left in the heap after the old generation was collected: close to what the application keeps alive. */
export interface LowPoint {
  readonly atMs: number;
  readonly usedBytes: number;
  /** Row of the pause that shows it; null when something else does. */
  readonly pause: number | null;
}

/** Low points of the longest run in the window, in time order, and what they were seen from. */
export interface LowPoints {
  readonly points: readonly LowPoint[];
  /** Words for a report; null without points. */
  readonly from: string | null;
}

const NONE: LowPoints = { points: [], from: null };

/**
 * Low points of the old generation in the longest run of the window.
 *
 * - ZGC: `Live` of the heap table at the end of marking (of the old generation where there are two).
 * - Shenandoah: used after the cleanup that ends a cycle, which follows Final Update Refs; degenerated and full collections.
 * - CMS: used after the first young pause that follows a sweep; full collections.
 * - G1: the least used after Cleanup, the young pause after it and the mixed pauses of that cycle; full collections.
 * - Serial, Parallel: used after full collections.
 */
export const findLowPoints: (timeline: Timeline, window: Window) => LowPoints = oncePerWindow((timeline, window) => {
  const span = longestSpanOf(timeline, window);
  if (span === null) return NONE;
  const ofRun: Window = { ...window, run: span.run.index };
  switch (span.run.collector) {
    case "ZGC": case "GenZGC": return afterZgcMarking(timeline, ofRun);
    case "Shenandoah": case "GenShenandoah": return afterShenandoahCycles(timeline, ofRun);
    case "CMS": return afterSweeps(timeline, ofRun);
    default: return afterMarkingCycles(timeline, ofRun, span);
  }
});

function afterZgcMarking(timeline: Timeline, window: Window): LowPoints {
  const points = readZgcCycles(timeline, window)
    .filter(({ generation, liveBytes }) => (generation === 0 || generation === 3) && !Number.isNaN(liveBytes))
    .map(({ toMs, liveBytes }) => ({ atMs: toMs, usedBytes: liveBytes, pause: null }));
  return points.length === 0 ? afterZgcCollections(timeline, window) : { points, from: "Live at the end of old marking" };
}

/** Without heap tables: used after whole collections, which holds what was allocated meanwhile too. */
function afterZgcCollections(timeline: Timeline, window: Window): LowPoints {
  const { collections } = timeline;
  const points: LowPoint[] = [];
  for (const row of rowsInside(collections, window)) {
    const kind = nameOf(timeline, collections.kind[row] as number) ?? "";
    if (/^(Garbage|Major)/.test(kind)) addKnown(points, endOf(collections, row), collections.afterBytes[row] as number, null);
  }
  return named(points, "heap after major collections");
}

function afterShenandoahCycles(timeline: Timeline, window: Window): LowPoints {
  const { concurrent, names } = timeline;
  const isCleanup = names.map((name) => /^concurrent cleanup/i.test(name) && !/young/i.test(name));
  const points: LowPoint[] = [];
  let last = -1;
  for (const row of rowsInside(concurrent, window)) {
    if (isCleanup[concurrent.phase[row] as number] !== true || Number.isNaN(concurrent.afterBytes[row] as number)) continue;
    if (last >= 0 && concurrent.gcId[last] !== concurrent.gcId[row]) addKnown(points, endOf(concurrent, last), concurrent.afterBytes[last] as number, null);
    last = row;
  }
  if (last >= 0) addKnown(points, endOf(concurrent, last), concurrent.afterBytes[last] as number, null);
  points.push(...afterWholePauses(timeline, window));
  return named(points.toSorted((a, b) => a.atMs - b.atMs), "heap after cycles");
}

function afterSweeps(timeline: Timeline, window: Window): LowPoints {
  const { concurrent, pauses, names } = timeline;
  const isSweep = names.map((name) => /sweep/i.test(name));
  const sweeps = rowsInside(concurrent, window).filter((row) => isSweep[concurrent.phase[row] as number] === true);
  const points = afterWholePauses(timeline, window);
  let next = 0;
  for (const row of selectPauses(timeline, window).rows) {
    if (next === sweeps.length) break;
    const startMs = pauses.startMs[row] as number;
    if (pauseClassOf(timeline, row) !== "young" || startMs < endOf(concurrent, sweeps[next] as number)) continue;
    addKnown(points, startMs, pauses.afterBytes[row] as number, row);
    while (next < sweeps.length && endOf(concurrent, sweeps[next] as number) <= startMs) next++;
  }
  return named(points.toSorted((a, b) => a.atMs - b.atMs), "heap after sweeps and full collections");
}

/** G1 and the collectors that only have full collections. */
function afterMarkingCycles(timeline: Timeline, window: Window, { run }: RunSpan): LowPoints {
  const { startMs, afterBytes } = timeline.pauses;
  const points: LowPoint[] = [];
  let lowest: LowPoint | null = null;
  let youngSince = 0;
  const close = (): void => {
    if (lowest !== null) points.push(lowest);
    lowest = null;
  };
  for (const row of selectPauses(timeline, window).rows) {
    const pauseClass = pauseClassOf(timeline, row);
    const usedBytes = afterBytes[row] as number;
    if (Number.isNaN(usedBytes)) continue;
    if (pauseClass === "full") {
      close();
      points.push({ atMs: startMs[row] as number, usedBytes, pause: row });
    } else if (pauseClass === "cleanup") {
      close();
      lowest = { atMs: startMs[row] as number, usedBytes, pause: row };
      youngSince = 0;
    } else if (lowest !== null && (pauseClass === "mixed" || pauseClass === "young")) {
      if (pauseClass === "young" && youngSince > 0) close();
      else if (usedBytes < (lowest as LowPoint).usedBytes) lowest = { atMs: startMs[row] as number, usedBytes, pause: row };
      youngSince++;
    }
  }
  close();
  return named(points, run.collector === "G1" ? "heap after mixed, Cleanup and full pauses" : "heap after full collections");
}

/** Used after full and degenerated pauses. */
function afterWholePauses(timeline: Timeline, window: Window): LowPoint[] {
  const points: LowPoint[] = [];
  for (const row of selectPauses(timeline, window).rows) {
    const pauseClass = pauseClassOf(timeline, row);
    if (pauseClass === "full" || pauseClass === "degenerated") addKnown(points, timeline.pauses.startMs[row] as number, timeline.pauses.afterBytes[row] as number, row);
  }
  return points;
}

function addKnown(points: LowPoint[], atMs: number, usedBytes: number, pause: number | null): void {
  if (!Number.isNaN(usedBytes)) points.push({ atMs, usedBytes, pause });
}

function endOf(table: { readonly startMs: Float64Array; readonly durationMs: Float64Array }, row: number): number {
  return (table.startMs[row] as number) + ((table.durationMs[row] as number) || 0);
}

function named(points: readonly LowPoint[], from: string): LowPoints {
  return points.length === 0 ? NONE : { points, from };
}
