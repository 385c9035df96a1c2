import type { RequestSeries } from "../latency/latency-series.js";
import { nearestRank } from "../statistics/quantile.js";
import { DRAIN_SHARE } from "./coincidence.js";
import { layOutStops } from "./stop-train.js";
import type { Stop } from "./stops.js";

/**
 * Latencies as they would have been without stops: each request loses the stopped time inside it, but not more than lies
 * above the usual latency. Requests keep their place. `correctionMs` brings stamps to the log's clock.
 */
export function latenciesWithoutStops(series: RequestSeries, stops: readonly Stop[], usualMs: number, uncertaintyMs: number, correctionMs: (atMs: number) => number): Float64Array {
  const train = layOutStops(stops, Number.MAX_SAFE_INTEGER / 4, DRAIN_SHARE);
  return series.latencyMs.map((latency, i) => {
    if (latency <= usualMs) return latency;
    const start = series.startMs[i] as number;
    const from = start + correctionMs(start);
    return Math.max(usualMs, latency - train.overlapMs(from - uncertaintyMs, from + latency + uncertaintyMs));
  });
}

/** Nearest-rank percentile; does not change `values`. */
export function percentileOf(values: Float64Array, quantile: number): number {
  return nearestRank(values.slice().sort(), quantile);
}
