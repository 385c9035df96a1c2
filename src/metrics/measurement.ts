import type { Measurement, MissingEvidence, SourceLine } from "./metric.js";

/**
 * A measured value. A NaN or infinite number (nothing was left after skipping unknown cells) becomes "not in the input",
 * and `missing` says what would have given it.
 */
export function measured(value: number | string | boolean, sampleSize: number, missing: MissingEvidence, lines?: readonly SourceLine[]): Measurement {
  if (typeof value === "number" && !Number.isFinite(value)) return { value: null, sampleSize, missing };
  return lines === undefined || lines.length === 0 ? { value, sampleSize } : { value, sampleSize, lines };
}

/** A measurement that the input does not allow. */
export function notMeasured(missing: MissingEvidence, sampleSize = 0): Measurement {
  return { value: null, sampleSize, missing };
}

/** What gives pauses and their times. */
export const NEEDS_PAUSES: MissingEvidence = { logTag: "gc", jfrEvent: "jdk.GCPhasePause" };

/** What gives anything per time. */
export const NEEDS_CLOCK: MissingEvidence = { logTag: null, jfrEvent: null, other: "time stamps (the uptime or time decorator of -Xlog)" };

/** What gives heap sizes before and after collections. */
export const NEEDS_HEAP_SIZES: MissingEvidence = { logTag: "gc", jfrEvent: "jdk.GCHeapSummary" };

/** Tables whose rows say where they were read. */
interface LinedRows {
  readonly input: ArrayLike<number>;
  readonly line: ArrayLike<number>;
}

const MOST_LINES = 5;

/** Where the first rows of `rows` were read: give them worst first. At most five. */
export function linesOf(table: LinedRows, rows: ArrayLike<number>): readonly SourceLine[] {
  const lines: SourceLine[] = [];
  for (let i = 0; i < rows.length && i < MOST_LINES; i++) {
    const row = rows[i] as number;
    lines.push({ input: table.input[row] as number, line: table.line[row] as number });
  }
  return lines;
}

/** Rows with the largest values first, at most `count` of them, without sorting all. NaN values are left out. */
export function largestRows(values: ArrayLike<number>, rows: ArrayLike<number>, count = MOST_LINES): number[] {
  const largest: number[] = [];
  const valueOf = (row: number): number => values[row] as number;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = valueOf(row);
    if (Number.isNaN(value)) continue;
    if (largest.length === count && value <= valueOf(largest[count - 1] as number)) continue;
    let at = largest.length;
    while (at > 0 && valueOf(largest[at - 1] as number) < value) at--;
    largest.splice(at, 0, row);
    if (largest.length > count) largest.pop();
  }
  return largest;
}
