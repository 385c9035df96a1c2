import type { G1Model, ZgcModel } from "./collection-model.js";
import { scopeFactor } from "./interval-factors.js";
import { rerunWords } from "./predict-g1.js";
import { aliveAt } from "./survival-curve.js";
import type { PredictedFigure, RefusedFigure, SettingsChange, WhatIf } from "./what-if.js";
import { basisWords, changeWords, figureSentence } from "./write-answer.js";

/** Half-widths as factors: ZGC under another heap (12 pairs), and ZGC from a log of G1 (12 pairs). */
const RATE_FACTOR = 1.4;
export const ZGC_CPU_FACTOR = 1.3;
const RATE_FROM_G1_FACTOR = 1.6;
const CPU_FROM_G1_FACTOR = 2.35;
/** Heaps were tested between these multiples of the present one. */
const MOST_CHANGE = 2.2;
const LEAST_OF_LIVE = 1.5;
const MIB = 1024 ** 2;

const NO_STALLS: RefusedFigure = { figure: null, reason: "allocation stalls cannot be predicted from a log" };

/** ZGC under another heap: collections and CPU follow 1 ÷ free space. */
export function predictZgc(model: ZgcModel, change: SettingsChange): WhatIf {
  const question = `What if ${changeWords(change)}?`;
  const basis = basisWords(model.collectionCount, "collections", model.spanMs);
  const rerun = rerunWords(change);
  const heapBytes = change.heapBytes ?? Number.NaN;
  const reason = change.youngBytes !== undefined || change.pauseGoalMs !== undefined || change.collector !== undefined || Number.isNaN(heapBytes)
    ? "for ZGC only another heap size can be predicted"
    : heapRefusal(model, heapBytes);
  if (reason !== null) return { question, figures: [], refused: [{ figure: null, reason }], sentence: `Not predicted: ${reason}.`, basis, rerun };
  const ratio = (model.heapBytes - model.liveBytes) / (heapBytes - model.liveBytes);
  const widening = scopeFactor(model);
  const figures: PredictedFigure[] = [];
  for (const [figure, factor] of [["youngPerSecond", RATE_FACTOR * widening], ["gcCpuCores", ZGC_CPU_FACTOR * widening]] as const) {
    const now = model.now[figure];
    if (now !== null) figures.push(around(figure, now, now * ratio, factor));
  }
  const sentence = `If ${changeWords(change)}: ${figures.map((one) => figureSentence(one, "collections")).join(", ")}. In tests such ranges held the measured value about four times in five (12 pairs of runs). Stalls cannot be predicted.`;
  return { question, figures, refused: [NO_STALLS], sentence, basis, rerun };
}

/** ZGC in place of G1, from a log of G1: a range for its CPU, and what its pauses were in every test. */
export function predictZgcFromG1(model: G1Model, change: SettingsChange): WhatIf {
  const question = `What if ${changeWords(change)}?`;
  const basis = basisWords(model.sampleSize, "young collections of G1", model.spanMs);
  const rerun = rerunWords(change);
  const heapBytes = change.heapBytes ?? model.heapBytes;
  const isGenerational = model.jdk !== null && model.jdk >= 21;
  const freeBytes = 0.9 * heapBytes - 1.1 * model.liveBytes;
  const reason = !isGenerational
    ? "only generational ZGC (JDK 21 and later) was compared with G1"
    : heapBytes < LEAST_OF_LIVE * model.liveBytes || freeBytes <= 0 ? "the heap is less than 1.5 times what stays alive, which was never tested"
    : model.now.gcCpuCores === null ? "the log does not tell CPU times (gc+cpu)" : null;
  if (reason !== null) return { question, figures: [], refused: [{ figure: null, reason }], sentence: `Not predicted: ${reason}.`, basis, rerun };
  const perMs = (model.allocationBytesPerMs + model.humongousBytesPerMs) / freeBytes;
  const bytes = model.allocationBytesPerMs * aliveAt(model.survival, 1 / perMs) + 0.17 * model.liveBytes;
  const cores = (5.5 * perMs * 1000 * model.cost.msPerByte * MIB * (bytes / MIB)) / 1000;
  const widening = scopeFactor(model);
  const factor = CPU_FROM_G1_FACTOR * widening;
  const cpu = around("gcCpuCores", model.now.gcCpuCores as number, cores, factor);
  const rate = around("youngPerSecond", model.now.youngPerSecond ?? perMs * 1000, perMs * 1000, RATE_FROM_G1_FACTOR * widening);
  const sentence = `If ${changeWords(change)}: pauses below 1 ms, time to the safepoint not included; ${figureSentence(cpu)}. Allocation stalls, and with them latency, cannot be predicted from a log of G1.`;
  return { question, figures: [rate, cpu], refused: [NO_STALLS], sentence, basis, rerun };
}

function heapRefusal({ heapBytes, liveBytes }: ZgcModel, newHeapBytes: number): string | null {
  if (newHeapBytes < LEAST_OF_LIVE * liveBytes) return `the heap would be less than ${LEAST_OF_LIVE} times what stays alive, which was never tested`;
  return newHeapBytes > MOST_CHANGE * heapBytes ? `the heap would be more than ${MOST_CHANGE} times the present one, which was never tested` : null;
}

function around(figure: PredictedFigure["figure"], now: number, expected: number, factor: number): PredictedFigure {
  return { figure, now, expected, low: expected / factor, high: expected * factor, claim: factor > 2.5 ? "direction" : "range" };
}
