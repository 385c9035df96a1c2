import { PauselineError } from "../errors/pauseline-error.js";
import type { LatencySeries } from "../latency/latency-series.js";
import type { LatencyOptions } from "../latency/latency-source.js";
import { parseDurationMs } from "../units/parse-quantity.js";
import type { CommandIo } from "./io.js";
import { resolveArguments } from "./read-groups.js";

/** Reads the files of `--latency`, or of another option that names such files; empty without the option. */
export async function readLatencyFiles(argv: Readonly<Record<string, unknown>>, io: CommandIo, option = "latency"): Promise<readonly LatencySeries[]> {
  const paths = (argv[option] ?? []) as readonly string[];
  if (paths.length === 0) return [];
  const { readLatency } = await import("../latency/read-latency.js");
  const options = latencyOptions(argv);
  const series: LatencySeries[] = [];
  for (const file of await resolveArguments(paths, argv, io)) series.push(await readLatency(file, options));
  return series;
}

function latencyOptions(argv: Readonly<Record<string, unknown>>): LatencyOptions {
  const columns = argv["latency-columns"];
  const zone = argv["latency-zone"];
  const stamp = argv["latency-stamp"];
  const unit = argv["latency-unit"];
  const start = argv["latency-start"];
  const interval = argv["expected-interval"];
  return {
    ...(columns === undefined ? {} : { columns: columnsOf(String(columns)) }),
    ...(zone === undefined ? {} : { zoneMinutes: zoneOf(String(zone)) }),
    ...(stamp === undefined ? {} : { stampMeaning: stamp as "start" | "end" }),
    ...(unit === undefined ? {} : { unit: unit as NonNullable<LatencyOptions["unit"]> }),
    ...(interval === undefined ? {} : { expectedIntervalMs: intervalOf(String(interval)) }),
    ...(start === undefined ? {} : { startEpochMs: instantOf(String(start)) }),
  };
}

function columnsOf(text: string): { time: string; value: string } {
  const [time, value, ...rest] = text.split(",").map((part) => part.trim());
  if (time === undefined || value === undefined || time === "" || value === "" || rest.length > 0) {
    throw new PauselineError("usage", `"${text}" names no two columns`, { path: "--latency-columns", hint: "write time,value by name or by number: timestamp,duration_ms" });
  }
  return { time, value };
}

function zoneOf(text: string): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(text === "Z" ? "+00:00" : text);
  if (match === null) throw new PauselineError("usage", `"${text}" is no offset from UTC`, { path: "--latency-zone", hint: "write it like +01:00 or -05:30" });
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

function intervalOf(text: string): number {
  const ms = parseDurationMs(text);
  if (ms === null || !(ms > 0)) throw new PauselineError("usage", `"${text}" is no time between requests`, { path: "--expected-interval", hint: "write it with a unit, like 10ms: the time between two requests of one worker" });
  return ms;
}

function instantOf(text: string): number {
  const epochMs = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(epochMs)) throw new PauselineError("usage", `"${text}" is no instant with an offset`, { path: "--latency-start", hint: "write it like 2026-01-01T10:00:00+01:00" });
  return epochMs;
}
