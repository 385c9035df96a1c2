/**
 * One event of a recording, whatever it was read from (binary file, text, JSON or XML export). All readers deliver this
 * shape, and one mapper makes events of the timeline from it.
 */
export interface JfrRecord {
  /** Name of the event type without `jdk.`: `GCPhasePause`. */
  readonly type: string;
  /** 1-based place among all events of the input. */
  readonly ordinal: number;
  /** Start in ms since 1970 UTC; NaN when the event has none. */
  readonly startMs: number;
  /** 0 for events without a duration, NaN for one that "does not apply". */
  readonly durationMs: number;
  readonly fields: JfrStruct;
}

/**
 * A field's value. Times are ms (spans) or ms since 1970 (instants), amounts bytes, shares 0–1. Exports leave ISO 8601
 * spans and all values of XML as text; the functions below understand both.
 */
export type JfrValue = number | string | boolean | null | JfrStruct | readonly JfrValue[];

export interface JfrStruct {
  readonly [field: string]: JfrValue;
}

/** A number, count or byte amount; NaN when the field is missing or null. */
export function numberOf(fields: JfrStruct, name: string): number {
  const value = fields[name];
  if (typeof value === "number") return value;
  return typeof value === "string" && value !== "" ? Number(value) : Number.NaN;
}

/** An unsigned 64-bit amount: JDK 8–17 print values above the signed range as negative ones. NaN when missing. */
export function unsignedOf(fields: JfrStruct, name: string): number {
  const value = numberOf(fields, name);
  return value < 0 ? value + 2 ** 64 : value;
}

/** A span in ms; NaN when missing, null, or "not applicable". */
export function spanMsOf(fields: JfrStruct, name: string): number {
  const value = fields[name];
  if (typeof value === "number") return value;
  return typeof value === "string" ? parseIsoSpanMs(value) : Number.NaN;
}

/** An instant in ms since 1970; NaN when missing. */
export function instantMsOf(fields: JfrStruct, name: string): number {
  const value = fields[name];
  if (typeof value === "number") return value;
  return typeof value === "string" ? parseIsoInstantMs(value) : Number.NaN;
}

/** A text; null when missing or null. */
export function textOf(fields: JfrStruct, name: string): string | null {
  const value = fields[name];
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

export function isTrue(fields: JfrStruct, name: string): boolean {
  const value = fields[name];
  return value === true || value === "true";
}

/** An inner struct; an empty one when missing. */
export function structOf(fields: JfrStruct, name: string): JfrStruct {
  const value = fields[name];
  return isStruct(value) ? value : NOTHING;
}

/** An array; an empty one when missing. */
export function listOf(fields: JfrStruct, name: string): readonly JfrValue[] {
  const value = fields[name];
  return Array.isArray(value) ? value : NO_VALUES;
}

export function isStruct(value: JfrValue | undefined): value is JfrStruct {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const NOTHING: JfrStruct = {};
const NO_VALUES: readonly JfrValue[] = [];

const ISO_SPAN = /^(-)?P(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?)(\d+)(?:\.(\d+))?S)?)?$/;
/** Java's Long.MIN_VALUE and Long.MAX_VALUE in nanoseconds or milliseconds, as `Duration` prints them, are longer than any run. */
const NO_SPAN_MS = 2 ** 63 / 1e6;

/** `PT0.033325111S`, `PT1M2.5S`, `PT26H3M` in ms. NaN for other text and for the values that mean "not applicable". */
function parseIsoSpanMs(text: string): number {
  const match = ISO_SPAN.exec(text);
  if (match === null || text.length < 3) return Number.NaN;
  const wholeMs =
    Number(match[2] ?? 0) * 86_400_000 + Number(match[3] ?? 0) * 3_600_000 + Number(match[4] ?? 0) * 60_000;
  const sign = match[5] === "-" ? -1 : 1;
  const nanos = Number(match[6] ?? 0) * 1e9 + Number((match[7] ?? "").padEnd(9, "0").slice(0, 9));
  const spanMs = (match[1] === "-" ? -1 : 1) * (wholeMs + (sign * nanos) / 1e6);
  if (spanMs <= -NO_SPAN_MS) return Number.NaN;
  return spanMs >= NO_SPAN_MS ? Number.POSITIVE_INFINITY : spanMs;
}

const ISO_INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):?(\d\d)(?::?\d\d)?)?$/;

/**
 * `2026-11-24T13:55:26.828827836Z` in ms since 1970 with its part below a millisecond kept (to about 0.2 µs, the
 * resolution of a double). Seconds may be missing when zero. NaN for other text.
 */
function parseIsoInstantMs(text: string): number {
  const match = ISO_INSTANT.exec(text);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHours, zoneMinutes] = match;
  const wholeSecondMs = Date.UTC(
    Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second ?? 0));
  const zoneMs = sign === undefined ? 0 : (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000 * (sign === "-" ? -1 : 1);
  return joinEpochMs(wholeSecondMs - zoneMs, Number((fraction ?? "").padEnd(9, "0")));
}

/** Whole ms plus nanoseconds as ms, always by the same two roundings, so that all sources of one event agree exactly. */
export function joinEpochMs(wholeMs: number, nanos: number): number {
  const carriedMs = Math.floor(nanos / 1e6);
  return wholeMs + carriedMs + (nanos - carriedMs * 1e6) / 1e6;
}
