import type { Timeline } from "../timeline/timeline.js";
import { copiedFromRegions, readYoungCollections } from "./g1-young-collections.js";
import type { Window } from "./metric.js";
import { recentWindow, windowOf } from "./recent-window.js";

/** Extremes of fewer collections say nothing. */
export const LEAST_COLLECTIONS_OF_EXTREMES = 4;

/** Most bytes copied in a collection beside the fewest bytes that were free before one. */
export interface EvacuationSpace {
  /** Largest copy ÷ smallest free space; NaN without collections that tell both. */
  readonly ratio: number;
  readonly largestCopiedBytes: number;
  readonly smallestFreeBytes: number;
  /** Young and mixed collections it rests on. */
  readonly sampleSize: number;
}

/**
 * Copies against free space over G1's young and mixed collections of the window's longest run. The two extremes need not be of
 * one collection, since they need not meet twice the same way. Bytes copied are as printed (gc+phases=debug), else from region
 * counts. `heapBytes` is the largest heap, because a heap that may grow grows before copying fails; null: as committed.
 */
export function measureEvacuationSpace(timeline: Timeline, window: Window, heapBytes: number | null): EvacuationSpace {
  const span = recentWindow(timeline, window);
  const regionBytes = span?.run.jvm.regionBytes ?? Number.NaN;
  let largestCopiedBytes = Number.NaN;
  let smallestFreeBytes = Number.NaN;
  let sampleSize = 0;
  for (const one of span === null || span.run.collector !== "G1" ? [] : readYoungCollections(timeline, windowOf(span))) {
    const copied = Number.isNaN(one.copiedBytes) ? copiedFromRegions(one, regionBytes) : one.copiedBytes;
    const heap = heapBytes ?? (timeline.pauses.committedBytes[one.pause] as number);
    const free = Math.max(0, heap - one.oldBytes - one.humongousBytes - one.edenBytes - one.survivorBytes);
    if (Number.isNaN(copied + free)) continue;
    sampleSize++;
    if (!(copied <= largestCopiedBytes)) largestCopiedBytes = copied;
    if (!(free >= smallestFreeBytes)) smallestFreeBytes = free;
  }
  // Free space is counted in whole regions; less than half of one is none to divide by.
  return { ratio: largestCopiedBytes / Math.max(smallestFreeBytes, regionBytes / 2), largestCopiedBytes, smallestFreeBytes, sampleSize };
}
