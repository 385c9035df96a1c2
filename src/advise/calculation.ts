import type { Measure } from "./judge-condition.js";

/** A computed flag value: the text that goes into the option, and the arithmetic as a sentence. */
export interface Calculated {
  readonly value: number;
  /** As a JVM option takes it: `8m`, `100`, `4`. */
  readonly text: string;
  readonly sentence: string;
}

/** A named way to get a flag's value from what was measured; null when the input does not allow it. */
export type Calculation = (measure: Measure) => Calculated | null;

/** A metric as a number, or null when it is not in the input. */
export function numberOf(measure: Measure, metric: string): number | null {
  const { value } = measure(metric);
  return typeof value === "number" ? value : null;
}

const MEGABYTE = 2 ** 20;
const GIGABYTE = 2 ** 30;

/** Rounds a heap size up to a step of about 5 %: 32 MB below 1 GB, 128 MB below 4 GB, then 512 MB. */
export function roundHeapUp(bytes: number): number {
  const step = bytes < GIGABYTE ? 32 * MEGABYTE : bytes < 4 * GIGABYTE ? 128 * MEGABYTE : 512 * MEGABYTE;
  return Math.ceil(bytes / step) * step;
}

/** Same steps, downward, for limits. */
export function roundHeapDown(bytes: number): number {
  const step = bytes < GIGABYTE ? 32 * MEGABYTE : bytes < 4 * GIGABYTE ? 128 * MEGABYTE : 512 * MEGABYTE;
  return Math.floor(bytes / step) * step;
}
