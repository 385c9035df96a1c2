import type { Timeline } from "../../timeline/timeline.js";
import type { AxisScale } from "./time-axis.js";

/** A pause with its place on the time axis (`x`) and in the inputs. */
export interface LongPause {
  readonly x: number;
  readonly durationMs: number;
  readonly kind: string;
  readonly cause: string | null;
  readonly gcId: number | null;
  readonly line: number;
  readonly input: number;
}

const LONGEST = 500;
const STRETCHES = 100;
const LONGEST_OF_STRETCH = 5;

/**
 * The 500 longest pauses and the five longest of each hundredth of the time, longest first: enough to name the worst of any
 * stretch that somebody may ask for. Pauses without a length are left out.
 */
export function reduceLongest(timeline: Timeline, scale: AxisScale): readonly LongPause[] {
  const { pauses, names } = timeline;
  const { from, to, unit } = scale.axis;
  const place = (row: number): number => (unit === "ordinal" ? row + 1 : scale.place(pauses.startMs[row] as number, pauses.run[row] as number));
  const durations = pauses.durationMs;
  const longest: number[] = [];
  const ofStretch = Array.from({ length: STRETCHES }, () => [] as number[]);
  for (let row = 0; row < pauses.length; row++) {
    const x = place(row);
    if (!((durations[row] as number) >= 0 && x >= from && x <= to)) continue;
    const stretch = Math.min(STRETCHES - 1, Math.floor(((x - from) / (to - from)) * STRETCHES));
    offer(longest, row, LONGEST, durations);
    offer(ofStretch[stretch] as number[], row, LONGEST_OF_STRETCH, durations);
  }
  const kept = [...new Set([...longest, ...ofStretch.flat()])].toSorted((a, b) => (durations[b] as number) - (durations[a] as number) || a - b);
  return kept.map((row) => ({
    x: place(row),
    durationMs: durations[row] as number,
    kind: names[pauses.kind[row] as number] ?? "",
    cause: names[pauses.cause[row] as number] ?? null,
    gcId: (pauses.gcId[row] as number) < 0 ? null : (pauses.gcId[row] as number),
    line: pauses.line[row] as number,
    input: pauses.input[row] as number,
  }));
}

/** Puts a row into its place among the longest, longest first, and drops what is beyond the limit. Most rows are turned away at once. */
function offer(longest: number[], row: number, limit: number, durations: Float64Array): void {
  const ms = durations[row] as number;
  if (longest.length === limit && !(ms > (durations[longest[limit - 1] as number] as number))) return;
  let low = 0;
  for (let high = longest.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((durations[longest[middle] as number] as number) >= ms) low = middle + 1;
    else high = middle;
  }
  longest.splice(low, 0, row);
  longest.length = Math.min(longest.length, limit);
}
