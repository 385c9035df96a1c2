import type { Analysis, Evidence, PauseStatistics, Prediction, WorstPause } from "../analysis/analysis.js";
import { findMetric } from "../metrics/catalog.js";
import { formatCount, formatValue } from "../units/format-quantity.js";
import { formatDuration, formatMs } from "../units/format-time.js";
import { UNITS, type Unit } from "../units/unit.js";

/**
 * Percentiles that a report prints, the field that holds each, and the smallest sample in which it says more than the longest
 * pause does: three pauses must lie beyond it, and a median needs twenty.
 */
const PERCENTILES = {
  p50: { sample: 20, field: "p50Ms" },
  p90: { sample: 30, field: "p90Ms" },
  p95: { sample: 60, field: "p95Ms" },
  p99: { sample: 300, field: "p99Ms" },
  "p99.9": { sample: 3000, field: "p999Ms" },
} as const;
export type PercentileName = keyof typeof PERCENTILES;

/** How many pauses a percentile needs: p99 300, p95 60. */
export function sampleNeeded(name: PercentileName): number {
  return PERCENTILES[name].sample;
}

/** The percentile, null where the sample is too small for it. */
export function percentileMs(statistics: PauseStatistics, name: PercentileName): number | null {
  return statistics.count >= sampleNeeded(name) ? statistics[PERCENTILES[name].field] : null;
}

/** A percentile with its sample size: `p99 83 ms (n=4,210)`, or `longest 16 ms (n=12, too few for p99)`. */
export function describePercentile(statistics: PauseStatistics, name: PercentileName): string {
  const n = formatCount(statistics.count);
  const ms = percentileMs(statistics, name);
  if (ms !== null) return `${name} ${formatMs(ms)} (n=${n})`;
  return statistics.maxMs === null ? `no ${name} (n=${n})` : `longest ${formatMs(statistics.maxMs)} (n=${n}, too few for ${name})`;
}

/** All percentiles that the sample carries, then the longest pause: `p50 14.7 ms, p99 529 ms, longest 720 ms (n=2,595, too few for p99.9)`. */
export function describeDistribution(statistics: PauseStatistics): string {
  const names = ["p50", "p90", "p99", "p99.9"] as const;
  const carried = names.flatMap((name) => {
    const ms = percentileMs(statistics, name);
    return ms === null ? [] : [`${name} ${formatMs(ms)}`];
  });
  const missing = names.slice(2).find((name) => percentileMs(statistics, name) === null);
  return `${[...carried, `longest ${formatMs(statistics.maxMs)}`].join(", ")} (n=${formatCount(statistics.count)}${missing === undefined ? "" : `, too few for ${missing}`})`;
}

/** What the pauses alone amount to at the quantile of a promise; promises of other quantiles are compared with the longest pause. */
export function describeAgainstPromise(statistics: PauseStatistics, sloName: string): string {
  if (sloName in PERCENTILES) return describePercentile(statistics, sloName as PercentileName);
  return `longest ${formatMs(statistics.maxMs)} (n=${formatCount(statistics.count)})`;
}

/** The value of a metric in the unit that the catalog, or failing that the end of its name, gives. */
export function formatMetric(analysis: Analysis, metric: string, value: Evidence["value"]): string {
  return formatInUnit(value, analysis.details.metrics[metric]?.unit ?? (metric.endsWith("Ms") ? "ms" : metric.endsWith("Bytes") ? "bytes" : /(Share|Ratio)$/.test(metric) ? "share" : "count"));
}

/** What a metric is, in words without a full stop at the end; null for names that are not in the catalog. */
export function metricSentence(metric: string): string | null {
  return findMetric(metric)?.sentence.replace(/\.$/, "") ?? null;
}

/** A value in a unit given as text; a unit that is not one of ours follows the number as it is. */
export function formatInUnit(value: Evidence["value"], unit: string): string {
  if (isUnit(unit)) return formatValue(value, unit);
  return `${formatValue(value, "count")}${unit === "" ? "" : ` ${unit}`}`;
}

function isUnit(unit: string): unit is Unit {
  return (UNITS as readonly string[]).includes(unit);
}

/** `529 ms now, 38 ms expected (29–48 ms)`. */
export function describePrediction(analysis: Analysis, prediction: Prediction): string {
  const format = (value: number): string => formatMetric(analysis, prediction.metric, value);
  return `${format(prediction.now)} now, ${format(prediction.expected)} expected (${format(prediction.low)} to ${format(prediction.high)})`;
}

/** File and line, short where the file name alone is clear: `gc.log:1234`. */
export function lineReference(analysis: Analysis, path: string, line: number): string {
  return `${shortPath(analysis, path)}:${line}`;
}

/** The last part of a path, or all of it where two inputs end alike. */
export function shortPath(analysis: Analysis, path: string): string {
  const name = lastPart(path);
  return analysis.inputs.filter((input) => lastPart(input.path) === name).length > 1 ? path : name;
}

function lastPart(path: string): string {
  return path.split(/[/\\]/).filter((part) => part !== "").at(-1) ?? path;
}

/** When a pause began: wall clock in the zone of the log where there is one, otherwise time since JVM start. */
export function whenOf(pause: Pick<WorstPause, "time" | "uptimeMs">): string {
  if (pause.time !== null) return pause.time.replace("T", " ").replace(ZONE, "");
  return pause.uptimeMs === null ? "no clock" : `after ${formatDuration(pause.uptimeMs)}`;
}

/** `Young (Normal), G1 Evacuation Pause`. */
export function kindAndCause({ kind, cause }: Pick<WorstPause, "kind" | "cause">): string {
  return cause === null ? kind : `${kind}, ${cause}`;
}

/** The day on which all these pauses began, by the clock of the log; null when they share none. */
export function commonDay(pauses: readonly Pick<WorstPause, "time">[]): string | null {
  const days = new Set(pauses.map(({ time }) => time?.slice(0, "2026-01-01".length) ?? null));
  return days.size === 1 ? ([...days][0] ?? null) : null;
}

/** `when` without a day that is told elsewhere. */
export function shortenDay(when: string, day: string | null): string {
  return day !== null && when.startsWith(`${day} `) ? when.slice(day.length + 1) : when;
}

/** The offset that the log's wall clock has, for the head of a table: `+01:00`; null without a wall clock. */
export function zoneOf(pauses: readonly Pick<WorstPause, "time">[]): string | null {
  const zone = ZONE.exec(pauses.find(({ time }) => time !== null)?.time ?? "")?.[0] ?? null;
  return zone === "+00:00" ? "UTC" : zone;
}

const ZONE = /(?:[+-]\d\d:\d\d|Z)$/;
const COMPARISONS: Readonly<Record<string, string>> = { ">=": "≥", "<=": "≤", "==": "=", "!=": "≠" };

/** The limit at which a rule fires: `≥ 10 %`; empty when the evidence has none. */
export function describeLimit({ comparison, threshold, unit }: Evidence): string {
  return threshold === null ? "" : `${COMPARISONS[comparison] ?? comparison} ${formatInUnit(threshold, unit)}`;
}
