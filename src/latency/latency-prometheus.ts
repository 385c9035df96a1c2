import { PauselineError } from "../errors/pauseline-error.js";
import type { OverallLatency, WindowSeries } from "./latency-series.js";
import { MS_PER_UNIT, noRows, type LatencyUnit, parseDocument, type LatencyFormat, type LatencySource } from "./latency-source.js";
import { maxOf, NO_FIGURES, summaryOf, WindowTable } from "./window-table.js";

interface Result {
  readonly metric: Readonly<Record<string, string>>;
  readonly values?: readonly (readonly [number, string])[];
}

const BLIND_NOTE = "Histograms that the service fills itself start their clock when a request is taken up, so that a pause before is not in them.";

/**
 * Answer of Prometheus to a range query: `data.result[].values` are [epoch s, text]. A percentile series (seconds unless
 * told otherwise) becomes windows; raw `_bucket` counters become windows through their differences.
 */
export const prometheusJson: LatencyFormat = {
  name: "prometheus-json",
  matches: (head) => /^\s*\{\s*"status"\s*:\s*"success"/.test(head) && /"resultType"\s*:\s*"matrix"/.test(head),
  read: async (source) => {
    const answer = parseDocument(source, await source.text()) as { data?: { result?: readonly Result[] } };
    const results = (answer.data?.result ?? []).filter(({ values }) => (values?.length ?? 0) > 0);
    if (results.length === 0) throw noRows(source, "series");
    if (results.some(({ metric }) => "le" in metric)) return fromBuckets(source, results);
    return fromPercentiles(source, results);
  },
};

function fromPercentiles(source: LatencySource, results: readonly Result[]): WindowSeries {
  if (results.some(({ metric }) => "gc" in metric || /gc/i.test(metric["__name__"] ?? ""))) {
    throw new PauselineError("input", "the Prometheus series is about collections, not latency", { path: source.path, hint: "give the answer to a histogram_quantile query of request durations" });
  }
  // Several series in one file (by handler, instance): the worst at each time, never a mean.
  const worst = new Map<number, number>();
  for (const { values = [] } of results) {
    for (const [atS, text] of values) {
      const value = Number(text);
      if (Number.isFinite(value)) worst.set(atS, Math.max(worst.get(atS) ?? 0, value));
      else if (!worst.has(atS)) worst.set(atS, Number.NaN);
    }
  }
  const { unit, reason } = unitOf(source, results, [...worst.values()]);
  const table = new WindowTable();
  for (const [atS, value] of worst) table.append(atS * 1000, Number.NaN, value * MS_PER_UNIT[unit]);
  const lookBackMs = smearOf([...worst.values()]) * table.stepMs();
  const shifted = new WindowTable();
  for (const [atS, value] of worst) shifted.append(atS * 1000 - lookBackMs, Number.NaN, value * MS_PER_UNIT[unit]);
  const notes = [
    `Values are read as ${unit === "s" ? "seconds" : unit} (${reason}); each looks back over its range, about ${Number((lookBackMs / 1000).toFixed(1))} s by how long a rise lasts, so one pause lifts several points.`,
    "The value is interpolated inside a bucket of the histogram and never exceeds its last finite bound.", BLIND_NOTE,
  ];
  const instances = new Set(results.map(({ metric }) => metric["pod"] ?? metric["instance"] ?? "")).size;
  if (instances > 1) notes.push(`The series come from ${instances} instances: pauses of the JVM whose log is read can only be in the series of that one; query it alone.`);
  if (results.length > 1) notes.push(`${results.length} series in the file; the highest value at each time is used.`);
  return shifted.finish(source, { format: "prometheus-json", widthMs: lookBackMs, quantile: 0.99, zone: "absolute", isServerSide: true, overall: { ...NO_FIGURES, maxMs: null }, notes });
}

/** Values usually above this many would be half a minute and more, were they seconds. */
const LARGEST_USUAL_SECONDS = 30;

/** Seconds, as Prometheus has it, unless the name of the metric or the size of the values says ms. */
function unitOf({ options }: LatencySource, results: readonly Result[], values: readonly number[]): { readonly unit: LatencyUnit; readonly reason: string } {
  if (options.unit !== undefined) return { unit: options.unit, reason: "as given" };
  if (results.some(({ metric }) => /(?:_ms|milliseconds|millis)(?:_|$)/i.test(metric["__name__"] ?? ""))) return { unit: "ms", reason: "by the name of the metric" };
  const known = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  return (known[known.length >> 1] ?? 0) > LARGEST_USUAL_SECONDS ? { unit: "ms", reason: "too large for seconds" } : { unit: "s", reason: "as Prometheus has it" };
}

/** How many points one rise lasts, by the usual length of the stretches above half of the peak: how far back one value looks. At least 1. */
function smearOf(values: readonly number[]): number {
  const known = values.filter((value) => Number.isFinite(value));
  const sorted = [...known].sort((a, b) => a - b);
  const limit = ((sorted[sorted.length >> 1] ?? 0) + (sorted.at(-1) ?? 0)) / 2;
  const runs: number[] = [];
  let run = 0;
  for (const value of [...known, 0]) {
    if (value > limit) run++;
    else if (run > 0) {
      runs.push(run);
      run = 0;
    }
  }
  runs.sort((a, b) => a - b);
  return Math.max(1, Math.min(20, runs[runs.length >> 1] ?? 1));
}

function fromBuckets(source: LatencySource, results: readonly Result[]): WindowSeries {
  const bounds = new Map<number, Map<number, number>>();
  for (const { metric, values = [] } of results) {
    const boundMs = boundOf(metric["le"]);
    if (Number.isNaN(boundMs)) continue;
    for (const [atS, text] of values) {
      const atMs = Math.round(atS * 1000);
      const row = bounds.get(atMs) ?? new Map<number, number>();
      bounds.set(atMs, row);
      row.set(boundMs, (row.get(boundMs) ?? 0) + Number(text));
    }
  }
  const times = [...bounds.keys()].sort((a, b) => a - b);
  const table = new WindowTable();
  for (let i = 1; i < times.length; i++) {
    const from = times[i - 1] as number;
    const to = times[i] as number;
    const difference = differenceOf(bounds.get(from), bounds.get(to));
    table.append(from, difference.at(-1)?.[1] ?? Number.NaN, quantileOfBuckets(difference, 0.99), quantileOfBuckets(difference, 1));
  }
  if (table.length === 0) throw noRows(source, "pair of scrapes");
  const whole = differenceOf(bounds.get(times[0] as number), bounds.get(times.at(-1) as number));
  return table.finish(source, {
    format: "prometheus-buckets", widthMs: Number.NaN, quantile: 0.99, zone: "absolute", isServerSide: true, overall: overallOfBuckets(whole, maxOf(table)),
    notes: ["Values are interpolated inside a bucket of the histogram and never exceed its last finite bound.", BLIND_NOTE],
  });
}

type Cumulative = readonly (readonly [boundMs: number, count: number])[];

function boundOf(le: string | undefined): number {
  return le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le) * 1000;
}

/** What was added between two scrapes, by bound; a restart (counters fall) counts from zero. */
function differenceOf(from: ReadonlyMap<number, number> | undefined, to: ReadonlyMap<number, number> | undefined): Cumulative {
  const bounds = [...(to?.keys() ?? [])].sort((a, b) => a - b);
  const difference = bounds.map((bound) => [bound, (to?.get(bound) ?? 0) - (from?.get(bound) ?? 0)] as const);
  return difference.some(([, count]) => count < 0) ? bounds.map((bound) => [bound, to?.get(bound) ?? 0] as const) : difference;
}

/** As `histogram_quantile` does it: linear inside the bucket, the last finite bound beyond. NaN without requests. */
function quantileOfBuckets(buckets: Cumulative, quantile: number): number {
  const total = buckets.at(-1)?.[1] ?? 0;
  if (!(total > 0)) return Number.NaN;
  const rank = quantile * total;
  let fromMs = 0;
  let before = 0;
  for (const [boundMs, count] of buckets) {
    if (count >= rank) return boundMs === Number.POSITIVE_INFINITY ? fromMs : fromMs + ((boundMs - fromMs) * (rank - before)) / Math.max(1e-9, count - before);
    fromMs = boundMs;
    before = count;
  }
  return fromMs;
}

function overallOfBuckets(buckets: Cumulative, maxMs: number | null): OverallLatency {
  const at = (quantile: number): number | null => {
    const value = quantileOfBuckets(buckets, quantile);
    return Number.isNaN(value) ? null : value;
  };
  return { requests: buckets.at(-1)?.[1] ?? 0, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), p999Ms: at(0.999), maxMs };
}

/** Text exposition: one state of the counters, no times. */
export const prometheusText: LatencyFormat = {
  name: "prometheus-text",
  matches: (head) => /^# TYPE \S+ histogram$/m.test(head) && /_bucket\{/.test(head),
  read: async (source) => {
    const text = await source.text();
    const name = /^# TYPE (\S*(?:duration|latency|request|response)\S*) histogram$/m.exec(text)?.[1] ?? /^# TYPE (\S+) histogram$/m.exec(text)?.[1] ?? "";
    const counts = new Map<number, number>();
    for (const [, labels, value] of text.matchAll(new RegExp(`^${name.replace(/[^\w:]/g, "")}_bucket\\{([^}]*)\\} (\\S+)`, "gm"))) {
      const boundMs = boundOf(/\ble="([^"]+)"/.exec(labels as string)?.[1]);
      if (!Number.isNaN(boundMs)) counts.set(boundMs, (counts.get(boundMs) ?? 0) + Number(value));
    }
    if (counts.size === 0) throw noRows(source, "histogram bucket");
    return summaryOf(source, "prometheus-text", overallOfBuckets(differenceOf(undefined, counts), null), ["Values are interpolated inside a bucket of the histogram and never exceed its last finite bound.", BLIND_NOTE]);
  },
};
