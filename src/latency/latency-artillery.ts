import { isObjectWith } from "./document-shape.js";
import type { OverallLatency } from "./latency-series.js";
import { noRows, parseDocument, type LatencyFormat } from "./latency-source.js";
import { epochFromNumber, parseStamp } from "./parse-stamp.js";
import { RequestTable } from "./request-table.js";
import { WindowTable } from "./window-table.js";

interface Percentiles {
  readonly count?: number; readonly min?: number; readonly max?: number | null; readonly p50?: number; readonly median?: number; readonly p95?: number | null; readonly p99?: number | null; readonly p999?: number | null;
}
interface Bucket {
  readonly period?: string | number;
  readonly timestamp?: string;
  readonly summaries?: Readonly<Record<string, Percentiles>>;
  readonly latency?: Percentiles;
  readonly requestsCompleted?: number;
  /** Version 1: [epoch ms, id, ns, status]. */
  readonly latencies?: readonly (readonly [number, string, number, number] | number)[];
}
interface Report {
  readonly aggregate?: Bucket;
  readonly intermediate?: readonly Bucket[];
}

const BUCKET_MS = 10_000;

/** Artillery `-o` report, version 2 (10 s buckets by the clock) and version 1 (raw requests where it kept them). */
export const artilleryJson: LatencyFormat = {
  name: "artillery-json",
  matches: (head) => /^\s*\{\s*"aggregate"\s*:/.test(head) || isObjectWith(head, "intermediate"),
  read: async (source) => {
    const report = parseDocument(source, await source.text()) as Report;
    const raw = readRaw(report);
    if (raw.length > 0) return raw.finish(source, { format: "artillery-json", stampMeaning: "start", order: "unknown", zone: "absolute", unitNote: "Latency is in ns." });
    const table = new WindowTable();
    for (const bucket of report.intermediate ?? []) {
      const figures = bucket.summaries?.["http.response_time"] ?? bucket.latency;
      if (figures === undefined) continue;
      const atMs = bucket.period === undefined ? parseStamp(bucket.timestamp ?? "")?.epochMs ?? Number.NaN : epochFromNumber(Number(bucket.period));
      table.append(atMs, figures.count ?? bucket.requestsCompleted ?? Number.NaN, figures.p99 ?? Number.NaN, figures.max ?? Number.NaN);
    }
    if (table.length === 0) throw noRows(source, "bucket with response times");
    return table.finish(source, {
      format: "artillery-json", widthMs: BUCKET_MS, quantile: 0.99, zone: "absolute", overall: overallOf(report.aggregate),
      notes: ["Percentiles come from a sketch and may be a few percent off; the first and last bucket are partial."],
    });
  },
};

function readRaw({ aggregate, intermediate = [] }: Report): RequestTable {
  const table = new RequestTable();
  for (const { latencies } of [...intermediate, ...(aggregate === undefined ? [] : [aggregate])]) {
    for (const row of latencies ?? []) if (typeof row !== "number") table.append(row[0], row[2] / 1e6, row[3] >= 400);
  }
  return table;
}

function overallOf(bucket: Bucket | undefined): OverallLatency {
  const figures = bucket?.summaries?.["http.response_time"] ?? bucket?.latency;
  return {
    requests: figures?.count ?? bucket?.requestsCompleted ?? 0, p50Ms: figures?.p50 ?? figures?.median ?? null,
    p95Ms: figures?.p95 ?? null, p99Ms: figures?.p99 ?? null, p999Ms: figures?.p999 ?? null, maxMs: figures?.max ?? null,
  };
}
