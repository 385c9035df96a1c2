import { nearestRank } from "../statistics/quantile.js";
import type { Timeline } from "../timeline/timeline.js";
import { findAllocation, type AllocationStretches } from "./allocation-stretches.js";
import { measured, NEEDS_HEAP_SIZES } from "./measurement.js";
import type { MetricDefinition, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";

const WINDOW_MS = 10_000;
/** Of runs with more (three weeks, or a clock that jumps) the windows are longer, so that time never costs more than events. */
const MOST_WINDOWS = 200_000;

/**
 * Bytes a second over all stretches: Σ bytes ÷ Σ time, never a mean of rates. NaN for none, and where more vanished between
 * collections than was allocated, which tells nothing about allocation.
 */
export function allocationRate(timeline: Timeline, window: Window): number {
  const { length, bytes, fromMs, toMs } = findAllocation(timeline, window);
  let allBytes = 0;
  let allMs = 0;
  for (let i = 0; i < length; i++) {
    allBytes += bytes[i] as number;
    allMs += (toMs[i] as number) - (fromMs[i] as number);
  }
  return allBytes < 0 ? Number.NaN : (allBytes / allMs) * 1000;
}

/**
 * Rates of successive 10 s windows, ascending: what was allocated inside ÷ the known running time inside. A stretch that
 * crosses windows is spread evenly. Windows of which less than half is known are left out, and so are those in which more
 * vanished than was allocated.
 */
const windowRates: (timeline: Timeline, window: Window) => Float64Array = oncePerWindow((timeline, window) => {
  const stretches = findAllocation(timeline, window);
  const windowMs = windowLengthMs(stretches);
  const rates: number[] = [];
  let current: { run: number; slot: number; bytes: number; ms: number } | null = null;
  const close = (): void => {
    if (current !== null && current.ms >= windowMs / 2 && current.bytes >= 0) rates.push((current.bytes / current.ms) * 1000);
  };
  forEachSlice(stretches, windowMs, (run, slot, bytes, ms) => {
    if (current === null || current.run !== run || current.slot !== slot) {
      close();
      current = { run, slot, bytes: 0, ms: 0 };
    }
    current.bytes += bytes;
    current.ms += ms;
  });
  close();
  return Float64Array.from(rates).toSorted();
});

function windowLengthMs({ length, fromMs, toMs }: AllocationStretches): number {
  let totalMs = 0;
  for (let i = 0; i < length; i++) totalMs += (toMs[i] as number) - (fromMs[i] as number);
  return Math.max(WINDOW_MS, totalMs / MOST_WINDOWS);
}

/** Cuts the stretches at multiples of the window length. */
function forEachSlice({ length, fromMs, toMs, bytes, run }: AllocationStretches, windowMs: number, visit: (run: number, slot: number, bytes: number, ms: number) => void): void {
  for (let i = 0; i < length; i++) {
    const from = fromMs[i] as number;
    const to = toMs[i] as number;
    const last = Math.ceil(to / windowMs);
    for (let slot = Math.floor(from / windowMs); slot < last; slot++) {
      const ms = Math.min(to, (slot + 1) * windowMs) - Math.max(from, slot * windowMs);
      if (ms > 0) visit(run[i] as number, slot, ((bytes[i] as number) * ms) / (to - from), ms);
    }
  }
}

/** How fast the application allocates. */
export const ALLOCATION_METRICS: readonly MetricDefinition[] = [
  {
    name: "heap.allocationRateBytesPerSec", unit: "bytesPerSecond",
    sentence: "Mean allocation rate after warm-up, while the application runs.",
    formula: "Σ (used before a collection − used after the one before) ÷ Σ time between them; ZGC: with what was allocated during cycles",
    compute: ({ timeline, steady }) => measured(allocationRate(timeline, steady), findAllocation(timeline, steady).length, NEEDS_HEAP_SIZES),
  },
  {
    name: "heap.allocationRateP50BytesPerSec", unit: "bytesPerSecond",
    sentence: "Allocation rate of the usual 10 s after warm-up.",
    formula: "median over 10 s windows",
    compute: ({ timeline, steady }) => quantileOfWindows(timeline, steady, 0.5),
  },
  {
    name: "heap.allocationRateP95BytesPerSec", unit: "bytesPerSecond",
    sentence: "Allocation rate that 95 % of the 10 s windows after warm-up do not exceed.",
    formula: "nearest rank over 10 s windows",
    compute: ({ timeline, steady }) => quantileOfWindows(timeline, steady, 0.95),
  },
];

function quantileOfWindows(timeline: Timeline, window: Window, quantile: number): ReturnType<MetricDefinition["compute"]> {
  const rates = windowRates(timeline, window);
  return measured(nearestRank(rates, quantile), rates.length, { ...NEEDS_HEAP_SIZES, other: "a longer log" });
}
