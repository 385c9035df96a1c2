import type { AnalysisResult } from "../analysis/analyze.js";
import { compare } from "../advise/judge-condition.js";
import type { Operator } from "../advise/rule.js";
import type { Measurement } from "../metrics/metric.js";
import { shareInterval } from "../statistics/poisson-rates.js";
import { isQuantileReliable, leastSampleFor } from "../statistics/quantile.js";
import { formatCount, formatShare, formatValue } from "../units/format-quantity.js";
import type { Check } from "./check.js";
import { explainFailure } from "./explain-failure.js";
import type { Limit } from "./limit.js";
import { measureSubject, pausesOf, quantileOf, siblingCount } from "./measure-limit.js";

/** With more unread lines than this, "none found" is no evidence. */
const UNREAD_MOST = 0.05;
/** How sure a percentile of a small sample must be above its limit to fail. */
const SMALL_SAMPLE_CONFIDENCE = 0.98;
const SYMBOLS: Readonly<Record<Operator, string>> = { "<=": "≤", "<": "<", ">=": "≥", ">": ">", "==": "=", "!=": "≠" };

/**
 * Judges one limit. A limit that needs evidence which is not there is not judged, whatever the figure:
 *
 * - the input holds no collection at all, or more than 5 % of its lines were not understood (such a log may still fail);
 * - the value is not in the input (`if known` passes over that);
 * - a percentile of fewer values than it needs: 300 for p99. It may fail, when so many values are over the limit that chance
 *   does not explain it; it never passes.
 *
 * A longest or mean time of things that did not happen passes an upper limit.
 */
export function judgeLimit(limit: Limit, result: AnalysisResult): Check {
  const measurement = measureSubject(limit.subject, result);
  const { value, sampleSize } = measurement;
  const doubt = doubtOf(limit, result);
  if (value === null) {
    const isNone = siblingCount(limit.subject, result) === 0 && (limit.operator === "<" || limit.operator === "<=");
    if (isNone && doubt === null) return row(limit, "passed", "none", "nothing of the kind happened", measurement);
    return notJudged(limit, measurement, doubt ?? missingText(measurement));
  }
  const measured = measuredText(limit, measurement);
  const holds = compare(value, limit.operator, limit.threshold);
  const quantile = quantileOf(limit.subject);
  const isThin = quantile !== null && !isQuantileReliable(quantile, sampleSize);
  const excess = isThin && !holds ? significantExcess(limit, quantile, result) : null;
  if (isThin && excess === null) {
    return notJudged(limit, measurement, `${formatCount(sampleSize)} values are too few for this percentile, which needs ${formatCount(leastSampleFor(quantile))}; test longer, or limit the maximum`);
  }
  if (holds) return doubt === null ? row(limit, "passed", measured, `${measured} is within the limit`, measurement) : notJudged(limit, measurement, doubt);
  const { offenders, explanation } = explainFailure(limit, measurement, result);
  const failed = row(limit, limit.level === "warn" ? "warned" : "failed", measured, `${measured}, but the limit is ${limitText(limit)}`, measurement);
  return { ...failed, offenders, explanation: [...(excess === null ? [] : [excess]), ...explanation, ...(limit.why === null ? [] : [`Why the limit is there: ${limit.why}`])] };
}

/** Why this input cannot show that all is well; null when it can. */
function doubtOf({ subject }: Limit, { measurer }: AnalysisResult): string | null {
  const count = (name: string): number => Number(measurer.measure(name).value ?? 0);
  if (count("pauses.count") === 0 && count("collections.count") === 0) return "not one collection was seen here, so nothing can be judged; test longer or with more load, or check the window";
  const unread = measurer.measure("log.unreadShare").value;
  if (typeof unread === "number" && unread > UNREAD_MOST && subject.name !== "log.unreadShare") return `${formatShare(unread)} of the lines were not understood; what they say is not known (--explain-lines)`;
  return null;
}

function missingText({ missing }: Measurement): string {
  const ways = [
    missing?.logTag == null ? null : `log ${missing.logTag}`,
    missing?.jfrEvent == null ? null : `record ${missing.jfrEvent}`,
    missing?.other == null ? null : `give ${missing.other}`,
  ].filter((way) => way !== null);
  return ways.length === 0 ? "not in the input" : `not in the input; ${ways.join(", or ")}`;
}

/** The sentence that says that too many values of a small sample are over an upper limit; null when chance may explain it. */
function significantExcess(limit: Limit, quantile: number, result: AnalysisResult): string | null {
  const durations = pausesOf(limit.subject, result)?.sortedMs;
  if (durations === undefined || typeof limit.threshold !== "number" || (limit.operator !== "<" && limit.operator !== "<=")) return null;
  const threshold = limit.threshold;
  const over = durations.filter((ms) => !compare(ms, limit.operator, threshold)).length;
  if (shareInterval(over, durations.length, SMALL_SAMPLE_CONFIDENCE).low <= 1 - quantile) return null;
  return `${formatCount(over)} of ${formatCount(durations.length)} are over it, where at most ${formatShare(1 - quantile)} may be: too many for chance, although the sample is small`;
}

function notJudged(limit: Limit, measurement: Measurement, reason: string): Check {
  return row(limit, limit.isOptional && measurement.value === null ? "noted" : "not-judged", measuredText(limit, measurement), reason, measurement);
}

function row(limit: Limit, outcome: Check["outcome"], measured: string, message: string, { value, sampleSize }: Measurement): Check {
  return {
    name: limit.expression.trim(),
    outcome,
    isRequired: limit.level === "fail" && !limit.isOptional,
    measured,
    limit: limitText(limit),
    message: `${limit.subject.name}${limit.phase === null ? "" : ` in ${limit.phase}`}: ${message}`,
    origin: limit.origin,
    offenders: [],
    explanation: [],
    facts: { metric: limit.subject.name, value, unit: limit.subject.unit, comparison: limit.operator, threshold: limit.threshold, sampleSize, phase: limit.phase, level: limit.level },
  };
}

function measuredText({ subject }: Limit, { value, sampleSize }: Measurement): string {
  const isSample = subject.unit !== "count" && subject.unit !== "text" && subject.unit !== "yesNo" && sampleSize > 1;
  return `${formatValue(value, subject.unit)}${isSample ? ` (n=${formatCount(sampleSize)})` : ""}`;
}

function limitText({ operator, threshold, subject }: Limit): string {
  return `${SYMBOLS[operator]} ${formatValue(threshold, subject.unit)}`;
}
