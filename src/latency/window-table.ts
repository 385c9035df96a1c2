import type { OverallLatency, StampZone, SummarySeries, WindowSeries } from "./latency-series.js";
import type { LatencySource } from "./latency-source.js";
import { zoneNote } from "./request-table.js";

/** What a reader knows about its windows once all are read. */
export interface WindowFacts {
  readonly format: string;
  /** What one value describes, ms; NaN: the usual step between windows. */
  readonly widthMs: number;
  readonly quantile: number;
  readonly zone: StampZone;
  readonly overall: OverallLatency;
  readonly isServerSide?: boolean;
  readonly notes?: readonly string[];
}

/** Collects windows of a file and puts them in time order. */
export class WindowTable {
  private readonly rows: { startMs: number; count: number; valueMs: number; maxMs: number }[] = [];

  get length(): number {
    return this.rows.length;
  }

  /** Largest value of any window, ms; NaN for none. */
  get largestMs(): number {
    return this.rows.reduce((largest, { maxMs, valueMs }) => Math.max(largest, maxMs || valueMs || Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY);
  }

  /** Adds a window by its begin. Windows without a time are left out. */
  append(startMs: number, count: number, valueMs: number, maxMs = Number.NaN): void {
    if (Number.isFinite(startMs)) this.rows.push({ startMs, count, valueMs, maxMs });
  }

  /** Usual step from window to window, ms; NaN below two windows. */
  stepMs(): number {
    const starts = this.rows.map(({ startMs }) => startMs).sort((a, b) => a - b);
    const steps = starts.slice(1).map((start, i) => start - (starts[i] as number)).filter((step) => step > 0).sort((a, b) => a - b);
    return steps[steps.length >> 1] ?? Number.NaN;
  }

  finish(source: LatencySource, facts: WindowFacts): WindowSeries {
    this.rows.sort((a, b) => a.startMs - b.startMs);
    const column = (name: "startMs" | "count" | "valueMs" | "maxMs"): Float64Array => Float64Array.from(this.rows, (row) => row[name]);
    const widthMs = Number.isNaN(facts.widthMs) ? this.stepMs() : facts.widthMs;
    const what = facts.quantile === 1 ? "maximum" : `p${Number((facts.quantile * 100).toFixed(3))}`;
    return {
      kind: "windows", source: source.path, format: facts.format, overall: facts.overall,
      notes: [`${this.rows.length} windows of ${Number((widthMs / 1000).toFixed(3))} s with their ${what}; percentiles of windows are never averaged.`, zoneNote(facts.zone, source.options), ...(facts.notes ?? [])],
      length: this.rows.length, startMs: column("startMs"), widthMs, count: column("count"), valueMs: column("valueMs"), quantile: facts.quantile, maxMs: column("maxMs"),
      zone: facts.zone, isServerSide: facts.isServerSide ?? false,
    };
  }
}

/** Largest latency seen in any window; null for none. */
export function maxOf(table: WindowTable): number | null {
  return Number.isFinite(table.largestMs) ? table.largestMs : null;
}

/** A file that has figures but no times. */
export function summaryOf(source: LatencySource, format: string, overall: OverallLatency, notes: readonly string[] = []): SummarySeries {
  return { kind: "summary", source: source.path, format, overall, notes: ["The file sums up a whole run and holds no times, so pauses cannot be matched to it.", ...notes] };
}

/** No figures at all. */
export const NO_FIGURES: OverallLatency = { requests: 0, p50Ms: null, p95Ms: null, p99Ms: null, p999Ms: null, maxMs: null };
