import { describe, expect, test } from "vitest";
import type { LatencySeries } from "../../src/latency/latency-series.js";
import type { LatencyOptions } from "../../src/latency/latency-source.js";
import { readLatency } from "../../src/latency/read-latency.js";
import { textFile } from "./text-file.js";

const AT_MS = Date.UTC(2026, 10, 24, 15, 10, 19, 123);

/** Format, and start and latency of the first request (or window) in ms. */
async function first(text: string, options: LatencyOptions = {}): Promise<{ kind: LatencySeries["kind"]; startMs: number; ms: number; notes: string }> {
  const series = await readLatency(textFile(text), options);
  const notes = series.notes.join(" ");
  if (series.kind === "summary") return { kind: "summary", startMs: Number.NaN, ms: series.overall.p99Ms ?? Number.NaN, notes };
  const values = series.kind === "requests" ? series.latencyMs : series.valueMs;
  return { kind: series.kind, startMs: series.startMs[0] as number, ms: Number((values[0] as number).toFixed(6)), notes };
}

const repeat = (line: (i: number) => string, count = 30): string => Array.from({ length: count }, (_, i) => line(i)).join("\n");

describe("the same request in other spellings", () => {
  test.each([
    ["epoch s with decimals", "start_time,latency_ms", `${AT_MS / 1000},120`],
    ["epoch ms", "start_time,latency_ms", `${AT_MS},120`],
    ["epoch us", "start_time,latency_ms", `${AT_MS}000,120`],
    ["epoch ns", "start_time,latency_ms", `${AT_MS}000000,120`],
    ["ISO with Z", "start_time,latency_ms", "2026-11-24T15:10:19.123Z,120"],
    ["ISO with an offset", "start_time,latency_ms", "2026-11-24T20:40:19.123+05:30,120"],
    ["an offset of hours alone, as PostgreSQL writes it", "start_time,latency_ms", "2026-11-24 16:10:19.123+01,120"],
    ["columns the other way round, and others between", "latency_ms,host,start_time", `120,a,${AT_MS}`],
    ["camelCase, ms", "startTime,latencyMs", `${AT_MS},120`],
    ["camelCase, nanoseconds", "startTime,durationNanos", `${AT_MS},120000000`],
    ["a unit in brackets", "start time,duration [us]", `${AT_MS},120000`],
    ["seconds by name", "start_time,duration_seconds", `${AT_MS},0.120`],
    ["a fast service in ms by name is not taken for seconds", "startTime,latencyMs", `${AT_MS},120.000`],
  ])("%s", async (_, header, row) => {
    expect(await first(`${header}\n${repeat(() => row)}\n`)).toMatchObject({ kind: "requests", startMs: AT_MS, ms: 120 });
  });

  test.each([
    ["a decimal comma", "start_time;latency_ms", `${AT_MS};0,123`, 0.123],
    ["a decimal comma of three digits above one", "start_time;latency_ms", `${AT_MS};1,234`, 1.234],
    ["dots for thousands", "start_time;latency_ms", `${AT_MS};1.234,5`, 1234.5],
    ["commas for thousands in quotes", "start_time,latency_ms", `${AT_MS},"1,234.5"`, 1234.5],
    ["a date with dots", "start_time;latency_ms", "24.11.2026 15:10:19,123;12,5", 12.5],
  ])("%s", async (_, header, row, ms) => {
    expect(await first(`${header}\n${repeat(() => row)}\n`)).toMatchObject({ kind: "requests", startMs: AT_MS, ms });
  });

  test("byte-order mark, Windows line ends and UTF-16", async () => {
    const text = `start_time,latency_ms\r\n${AT_MS},120\r\n${AT_MS + 5},130\r\n`;
    expect(await first(`\uFEFF${text}`)).toMatchObject({ startMs: AT_MS, ms: 120 });
    const utf16 = new Uint8Array([0xff, 0xfe, ...new Uint8Array(Uint16Array.from(text, (char) => char.charCodeAt(0)).buffer)]);
    const series = await readLatency(textFile(utf16));
    expect(series.overall.requests).toBe(2);
  });
});

describe("Grafana", () => {
  const stamp = (i: number): string => `2026-11-24 15:1${Math.floor(i / 6)}:${i % 6}0`;

  test("cells with their units, each with its own", async () => {
    const cells = ["950 µs", "12.5 ms", "1.20 s", "2 ms"];
    const series = await readLatency(textFile(`"Time","p99"\n${repeat((i) => `${stamp(i)},${cells[i % 4]}`)}\n`));
    if (series.kind !== "windows") throw new Error(series.kind);
    expect([...series.valueMs].slice(0, 4).map((ms) => Number(ms.toFixed(6)))).toEqual([0.95, 12.5, 1200, 2]);
    expect(series.widthMs).toBe(10_000);
  });

  test("series as rows: the worst at each time", async () => {
    const rows = repeat((i) => `/a;2026-11-24T15:10:${String(10 + i).padStart(2, "0")}.000Z;${i}\n/b;2026-11-24T15:10:${String(10 + i).padStart(2, "0")}.000Z;${i + 7}`, 20);
    const series = await readLatency(textFile(`\uFEFFsep=;\nSeries;Time;Value\n${rows}\n`), { unit: "ms" });
    if (series.kind !== "windows") throw new Error(series.kind);
    expect([...series.valueMs].slice(0, 3)).toEqual([7, 8, 9]);
  });
});

describe("access logs", () => {
  const line = (i: number, tail: string): string => `127.0.0.1 - - [24/Nov/2026:15:10:${String(i % 60).padStart(2, "0")} +0000] "GET /a HTTP/1.1" 200 ${1000 + 37 * i}${tail}`;

  test("a common or combined log without a time is refused: the size is no duration", async () => {
    await expect(first(`${repeat((i) => line(i, ""))}\n`)).rejects.toThrow(/not a latency file|no time/);
    await expect(first(`${repeat((i) => line(i, ' "-" "curl/8"'))}\n`)).rejects.toThrow(/not a latency file|no time/);
  });

  test("the duration is found beside sizes that vary more", async () => {
    expect((await first(`${repeat((i) => line(i, ` ${250_000 + (i % 3)}`))}\n`)).ms).toBe(250);
    expect((await first(`${repeat((i) => line(i, ' "-" "curl/8" 250000'))}\n`)).ms).toBe(250);
    expect((await first(`${repeat((i) => line(i, ' "-" "curl/8" 0.250'))}\n`)).ms).toBe(250);
  });

  test("a size that fits two units is told", async () => {
    expect((await first(`${repeat((i) => line(i, ` ${40 + i}`))}\n`)).notes).toMatch(/could also be ms: set --latency-unit/);
    expect((await first(`${repeat((i) => line(i, ` ${40 + i}`))}\n`, { unit: "ms" })).ms).toBe(40);
  });

  test("programs that choose a unit for each value", async () => {
    const took = ["950µs", "12.5ms", "1.2s"];
    const series = await readLatency(textFile(`${repeat((i) => `2026-11-24T15:10:${String(i).padStart(2, "0")}Z "GET /a HTTP/1.1" 200 took=${took[i % 3]} from=a`)}\n`));
    if (series.kind !== "requests") throw new Error(series.kind);
    expect([...series.latencyMs].slice(0, 3).map((ms) => Number(ms.toFixed(6)))).toEqual([0.95, 12.5, 1200]);
  });
});

test("JMeter with a timestamp format of its own is local time without offset", async () => {
  const rows = repeat((i) => `2026/11/24 15:10:${String(i).padStart(2, "0")}.512,90,GET,200,OK,users 1-1,text,true`);
  const series = await readLatency(textFile(`timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success\n${rows}\n`));
  expect(series).toMatchObject({ kind: "requests", zone: "assumed-utc" });
  expect((await first(`timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success\n${rows}\n`, { zoneMinutes: 60 })).startMs).toBe(Date.UTC(2026, 10, 24, 14, 10, 0, 512));
});

test("Prometheus: gaps, NaN and infinity are no values; ms by the name of the metric or by size", async () => {
  const answer = (name: string, values: string): string => `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"${name}"},"values":[${values}]}]}}`;
  const at = (i: number, text: string): string => `[${AT_MS / 1000 + i},"${text}"]`;
  const series = await readLatency(textFile(answer("", [at(0, "NaN"), at(1, "0.25"), at(2, "+Inf"), at(3, "0.5")].join())));
  if (series.kind !== "windows") throw new Error(series.kind);
  expect([...series.valueMs]).toEqual([Number.NaN, 250, Number.NaN, 500]);
  expect((await first(answer("http_latency_ms", [at(0, "25"), at(1, "30"), at(2, "28")].join()))).ms).toBe(25);
  expect((await first(answer("", [at(0, "125"), at(1, "130"), at(2, "128")].join()))).notes).toMatch(/read as ms \(too large for seconds\)/);
});
