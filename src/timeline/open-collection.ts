import type { AgeRow, Phase, References, Regions, SpaceHeap, Stamp, SurvivorTarget, WorkerPhase } from "../events/gc-event.js";

/** What a log prints about a pause beside its end line. */
export type PauseDetail = Phase | WorkerPhase | Regions | SpaceHeap | AgeRow | SurvivorTarget | References;

/** Halves of generational ZGC as columns hold them: the index is the number. */
const GENERATIONS = ["", "y", "Y", "O"] as const;

/** The number under which columns hold the half of a stamp: 0 none, 1 minor, 2 young of a major, 3 old of a major. */
export function generationOf(stamp: Pick<Stamp, "generation">): number {
  return GENERATIONS.indexOf(stamp.generation);
}

/** What is known about a collection whose lines are still coming. Keyed by GC id, since collections interleave. */
export interface OpenCollection {
  /** Rows in `collections` by half of generational ZGC, -1 for none. */
  readonly rows: [number, number, number, number];
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
  /** Starts of the concurrent phases that ended, for telling whole cycles from their parts. */
  readonly concurrentEnds: { readonly row: number; readonly startMs: number }[];
}

/** A pause whose start line was read and whose end line was not. */
export interface OpenPause {
  readonly gcId: number;
  readonly kind: string;
  /** Length of `pauses` when it began: rows from here on lie inside it. */
  readonly firstRow: number;
}

export function openCollection(): OpenCollection {
  return {
    rows: [-1, -1, -1, -1],
    lastPause: -1,
    pending: [],
    workers: 0,
    hasEvacuationFailure: false,
    beforeBytes: Number.NaN,
    afterBytes: Number.NaN,
    committedBytes: Number.NaN,
    concurrentEnds: [],
  };
}
