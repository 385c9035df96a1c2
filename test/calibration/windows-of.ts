import type { RequestSeries, WindowSeries } from "../../src/latency/latency-series.js";
import { nearestRank } from "../../src/statistics/quantile.js";

/** What a monitoring system keeps of requests: their p99 by window, stamped at the begin of the window in which they ended. */
export function windowsOf(series: RequestSeries, widthMs: number): WindowSeries {
  const windows = new Map<number, number[]>();
  for (let i = 0; i < series.length; i++) {
    const latency = series.latencyMs[i] as number;
    const slot = Math.floor(((series.startMs[i] as number) + latency) / widthMs);
    const values = windows.get(slot);
    if (values === undefined) windows.set(slot, [latency]);
    else values.push(latency);
  }
  const rows = [...windows].sort(([a], [b]) => a - b).map(([slot, values]) => ({ startMs: slot * widthMs, sorted: Float64Array.from(values).sort() }));
  return {
    kind: "windows", source: "simulated", format: "simulated", notes: [], overall: series.overall, length: rows.length, widthMs, quantile: 0.99, zone: "absolute", isServerSide: false,
    startMs: Float64Array.from(rows, ({ startMs }) => startMs), count: Float64Array.from(rows, ({ sorted }) => sorted.length),
    valueMs: Float64Array.from(rows, ({ sorted }) => nearestRank(sorted, 0.99)), maxMs: Float64Array.from(rows, ({ sorted }) => sorted.at(-1) as number),
  };
}
