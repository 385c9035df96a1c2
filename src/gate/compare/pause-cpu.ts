import { selectPauses } from "../../metrics/select-pauses.js";
import type { Window } from "../../metrics/metric.js";
import type { Timeline } from "../../timeline/timeline.js";

/** Shorter pauses than two ticks of the processor clock are mostly rounding. */
const TOLD_MS = 20;
const TOLD_LEAST_MS = 1000;
/** The longest pauses are left out: a write to a slow disk holds up one pause, an overloaded machine all of them. */
const LONGEST_LEFT_OUT = 0.1;
/**
 * User and system time of a pause are differences of two clocks that tick every 10 ms. Each is right on average, with a standard
 * deviation of at most half a tick.
 */
const TICK_DEVIATION_MS = Math.hypot(5, 5);
const SIGMAS = 3;

/**
 * The most processor time, in seconds by second of pause, that the JVM can have had in its pauses, after warm-up and as far as
 * the ticks of the clock tell; null where there is less than a second of pauses of 20 ms and more, or the log tells no processor
 * time (a clock that never moves tells none).
 */
export function mostPauseCpu(timeline: Timeline, window: Window): number | null {
  const { durationMs, userMs, sysMs } = timeline.pauses;
  const cpuOf = (row: number): number => (userMs[row] as number) + (sysMs[row] as number);
  const told = selectPauses(timeline, window).rows.filter((row) => (durationMs[row] as number) >= TOLD_MS && !Number.isNaN(cpuOf(row)));
  told.sort((a, b) => (durationMs[a] as number) - (durationMs[b] as number) || a - b);
  const kept = told.subarray(0, told.length - Math.floor(told.length * LONGEST_LEFT_OUT));
  const sum = (of: (row: number) => number): number => kept.reduce((total, row) => total + of(row), 0);
  const pausedMs = sum((row) => durationMs[row] as number);
  const cpuMs = sum(cpuOf);
  if (pausedMs < TOLD_LEAST_MS || cpuMs === 0) return null;
  return (cpuMs + SIGMAS * TICK_DEVIATION_MS * Math.sqrt(kept.length)) / pausedMs;
}
