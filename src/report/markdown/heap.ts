import type { Analysis } from "../../analysis/analysis.js";
import { formatBytes, formatCount, formatRate, formatShare, formatValue } from "../../units/format-quantity.js";
import { formatDuration, formatMs } from "../../units/format-time.js";
import { escapeMarkdown, table } from "../markdown-text.js";

/** Above this p-value a slope is not told from chance. */
const CHANCE = 0.05;

/** Heap, live set and rates; rows that the input does not tell are left out. */
export function writeHeap({ heap, jvm, details }: Analysis): string {
  const used = heap.maxUsedBytes === null ? "" : ofMaximum(heap.maxUsedBytes, jvm.heapMaxBytes);
  const live = heap.liveSetBytes === null ? "" : `${ofMaximum(heap.liveSetBytes, jvm.heapMaxBytes)}${details.liveSetFrom === null ? "" : `; estimated from ${escapeMarkdown(details.liveSetFrom)}`}`;
  return factTable([
    ["Maximum heap", jvm.heapMaxBytes === null ? "" : formatBytes(jvm.heapMaxBytes)],
    ["Initial heap", jvm.heapInitialBytes === null || jvm.heapInitialBytes === jvm.heapMaxBytes ? "" : formatBytes(jvm.heapInitialBytes)],
    ["Most used", used === "" ? "" : `${used}${sampleOf("heap.maxUsedBytes", details)}`],
    ["Live set", live === "" ? "" : `${live}${sampleOf("heap.liveSetBytes", details)}`],
    ["Live set trend", describeTrend(heap.liveSetTrendBytesPerHour, details)],
    ["Allocation rate", heap.allocationRateBytesPerSec === null ? "" : `${formatRate(heap.allocationRateBytesPerSec, "bytesPerSecond")}${sampleOf("heap.allocationRateBytesPerSec", details)}`],
    ["Promotion rate", heap.promotionRateBytesPerSec === null ? "" : `${details.promotionIsLowerBound ? "at least " : ""}${formatRate(heap.promotionRateBytesPerSec, "bytesPerSecond")} after warm-up${sampleOf("heap.promotionRateBytesPerSec", details)}`],
    ["Humongous share", heap.humongousShare === null || heap.humongousShare === 0 ? "" : `${formatShare(heap.humongousShare)}${sampleOf("heap.humongousShare", details)}`],
    ["Region size", jvm.regionBytes === null ? "" : formatBytes(jvm.regionBytes)],
  ]);
}

/** Time and CPU that collections cost. */
export function writeOverhead({ overhead, pauses, span, jvm, details }: Analysis): string {
  const worst = overhead.mmu.map(({ windowMs, utilization }) => `${formatShare(utilization)} of ${formatMs(windowMs)}`).join(", ");
  return factTable([
    ["Time in pauses", overhead.pauseRatio === null ? "" : `${formatShare(overhead.pauseRatio)} (${formatDuration(pauses.totalMs)}${span.durationMs === null ? "" : ` of ${formatDuration(span.durationMs)}`}, n=${formatCount(pauses.count)})`],
    ["CPU for collections", overhead.gcCpuRatio === null ? "" : `${formatShare(overhead.gcCpuRatio)} of all CPU time${sampleOf("overhead.gcCpuRatio", details)}`],
    ["CPUs", jvm.cpus === null ? "" : formatValue(jvm.cpus, "cores")],
    ["Left for the application at worst", worst === "" ? "" : `${worst} (n=${formatCount(pauses.count)})`],
    ["Start-up left out of steady-state figures", details.warmupSkippedMs > 0 ? formatDuration(details.warmupSkippedMs) : ""],
  ]);
}

/** Concurrent phases by name. */
export function writeConcurrent({ concurrent }: Analysis): string {
  const rows = Object.entries(concurrent.byPhase)
    .toSorted((a, b) => b[1].totalMs - a[1].totalMs)
    .map(([phase, { count, totalMs }]) => [escapeMarkdown(phase), formatCount(count), formatDuration(totalMs), formatMs(count > 0 ? totalMs / count : null)]);
  return table(["Phase", "n:", "Total:", "Mean:"], rows);
}

/** Safepoints and stalls. */
export function writeSafepoints({ safepoints }: Analysis): string {
  if (safepoints.count === null) return "";
  return factTable([
    ["Safepoints", `${formatCount(safepoints.count)}, ${formatDuration(safepoints.totalMs)} in all`],
    ["Longest", safepoints.maxMs === null ? "" : formatMs(safepoints.maxMs)],
    ["Longest wait for threads to reach one", safepoints.maxReachMs === null ? "" : formatMs(safepoints.maxReachMs)],
  ]);
}

/** Threads that waited for memory. */
export function writeStalls({ stalls }: Analysis): string {
  if (stalls.count === 0) return "";
  return `Collections did not keep up: single threads waited ${formatCount(stalls.count)} ${stalls.count === 1 ? "time" : "times"}, ${formatDuration(stalls.totalMs)} added up over all threads, the longest ${formatMs(stalls.maxMs)}. Requests on those threads were late although no pause was long.`;
}

/** A slope that may be chance is told as such. */
function describeTrend(bytesPerHour: number | null, { metrics }: Pick<Analysis["details"], "metrics">): string {
  if (bytesPerHour === null) return "";
  if (bytesPerHour === 0) return "level";
  const [p, spanMs] = [metrics["heap.liveSetTrendPValue"]?.value, metrics["heap.liveSetTrendSpanMs"]?.value];
  const span = typeof spanMs === "number" ? ` over ${formatDuration(spanMs)}` : "";
  const slope = `${formatRate(bytesPerHour, "bytesPerHour")}${span}`;
  const n = sampleOf("heap.liveSetTrendBytesPerHour", { metrics });
  if (typeof p !== "number") return `too few points to tell a trend from chance: ${slope}${n}`;
  return p > CHANCE ? `no clear trend: ${slope}, p-value ${Number(p.toPrecision(2))}${n}` : `${slope}${n}`;
}

/** How many observations are behind a metric: ` (n=133)`; empty where that is not known. */
function sampleOf(metric: string, { metrics }: Pick<Analysis["details"], "metrics">): string {
  const size = metrics[metric]?.sampleSize;
  return size === undefined ? "" : ` (n=${formatCount(size)})`;
}

function ofMaximum(bytes: number, maximum: number | null): string {
  return maximum === null || maximum === 0 ? formatBytes(bytes) : `${formatBytes(bytes)} (${formatShare(bytes / maximum)} of the maximum)`;
}

function factTable(facts: readonly (readonly [string, string])[]): string {
  return table(["Figure", "Value"], facts.filter(([, value]) => value !== "").map(([name, value]) => [name, value]));
}
