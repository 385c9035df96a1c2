/** Percentiles over a whole file. Nearest rank where they come from rows; null where the source does not give the figure. */
export interface OverallLatency {
  readonly requests: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  readonly maxMs: number | null;
}

/** The same with the requests that a waiting sender left out; only where asked for. */
export interface CorrectedLatency extends OverallLatency {
  /** Time between two requests of one worker that was assumed. */
  readonly expectedIntervalMs: number;
}

/**
 * How the stamps of a source relate to the calendar.
 * - "absolute": epoch numbers, or text with an offset.
 * - "assumed-utc": text without an offset, read as UTC; the true time may be whole quarters of an hour away.
 * - "relative": counted from a start nobody wrote down.
 */
export type StampZone = "absolute" | "assumed-utc" | "relative";

interface SeriesFrame {
  /** Name of the input for people. */
  readonly source: string;
  /** Name of the format: `k6-csv`, `nginx-access-log`, … */
  readonly format: string;
  readonly overall: OverallLatency;
  /** What was detected (stamp meaning, unit, zone) and what such a source cannot see; one sentence each. */
  readonly notes: readonly string[];
}

/**
 * One entry a request, in the order of the file. `startMs` is epoch ms (for relative stamps: ms from an unknown start),
 * whatever the file stamps.
 */
export interface RequestSeries extends SeriesFrame {
  readonly kind: "requests";
  readonly length: number;
  readonly startMs: Float64Array;
  readonly latencyMs: Float64Array;
  /** 1 for requests that the source calls failed. */
  readonly failed: Uint8Array;
  /** What the file's own stamp meant. */
  readonly stampMeaning: "start" | "end";
  /** Resolution of the stamps, ms: 1000 for whole seconds. */
  readonly stampStepMs: number;
  readonly zone: StampZone;
  /** Whether the rows come from the serving side (access log), whose clock may start after a stop. */
  readonly isServerSide: boolean;
  /** Figures corrected for coordinated omission, where an expected interval was given. */
  readonly corrected?: CorrectedLatency;
  /** Threads that each send one request at a time, where the rows name their thread. */
  readonly workers?: number;
  /** Set when the file had more rows than are kept: rows below `belowMs` stand for `weight` each, slower ones were all kept. */
  readonly thinned: { readonly belowMs: number; readonly weight: number } | null;
}

/** One entry a window, in time order. */
export interface WindowSeries extends SeriesFrame {
  readonly kind: "windows";
  readonly length: number;
  /** Begin of the window, epoch ms. */
  readonly startMs: Float64Array;
  /** Length of what one value describes, ms. Windows overlap when this exceeds the step between them. */
  readonly widthMs: number;
  /** Requests in the window; NaN where not told. */
  readonly count: Float64Array;
  /** The percentile `quantile` of the window, ms; NaN for empty windows. */
  readonly valueMs: Float64Array;
  /** 0–1; 1 for the maximum. */
  readonly quantile: number;
  /** Largest latency of the window, NaN where not told. */
  readonly maxMs: Float64Array;
  readonly zone: StampZone;
  readonly isServerSide: boolean;
}

/** A file without clock times: figures for the report, no evidence about pauses. */
export interface SummarySeries extends SeriesFrame {
  readonly kind: "summary";
}

/** A latency file, read. */
export type LatencySeries = RequestSeries | WindowSeries | SummarySeries;
