import type { Timeline } from "../timeline/timeline.js";
import { generationOf } from "./generations.js";
import type { Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { selectPauses } from "./select-pauses.js";
import { rowsInside, spansOf, WHOLE } from "./wall-time.js";
import { readZgcCycles } from "./zgc-cycles.js";

/** Stretches of time in which the application ran and it is known how much it allocated. Same index, same stretch. */
export interface AllocationStretches {
  readonly length: number;
  readonly fromMs: Float64Array;
  readonly toMs: Float64Array;
  readonly bytes: Float64Array;
  readonly run: Int32Array;
}

/**
 * What was allocated between consecutive collections of a run: heap used before the one minus heap used after the other.
 *
 * - Where generations are printed (Serial, Parallel, CMS), in kilobytes, by generation: so the sweep of CMS, which frees
 *   old space between two pauses, does not count against what was allocated.
 * - ZGC allocates during its cycles: their `Allocated` rows, and the difference of used between cycles. Of generational
 *   ZGC only young cycles count, where all allocation happens. Without tables, between whole collections.
 * - Shenandoah prints sizes with some pauses and some concurrent phases: both, in time order.
 * - All others: between pauses.
 */
export const findAllocation: (timeline: Timeline, window: Window) => AllocationStretches = oncePerWindow((timeline, window) => {
  const stretches = new StretchTable(mostStretches(timeline));
  for (const { run } of spansOf(timeline, window)) {
    const ofRun: Window = { ...window, run: run.index };
    if (run.collector === "ZGC" || run.collector === "GenZGC") addZgc(stretches, timeline, ofRun);
    else if (run.collector === "Shenandoah" || run.collector === "GenShenandoah") addGaps(stretches, run.index, sortByStart([pauseSizes(timeline, ofRun), concurrentSizes(timeline, ofRun)].flat()));
    else addPauses(stretches, timeline, ofRun, run.index);
  }
  return stretches.finish();
});

/** One event with heap sizes at both ends. */
interface SizedEvent {
  readonly fromMs: number;
  readonly toMs: number;
  readonly beforeBytes: number;
  readonly afterBytes: number;
}

class StretchTable {
  private length = 0;
  private readonly fromMs: Float64Array;
  private readonly toMs: Float64Array;
  private readonly bytes: Float64Array;
  private readonly run: Int32Array;

  constructor(capacity: number) {
    this.fromMs = new Float64Array(capacity);
    this.toMs = new Float64Array(capacity);
    this.bytes = new Float64Array(capacity);
    this.run = new Int32Array(capacity);
  }

  /** Stretches of no length or unknown ends or bytes are left out; concurrent freeing can make bytes negative, and stays. */
  add(run: number, fromMs: number, toMs: number, bytes: number): void {
    if (!(toMs > fromMs) || Number.isNaN(bytes)) return;
    this.fromMs[this.length] = fromMs;
    this.toMs[this.length] = toMs;
    this.bytes[this.length] = bytes;
    this.run[this.length++] = run;
  }

  finish(): AllocationStretches {
    const { length } = this;
    return { length, fromMs: this.fromMs.subarray(0, length), toMs: this.toMs.subarray(0, length), bytes: this.bytes.subarray(0, length), run: this.run.subarray(0, length) };
  }
}

/** No source gives more than one stretch a row, except ZGC's tables: two a cycle, which takes several rows. */
function mostStretches({ pauses, concurrent, collections, heapTable }: Timeline): number {
  return pauses.length + concurrent.length + collections.length + heapTable.length * 2;
}

/** Between pauses; generation by generation where both pauses tell them. */
function addPauses(stretches: StretchTable, timeline: Timeline, window: Window, run: number): void {
  const { startMs, durationMs, beforeBytes, afterBytes } = timeline.pauses;
  const generations = readGenerations(timeline, WHOLE);
  let previous = -1;
  for (const row of selectPauses(timeline, window).rows) {
    const growth = generations === null || previous < 0 ? Number.NaN : growthOfGenerations(generations, previous, row);
    if (Number.isNaN(beforeBytes[row] as number) && Number.isNaN(growth)) continue;
    if (previous >= 0) {
      const bytes = Number.isNaN(growth) ? (beforeBytes[row] as number) - (afterBytes[previous] as number) : growth;
      stretches.add(run, (startMs[previous] as number) + (durationMs[previous] as number), startMs[row] as number, bytes);
    }
    previous = row;
  }
}

/** Used bytes of both generations by pause; NaN for pauses that do not tell them. */
interface GenerationSizes {
  readonly young: { readonly before: Float64Array; readonly after: Float64Array };
  readonly old: { readonly before: Float64Array; readonly after: Float64Array };
}

/** Growth of each generation from the end of one pause to the start of another, counted apart. */
function growthOfGenerations({ young, old }: GenerationSizes, from: number, to: number): number {
  return Math.max(0, (young.before[to] as number) - (young.after[from] as number)) + Math.max(0, (old.before[to] as number) - (old.after[from] as number));
}

/** null when the input prints no generations. */
const readGenerations: (timeline: Timeline, window: Window) => GenerationSizes | null = oncePerWindow(({ spaces, names, pauses }) => {
  const byName = names.map(generationOf);
  if (!byName.some((generation) => generation !== null) || spaces.length === 0) return null;
  const unknown = (): Float64Array => new Float64Array(pauses.length).fill(Number.NaN);
  const sizes = { young: { before: unknown(), after: unknown() }, old: { before: unknown(), after: unknown() } };
  for (let i = 0; i < spaces.length; i++) {
    const pause = spaces.pause[i] as number;
    const generation = byName[spaces.space[i] as number] ?? null;
    if (pause < 0 || generation === null) continue;
    sizes[generation].before[pause] = spaces.beforeBytes[i] as number;
    sizes[generation].after[pause] = spaces.afterBytes[i] as number;
  }
  return sizes;
});

function addZgc(stretches: StretchTable, timeline: Timeline, window: Window): void {
  const cycles = readZgcCycles(timeline, window).filter(({ generation, allocatedBytes }) => generation !== 3 && !Number.isNaN(allocatedBytes));
  if (cycles.length === 0) {
    addGaps(stretches, window.run ?? 0, collectionSizes(timeline, window));
    return;
  }
  cycles.forEach((cycle, i) => {
    const next = cycles[i + 1];
    stretches.add(cycle.run, cycle.fromMs, cycle.toMs, cycle.allocatedBytes);
    if (next !== undefined) stretches.add(cycle.run, cycle.toMs, next.fromMs, next.usedAtStartBytes - cycle.usedAtEndBytes);
  });
}

function addGaps(stretches: StretchTable, run: number, events: readonly SizedEvent[]): void {
  for (let i = 1; i < events.length; i++) {
    const previous = events[i - 1] as SizedEvent;
    const next = events[i] as SizedEvent;
    stretches.add(run, previous.toMs, next.fromMs, next.beforeBytes - previous.afterBytes);
  }
}

function pauseSizes(timeline: Timeline, window: Window): SizedEvent[] {
  return sizedEvents(timeline.pauses, selectPauses(timeline, window).rows);
}

function concurrentSizes(timeline: Timeline, window: Window): SizedEvent[] {
  return sizedEvents(timeline.concurrent, rowsInside(timeline.concurrent, window));
}

function collectionSizes(timeline: Timeline, window: Window): SizedEvent[] {
  return sizedEvents(timeline.collections, rowsInside(timeline.collections, window));
}

interface SizedRows {
  readonly startMs: Float64Array;
  readonly durationMs: Float64Array;
  readonly beforeBytes: ArrayLike<number>;
  readonly afterBytes: ArrayLike<number>;
}

function sizedEvents({ startMs, durationMs, beforeBytes, afterBytes }: SizedRows, rows: Int32Array): SizedEvent[] {
  const events: SizedEvent[] = [];
  for (const row of rows) {
    const fromMs = startMs[row] as number;
    const event = { fromMs, toMs: fromMs + (durationMs[row] as number), beforeBytes: beforeBytes[row] as number, afterBytes: afterBytes[row] as number };
    if (!Number.isNaN(event.toMs + event.beforeBytes + event.afterBytes)) events.push(event);
  }
  return events;
}

function sortByStart(events: SizedEvent[]): SizedEvent[] {
  return events.toSorted((a, b) => a.fromMs - b.fromMs);
}
