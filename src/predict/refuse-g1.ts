import { FIGURES, type FigureName, type G1Model } from "./collection-model.js";
import { LARGEST_CHANGE, type Question } from "./interval-factors.js";
import type { SettingsChange } from "./what-if.js";

/** Heaps were tested from this multiple of the live set, up to this multiple of the present heap. */
export const LEAST_OF_LIVE = 1.5;
export const MOST_OF_HEAP = 2.2;
/** At heaps below this multiple of the live set, default sizing often led to evacuation failures. */
const AT_RISK_OF_LIVE = 3;
/** Percentiles need so many collections in the log. */
const LEAST_FOR_P90 = 15;
const LEAST_FOR_LONGEST = 30;
/** Humongous allocations that start collections make eden something else than free space. */
const MOST_HUMONGOUS_CAUSE = 0.1;

/** Why a question as a whole is not answered; null when it is. */
export function refuseQuestion(model: G1Model, question: Question, change: SettingsChange): string | null {
  const { heapBytes, liveBytes, sizing, humongousCauseShare } = model;
  const newHeap = change.heapBytes ?? heapBytes;
  if (newHeap !== heapBytes) {
    if (newHeap < LEAST_OF_LIVE * liveBytes) return `the heap would be less than ${LEAST_OF_LIVE} times what stays alive, which was never tested`;
    if (newHeap > MOST_OF_HEAP * heapBytes) return `the heap would be more than ${MOST_OF_HEAP} times the present one, which was never tested`;
  }
  if (liveBytes >= heapBytes) return "what stays alive fills the heap";
  if (question === "heap" && sizing === "fixed") return "the young generation has a fixed size, so that another heap changes only how often the old one is collected, which cannot be predicted";
  if (question === "heap" && sizing === "goal") return "the young generation is far smaller than free space allows, so that it does not follow the heap";
  if (question === "young" && !((change.youngBytes as number) < newHeap - liveBytes)) return "a young generation of this size does not fit beside what stays alive";
  if (question === "heap" && humongousCauseShare >= MOST_HUMONGOUS_CAUSE) return "humongous objects start many of the collections";
  return null;
}

/** Why the young generation would change by too much; null when it does not. */
export function refuseChange(model: G1Model, edenBytes: number): string | null {
  const change = youngChange(model, edenBytes);
  return change > LARGEST_CHANGE ? `the young generation would change by a factor of ${change.toFixed(1)}, and only changes up to ${LARGEST_CHANGE} were tested` : null;
}

/** Why nothing would change; null when something does. */
export function refuseSameEden(model: G1Model, question: Question, change: SettingsChange, edenBytes: number): string | null {
  const isSame = (change.heapBytes ?? model.heapBytes) === model.heapBytes && Math.abs(edenBytes - model.edenBytes) <= model.regionBytes;
  return question === "goal" && isSame ? "G1 would not change the young size for this goal" : null;
}

/** By how much eden changes, as a factor ≥ 1. */
export function youngChange({ edenBytes }: G1Model, newEdenBytes: number): number {
  return Math.max(edenBytes / newEdenBytes, newEdenBytes / edenBytes);
}

/** Why single figures are not predicted for a question. */
export function refuseFigures(model: G1Model, question: Question, change: SettingsChange): ReadonlyMap<FigureName, string> {
  const reasons = new Map<FigureName, string>();
  const refuse = (figures: readonly FigureName[], reason: string): void => {
    for (const figure of figures) if (!reasons.has(figure)) reasons.set(figure, reason);
  };
  const otherHeap = (change.heapBytes ?? model.heapBytes) !== model.heapBytes;
  if (otherHeap || question === "default") refuse(["longestMs"], "the longest pause under another heap or young size left to G1 cannot be predicted");
  if (model.sampleSize < LEAST_FOR_LONGEST) refuse(["longestMs"], `the log has only ${model.sampleSize} ordinary young collections, the longest pause needs ${LEAST_FOR_LONGEST}`);
  if (model.sampleSize < LEAST_FOR_P90) refuse(["p90Ms"], `the log has only ${model.sampleSize} ordinary young collections, p90 needs ${LEAST_FOR_P90}`);
  if (model.isBursty) refuse(["p50Ms", "p90Ms", "longestMs"], "some collections copy far more than others at the same young size, so that only means can be predicted");
  if (model.humongousCauseShare >= MOST_HUMONGOUS_CAUSE) refuse(["youngPerSecond"], "humongous objects start many of the collections");
  if (otherHeap && model.sizing !== "free" && question !== "heap") refuse(["pauseShare", "gcCpuCores"], "share of time and CPU under another heap cannot be told from a log in which the young size was held down");
  if (question !== "heap" && hasFailures(model)) refuse(["pauseShare", "gcCpuCores"], "the log has evacuation failures or full collections, which may not occur under the other settings");
  for (const figure of FIGURES) {
    if (model.now[figure] === null) refuse([figure], figure === "gcCpuCores" ? "the log does not tell CPU times (gc+cpu)" : "the log does not tell it");
  }
  return reasons;
}

/** Whether the log has evacuation failures or full collections. */
export function hasFailures({ failedCount, fullCount }: G1Model): boolean {
  return failedCount + fullCount > 0;
}

/** Whether evacuation failures are to be feared under the new settings: young size left to G1 in a heap that is not roomy. */
export function mayFail({ heapBytes, liveBytes }: G1Model, question: Question, change: SettingsChange): boolean {
  return (question === "heap" || question === "default") && (change.heapBytes ?? heapBytes) < AT_RISK_OF_LIVE * liveBytes;
}
