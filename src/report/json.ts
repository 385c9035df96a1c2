import type { Analysis } from "../analysis/analysis.js";
import { PauselineError } from "../errors/pauseline-error.js";
import { escapeInvisible } from "./plain-text.js";

/** Places after the point, by the unit that ends a name: times to the nanosecond, sizes to the byte, other numbers to nine digits. */
const SIZE_NAME = /Bytes(Per(Hour|Sec|Second))?$/;
const TIME_DECIMALS = 6;
const OTHER_DIGITS = 9;

/**
 * The analysis as JSON text with a line feed at the end. Keys come in the order of the object, so equal analyses give equal
 * text. Float dust is rounded away: `16.485000000000003` is printed as `16.485`.
 * @throws PauselineError where a value is not finite or is missing: such a value never reaches a reader.
 */
export function renderJson(analysis: Analysis): string {
  return toJsonText(analysis, "analysis");
}

/** Any plain object as JSON text by the rules of {@link renderJson}; `name` is what an error calls it. */
export function toJsonText(value: unknown, name = "result"): string {
  return `${escapeInvisible(JSON.stringify(rounded(value, name, ""), null, 2))}\n`;
}

function rounded(value: unknown, path: string, unit: string): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return roundedNumber(value, path, unit);
  if (Array.isArray(value)) return value.map((entry: unknown, index) => rounded(entry, `${path}[${index}]`, unit));
  if (typeof value === "object") {
    // Metrics and evidence carry their unit beside the value, everything else in the name.
    const own = value as Readonly<Record<string, unknown>>;
    const stated = typeof own["unit"] === "string" ? own["unit"] : null;
    return Object.fromEntries(Object.entries(own).map(([key, entry]) => [key, rounded(entry, `${path}.${key}`, unitOf(key, stated))]));
  }
  throw notJson(path, String(value));
}

function unitOf(key: string, stated: string | null): string {
  if (stated !== null && (key === "value" || key === "threshold")) return stated;
  return key.endsWith("Ms") ? "ms" : SIZE_NAME.test(key) ? "bytes" : "";
}

function roundedNumber(value: number, path: string, unit: string): number {
  if (!Number.isFinite(value)) throw notJson(path, String(value));
  const result = unit === "bytes" ? Math.round(value) : unit === "ms" ? Number(value.toFixed(TIME_DECIMALS)) : Number.isInteger(value) ? value : Number(value.toPrecision(OTHER_DIGITS));
  return Object.is(result, -0) ? 0 : result;
}

function notJson(path: string, value: string): PauselineError {
  return new PauselineError("output", `${path} is ${value}, which JSON cannot hold`, { hint: "This is a fault of pauseline, not of the input; please report it." });
}
