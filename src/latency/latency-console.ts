import type { OverallLatency } from "./latency-series.js";
import { noRows, type LatencyFormat, type LatencySource } from "./latency-source.js";
import { readPercentileTable } from "./latency-hgrm.js";
import { NO_FIGURES, summaryOf } from "./window-table.js";

/** Console reports: how each is known, and how its figures are read. `null` figures: nothing usable in it. */
const CONSOLES: readonly { readonly name: string; readonly pattern: RegExp; readonly figures: (text: string) => OverallLatency | null; readonly notes: readonly string[] }[] = [
  {
    name: "wrk",
    pattern: /^[ \t]*Thread Stats\s+Avg\s+Stdev\s+Max/m,
    figures: (text) => {
      const at = (percentile: string): number | null => timeMs(new RegExp(`^[ \\t]*${percentile}(?:\\.0+)?%\\s+(\\S+)`, "m").exec(text)?.[1]);
      const table = readPercentileTable(text);
      const max = timeMs(/^[ \t]*Latency\s+\S+\s+\S+\s+(\S+)/m.exec(text)?.[1]);
      return { requests: Number(/^[ \t]*(\d+) requests in/m.exec(text)?.[1] ?? table?.requests ?? 0), p50Ms: at("50"), p95Ms: at("95") ?? table?.p95Ms ?? null, p99Ms: at("99"), p999Ms: at("99\\.9") ?? table?.p999Ms ?? null, maxMs: max };
    },
    notes: ["wrk is a closed loop: a connection that waits sends nothing, so pauses are seen by few requests (wrk2 corrects for this)."],
  },
  {
    name: "ab",
    pattern: /^This is ApacheBench/m,
    figures: (text) => {
      const at = (percent: number): number | null => timeMs(`${new RegExp(`^[ \\t]*${percent}%\\s+(\\d+)`, "m").exec(text)?.[1]}ms`);
      return { ...NO_FIGURES, requests: Number(/^Complete requests:\s+(\d+)/m.exec(text)?.[1] ?? 0), p50Ms: at(50), p95Ms: at(95), p99Ms: at(99), maxMs: at(100) };
    },
    notes: ["ab is a closed loop: it hides pauses from all but the requests in flight. `ab -g` writes each request."],
  },
  {
    name: "ab-percentiles",
    pattern: /^Percentage served,Time in ms/m,
    figures: (text) => {
      const at = (percent: number): number | null => timeMs(`${new RegExp(`^${percent},([\\d.]+)`, "m").exec(text)?.[1]}ms`);
      return { ...NO_FIGURES, p50Ms: at(50), p95Ms: at(95), p99Ms: at(99), maxMs: at(100) };
    },
    notes: ["The table does not say how many requests it rests on. `ab -g` writes each request."],
  },
  {
    name: "locust-console",
    pattern: /Response time percentiles \(approximated\)/,
    figures: (text) => {
      const cells = /^[ \t]+Aggregated[ \t]+([\d \t.]+)$/m.exec(text.slice(text.lastIndexOf("Response time percentiles")))?.[1]?.trim().split(/\s+/).map(Number);
      if (cells === undefined || cells.length < 12) return null;
      const at = (index: number): number | null => cells[index] ?? null;
      return { requests: at(11) ?? 0, p50Ms: at(0), p95Ms: at(5), p99Ms: at(7), p999Ms: at(8), maxMs: at(10) };
    },
    notes: [],
  },
  {
    name: "artillery-console",
    pattern: /^http\.response_time:$/m,
    figures: (text) => {
      const last = text.slice(text.lastIndexOf("\nhttp.response_time:\n"));
      const at = (name: string): number | null => timeMs(`${new RegExp(`^[ \\t]+${name}: \\.+ ([\\d.]+)`, "m").exec(last)?.[1]}ms`);
      const counts = [...text.matchAll(/^http\.requests: \.+ (\d+)/gm)];
      return { ...NO_FIGURES, requests: Number(counts.at(-1)?.[1] ?? 0), p50Ms: at("median"), p95Ms: at("p95"), p99Ms: at("p99"), maxMs: at("max") };
    },
    notes: ["The JSON report (-o) holds the same buckets with their times."],
  },
  {
    name: "httperf",
    pattern: /^Total: connections \d+ requests \d+ replies/m,
    figures: (text) => {
      const match = /^Connection time \[ms\]: min \S+ avg \S+ max (\S+) median (\S+)/m.exec(text);
      return { ...NO_FIGURES, requests: Number(/^Total: connections \d+ requests (\d+)/m.exec(text)?.[1] ?? 0), p50Ms: timeMs(`${match?.[2]}ms`), maxMs: timeMs(`${match?.[1]}ms`) };
    },
    notes: ["httperf gives no percentiles; median and maximum are of connections, not of requests."],
  },
  {
    name: "jmeter-summary",
    pattern: /^summary [=+]\s+\d+ in/m,
    figures: (text) => {
      const match = [...text.matchAll(/^summary =\s+(\d+) in.*?Avg:\s*(\d+) Min:\s*(\d+) Max:\s*(\d+)/gm)].at(-1);
      return match === undefined ? null : { ...NO_FIGURES, requests: Number(match[1]), maxMs: Number(match[4]) };
    },
    notes: ["JMeter's summary gives no percentiles; its result file (-l) holds each request."],
  },
  {
    name: "siege-summary",
    pattern: /Date & Time,\s+Trans,\s+Elap Time/,
    figures: (text) => ({ ...NO_FIGURES, requests: Number(/^\d{4}-\d{2}-\d{2} [\d:]+,\s*(\d+),/m.exec(text)?.[1] ?? 0) }),
    notes: ["siege's summary gives a mean only; its verbose output with timestamps holds each request."],
  },
  {
    name: "autocannon-ticks",
    pattern: /^\{"time":"[^"]+","counter":\d+,"bytes":\d+\}/,
    figures: (text) => ({ ...NO_FIGURES, requests: [...text.matchAll(/"counter":(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0) }),
    notes: ["The ticks count responses a second and hold no latency."],
  },
];

/** Console output and other texts that sum up a run: wrk, wrk2, ab, Locust, Artillery, httperf, JMeter, siege. */
export const consoleReport: LatencyFormat = {
  name: "console-report",
  matches: (head) => CONSOLES.some(({ pattern }) => pattern.test(head)),
  read: async (source) => readConsole(source),
};

async function readConsole(source: LatencySource): Promise<ReturnType<typeof summaryOf>> {
  const report = CONSOLES.find(({ pattern }) => pattern.test(source.head));
  const figures = report?.figures(await source.text()) ?? null;
  if (report === undefined || figures === null) throw noRows(source, "latency figure");
  return summaryOf(source, report.name, figures, report.notes);
}

/** A time as wrk writes it, units mixed: `21.01ms`, `962us`, `1.02s`. null for none. */
function timeMs(text: string | undefined): number | null {
  const match = /^(\d+(?:\.\d+)?)(us|ms|s|m)$/.exec(text ?? "");
  if (match === null) return null;
  const factor = { us: 0.001, ms: 1, s: 1000, m: 60_000 }[match[2] as "us" | "ms" | "s" | "m"];
  return Number(match[1]) * factor;
}
