import type { RequestSeries, WindowSeries } from "../latency/latency-series.js";
import { computeRobustSpread } from "../statistics/moments.js";
import { nearestRank, selectMedian } from "../statistics/quantile.js";

/** What was slow: requests, or windows whose percentile rose. In time order of `fromMs`. */
export interface SlowEvents {
  readonly kind: "requests" | "windows";
  readonly length: number;
  /** The stretch in which the delay must lie. */
  readonly fromMs: Float64Array;
  readonly toMs: Float64Array;
  /** Latency above what was usual around that time, ms. */
  readonly excessMs: Float64Array;
  readonly latencyMs: Float64Array;
  /** Events that hang together in time, numbered from 0. */
  readonly burst: Int32Array;
  readonly bursts: number;
  /** What counts as slow, ms. */
  readonly thresholdMs: number;
  /** Usual latency, ms. */
  readonly usualMs: number;
  /** Requests or windows looked at in all. */
  readonly population: number;
}

/** Slow ones are looked at in full up to this many; more are thinned evenly, because they cannot say more. */
const MOST_EVENTS = 20_000;
const LOCAL_MS = 10_000;
const LEAST_LOCAL = 20;

/**
 * Slow requests: above the promise, or without one at least half of p99 and clearly above the usual spread, so that what
 * counts is what the p99 is made of. Excess is measured against the median of the 10 s around. `uncertaintyMs` widens the
 * stretch of each request for coarse stamps.
 */
export function findSlowRequests(series: RequestSeries, limitMs: number | null, uncertaintyMs: number): SlowEvents {
  const sorted = series.latencyMs.slice().sort();
  const usualMs = nearestRank(sorted, 0.5);
  const spread = computeRobustSpread(series.length > 200_000 ? series.latencyMs.subarray(0, 200_000) : series.latencyMs);
  const p99Ms = series.overall.p99Ms ?? nearestRank(sorted, 0.99);
  const thresholdMs = limitMs ?? Math.max(p99Ms / 2, usualMs + 3 * 1.4826 * spread.medianAbsoluteDeviation, usualMs * 1.5);
  const local = localMedians(series);
  const rows: number[] = [];
  for (let i = 0; i < series.length; i++) if ((series.latencyMs[i] as number) > thresholdMs) rows.push(i);
  const kept = thin(rows).sort((a, b) => (series.startMs[a] as number) - (series.startMs[b] as number));
  const fromMs = Float64Array.from(kept, (row) => (series.startMs[row] as number) - uncertaintyMs);
  const toMs = Float64Array.from(kept, (row) => (series.startMs[row] as number) + (series.latencyMs[row] as number) + uncertaintyMs);
  const latencyMs = Float64Array.from(kept, (row) => series.latencyMs[row] as number);
  const excessMs = Float64Array.from(kept, (row) => (series.latencyMs[row] as number) - Math.min(thresholdMs, local.get(Math.floor((series.startMs[row] as number) / LOCAL_MS)) ?? usualMs));
  return { kind: "requests", length: kept.length, fromMs, toMs, excessMs, latencyMs, ...burstsOf(fromMs, toMs), thresholdMs, usualMs, population: series.length };
}

/** Windows whose percentile stands out: above max(promise, median + 3 · 1.4826 · MAD). */
export function findSlowWindows(series: WindowSeries, limitMs: number | null): SlowEvents {
  const spread = computeRobustSpread(series.valueMs);
  const usualMs = spread.median;
  const thresholdMs = Math.max(limitMs ?? 0, usualMs + 3 * 1.4826 * spread.medianAbsoluteDeviation, limitMs === null ? usualMs * 1.5 : 0);
  const rows: number[] = [];
  for (let i = 0; i < series.length; i++) if ((series.valueMs[i] as number) > thresholdMs) rows.push(i);
  // A request that ends in a window may have begun before it.
  const fromMs = Float64Array.from(rows, (row) => (series.startMs[row] as number) - (series.valueMs[row] as number));
  const toMs = Float64Array.from(rows, (row) => (series.startMs[row] as number) + series.widthMs);
  const latencyMs = Float64Array.from(rows, (row) => series.valueMs[row] as number);
  const known = series.valueMs.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  return { kind: "windows", length: rows.length, fromMs, toMs, excessMs: latencyMs.map((value) => value - usualMs), latencyMs, ...burstsOf(fromMs, toMs), thresholdMs, usualMs, population: known };
}

/** The same events on another clock. */
export function shiftEvents(events: SlowEvents, correctionMs: (atMs: number) => number): SlowEvents {
  return { ...events, fromMs: events.fromMs.map((at) => at + correctionMs(at)), toMs: events.toMs.map((at) => at + correctionMs(at)) };
}

function localMedians({ startMs, latencyMs, length }: RequestSeries): ReadonlyMap<number, number> {
  const groups = new Map<number, number[]>();
  const step = Math.max(1, Math.floor(length / 2_000_000));
  for (let i = 0; i < length; i += step) {
    const slot = Math.floor((startMs[i] as number) / LOCAL_MS);
    const group = groups.get(slot);
    if (group === undefined) groups.set(slot, [latencyMs[i] as number]);
    else group.push(latencyMs[i] as number);
  }
  const medians = new Map<number, number>();
  for (const [slot, group] of groups) if (group.length >= LEAST_LOCAL) medians.set(slot, selectMedian(Float64Array.from(group)));
  return medians;
}

function thin(rows: number[]): number[] {
  if (rows.length <= MOST_EVENTS) return rows;
  return Array.from({ length: MOST_EVENTS }, (_, i) => rows[Math.floor((i * rows.length) / MOST_EVENTS)] as number);
}

/** Events whose stretches overlap hang together. */
function burstsOf(fromMs: Float64Array, toMs: Float64Array): { burst: Int32Array; bursts: number } {
  const burst = new Int32Array(fromMs.length);
  let current = -1;
  let untilMs = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < fromMs.length; i++) {
    if ((fromMs[i] as number) > untilMs) current++;
    burst[i] = current;
    untilMs = Math.max(untilMs, toMs[i] as number);
  }
  return { burst, bursts: current + 1 };
}
