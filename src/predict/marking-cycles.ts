import { bytesCopiedAt } from "./bytes-copied.js";
import type { G1Model } from "./collection-model.js";
import { MARKING_SHARE } from "./eden-size.js";

/** Where what stays alive alone is above the marking threshold, one cycle follows the other; young and mixed collections in each (0.2–0.32 in four services). */
const CYCLES_PER_YOUNG = 0.25;
/** So many cycles show how this run differs from the model; before, G1's threshold has hardly settled. */
const ENOUGH_CYCLES = 10;
/** Fewer cycles than this in a window are as good as none. */
const HARDLY_ANY = 0.5;

/** What concurrent marking would take under another heap. */
export interface MarkingForecast {
  /** CPU in cores; NaN where marking starts and the log shows no cycle to tell what one costs. */
  readonly cores: number;
  readonly cyclesPerSecond: number;
}

/**
 * Concurrent marking in a heap of `heapBytes`, where young collections are `youngPerSecond` and eden is `edenBytes`. Above the
 * threshold (45 % of the heap) cycles follow each other and go with the young collections; below, one cycle starts each time
 * that promotion has filled the room up to it. A cycle costs what it costs in the log, since it marks the same live set.
 */
export function forecastMarking(model: G1Model, heapBytes: number, edenBytes: number, youngPerSecond: number): MarkingForecast {
  const { cycleCount, concurrentCpuCores, spanMs, now } = model;
  const measured = (cycleCount / spanMs) * 1000;
  const modeled = cyclesPerSecond(model, model.heapBytes, model.edenBytes, now.youngPerSecond ?? Number.NaN);
  const correction = cycleCount >= ENOUGH_CYCLES && modeled > 0 ? measured / modeled : 1;
  const expected = correction * cyclesPerSecond(model, heapBytes, edenBytes, youngPerSecond);
  if (cycleCount > 0) return { cores: ((concurrentCpuCores ?? Number.NaN) / measured) * expected, cyclesPerSecond: expected };
  return { cores: expected * spanMs < HARDLY_ANY * 1000 ? 0 : Number.NaN, cyclesPerSecond: expected };
}

function cyclesPerSecond(model: G1Model, heapBytes: number, edenBytes: number, youngPerSecond: number): number {
  const steady = CYCLES_PER_YOUNG * youngPerSecond;
  const roomBytes = MARKING_SHARE * heapBytes - model.liveBytes;
  if (roomBytes <= 0) return steady;
  const { copiedBytes, survivorBytes } = bytesCopiedAt(model, edenBytes);
  const promotedPerSecond = ((copiedBytes - survivorBytes) / (edenBytes / model.allocationBytesPerMs)) * 1000;
  return Math.min(steady, promotedPerSecond / roomBytes);
}
