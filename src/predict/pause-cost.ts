import { medianOfSorted, sortKnown } from "../statistics/quantile.js";
import type { PauseCost } from "./collection-model.js";
import type { YoungCollection } from "../metrics/g1-young-collections.js";

/**
 * What a young pause costs, from how each pause divides into copying and the rest: ms a byte is the usual copying time ÷
 * bytes, the fixed part the usual rest. A line through (bytes, length) would not do: with a steady eden the bytes hardly
 * vary, and the slope is noise. Copying is the slowest worker's object copy, or the whole evacuation in a log without phase
 * details. Null when no collection tells both.
 */
export function fitPauseCost(collections: readonly YoungCollection[]): PauseCost | null {
  const usable = collections.filter(({ copiedBytes }) => copiedBytes > 0);
  const copyingMs = (one: YoungCollection): number => (Number.isNaN(one.copyingMs) ? one.evacuationMs : one.copyingMs);
  const msPerByte = medianOfSorted(sortKnown(usable.map((one) => copyingMs(one) / one.copiedBytes)));
  const fixedMs = medianOfSorted(sortKnown(usable.map((one) => one.durationMs - copyingMs(one))));
  return Number.isNaN(msPerByte + fixedMs) ? null : { fixedMs: Math.max(0, fixedMs), msPerByte };
}

/** Modeled length of a young pause in ms that copies so many bytes. */
export function pauseMs({ fixedMs, msPerByte }: PauseCost, copiedBytes: number): number {
  return fixedMs + msPerByte * copiedBytes;
}
