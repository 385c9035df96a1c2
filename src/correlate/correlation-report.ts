import type { CorrectedLatency } from "../latency/latency-series.js";

/** What a latency file said on its own. Structurally the `latency` part of an analysis. */
export interface LatencyFigures {
  readonly source: string;
  readonly format: string;
  readonly requests: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  readonly maxMs: number | null;
  readonly notes: readonly string[];
  readonly isWindowed: boolean;
  /** Corrected for coordinated omission; null unless asked for. */
  readonly corrected: CorrectedLatency | null;
}

/** Whether stops explain what is slow. Structurally the `correlation` part of an analysis. */
export interface CorrelationFinding {
  readonly verdict: "gc-explains" | "gc-contributes" | "gc-innocent" | "inconclusive";
  /** Slow requests, or slow windows of windowed sources. */
  readonly slowRequests: number | null;
  readonly slowDuringPauseShare: number | null;
  readonly expectedByChance: number | null;
  readonly pValue: number | null;
  readonly p99WithoutPausesMs: number | null;
  /** Latency clock minus log clock; 0: they fit as written; null: not known. */
  readonly clockOffsetMs: number | null;
  readonly evidenceLevel: string;
  /** Sentences in reading order: arithmetic, clocks, coincidence, dose, attribution, confounders. */
  readonly reasons: readonly string[];
  readonly attributableShare: { readonly value: number; readonly low: number; readonly high: number } | null;
}
