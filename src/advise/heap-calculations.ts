import { formatSize } from "../jvm-options/option-value.js";
import { formatBytes } from "../units/format-quantity.js";
import { type Calculated, type Calculation, numberOf, roundHeapDown, roundHeapUp } from "./calculation.js";
import type { Measure } from "./judge-condition.js";

/** Share of the memory of machine or container that a heap may take: the rest is metaspace, code, threads, direct buffers, the system. */
const HEAP_SHARE_OF_MEMORY = 0.75;

/**
 * The largest heap that the memory given or found allows, or null when no memory is known.
 */
function heapCeilingBytes(measure: Measure): number | null {
  const memory = numberOf(measure, "jvm.memoryBytes");
  return memory === null ? null : roundHeapDown(memory * HEAP_SHARE_OF_MEMORY);
}

/** A larger heap within the memory; null when it would not be at least 10 % larger than now. */
function largerHeap(measure: Measure, wantedBytes: number, arithmetic: string): Calculated | null {
  const nowBytes = numberOf(measure, "heap.maxCapacityBytes");
  const ceilingBytes = heapCeilingBytes(measure);
  const rounded = roundHeapUp(wantedBytes);
  const isCapped = ceilingBytes !== null && rounded > ceilingBytes;
  const value = isCapped ? ceilingBytes : rounded;
  if (nowBytes !== null && value < nowBytes * 1.1) return null;
  const cap = isCapped ? `, limited to ${formatBytes(value)} by the memory of ${formatBytes(numberOf(measure, "jvm.memoryBytes"))}` : "";
  return { value, text: formatSize(value), sentence: `${arithmetic}, rounded to ${formatBytes(rounded)}${cap}` };
}

/**
 * Heap of which the live set takes half (stop-the-world collectors) or 40 % (ZGC, Shenandoah, which need room to work in).
 * Null without a live set, or where the memory allows no heap that is clearly larger than now.
 */
export const heapForLiveSet: Calculation = (measure) => {
  const live = numberOf(measure, "heap.liveSetBytes");
  if (live === null) return null;
  const share = ["ZGC", "GenZGC", "Shenandoah", "GenShenandoah"].includes(String(measure("jvm.collector").value)) ? 0.4 : 0.5;
  return largerHeap(measure, live / share, `live set ${formatBytes(live)} ÷ ${share} = ${formatBytes(live / share)}`);
};

/** Heap for a cycle that starts too late: a quarter more, and at least what {@link heapForLiveSet} asks for. */
export const heapPlusQuarter: Calculation = (measure) => grownHeap(measure, 1.25, "a quarter");

/** A fifth more heap, and at least what {@link heapForLiveSet} asks for. */
export const heapPlusFifth: Calculation = (measure) => grownHeap(measure, 1.2, "a fifth");

function grownHeap(measure: Measure, factor: number, words: string): Calculated | null {
  const nowBytes = numberOf(measure, "heap.maxCapacityBytes");
  if (nowBytes === null) return null;
  const forLiveSet = heapForLiveSet(measure);
  if (forLiveSet !== null && forLiveSet.value >= nowBytes * factor) return forLiveSet;
  return largerHeap(measure, nowBytes * factor, `heap ${formatBytes(nowBytes)} and ${words} more = ${formatBytes(nowBytes * factor)}`);
}

/**
 * Heap in which a concurrent cycle ends before the free memory is used up: live set + allocation rate × longest usual cycle × 1.5,
 * and at least a quarter more than now.
 */
export const heapForConcurrentCycle: Calculation = (measure) => {
  const live = numberOf(measure, "heap.liveSetBytes");
  const rate = numberOf(measure, "heap.allocationRateBytesPerSec");
  const cycleMs = numberOf(measure, "concurrent.cycleP95Ms");
  if (live === null || rate === null || cycleMs === null) return heapPlusQuarter(measure);
  const wanted = live + rate * (cycleMs / 1000) * 1.5;
  const grown = heapPlusQuarter(measure);
  if (grown !== null && grown.value >= wanted) return grown;
  return largerHeap(measure, wanted, `live set ${formatBytes(live)} + ${formatBytes(rate)}/s × ${(cycleMs / 1000).toPrecision(2)} s × 1.5 = ${formatBytes(wanted)}`);
};

/** Smaller heap that still has room: the larger of live set ÷ 0.4 and 1.3 × the highest use after a collection. */
export const heapForFootprint: Calculation = (measure) => {
  const live = numberOf(measure, "heap.liveSetBytes");
  const afterMax = numberOf(measure, "heap.maxUsedAfterBytes");
  const nowBytes = numberOf(measure, "heap.maxCapacityBytes");
  if (live === null || afterMax === null || nowBytes === null) return null;
  const wanted = Math.max(live / 0.4, afterMax * 1.3);
  const value = roundHeapUp(wanted);
  if (value > nowBytes * 0.85) return null;
  return { value, text: formatSize(value), sentence: `the larger of live set ${formatBytes(live)} ÷ 0.4 and highest use after a collection ${formatBytes(afterMax)} × 1.3 = ${formatBytes(wanted)}` };
};

/** The heap as it is, for making initial and maximum size equal. */
export const presentMaxHeap: Calculation = (measure) => {
  const bytes = numberOf(measure, "heap.maxCapacityBytes");
  return bytes === null ? null : { value: bytes, text: formatSize(bytes), sentence: `the maximum heap is ${formatBytes(bytes)}` };
};

/** Heap of 70 % of the memory of machine or container, for a JVM that was promised more than there is. */
export const heapForMemory: Calculation = (measure) => {
  const memory = numberOf(measure, "jvm.memoryBytes");
  if (memory === null) return null;
  const value = roundHeapDown(memory * 0.7);
  return value <= 0 ? null : { value, text: formatSize(value), sentence: `70 % of ${formatBytes(memory)} = ${formatBytes(memory * 0.7)}` };
};

/** 85 % of the maximum heap, the size ZGC tries to stay below. */
export const softMaxHeap: Calculation = (measure) => {
  const bytes = numberOf(measure, "heap.maxCapacityBytes");
  if (bytes === null) return null;
  const value = roundHeapDown(bytes * 0.85);
  return value <= 0 ? null : { value, text: formatSize(value), sentence: `85 % of ${formatBytes(bytes)} = ${formatBytes(bytes * 0.85)}` };
};

/** 31 GB: the largest round heap in which object references still take four bytes. */
export const heapBelowCompressedOopsLimit: Calculation = () => ({ value: 31 * 2 ** 30, text: "31g", sentence: "references are compressed up to just under 32 GB" });

const MEGABYTE = 2 ** 20;

/** HotSpot's own first limit on class metadata, in megabytes; a lower one would cause collections. */
const LEAST_METASPACE_MB = 32;

/** The metaspace that the steady state takes, and a fifth more, in whole megabytes and not below 32; below it no collection is started for class metadata. */
export const metaspaceSizeForSteady: Calculation = (measure) => {
  const committed = numberOf(measure, "metaspace.steadyCommittedBytes");
  if (committed === null) return null;
  const value = Math.max(LEAST_METASPACE_MB, Math.ceil((committed * 1.2) / MEGABYTE)) * MEGABYTE;
  return { value, text: formatSize(value), sentence: `metaspace ${formatBytes(committed)} × 1.2 = ${formatBytes(committed * 1.2)}, at least ${LEAST_METASPACE_MB} MB` };
};
