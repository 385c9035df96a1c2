import type { Calculation } from "./calculation.js";
import * as g1 from "./g1-calculations.js";
import * as heap from "./heap-calculations.js";

/** The calculations that rules may name, by name. */
export const CALCULATIONS: ReadonlyMap<string, Calculation> = new Map<string, Calculation>([
  ["regionSizeForHumongous", g1.regionSizeForHumongous],
  ["nextRegionSize", g1.nextRegionSize],
  ["pauseTargetForSlo", g1.pauseTargetForSlo],
  ["raisedPauseTarget", g1.raisedPauseTarget],
  ["moreConcurrentThreads", g1.moreConcurrentThreads],
  ["markingThresholdPercent", g1.markingThresholdPercent],
  ["cpusGiven", g1.cpusGiven],
  ["safepointTimeoutMs", g1.safepointTimeoutMs],
  ["heapForLiveSet", heap.heapForLiveSet],
  ["heapPlusQuarter", heap.heapPlusQuarter],
  ["heapPlusFifth", heap.heapPlusFifth],
  ["heapForConcurrentCycle", heap.heapForConcurrentCycle],
  ["heapForFootprint", heap.heapForFootprint],
  ["presentMaxHeap", heap.presentMaxHeap],
  ["heapForMemory", heap.heapForMemory],
  ["softMaxHeap", heap.softMaxHeap],
  ["heapBelowCompressedOopsLimit", heap.heapBelowCompressedOopsLimit],
  ["metaspaceSizeForSteady", heap.metaspaceSizeForSteady],
]);
