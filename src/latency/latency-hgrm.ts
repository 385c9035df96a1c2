import { noRows, type LatencyFormat } from "./latency-source.js";
import { summaryOf } from "./window-table.js";

const ROW = /^\s*(\d+(?:\.\d+)?)\s+([01]\.\d+)\s+(\d+)(?:\s+(?:\d+\.\d+|inf|Infinity))?\s*$/;

/** HdrHistogram percentile table (value in ms, percentile, count, 1 ÷ (1 − percentile)), alone or after the report of wrk2. */
export const hdrPercentiles: LatencyFormat = {
  name: "hdr-percentiles",
  matches: (head) => /^[ \t]*Value[ \t]+Percentile[ \t]+TotalCount/m.test(head) && !/Thread Stats/.test(head),
  read: async (source) => {
    const figures = readPercentileTable(await source.text());
    if (figures === null) throw noRows(source, "percentile row");
    return summaryOf(source, "hdr-percentiles", figures);
  },
};

/** Figures of a percentile table anywhere in a text: the first value at or above each percentile; null for no table. */
export function readPercentileTable(text: string): Parameters<typeof summaryOf>[2] | null {
  const rows = text.split(/\r?\n/).map((line) => ROW.exec(line)).filter((row) => row !== null).map((row) => ({ valueMs: Number(row[1]), percentile: Number(row[2]), count: Number(row[3]) }));
  if (rows.length === 0) return null;
  const at = (quantile: number): number | null => rows.find(({ percentile }) => percentile >= quantile - 1e-9)?.valueMs ?? null;
  return { requests: rows[rows.length - 1]?.count ?? 0, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), p999Ms: at(0.999), maxMs: rows[rows.length - 1]?.valueMs ?? null };
}
