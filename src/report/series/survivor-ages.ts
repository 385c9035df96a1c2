import type { Timeline } from "../../timeline/timeline.js";
import type { AxisScale } from "./time-axis.js";

/** What young collections leave alive, by the number of collections that it has survived. */
export interface AgeSeries {
  /** Young collections that tell ages. */
  readonly count: number;
  /** Mean bytes of each age over those collections, age 1 first. */
  readonly meanBytes: readonly number[];
  /** The median of the ages at which objects are promoted, and the largest one that the JVM may choose; null where not told. */
  readonly threshold: number | null;
  readonly maxThreshold: number | null;
}

/** Ages as the log or the recording tells them (`gc+age=trace`). Null where fewer than two collections do. */
export function reduceAges({ ages, pauses }: Timeline, scale: AxisScale): AgeSeries | null {
  const sums: number[] = [];
  const telling = new Set<number>();
  const thresholds: number[] = [];
  let maxThreshold = -1;
  for (let row = 0; row < ages.length; row++) {
    const pause = ages.pause[row] as number;
    if (pause < 0 || !isShown(scale, pauses.startMs[pause] as number, pauses.run[pause] as number)) continue;
    const age = ages.age[row] as number;
    const bytes = ages.bytes[row] as number;
    if (age === 0) {
      if ((ages.threshold[row] as number) >= 0) thresholds.push(ages.threshold[row] as number);
      maxThreshold = Math.max(maxThreshold, ages.maxThreshold[row] as number);
    } else if (bytes >= 0) {
      telling.add(pause);
      sums[age - 1] = (sums[age - 1] ?? 0) + bytes;
    }
  }
  if (telling.size < 2) return null;
  return {
    count: telling.size,
    meanBytes: Array.from(sums, (sum) => (sum ?? 0) / telling.size),
    threshold: thresholds.toSorted((a, b) => a - b)[thresholds.length >> 1] ?? null,
    maxThreshold: maxThreshold < 0 ? null : maxThreshold,
  };
}

/** Inputs without a clock are shown whole. */
function isShown({ axis, place }: AxisScale, startMs: number, run: number): boolean {
  const x = place(startMs, run);
  return axis.unit === "ordinal" || (x >= axis.from && x <= axis.to);
}
