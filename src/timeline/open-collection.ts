import type { AgeRow, Phase, References, Regions, SpaceHeap, SurvivorTarget, WorkerPhase } from "../events/gc-event.js";

/** What a log prints about a pause beside its end line. */
export type PauseDetail = Phase | WorkerPhase | Regions | SpaceHeap | AgeRow | SurvivorTarget | References;

/** What is known about a collection whose lines are still coming. Keyed by GC id, since collections interleave. */
export interface OpenCollection {
  readonly gcId: number;
  /** Row in `collections`, one per half for generational ZGC. */
  readonly rows: Map<number, number>;
  /** Row of the pause that ended last; CPU lines come after the end line. */
  lastPause: number;
  /** Details waiting for the end line of the pause they belong to: phases, regions, spaces, ages, references. */
  pending: PauseDetail[];
  workers: number;
  hasEvacuationFailure: boolean;
  /** Heap at both ends as recordings give it, outside the pause event. */
  beforeBytes: number;
  afterBytes: number;
  committedBytes: number;
  /** Kinds of pauses that were opened and not yet closed, with where they began. */
  readonly openPauses: OpenPause[];
  /** Starts of the concurrent phases that ended, for telling whole cycles from their parts. */
  readonly concurrentEnds: { readonly row: number; readonly startMs: number }[];
  openConcurrent: number;
}

export interface OpenPause {
  readonly gcId: number;
  readonly kind: string;
  readonly cause: string | null;
  readonly startMs: number;
  /** Length of `pauses` when it began: rows from here on lie inside it. */
  readonly firstRow: number;
}

export function openCollection(gcId: number): OpenCollection {
  return {
    gcId,
    rows: new Map(),
    lastPause: -1,
    pending: [],
    workers: 0,
    hasEvacuationFailure: false,
    beforeBytes: Number.NaN,
    afterBytes: Number.NaN,
    committedBytes: Number.NaN,
    openPauses: [],
    concurrentEnds: [],
    openConcurrent: 0,
  };
}
