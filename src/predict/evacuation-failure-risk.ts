import type { EvacuationFailureRisk } from "../analysis/analysis.js";
import { LEAST_COLLECTIONS_OF_EXTREMES, measureEvacuationSpace, type EvacuationSpace } from "../metrics/g1-evacuation-space.js";
import type { Window } from "../metrics/metric.js";
import { recentWindow } from "../metrics/recent-window.js";
import { formatBytes } from "../units/format-quantity.js";
import type { Timeline } from "../timeline/timeline.js";
import type { Refusal } from "./collection-model.js";

/** Below, none of 24 runs had an evacuation failure; from HIGH_RATIO on, all of 9; between, 3 of 12 near 1. */
const LOW_RATIO = 0.8;
const HIGH_RATIO = 1.15;

/**
 * The risk of evacuation failures in the window's longest run: the largest copy against the smallest free space. Refused for
 * other collectors, without region counts and with fewer than four collections.
 */
export function evacuationFailureRisk(timeline: Timeline, window: Window, heapBytes: number | null = null): EvacuationFailureRisk | Refusal {
  const span = recentWindow(timeline, window);
  if (span === null || span.run.collector !== "G1") return { refused: "only G1 has evacuation failures of this kind" };
  const space = measureEvacuationSpace(timeline, window, heapBytes ?? span.run.jvm.heapMaxBytes);
  if (space.sampleSize === 0) return { refused: "the log has no region counts (gc+heap)" };
  if (space.sampleSize < LEAST_COLLECTIONS_OF_EXTREMES) return { refused: `only ${space.sampleSize} young collections after warm-up tell what they copied, at least ${LEAST_COLLECTIONS_OF_EXTREMES} are needed` };
  const risk = space.ratio < LOW_RATIO ? "low" : space.ratio < HIGH_RATIO ? "open" : "high";
  return { ...space, risk, sentence: sentenceOf(risk, space) };
}

function sentenceOf(risk: EvacuationFailureRisk["risk"], { ratio, largestCopiedBytes, smallestFreeBytes }: EvacuationSpace): string {
  const share = `The largest copy of a young or mixed collection (${formatBytes(largestCopiedBytes)}) is ${ratio.toFixed(2)} times the least free space before one (${formatBytes(smallestFreeBytes)})`;
  switch (risk) {
    case "low": return `${share}: far enough from an evacuation failure (none of 24 test runs below 0.8 had one).`;
    case "open": return `${share}: near enough that an evacuation failure is possible (3 of 12 test runs around 1 had one).`;
    case "high": return `${share}: evacuation failures are to be expected (all of 9 test runs from 1.15 on had them).`;
  }
}
