import { nearestRank } from "../statistics/quantile.js";
import { bytesCopiedAt } from "./bytes-copied.js";
import type { FigureName, G1Model } from "./collection-model.js";
import { defaultEden, edenOfFixedYoung, edenUnderGoal, scaledEden } from "./eden-size.js";
import type { Question } from "./interval-factors.js";
import { forecastMarking } from "./marking-cycles.js";
import { pauseMs } from "./pause-cost.js";
import type { SettingsChange } from "./what-if.js";

/** What the model gives for other settings, before ranges. */
export interface G1Point {
  readonly edenBytes: number;
  readonly copiedBytes: number;
  readonly figures: Readonly<Record<FigureName, number | null>>;
}

/** Which of the tested questions a change asks; null when it changes nothing of the kind. */
export function questionOf({ heapBytes, youngBytes, pauseGoalMs, backToDefault }: SettingsChange): Question | null {
  if (youngBytes !== undefined) return "young";
  if (pauseGoalMs !== undefined) return "goal";
  if (backToDefault === true) return "default";
  return heapBytes === undefined ? null : "heap";
}

/** Eden for the new settings, in bytes. */
function edenFor(model: G1Model, question: Question, change: SettingsChange): number {
  const heapBytes = change.heapBytes ?? model.heapBytes;
  switch (question) {
    case "young": return edenOfFixedYoung(model, change.youngBytes as number);
    case "goal": return edenUnderGoal(model, heapBytes, change.pauseGoalMs as number, unboundEden(model, heapBytes));
    case "heap": return scaledEden(model, heapBytes);
    case "default": return defaultEden(model.liveBytes, model.humongousBytes, heapBytes);
  }
}

/** Eden when nothing but free space limits it. */
function unboundEden(model: G1Model, heapBytes: number): number {
  return model.sizing === "free" ? scaledEden(model, heapBytes) : defaultEden(model.liveBytes, model.humongousBytes, heapBytes);
}

/** The figures under other settings: copying at the new interval gives pauses, eden ÷ allocation the rate, both the share. */
export function predictG1Point(model: G1Model, question: Question, change: SettingsChange): G1Point {
  const { allocationBytesPerMs, cost, residuals, now } = model;
  const heapBytes = change.heapBytes ?? model.heapBytes;
  const edenBytes = edenFor(model, question, change);
  const { copiedBytes } = bytesCopiedAt(model, edenBytes, change.youngBytes);
  const modeledMs = pauseMs(cost, copiedBytes);
  const sorted = Float64Array.from(residuals);
  const meanMs = (modeledMs * residuals.reduce((sum, residual) => sum + residual, 0)) / residuals.length;
  const spaceRatio = (model.heapBytes - model.liveBytes) / (heapBytes - model.liveBytes);
  const followsSpace = question === "heap";
  const youngPerSecond = followsSpace && now.youngPerSecond !== null ? now.youngPerSecond * spaceRatio : 1000 / (edenBytes / allocationBytesPerMs + meanMs);
  const pauseShare = followsSpace && now.pauseShare !== null ? now.pauseShare * spaceRatio : (youngPerSecond * meanMs) / 1000 + model.otherPauseShare;
  const pauses = Math.max(1, (model.spanMs / 1000) * youngPerSecond);
  return {
    edenBytes,
    copiedBytes,
    figures: {
      youngPerSecond,
      p50Ms: modeledMs * nearestRank(sorted, 0.5),
      meanMs,
      p90Ms: modeledMs * nearestRank(sorted, 0.9),
      longestMs: modeledMs * nearestRank(sorted, pauses / (pauses + 1)),
      pauseShare,
      gcCpuCores: cpuCores(model, heapBytes, edenBytes, youngPerSecond, pauseShare),
    },
  };
}

/**
 * CPU: that of pauses goes with the share of time paused. Marking stays as it is in the same heap, because it follows what is
 * promoted; another heap changes when it starts.
 */
function cpuCores(model: G1Model, heapBytes: number, edenBytes: number, youngPerSecond: number, pauseShare: number): number | null {
  const { pauseCpuCores, concurrentCpuCores, now } = model;
  if (pauseCpuCores === null || concurrentCpuCores === null || now.pauseShare === null || now.pauseShare === 0) return null;
  const marking = heapBytes === model.heapBytes ? concurrentCpuCores : forecastMarking(model, heapBytes, edenBytes, youngPerSecond).cores;
  return Number.isNaN(marking) ? null : (pauseCpuCores * pauseShare) / now.pauseShare + marking;
}
