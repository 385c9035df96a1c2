import type { Timeline } from "../timeline/timeline.js";
import type { Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { nameOf } from "./select-pauses.js";
import { isInside } from "./wall-time.js";

/** The heap table of one ZGC cycle (or of one half of a major collection), bytes; NaN for what was not printed. */
export interface ZgcCycle {
  readonly run: number;
  /** 0 single-generation, 1 minor, 2 young half of a major, 3 old half. */
  readonly generation: number;
  /** Start of marking and end of relocation; NaN when the cycle's own line is missing. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Used by the table's generation: at mark start and at relocate end. */
  readonly usedAtStartBytes: number;
  readonly usedAtEndBytes: number;
  /** Allocated, and promoted, from mark start to relocate end. */
  readonly allocatedBytes: number;
  readonly promotedBytes: number;
  /** Live as found by marking. */
  readonly liveBytes: number;
}

type Writable = { -readonly [F in keyof ZgcCycle]: ZgcCycle[F] };

/** ZGC's heap tables inside the window, one object a cycle, in the order in which they were printed. */
export const readZgcCycles: (timeline: Timeline, window: Window) => readonly ZgcCycle[] = oncePerWindow((timeline, window) => {
  const { heapTable } = timeline;
  const times = cycleTimes(timeline);
  const cycles: ZgcCycle[] = [];
  let open: Writable | null = null;
  let openKey = "";
  for (let i = 0; i < heapTable.length; i++) {
    const run = heapTable.run[i] as number;
    if (!isInside(window, run, heapTable.atMs[i] as number)) continue;
    const generation = heapTable.generation[i] as number;
    const key = cycleKey(run, heapTable.gcId[i] as number, generation);
    if (open === null || key !== openKey) {
      const { fromMs, toMs } = times.get(key) ?? { fromMs: Number.NaN, toMs: Number.NaN };
      open = { run, generation, fromMs, toMs, ...NOTHING_PRINTED };
      openKey = key;
      cycles.push(open);
    }
    readRow(open, nameOf(timeline, heapTable.row[i] as number), heapTable, i);
  }
  return cycles;
});

const NOTHING_PRINTED = { usedAtStartBytes: Number.NaN, usedAtEndBytes: Number.NaN, allocatedBytes: Number.NaN, promotedBytes: Number.NaN, liveBytes: Number.NaN };

/** `Used` stands twice in the tables of generational ZGC: first for the heap, then for the generation, which is the one kept. */
function readRow(cycle: Writable, row: string | null, { markStartBytes, markEndBytes, relocateEndBytes }: Timeline["heapTable"], i: number): void {
  if (row === "Used") {
    cycle.usedAtStartBytes = markStartBytes[i] as number;
    cycle.usedAtEndBytes = relocateEndBytes[i] as number;
  } else if (row === "Allocated") cycle.allocatedBytes = relocateEndBytes[i] as number;
  else if (row === "Promoted") cycle.promotedBytes = relocateEndBytes[i] as number;
  else if (row === "Live") cycle.liveBytes = markEndBytes[i] as number;
}

/** The tables are printed at the end of a cycle; when it began is told by its collection. */
function cycleTimes({ collections }: Timeline): ReadonlyMap<string, { readonly fromMs: number; readonly toMs: number }> {
  const times = new Map<string, { readonly fromMs: number; readonly toMs: number }>();
  for (let i = 0; i < collections.length; i++) {
    const fromMs = collections.startMs[i] as number;
    const key = cycleKey(collections.run[i] as number, collections.gcId[i] as number, collections.generation[i] as number);
    times.set(key, { fromMs, toMs: fromMs + (collections.durationMs[i] as number) });
  }
  return times;
}

function cycleKey(run: number, gcId: number, generation: number): string {
  return `${run}:${gcId}:${generation}`;
}
