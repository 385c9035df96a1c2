import { hasMembers, isObjectWith } from "./document-shape.js";
import type { OverallLatency } from "./latency-series.js";
import { noRows, parseDocument, type LatencyFormat, type LatencySource } from "./latency-source.js";
import { NO_FIGURES, summaryOf } from "./window-table.js";

type Figures = Readonly<Record<string, unknown>>;

/** Reports that are one JSON object: how each is known, and where its figures stand. */
const REPORTS: readonly { readonly name: string; readonly isHead: (head: string) => boolean; readonly figures: (report: Figures) => OverallLatency; readonly notes: readonly string[] }[] = [
  {
    name: "autocannon-json",
    isHead: (head) => isObjectWith(head, "latency", "p97_5"),
    figures: (report) => {
      const latency = partOf(report, "latency");
      return { requests: number(partOf(report, "requests"), "total") ?? 0, p50Ms: number(latency, "p50"), p95Ms: number(latency, "p95"), p99Ms: number(latency, "p99"), p999Ms: number(latency, "p99_9"), maxMs: number(latency, "max") };
    },
    notes: ["With a rate set, autocannon corrects its percentiles for coordinated omission: they can exceed every measured value."],
  },
  {
    name: "oha-json",
    isHead: (head) => isObjectWith(head, "latencyPercentiles"),
    figures: (report) => {
      const latency = partOf(report, "latencyPercentiles");
      const ms = (name: string): number | null => scaled(number(latency, name), 1000);
      const requests = Object.values(partOf(report, "statusCodeDistribution")).reduce((sum: number, count) => sum + (typeof count === "number" ? count : 0), 0);
      return { requests, p50Ms: ms("p50"), p95Ms: ms("p95"), p99Ms: ms("p99"), p999Ms: ms("p99.9"), maxMs: scaled(number(partOf(report, "summary"), "slowest"), 1000) };
    },
    notes: [],
  },
  {
    name: "vegeta-report",
    isHead: (head) => hasMembers(head, "latencies", "50th"),
    figures: (report) => {
      const part = "latencies" in report ? report : firstWithLatencies(report);
      const latency = partOf(part, "latencies");
      const ms = (name: string): number | null => scaled(number(latency, name), 1e-6);
      return { requests: number(part, "requests") ?? 0, p50Ms: ms("50th"), p95Ms: ms("95th"), p99Ms: ms("99th"), p999Ms: null, maxMs: ms("max") };
    },
    notes: ["Requests that failed at once count as fast ones; look at the success ratio first."],
  },
  {
    name: "gatling-stats",
    isHead: (head) => isObjectWith(head, "maxResponseTime") || isObjectWith(head, "meanResponseTime"),
    figures: (report) => {
      const stats = "stats" in report ? partOf(report, "stats") : report;
      const total = (name: string): number | null => number(partOf(stats, name), "total");
      // Gatling's four percentiles are configurable; the default is 50, 75, 95, 99.
      return { requests: total("numberOfRequests") ?? 0, p50Ms: total("percentiles1"), p95Ms: total("percentiles3"), p99Ms: total("percentiles4"), p999Ms: null, maxMs: total("maxResponseTime") };
    },
    notes: ["Percentiles are read as Gatling's default four: 50, 75, 95 and 99."],
  },
];

/** Summaries in JSON: autocannon, oha, vegeta report, Gatling statistics. */
export const jsonReport: LatencyFormat = {
  name: "json-report",
  matches: (head) => REPORTS.some(({ isHead }) => isHead(head)),
  read: async (source) => readReport(source),
};

async function readReport(source: LatencySource): Promise<ReturnType<typeof summaryOf>> {
  const text = await source.text();
  const report = REPORTS.find(({ isHead }) => isHead(source.head));
  const value = parseDocument(source, text.replace(/\bNaN\b/g, "null"));
  if (report === undefined || typeof value !== "object" || value === null) throw noRows(source, "latency figure");
  return summaryOf(source, report.name, { ...NO_FIGURES, ...report.figures(value as Figures) }, report.notes);
}

function partOf(report: Figures, name: string): Figures {
  const part = report[name];
  return typeof part === "object" && part !== null ? (part as Figures) : {};
}

function number(report: Figures, name: string): number | null {
  const value = report[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

/** Benchmarks that wrap vegeta nest its reports. */
function firstWithLatencies(report: Figures): Figures {
  for (const part of Object.values(report)) {
    if (typeof part !== "object" || part === null) continue;
    if ("latencies" in part) return part as Figures;
    const found = firstWithLatencies(part as Figures);
    if ("latencies" in found) return found;
  }
  return {};
}
