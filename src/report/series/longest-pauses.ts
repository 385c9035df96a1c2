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
  const ordered: number[] = [];
  for (let row = 0; row < pauses.length; row++) {
    const x = place(row);
    if ((durations[row] as number) >= 0 && x >= from && x <= to) ordered.push(row);
  }
  ordered.sort((a, b) => (durations[b] as number) - (durations[a] as number) || a - b);
  const taken = new Int32Array(STRETCHES);
  const kept = ordered.filter((row, rank) => {
    const stretch = Math.min(STRETCHES - 1, Math.floor(((place(row) - from) / (to - from)) * STRETCHES));
    return (taken[stretch] as number)++ < LONGEST_OF_STRETCH || rank < LONGEST;
  });
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
