import type { Timeline } from "../timeline/timeline.js";
import type { Unit } from "../units/unit.js";

export { UNITS } from "../units/unit.js";
export type { Unit } from "../units/unit.js";

/** Where a number comes from: input index and 1-based line. */
export interface SourceLine {
  readonly input: number;
  readonly line: number;
}

/** What would have to be logged for a metric to exist. */
export interface MissingEvidence {
  /** Unified-log selector, e.g. `gc+phases=debug`, `safepoint`; null when no log tag gives it. */
  readonly logTag: string | null;
  /** JFR event, e.g. `jdk.CPULoad`; null when no event gives it. */
  readonly jfrEvent: string | null;
  /** Anything else that is needed: "an SLO (--slo)", "a longer log". */
  readonly other?: string;
}

/** One measured value. `value` null means "not in the input", and `missing` says what would give it. */
export interface Measurement {
  readonly value: number | string | boolean | null;
  /** How many observations (pauses, collections, safepoints, …) the value rests on. */
  readonly sampleSize: number;
  /** A few lines that show it, worst first. */
  readonly lines?: readonly SourceLine[];
  readonly missing?: MissingEvidence;
}

/** A stretch of one run on the clock of its `startMs`, or of all runs when `run` is null. NaN bounds mean unbounded. */
export interface Window {
  readonly run: number | null;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the user told us on the command line; null means not told. Beats what the input says. */
export interface Given {
  readonly slo: readonly Slo[];
  readonly heapMaxBytes: number | null;
  readonly memoryBytes: number | null;
  readonly jdk: number | null;
  readonly cpus: number | null;
  readonly options: readonly string[] | null;
  readonly objective: "latency" | "throughput" | "footprint" | null;
}

/** A latency promise such as `p99=50ms`; percentile "max" is 1. */
export interface Slo {
  /** As given: `p99`, `p99.9`, `max`. */
  readonly name: string;
  /** 0–1. */
  readonly quantile: number;
  readonly limitMs: number;
}

/** Everything a metric may look at. */
export interface MetricSource {
  readonly timeline: Timeline;
  /** What the user asked to look at (`--from`, `--to`, `--skip-warmup`). */
  readonly window: Window;
  /** `window` without warm-up, for metrics of the steady state. */
  readonly steady: Window;
  readonly given: Given;
}

/** One line of the catalog. */
export interface MetricDefinition {
  /** Dotted path, equal to the contract's JSON path where the contract has one: `pauses.p99Ms`, `g1.humongousCauseShare`. */
  readonly name: string;
  readonly unit: Unit;
  /** What it is, in one sentence for the reference and for `rules explain`. */
  readonly sentence: string;
  /** How it is computed, in words or a formula. */
  readonly formula: string;
  readonly compute: (source: MetricSource) => Measurement;
}
