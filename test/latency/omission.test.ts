import { build } from "hdr-histogram-js";
import { describe, expect, test } from "vitest";
import { correctForOmission, regardOmission } from "../../src/latency/coordinated-omission.js";
import type { LatencyOptions } from "../../src/latency/latency-source.js";
import type { RequestSeries } from "../../src/latency/latency-series.js";
import { measureSpacing } from "../../src/latency/request-spacing.js";
import { readLatency } from "../../src/latency/read-latency.js";
import { nearestRank } from "../../src/statistics/quantile.js";
import { seedRandom } from "../../src/statistics/random.js";
import { textFile } from "./text-file.js";

const EPOCH_MS = Date.UTC(2026, 0, 1);

async function read(rows: readonly (readonly [startMs: number, latencyMs: number, thread?: string])[], options: LatencyOptions = {}): Promise<RequestSeries> {
  const hasThreads = rows.some(([, , thread]) => thread !== undefined);
  const text = hasThreads
    ? `timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success\n${rows.map(([at, ms, thread]) => `${EPOCH_MS + Math.round(at)},${Math.round(ms)},GET,200,OK,${thread},text,true`).join("\n")}\n`
    : `start_epoch_s,latency_us\n${rows.map(([at, ms]) => `${((EPOCH_MS + at) / 1000).toFixed(6)},${Math.round(ms * 1000)}`).join("\n")}\n`;
  const series = await readLatency(textFile(text), options);
  if (series.kind !== "requests") throw new Error(series.kind);
  return series;
}

/** Service of 5 ms; from 20 s on a stop of 1 s every 10 s. */
const endAfter = (at: number, serviceMs = 5): number => {
  const into = at % 10_000;
  return at >= 20_000 && into < 1000 ? at - into + 1000 + serviceMs : at + serviceMs;
};

/** Workers that send, wait for the answer, and think for 15 ms. */
function closedLoop(workers: number, named = false): [number, number, string?][] {
  const rows: [number, number, string?][] = [];
  for (let worker = 0; worker < workers; worker++) {
    for (let at = worker * 2; at < 60_000; ) {
      const end = endAfter(at);
      rows.push(named ? [at, end - at, `users 1-${worker}`] : [at, end - at]);
      at = end + 15;
    }
  }
  return rows.sort((a, b) => a[0] + a[1] - b[0] - b[1]);
}

function openArrivals(perSecond: number): [number, number][] {
  const random = seedRandom(5);
  const rows: [number, number][] = [];
  for (let at = 0; at < 60_000; at += (-Math.log(1 - random()) * 1000) / perSecond) rows.push([at, endAfter(at) - at]);
  return rows;
}

describe("closed loops", () => {
  test("workers that fall silent during stops are a closed loop, with their number and interval", async () => {
    const spacing = measureSpacing(await read(closedLoop(8)));
    expect(spacing).toMatchObject({ isClosedLoop: true, workers: 8 });
    // 5 ms of service and 15 ms of thinking.
    expect(spacing!.usualIntervalMs).toBeCloseTo(20, 0);
  });

  test("open arrivals through the same stops are none", async () => {
    const spacing = measureSpacing(await read(openArrivals(200)));
    expect(spacing!.isClosedLoop).toBe(false);
    expect(spacing!.sentWhileHanging / spacing!.expectedWhileHanging).toBeGreaterThan(0.9);
  });

  test("threads with names that send one at a time are a closed loop even where nothing hangs", async () => {
    const series = await read(closedLoop(4, true).filter(([at]) => at < 19_000));
    expect(measureSpacing(series)).toMatchObject({ isClosedLoop: true, workers: 4 });
    expect(series.notes.join(" ")).toMatch(/4 threads send one request at a time.*--expected-interval 20ms/s);
  });

  test("a thread of its own for each arrival is no worker", async () => {
    const series = await read(openArrivals(50).map(([at, ms], i) => [at, ms, `arrivals 1-${i}`]));
    expect(measureSpacing(series)?.isClosedLoop).toBe(false);
  });

  test("whole seconds do not tell", async () => {
    const series = await read(closedLoop(2));
    expect(measureSpacing({ ...series, stampStepMs: 1000 })).toBeNull();
  });
});

describe("correction", () => {
  test("the same multiset as adding the values one by one, on random data", async () => {
    const random = seedRandom(7);
    const rows = Array.from({ length: 2000 }, (_, i): [number, number] => [i * 10, random() < 0.02 ? 1500 * random() : 3 + 4 * random()]);
    const series = await read(rows);
    const all: number[] = [];
    for (const value of series.latencyMs) {
      all.push(value);
      for (let missing = value - 10; missing >= 10 - 1e-9; missing -= 10) all.push(missing);
    }
    const sorted = Float64Array.from(all).sort();
    const corrected = correctForOmission(series, 10);
    expect(corrected.requests).toBe(all.length);
    for (const [name, quantile] of [["p50Ms", 0.5], ["p95Ms", 0.95], ["p99Ms", 0.99], ["p999Ms", 0.999], ["maxMs", 1]] as const) expect(corrected[name]).toBeCloseTo(nearestRank(sorted, quantile), 2);
  });

  test("agrees with HdrHistogram's recordValueWithExpectedInterval", async () => {
    const series = await read(closedLoop(1));
    const histogram = build({ bitBucketSize: 64, autoResize: true, numberOfSignificantValueDigits: 4 });
    for (const value of series.latencyMs) histogram.recordValueWithExpectedInterval(Math.round(value * 1000), 20_000);
    const corrected = correctForOmission(series, 20);
    expect(corrected.requests).toBe(histogram.totalCount);
    for (const [name, percentile] of [["p50Ms", 50], ["p95Ms", 95], ["p99Ms", 99], ["p999Ms", 99.9]] as const) expect(corrected[name]! / (histogram.getValueAtPercentile(percentile) / 1000)).toBeCloseTo(1, 3);
  });

  test("brings a closed loop to what open arrivals measure", async () => {
    const closed = await read(closedLoop(1), { expectedIntervalMs: 20 });
    const open = await read(openArrivals(500));
    expect(closed.overall.p99Ms).toBeLessThan(10);
    expect(open.overall.p99Ms).toBeGreaterThan(800);
    expect(closed.corrected!.p99Ms! / open.overall.p99Ms!).toBeCloseTo(1, 1);
    expect(closed.notes.join(" ")).toMatch(/p99 8\d\d ms instead of 5 ms/);
  });

  test("nothing is corrected unless asked, nor where no requests are listed", async () => {
    expect((await read(closedLoop(1))).corrected).toBeUndefined();
    const summary = regardOmission({ kind: "summary", source: "x", format: "wrk", notes: [], overall: { requests: 1, p50Ms: 1, p95Ms: 1, p99Ms: 1, p999Ms: 1, maxMs: 1 } }, 10);
    expect(summary.notes.join(" ")).toMatch(/--expected-interval has no effect/);
    const series = await read(closedLoop(1));
    expect(() => correctForOmission(series, 0)).toThrow(/above 0/);
  });
});
