import { formatDuration } from "../units/format-time.js";
import { formatShare } from "../units/format-quantity.js";
import type { SlowEvents } from "./slow-events.js";

/** A burst of slow events: when its first one began, and the time that all of them took too long. */
export interface SlowBurst {
  readonly startMs: number;
  readonly excessMs: number;
}

/** Bursts lighter than this share of the heaviest are not what a run is slow by. */
const HEAVY_SHARE = 0.15;
/** Bursts that hold so much of the excess are the whole story. */
const NEARLY_ALL = 0.8;
const FEW_BURSTS = { least: 2, most: 5 };
/** Intervals that differ by less look like a timer's. */
const ALIKE = 0.05;

/** All bursts in time order. */
export function weighBursts(events: SlowEvents): readonly SlowBurst[] {
  const starts = new Float64Array(events.bursts).fill(Number.POSITIVE_INFINITY);
  const weights = new Float64Array(events.bursts);
  for (let i = 0; i < events.length; i++) {
    const burst = events.burst[i] as number;
    const begin = ((events.toMs[i] as number) + (events.fromMs[i] as number) - (events.latencyMs[i] as number)) / 2;
    starts[burst] = Math.min(starts[burst] as number, begin);
    weights[burst] = (weights[burst] as number) + (events.excessMs[i] as number);
  }
  return Array.from(starts, (startMs, burst) => ({ startMs, excessMs: weights[burst] as number })).sort((a, b) => a.startMs - b.startMs);
}

/** Those that are not much lighter than the heaviest. */
export function heavyOf(bursts: readonly SlowBurst[]): readonly SlowBurst[] {
  const heaviest = bursts.reduce((most, { excessMs }) => Math.max(most, excessMs), 0);
  return bursts.filter(({ excessMs }) => excessMs >= HEAVY_SHARE * heaviest);
}

/** Says how far apart two to five bursts are that hold nearly all excess, which are too few for a period; null for others. */
export function describeFewBursts(events: SlowEvents): string | null {
  const bursts = weighBursts(events);
  const heavy = heavyOf(bursts);
  if (heavy.length < FEW_BURSTS.least || heavy.length > FEW_BURSTS.most) return null;
  const sum = (some: readonly SlowBurst[]): number => some.reduce((total, { excessMs }) => total + excessMs, 0);
  const share = sum(heavy) / sum(bursts);
  if (!(share >= NEARLY_ALL)) return null;
  const gaps = heavy.slice(1).map(({ startMs }, i) => startMs - (heavy[i] as SlowBurst).startMs);
  const meanMs = gaps.reduce((total, gap) => total + gap, 0) / gaps.length;
  const areAlike = gaps.every((gap) => Math.abs(gap / meanMs - 1) <= ALIKE);
  const rhythm = gaps.length === 1 ? `${formatDuration(meanMs)} apart` : areAlike ? `about ${formatDuration(meanMs)} apart` : `${gaps.map((gap) => formatDuration(gap)).join(", ")} apart`;
  const conclusion = gaps.length > 1 && !areAlike ? "" : ": too few to be sure of a period; a longer run would tell whether a timer of this interval is behind them";
  return `${formatShare(share)} of the time that requests took too long lies in ${heavy.length} bursts, ${rhythm}${conclusion}.`;
}
