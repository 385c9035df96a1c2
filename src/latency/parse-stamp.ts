/** An instant read from text. */
export interface Stamp {
  readonly epochMs: number;
  /** Whether the text carried its offset (or was an epoch number). */
  readonly hasZone: boolean;
  /** Smallest step the text can express, ms. */
  readonly stepMs: number;
}

const MONTHS: Readonly<Record<string, number>> = { jan: 0, feb: 1, mar: 2, apr: 3, may: 4, jun: 5, jul: 6, aug: 7, sep: 8, oct: 9, nov: 10, dec: 11 };
const ISO = /^(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;
/** `24.11.2026 15:10:19`: with dots the day comes first everywhere; with slashes nobody can tell. */
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?$/;
const ACCESS_LOG = /^(\d{1,2})\/([A-Za-z]{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?: ([+-]\d{4}))?$/;

/** Epoch ms of a number that is an epoch in s, ms, µs or ns; NaN for numbers too small to be one. */
export function epochFromNumber(value: number): number {
  if (value > 1e17) return value / 1e6;
  if (value > 1e14) return value / 1e3;
  if (value > 1e11) return value;
  return value > 1e8 ? value * 1000 : Number.NaN;
}

/**
 * Reads an epoch number, ISO 8601 (`2026-01-31T10:00:00.123+01:00`, blank or slash variants) or an access-log date
 * (`31/Jan/2026:10:00:00 +0100`). Text without offset is taken as `zoneMinutes` east of UTC. null for anything else.
 */
export function parseStamp(text: string, zoneMinutes = 0): Stamp | null {
  const trimmed = text.trim();
  if (/^\d+(?:\.\d+)?(?:[eE]\+?\d+)?$/.test(trimmed)) return fromNumberText(trimmed);
  const iso = ISO.exec(trimmed);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second = "0", fraction = "", zone] = iso;
    return fromParts(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), fraction, zone, zoneMinutes);
  }
  const dotted = DOTTED.exec(trimmed);
  if (dotted !== null) {
    const [, day, month, year, hour, minute, second = "0", fraction = ""] = dotted;
    return fromParts(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), fraction, undefined, zoneMinutes);
  }
  const log = ACCESS_LOG.exec(trimmed);
  if (log === null) return null;
  const month = MONTHS[(log[2] as string).toLowerCase()];
  if (month === undefined) return null;
  return fromParts(Number(log[3]), month, Number(log[1]), Number(log[4]), Number(log[5]), Number(log[6]), log[7] ?? "", log[8], zoneMinutes);
}

function fromNumberText(text: string): Stamp | null {
  const value = Number(text);
  const epochMs = epochFromNumber(value);
  if (Number.isNaN(epochMs)) return null;
  const decimals = (text.split(".")[1] ?? "").length;
  const unitMs = epochMs / value;
  return { epochMs, hasZone: true, stepMs: unitMs * 10 ** -decimals };
}

function fromParts(year: number, month: number, day: number, hour: number, minute: number, second: number, fraction: string, zone: string | undefined, zoneMinutes: number): Stamp {
  const offsetMinutes = zone === undefined ? zoneMinutes : offsetOf(zone);
  const fractionMs = fraction === "" ? 0 : Number(`0.${fraction}`) * 1000;
  const epochMs = Date.UTC(year, month, day, hour, minute, second) + fractionMs - offsetMinutes * 60_000;
  return { epochMs, hasZone: zone !== undefined, stepMs: 1000 * 10 ** -fraction.length };
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (match === null) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}

/** Which of comma and dot stands before the fraction. */
export type DecimalMark = "." | ",";

/**
 * A number as reports write it, with thousands separators: `1,234.5`, or `1.234,5` with a decimal comma. What can only have
 * a decimal comma (`0,123`, `12,5`) is read so in either case; `1,234` is a thousand unless the mark is the comma. NaN for
 * anything else.
 */
export function parseNumber(text: string, mark: DecimalMark = "."): number {
  const trimmed = text.trim().replace(/^"|"$/g, "");
  if (trimmed === "") return Number.NaN;
  if (mark === "," && trimmed.includes(",")) {
    if (/^-?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$/.test(trimmed)) return Number(trimmed.replaceAll(".", "").replace(",", "."));
  }
  const plain = Number(trimmed);
  if (!Number.isNaN(plain)) return plain;
  if (/^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(trimmed)) return Number(trimmed.replaceAll(",", ""));
  return /^-?\d+,\d+$/.test(trimmed) ? Number(trimmed.replace(",", ".")) : Number.NaN;
}

/** The decimal mark of a table: a comma where cells hold commas, the delimiter is none, and no cell shows a dot behind a comma. */
export function decimalMarkOf(delimiter: string, rows: readonly (readonly string[])[]): DecimalMark {
  if (delimiter === ",") return ".";
  const cells = rows.flat().map((cell) => cell.trim());
  const hasComma = cells.some((cell) => /^-?\d+(?:\.\d{3})*,\d+$/.test(cell));
  return hasComma && !cells.some((cell) => /^-?\d{1,3}(?:,\d{3})+\.\d+$/.test(cell)) ? "," : ".";
}

/** ms in a duration written with its unit (`12.5 ms`, `950µs`, `1.2 s`, `3 min`), as dashboards format cells; NaN for anything else. */
export function parseWithUnit(text: string, mark: DecimalMark = "."): number {
  const match = /^"?\s*([-\d.,]+)\s*(ns|us|µs|μs|ms|s|sec|secs|seconds|min|mins|minutes)\s*"?$/i.exec(text.trim());
  if (match === null) return Number.NaN;
  const unit = (match[2] as string).toLowerCase();
  const factor = unit === "ms" ? 1 : unit === "ns" ? 1e-6 : unit.startsWith("min") ? 60_000 : unit.startsWith("s") ? 1000 : 1e-3;
  return parseNumber(match[1] as string, mark) * factor;
}
