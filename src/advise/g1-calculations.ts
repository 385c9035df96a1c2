import { formatSize } from "../jvm-options/option-value.js";
import { formatBytes } from "../units/format-quantity.js";
import { formatMs } from "../units/format-time.js";
import { type Calculated, type Calculation, numberOf } from "./calculation.js";
import type { Measure } from "./judge-condition.js";

const MEGABYTE = 2 ** 20;
/** Header of an array, with compressed class pointers off. */
const ARRAY_HEADER_BYTES = 24;
/** G1 plans with about 2048 regions; below 256 it loses its choice of what to collect. */
const FEWEST_REGIONS = 256;

/** The largest region that this release takes, or null when the release is unknown. */
function largestRegionBytes(measure: Measure): number | null {
  const jdk = numberOf(measure, "jvm.jdk");
  return jdk === null ? null : (jdk >= 18 ? 512 : 32) * MEGABYTE;
}

function regionOption(measure: Measure, bytes: number, arithmetic: string): Calculated | null {
  const largest = largestRegionBytes(measure);
  const heap = numberOf(measure, "heap.maxCapacityBytes");
  const now = numberOf(measure, "jvm.regionBytes");
  if (largest === null || heap === null || bytes > largest || heap / bytes < FEWEST_REGIONS) return null;
  if (now !== null && bytes <= now) return null;
  return { value: bytes, text: formatSize(bytes), sentence: `${arithmetic}; the heap of ${formatBytes(heap)} then has ${Math.floor(heap / bytes)} regions` };
}

/**
 * Region size in which the 95th percentile of the humongous objects is no longer humongous: the next power of two from twice
 * its size. Null when no sizes were logged, when the release does not take such regions, or when the heap would have fewer
 * than 256 of them.
 */
export const regionSizeForHumongous: Calculation = (measure) => {
  const size = numberOf(measure, "g1.humongousSizeP95Bytes");
  if (size === null) return null;
  const region = Math.max(MEGABYTE, 2 ** Math.ceil(Math.log2(2 * (size + ARRAY_HEADER_BYTES))));
  return regionOption(measure, region, `2 × ${formatBytes(size)} fits into ${formatBytes(region)}`);
};

/** One region size up, within the same limits. */
export const nextRegionSize: Calculation = (measure) => {
  const now = numberOf(measure, "jvm.regionBytes");
  return now === null ? null : regionOption(measure, now * 2, `twice ${formatBytes(now)}`);
};

/**
 * Pause goal for a promised latency: half of it and at most 100 ms; where requests were measured, what the promise leaves beyond
 * the 99th percentile of requests that met no pause. Null without a promise, or when nothing is left.
 */
export const pauseTargetForSlo: Calculation = (measure) => {
  const slo = numberOf(measure, "slo.limitMs");
  if (slo === null) return null;
  const undisturbed = numberOf(measure, "correlation.p99WithoutPausesMs");
  const half = Math.floor(slo / 2);
  const left = undisturbed === null ? null : Math.floor(slo - undisturbed);
  // Requests that use up the promise on their own leave nothing for pauses; a goal near zero would only cost throughput.
  const isUsedUp = left === null || left < slo / 4;
  const value = Math.min(100, isUsedUp ? half : Math.min(left, half));
  if (value < 1) return null;
  const sentence = isUsedUp ? `half of ${formatMs(slo)}, at most 100 ms` : `the smaller of half of ${formatMs(slo)} and ${formatMs(slo)} − ${formatMs(undisturbed)} (99th percentile without pauses), at most 100 ms`;
  return { value, text: String(value), sentence };
};

/** Pause goal half as long again as now, but at most half of the promised latency; null when that is no raise. */
export const raisedPauseTarget: Calculation = (measure) => {
  const goal = numberOf(measure, "g1.pauseGoalMs");
  if (goal === null) return null;
  const slo = numberOf(measure, "slo.limitMs");
  const value = Math.floor(Math.min(goal * 1.5, slo === null ? Number.POSITIVE_INFINITY : slo / 2));
  if (value <= goal) return null;
  return { value, text: String(value), sentence: `1.5 × ${formatMs(goal)}${slo === null ? "" : `, at most half of ${formatMs(slo)}`}` };
};

/** Marking threads and half of them more, at most half of the processors; null when there is no processor to spare. */
export const moreConcurrentThreads: Calculation = (measure) => {
  const now = numberOf(measure, "jvm.concurrentWorkers");
  const cpus = numberOf(measure, "jvm.cpus");
  if (now === null || cpus === null) return null;
  const value = Math.min(Math.ceil(now * 1.5), Math.floor(cpus / 2));
  return value <= now ? null : { value, text: String(value), sentence: `1.5 × ${now} threads, at most half of ${cpus} processors` };
};

/** Occupancy that starts marking, in percent of the heap: the live set and 10 % of the heap above it. */
export const markingThresholdPercent: Calculation = (measure) => {
  const live = numberOf(measure, "heap.liveSetBytes");
  const heap = numberOf(measure, "heap.maxCapacityBytes");
  if (live === null || heap === null) return null;
  const value = Math.round((live / heap) * 100 + 10);
  return value > 80 ? null : { value, text: String(value), sentence: `live set ${formatBytes(live)} of ${formatBytes(heap)}, and 10 points more` };
};

/** As many processors as the JVM was given, for tools that misread a quota. */
export const cpusGiven: Calculation = (measure) => {
  const cpus = numberOf(measure, "jvm.cpus");
  return cpus === null ? null : { value: cpus, text: String(cpus), sentence: `${cpus} processors` };
};

/** Delay after which the JVM names the thread that does not reach a safepoint: half of the longest wait, between 10 and 1000 ms. */
export const safepointTimeoutMs: Calculation = (measure) => {
  const worst = numberOf(measure, "safepoints.maxReachMs");
  if (worst === null) return null;
  const value = Math.min(1000, Math.max(10, Math.round(worst / 2)));
  return { value, text: String(value), sentence: `half of the longest wait, ${formatMs(worst)}` };
};
