import { findColumn, readCsvRows } from "./csv-rows.js";
import { noRows, type LatencyFormat } from "./latency-source.js";
import { maxOf, summaryOf, WindowTable } from "./window-table.js";

const WINDOW_MS = 10_000;

/**
 * Locust `--csv-full-history`: a row a second and name; the percentiles describe about the last 10 s, the totals the run.
 * Rows named `Aggregated` repeat the others and are the ones read.
 *
 *     Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,…,99%,99.9%,99.99%,100%,Total Request Count,…
 */
export const locustHistory: LatencyFormat = {
  name: "locust-history",
  matches: (head) => /^"?Timestamp"?,"?User Count"?,"?Type"?,"?Name"?/.test(head),
  read: async (source) => {
    const table = new WindowTable();
    let columns: Record<"time" | "name" | "p99" | "max" | "total", number> | null = null;
    let requests = 0;
    for await (const row of readCsvRows(source, { delimiter: "," })) {
      if (columns === null) {
        columns = { time: findColumn(row, "Timestamp"), name: findColumn(row, "Name"), p99: findColumn(row, "99%"), max: findColumn(row, "100%"), total: findColumn(row, "Total Request Count") };
        continue;
      }
      if (row[columns.name] !== "Aggregated" && row[columns.name] !== "Total") continue;
      const value = Number(row[columns.p99] || Number.NaN);
      const total = Number(row[columns.total] || Number.NaN);
      if (total > requests) requests = total;
      if (total > 0 && value > 0) table.append(Number(row[columns.time] || Number.NaN) * 1000 - WINDOW_MS, Number.NaN, value, Number(row[columns.max] || Number.NaN));
    }
    if (table.length === 0) throw noRows(source, "Aggregated row with percentiles");
    return table.finish(source, {
      format: "locust-history", widthMs: WINDOW_MS, quantile: 0.99, zone: "absolute",
      overall: { requests, p50Ms: null, p95Ms: null, p99Ms: null, p999Ms: null, maxMs: maxOf(table) },
      notes: [
        "Each row holds percentiles of about the last 10 s: one pause lights up ten rows. They are not averaged into a percentile of the run.",
        "Values are rounded to two digits, and the last seconds of a run are missing in this file.",
      ],
    });
  },
};

/** Locust `_stats.csv`: the whole run by name, no times. */
export const locustStats: LatencyFormat = {
  name: "locust-stats",
  matches: (head) => /^"?Type"?,"?Name"?,"?Request Count"?,/.test(head),
  read: async (source) => {
    let header: readonly string[] | null = null;
    let all: readonly string[] | null = null;
    for await (const row of readCsvRows(source, { delimiter: "," })) {
      if (header === null) header = row;
      else if (row[findColumn(header, "Name")] === "Aggregated" || all === null) all = row;
    }
    if (header === null || all === null) throw noRows(source, "statistics row");
    const names = header;
    const row = all;
    const cell = (name: string): number | null => {
      const value = Number(row[findColumn(names, name)] || Number.NaN);
      return Number.isFinite(value) ? value : null;
    };
    return summaryOf(source, "locust-stats", { requests: cell("Request Count") ?? 0, p50Ms: cell("50%"), p95Ms: cell("95%"), p99Ms: cell("99%"), p999Ms: cell("99.9%"), maxMs: cell("Max Response Time") });
  },
};
