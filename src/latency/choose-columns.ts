import { MS_PER_UNIT, type LatencyOptions, type LatencyUnit } from "./latency-source.js";
import { epochFromNumber, parseNumber, parseStamp } from "./parse-stamp.js";

/** Which columns of a table mean what. Indices; −1 for none. */
export interface ColumnChoice {
  readonly kind: "requests" | "windows";
  readonly format: string;
  readonly time: number;
  readonly value: number;
  /** Latency columns of windows, of which the highest counts. */
  readonly values: readonly number[];
  readonly count: number;
  readonly max: number;
  readonly status: number;
  readonly quantile: number;
  readonly msPerUnit: number;
  readonly stampMeaning: "start" | "end";
  /** Whether nothing in the names says what the stamp means, so that the order of rows may. */
  readonly isOrderWritten: boolean;
  readonly isRelativeTime: boolean;
  readonly timeMsPerUnit: number;
  readonly note: string;
}

const TIME_NAME = /^(?:time|times|timestamp|time_?stamp|ts|t|date|datetime|date_?time|when|at|epoch|msec|seconds|offset|.*(?:_time|_ts|_at|epoch.*|timestamp|stamp))$|^(?:start|begin|end|finish)(?:[_ ].*)?$/i;
const VALUE_NAME = /latenc|elapsed|duration|response[_ ]?time|resp[_ ]?time|request_time|^rt(?:_?ms)?$|^ttime$|took|^(?:ms|us|µs|millis|value|rtt|metric_value)$|time_taken|_ms$|execution/i;
const QUANTILE_NAME = /(?:^|[^a-z\d])p(?:ct|ercentile)?[_ ]?(\d{2,3}(?:[._]\d+)?)(?:$|[^\d])|^(\d{2}(?:\.\d+)?)(?:th|%)/i;
const COUNT_NAME = /^(?:count|requests|request_count|n|total|samples|hits)$/i;
const MAX_NAME = /^max(?:imum)?(?:$|[_ ])|[_ ]max(?:imum)?$/i;
const STATUS_NAME = /^(?:status|status[_-]?code|code|response_?code)$/i;

/** Finds the columns by their names and what stands in them, or takes those given; null when there is no time or no latency. */
export function chooseColumns(header: readonly string[] | null, rows: readonly (readonly string[])[], options: LatencyOptions, withUnits: ReadonlySet<number> = new Set()): ColumnChoice | null {
  const names = header ?? rows[0]?.map(() => "") ?? [];
  const given = options.columns;
  const time = given === undefined ? findTime(names, rows) : columnOf(names, given.time);
  if (time < 0) return null;
  const unitAt = (column: number): LatencyOptions => (withUnits.has(column) && options.unit === undefined ? { ...options, unit: "ms" } : options);
  const quantiles = names.map((name, index) => ({ index, quantile: quantileOf(name) })).filter(({ index, quantile }) => index !== time && !Number.isNaN(quantile));
  if (given === undefined && quantiles.length > 0) {
    const chosen = quantiles.find(({ quantile }) => quantile === 0.99) ?? quantiles.reduce((best, next) => (next.quantile > best.quantile ? next : best));
    return windowsOf(names, rows, unitAt(chosen.index), time, [chosen.index], chosen.quantile);
  }
  const value = given === undefined ? findValue(names, rows, time) : columnOf(names, given.value);
  if (value < 0 || value === time) return null;
  const isSeries = given === undefined && header !== null && !VALUE_NAME.test(names[value] ?? "") && isRegular(rows.map((row) => row[time] ?? ""));
  if (isSeries || isSeriesAsRows(names)) return windowsOf(names, rows, unitAt(value), time, isSeriesAsRows(names) ? [value] : numericColumns(rows, time), 0.99);
  return requestsOf(names, rows, unitAt(value), time, value);
}

function requestsOf(names: readonly string[], rows: readonly (readonly string[])[], options: LatencyOptions, time: number, value: number): ColumnChoice {
  const { unit, reason } = unitFor(names[value] ?? "", rows.map((row) => parseNumber(row[value] ?? "")), options.unit, fractionDigits(rows, value));
  const timeName = names[time] ?? "";
  const isStart = /start|begin|due|sent|send|seconds/i.test(timeName);
  const isEnd = /end|finish|done|complet|msec/i.test(timeName);
  const sample = rows.find((row) => (row[time] ?? "") !== "")?.[time] ?? "";
  const isRelativeTime = parseStamp(sample) === null && Number.isNaN(epochFromNumber(Number(sample)));
  return {
    kind: "requests", format: "columns", time, value, values: [value], count: -1, max: -1, status: names.findIndex((name) => STATUS_NAME.test(name.trim())),
    quantile: 1, msPerUnit: MS_PER_UNIT[unit], stampMeaning: isEnd ? "end" : isStart ? "start" : "end", isOrderWritten: !isStart && !isEnd,
    isRelativeTime, timeMsPerUnit: /ms|milli/i.test(timeName) ? 1 : 1000,
    note: `Time is column ${nameOf(names, time)}, latency column ${nameOf(names, value)} in ${unit} (${reason}).`,
  };
}

function windowsOf(names: readonly string[], rows: readonly (readonly string[])[], options: LatencyOptions, time: number, values: readonly number[], quantile: number): ColumnChoice {
  const [first = -1] = values;
  const { unit, reason } = unitFor(names[first] ?? "", rows.map((row) => parseNumber(row[first] ?? "")), options.unit, fractionDigits(rows, first));
  return {
    kind: "windows", format: "columns-windowed", time, value: first, values, count: names.findIndex((name) => COUNT_NAME.test(name.trim())), max: names.findIndex((name) => MAX_NAME.test(name.trim())), status: -1,
    quantile, msPerUnit: MS_PER_UNIT[unit], stampMeaning: "start", isOrderWritten: false, isRelativeTime: false, timeMsPerUnit: 1000,
    note: `Time is column ${nameOf(names, time)}, latency ${values.length === 1 ? `column ${nameOf(names, first)}` : `the highest of ${values.length} columns`} in ${unit} (${reason}).`,
  };
}

function columnOf(names: readonly string[], wanted: string): number {
  const byName = names.findIndex((name) => name.trim().toLowerCase() === wanted.trim().toLowerCase());
  if (byName >= 0) return byName;
  const number = Number(wanted);
  return Number.isInteger(number) && number >= 1 && number <= names.length ? number - 1 : -1;
}

/** A named column of stamps; else any column of stamps; else a named column of growing numbers. Numbers before text, finer before coarser. */
function findTime(names: readonly string[], rows: readonly (readonly string[])[]): number {
  const isStamps = (index: number): boolean => mostly(rows, index, (cell) => parseStamp(cell) !== null);
  const stamps = names.map((_, index) => index).filter(isStamps);
  const finest = (candidates: readonly number[]): number => candidates.toSorted((a, b) => stepOf(rows, a) - stepOf(rows, b) || a - b)[0] ?? -1;
  const named = finest(stamps.filter((index) => TIME_NAME.test((names[index] ?? "").trim())));
  if (named >= 0) return named;
  const any = finest(stamps);
  if (any >= 0) return any;
  return names.findIndex((name, index) => TIME_NAME.test(name.trim()) && !VALUE_NAME.test(name.trim()) && mostly(rows, index, (cell) => !Number.isNaN(parseNumber(cell))));
}

function stepOf(rows: readonly (readonly string[])[], index: number): number {
  return Math.max(...rows.slice(0, 20).map((row) => parseStamp(row[index] ?? "")?.stepMs ?? 0));
}

function findValue(names: readonly string[], rows: readonly (readonly string[])[], time: number): number {
  const numeric = numericColumns(rows, time);
  const named = numeric.filter((index) => VALUE_NAME.test((names[index] ?? "").trim()));
  const total = named.find((index) => /^(?:ttime|elapsed|latency|duration|request_time|response)/i.test((names[index] ?? "").trim()));
  // Values as large as an epoch are taken only where the name speaks for them.
  const large = names.findIndex((name, index) => index !== time && VALUE_NAME.test(name.trim()) && mostly(rows, index, (cell) => !Number.isNaN(parseNumber(cell))));
  return total ?? named[0] ?? (large >= 0 ? large : (numeric[0] ?? -1));
}

function numericColumns(rows: readonly (readonly string[])[], time: number): readonly number[] {
  const width = Math.max(0, ...rows.slice(0, 50).map((row) => row.length));
  return Array.from({ length: width }, (_, index) => index).filter((index) => index !== time && mostly(rows, index, (cell) => !Number.isNaN(parseNumber(cell)) && Number.isNaN(epochFromNumber(parseNumber(cell)))));
}

/** Whether nearly all filled cells of a column satisfy a condition, and there are any. */
function mostly(rows: readonly (readonly string[])[], index: number, isSo: (cell: string) => boolean): boolean {
  const filled = rows.map((row) => row[index] ?? "").filter((cell) => cell !== "" && cell !== "null" && cell !== "NaN" && cell !== "N/A");
  return filled.length > 0 && filled.filter(isSo).length >= filled.length * 0.9;
}

function isSeriesAsRows(names: readonly string[]): boolean {
  return /^series$/i.test(names[0] ?? "") && /^value$/i.test(names[2] ?? "");
}

/** Whether stamps come at equal steps, as windows do and requests do not. */
function isRegular(cells: readonly string[]): boolean {
  const times = [...new Set(cells.map((cell) => parseStamp(cell)?.epochMs ?? Number.NaN))].filter((time) => !Number.isNaN(time));
  if (times.length < 3) return false;
  const steps = times.slice(1).map((time, i) => time - (times[i] as number));
  const usual = steps.toSorted((a, b) => a - b)[steps.length >> 1] as number;
  return usual >= 1000 && steps.filter((step) => Math.abs(step - usual) < usual * 0.01).length > steps.length * 0.8;
}

function quantileOf(name: string): number {
  const match = QUANTILE_NAME.exec(name);
  const digits = (match?.[1] ?? match?.[2] ?? "").replace("_", ".");
  if (digits === "") return Number.NaN;
  const percent = digits.includes(".") || digits.length <= 2 ? Number(digits) : Number(`${digits.slice(0, 2)}.${digits.slice(2)}`);
  return percent / 100;
}

function fractionDigits(rows: readonly (readonly string[])[], index: number): number {
  return Math.max(0, ...rows.slice(0, 100).map((row) => ((row[index] ?? "").split(".")[1] ?? "").length));
}

/** Nothing but the size speaks for the unit; a reader should know that it can be set. */
const BY_SIZE = "by size alone; set --latency-unit if it is another";

/** The unit by name (`latency_us`), else by size: decimals that hardly reach 10 are seconds, whole numbers in the ten thousands µs, in the ten millions ns. */
function unitFor(name: string, values: readonly number[], given: LatencyUnit | undefined, digits: number): { unit: LatencyUnit; reason: string } {
  if (given !== undefined) return { unit: given, reason: "as given" };
  // camelCase first: `latencyMs`, `elapsedNanos`.
  const spaced = name.replace(/([a-z\d])([A-Z])/g, "$1_$2");
  const byName = /(?:^|[_\s([.-])(ns|nsec|nanos\w*|us|usec|µs|micros\w*|ms|msec|msecs|millis\w*|s|sec|secs|seconds)(?:[)\]]|$)/i.exec(spaced)?.[1]?.toLowerCase();
  if (byName !== undefined) {
    const unit: LatencyUnit = byName.startsWith("n") ? "ns" : byName.startsWith("mi") && byName.includes("cro") ? "us" : byName.startsWith("u") || byName.startsWith("µ") ? "us" : byName.startsWith("m") ? "ms" : "s";
    return { unit, reason: "by its name" };
  }
  if (/milis|miliseconds|milli/i.test(name)) return { unit: "ms", reason: "by its name" };
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 1;
  const top = sorted[Math.floor(sorted.length * 0.99)] ?? 1;
  if (digits >= 3 && median < 1 && top < 30) return { unit: "s", reason: BY_SIZE };
  if (median >= 1e6) return { unit: "ns", reason: BY_SIZE };
  return median >= 5000 && digits === 0 ? { unit: "us", reason: BY_SIZE } : { unit: "ms", reason: BY_SIZE };
}

function nameOf(names: readonly string[], index: number): string {
  const name = (names[index] ?? "").trim();
  return name === "" ? String(index + 1) : `\`${name}\``;
}
