import { nearestRank } from "../statistics/quantile.js";
import type { PauseSelection } from "./select-pauses.js";

/** Count, sum and nearest-rank percentiles of pauses, in the shape of the report. null where the sample is empty. */
export interface PauseStatistics {
  readonly count: number;
  readonly totalMs: number;
  readonly maxMs: number | null;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
}

/** Percentiles that reports name, and their quantiles. */
export const PAUSE_QUANTILES = { p50Ms: 0.5, p90Ms: 0.9, p95Ms: 0.95, p99Ms: 0.99, p999Ms: 0.999 } as const;

/** Statistics of a selection of pauses. `count` counts also pauses of unknown duration, the rest leaves them out. */
export function summarizePauses({ rows, sortedMs, totalMs }: PauseSelection): PauseStatistics {
  const at = (quantile: number): number | null => (sortedMs.length === 0 ? null : nearestRank(sortedMs, quantile));
  return {
    count: rows.length,
    totalMs,
    maxMs: at(1),
    meanMs: sortedMs.length === 0 ? null : totalMs / sortedMs.length,
    p50Ms: at(PAUSE_QUANTILES.p50Ms),
    p90Ms: at(PAUSE_QUANTILES.p90Ms),
    p95Ms: at(PAUSE_QUANTILES.p95Ms),
    p99Ms: at(PAUSE_QUANTILES.p99Ms),
    p999Ms: at(PAUSE_QUANTILES.p999Ms),
  };
}
