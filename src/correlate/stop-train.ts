import type { Stop } from "./stops.js";

/**
 * Stops as a train that can be turned: answers how much of a stretch was stopped, by binary search. The train is laid
 * twice around a circle of `spanMs`, so that a turned stretch may cross the end.
 */
export interface StopTrain {
  readonly length: number;
  /** Stopped ms between two instants. */
  overlapMs(fromMs: number, toMs: number): number;
  /** The longest part of a single stop between two instants, ms. */
  longestMs(fromMs: number, toMs: number): number;
  /** Index (in the given stops) of the stop with the longest part in a stretch; −1 for none. */
  longestIndex(fromMs: number, toMs: number): number;
}

/** Lays out stops, each prolonged by `drainShare` of its length for the queue that it leaves. Stops must be in time order. */
export function layOutStops(stops: readonly Stop[], spanMs: number, drainShare: number): StopTrain {
  const size = stops.length * 2;
  const startsMs = new Float64Array(size);
  const endsMs = new Float64Array(size);
  const before = new Float64Array(size + 1);
  let coveredUntil = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const stop = stops[i % stops.length] as Stop;
    const turn = i < stops.length ? 0 : spanMs;
    const endMs = stop.endMs + drainShare * (stop.endMs - stop.startMs) + turn;
    // What an earlier stop covers is not counted twice.
    startsMs[i] = Math.max(coveredUntil, stop.startMs + turn);
    endsMs[i] = Math.max(startsMs[i] as number, endMs);
    coveredUntil = endsMs[i] as number;
    before[i] = sum;
    sum += (endsMs[i] as number) - (startsMs[i] as number);
  }
  before[size] = sum;

  const firstEndingAfter = (atMs: number): number => {
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((endsMs[middle] as number) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const stoppedBefore = (atMs: number): number => {
    const index = firstEndingAfter(atMs);
    return (before[index] as number) + (index < size ? Math.max(0, atMs - (startsMs[index] as number)) : 0);
  };
  const longest = (fromMs: number, toMs: number): { index: number; ms: number } => {
    let best = { index: -1, ms: 0 };
    for (let i = firstEndingAfter(fromMs); i < size && (startsMs[i] as number) < toMs; i++) {
      const ms = Math.min(toMs, endsMs[i] as number) - Math.max(fromMs, startsMs[i] as number);
      if (ms > best.ms) best = { index: i % stops.length, ms };
    }
    return best;
  };
  return {
    length: stops.length,
    overlapMs: (fromMs, toMs) => (size === 0 ? 0 : stoppedBefore(toMs) - stoppedBefore(fromMs)),
    longestMs: (fromMs, toMs) => longest(fromMs, toMs).ms,
    longestIndex: (fromMs, toMs) => longest(fromMs, toMs).index,
  };
}
