import { PauselineError } from "../errors/pauseline-error.js";
import type { Slo } from "../metrics/metric.js";
import { parseDurationMs } from "../units/parse-quantity.js";

/**
 * Reads a latency promise: `p99=50ms`, `p99.9=200ms`, `max=1s`. Also `p999` for p99.9, as many tools write it.
 * Throws a usage error that shows a correct one.
 */
export function parseSlo(text: string): Slo {
  const match = /^\s*(p(\d{1,3}(?:\.\d+)?)|max)\s*=\s*(\S+)\s*$/i.exec(text);
  const limitMs = match === null ? null : parseDurationMs(match[3] as string);
  const quantile = match === null ? Number.NaN : quantileOf(match[1] as string, match[2]);
  if (match === null || limitMs === null || !(limitMs > 0) || !(quantile > 0 && quantile <= 1)) {
    throw new PauselineError("usage", `"${text}" is no latency promise`, { path: "--slo", hint: "write a percentile and a duration, such as p99=50ms or max=1s" });
  }
  return { name: nameOf(quantile), quantile, limitMs };
}

function quantileOf(name: string, digits: string | undefined): number {
  if (digits === undefined) return 1;
  if (digits.includes(".") || Number(digits) <= 100) return Number(digits) / 100;
  return /^p9{3,}$/.test(name) ? 1 - 10 ** -digits.length : Number.NaN;
}

function nameOf(quantile: number): string {
  if (quantile === 1) return "max";
  return `p${Math.round(quantile * 1e6) / 1e4}`;
}
