import type { CorrectedLatency } from "../latency/latency-series.js";

/** What a latency file said on its own: the `latency` part of an analysis. */
export interface LatencyReport {
  readonly source: string;
  readonly format: string;
  readonly requests: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  readonly maxMs: number | null;
  /** What was detected about the file: stamp meaning, unit, zone, kind, and what such a source cannot see. */
  readonly notes: readonly string[];
  readonly isWindowed: boolean;
  /** Corrected for coordinated omission; null unless asked for. */
  readonly corrected: CorrectedLatency | null;
}

/** Whether stops explain what is slow: the `correlation` part of an analysis. */
export interface CorrelationReport {
  readonly verdict: "gc-explains" | "gc-contributes" | "gc-innocent" | "inconclusive";
  /** Slow requests, or slow windows of windowed sources. */
  readonly slowRequests: number | null;
  readonly slowDuringPauseShare: number | null;
  readonly expectedByChance: number | null;
  readonly pValue: number | null;
  readonly p99WithoutPausesMs: number | null;
  /** Latency clock minus log clock; 0: they fit as written; null: not known. */
  readonly clockOffsetMs: number | null;
  /** E0–E5. */
  readonly evidenceLevel: string;
  /** Sentences in reading order: arithmetic, clocks, coincidence, dose, attribution, confounders. */
  readonly reasons: readonly string[];
  readonly attributableShare: { readonly value: number; readonly low: number; readonly high: number } | null;
}
