import type { Window } from "../metrics/metric.js";
import type { Timeline } from "../timeline/timeline.js";
import type { Refusal } from "./collection-model.js";
import { readYoungCollections } from "./read-young-collections.js";
import { recentWindow, windowOf } from "./recent-window.js";
import { copiedFromRegions } from "./survival-points.js";

/** How near G1 came to running out of space to copy into. */
export interface EvacuationFailureRisk {
  /** Most bytes copied in one collection ÷ fewest bytes free before one. */
  readonly ratio: number;
  readonly largestCopiedBytes: number;
  readonly smallestFreeBytes: number;
  /** "low": no run this far away failed. "high": every run this near failed. "open": some did. */
  readonly risk: "low" | "open" | "high";
  /** Young and mixed collections it rests on. */
  readonly sampleSize: number;
  readonly sentence: string;
}

/** Below, none of 24 runs had an evacuation failure; from HIGH_RATIO on, all of 9; between, 3 of 12 near 1. */
const LOW_RATIO = 0.8;
const HIGH_RATIO = 1.15;

/**
 * The risk of evacuation failures in the window's longest run: the largest copy against the smallest free space, from
 * different collections, since they need not meet twice the same way. Refused for other collectors and without region counts.
 */
export function evacuationFailureRisk(timeline: Timeline, window: Window): EvacuationFailureRisk | Refusal {
  const span = recentWindow(timeline, window);
  if (span === null || span.run.collector !== "G1") return { refused: "only G1 has evacuation failures of this kind" };
  const regionBytes = span.run.jvm.regionBytes ?? Number.NaN;
  const collections = readYoungCollections(timeline, windowOf(span));
  let largestCopiedBytes = Number.NaN;
  let smallestFreeBytes = Number.NaN;
  let sampleSize = 0;
  for (const one of collections) {
    const copied = Number.isNaN(one.copiedBytes) ? copiedFromRegions(one, regionBytes) : one.copiedBytes;
    // A heap that may grow grows before copying fails.
    const heapBytes = span.run.jvm.heapMaxBytes ?? (timeline.pauses.committedBytes[one.pause] as number);
    const free = Math.max(0, heapBytes - one.oldBytes - one.humongousBytes - one.edenBytes - one.survivorBytes);
    if (Number.isNaN(copied + free)) continue;
    sampleSize++;
    if (!(copied <= largestCopiedBytes)) largestCopiedBytes = copied;
    if (!(free >= smallestFreeBytes)) smallestFreeBytes = free;
  }
  if (sampleSize === 0) return { refused: "the log has no region counts (gc+heap)" };
  // Free space is counted in whole regions; less than half of one is none to divide by.
  const ratio = largestCopiedBytes / Math.max(smallestFreeBytes, regionBytes / 2);
  const risk = ratio < LOW_RATIO ? "low" : ratio < HIGH_RATIO ? "open" : "high";
  return { ratio, largestCopiedBytes, smallestFreeBytes, risk, sampleSize, sentence: sentenceOf(risk, ratio) };
}

function sentenceOf(risk: EvacuationFailureRisk["risk"], ratio: number): string {
  const share = `The largest copy of a young collection is ${ratio.toFixed(2)} times the least free space before one`;
  switch (risk) {
    case "low": return `${share}: far enough from an evacuation failure (none of 24 test runs below 0.8 had one).`;
    case "open": return `${share}: near enough that an evacuation failure is possible (3 of 12 test runs around 1 had one).`;
    case "high": return `${share}: evacuation failures are to be expected (all of 9 test runs from 1.15 on had them).`;
  }
}
