import type { Acceptable, PresetName } from "../schema/config-schema.js";

/** A limit as a configuration file gives it. */
export interface ConfiguredLimit {
  readonly expression: string;
  /** Why the team wants it; told when it fails. */
  readonly why: string | null;
  /** Where it stands: `pauseline.json:7:5`, `--limit`, `preset web-service`. */
  readonly origin: string;
  /** Where a character of the expression stands, for those of a file; null where the expression itself is all there is. */
  readonly originAt: ((index: number) => string) | null;
}

/** A named part of the run; texts as `--from`, `--to` and `--skip-warmup` take them. */
export interface PhaseWindow {
  readonly from: string | null;
  readonly to: string | null;
  readonly skipWarmup: string | null;
}

/** How much worse is still fine, and how much evidence a comparison needs. Relative figures are shares: 0.1 is 10 %. */
export interface Tolerance {
  readonly pauses: number;
  readonly pausesAtLeastMs: number;
  readonly tail: number;
  readonly overhead: number;
  readonly overheadAtLeast: number;
  readonly latency: number;
  readonly latencyAtLeastMs: number;
  readonly load: number;
  /**
   * Standard deviation of the logarithm between equal runs, assumed where fewer than three runs a side are there to measure it:
   * 0.1 is 10 %.
   */
  readonly runNoise: number;
  readonly minimumMs: number;
  readonly minimumPauses: number;
}

/** A difference of 10 % is what people begin to care about; the absolute parts keep tiny figures from failing a gate. */
export const DEFAULT_TOLERANCE: Tolerance = {
  pauses: 0.1,
  pausesAtLeastMs: 1,
  tail: 0.25,
  overhead: 0.1,
  overheadAtLeast: 0.001,
  latency: 0.25,
  latencyAtLeastMs: 1,
  load: 0.25,
  runNoise: 0.1,
  minimumMs: 300_000,
  minimumPauses: 30,
};

/** The gate as configured. */
export interface GateConfig {
  readonly preset: PresetName | null;
  readonly limits: readonly ConfiguredLimit[];
  readonly phases: ReadonlyMap<string, PhaseWindow>;
  /** Path as written, relative to the file. */
  readonly baseline: string | null;
  readonly tolerance: Tolerance;
  readonly accept: readonly Acceptable[];
  readonly silent: boolean;
}

/** What a configuration file says; analysis options by the name that they have on the command line. */
export interface Config {
  readonly path: string;
  readonly analysis: ReadonlyMap<string, string | readonly string[]>;
  readonly gate: GateConfig;
}
