import type { RequestSeries } from "../latency/latency-series.js";
import type { Stop } from "./stops.js";

/** Whether the source shows what users meet during stops. */
export interface Arrivals {
  /** Requests that a stop delayed by at least half of its length. */
  readonly delayed: number;
  /** How many would have been, had requests gone on arriving at the rate of the whole file. */
  readonly expected: number;
  /** True when far fewer were than expected: the source waits during stops, or starts its clock after them. */
  readonly isBlind: boolean;
}

const LEAST_EXPECTED = 12;
const BLIND_SHARE = 0.3;

/**
 * Counts requests that waited for at least half of a stop. With arrivals at any time, half of those that arrive during a
 * stop do. A closed-loop generator waits for its answers and sends (almost) nothing meanwhile; a server that times its own
 * handlers starts their clocks after the stop. Either way users met the stop and the file does not show it.
 * Only stops of the whole process longer than `leastMs` count. `correctionMs` brings stamps to the log's clock.
 */
export function countArrivals(series: RequestSeries, stops: readonly Stop[], leastMs: number, correctionMs: (atMs: number) => number): Arrivals {
  const padMs = series.stampStepMs >= 10 ? series.stampStepMs / 2 : 5;
  const long = stops.filter(({ startMs, endMs, kind }) => kind !== "stall" && endMs - startMs >= leastMs);
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  let delayed = 0;
  for (let i = 0; i < series.length; i++) {
    const at = (series.startMs[i] as number) + correctionMs(series.startMs[i] as number);
    if (at < fromMs) fromMs = at;
    if (at > toMs) toMs = at;
    const latencyMs = series.latencyMs[i] as number;
    if (latencyMs >= leastMs / 2 && isDelayedBy(long, at - padMs, at + latencyMs + padMs, latencyMs)) delayed++;
  }
  const longMs = long.reduce((sum, { startMs, endMs }) => sum + Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, startMs)), 0);
  const expected = ((series.length / Math.max(1, toMs - fromMs)) * longMs) / 2;
  return { delayed, expected, isBlind: expected >= LEAST_EXPECTED && delayed < BLIND_SHARE * expected };
}

function isDelayedBy(stops: readonly Stop[], fromMs: number, toMs: number, latencyMs: number): boolean {
  let low = 0;
  let high = stops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stops[middle] as Stop).endMs <= fromMs) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < stops.length && (stops[i] as Stop).startMs < toMs; i++) {
    const { startMs, endMs } = stops[i] as Stop;
    if (latencyMs >= (endMs - startMs) / 2) return true;
  }
  return false;
}
