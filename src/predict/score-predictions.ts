import type { Analysis, Prediction } from "../analysis/analysis.js";
import type { Collector } from "../events/gc-event.js";
import { namedCollector } from "../jvm-options/collector-choice.js";
import { applyChanges, type OptionChange } from "../jvm-options/apply-changes.js";
import { parseOptions } from "../jvm-options/parse-options.js";
import { renderWords } from "../jvm-options/render-options.js";
import { formatBytes, formatShare } from "../units/format-quantity.js";
import { formatDuration } from "../units/format-time.js";
import { differentFlags, readGcSettings, type GcSettings } from "./gc-settings.js";

/** A prediction of an earlier report beside what a later run measured. */
export interface PredictionScore {
  /** The rule whose advice carried the prediction; null for an answer to a what-if question. */
  readonly ruleId: string | null;
  /** The what-if question; null for advice. */
  readonly question: string | null;
  readonly metric: string;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** Null when the later run does not have the metric. */
  readonly measured: number | null;
  readonly outcome: "confirmed" | "refuted" | "not-comparable";
  readonly reason: string;
}

/** Load may differ by this much and still count as the same. */
const MOST_LOAD_CHANGE = 0.3;
/** A run shows its pauses and costs with so many collections, and at least this part of the earlier run or ten minutes. */
const LEAST_PAUSES = 12;
const LEAST_OF_SPAN = 0.5;
const LONG_ENOUGH_MS = 600_000;

/** Gives a metric of the later run by catalog name; null when it has none. */
export type MeasureLater = (metric: string) => number | null;

/** Something an earlier report foretold: the change of options it is about, and what was to be expected of it. */
interface Foretold {
  readonly ruleId: string | null;
  readonly question: string | null;
  readonly change: OptionChange;
  readonly predictions: readonly Prediction[];
}

/**
 * Holds the predictions of an earlier report, those of its advice and those of its what-if answers, against a later run:
 * confirmed when the measured value lies in the predicted range, refuted when it does not, not comparable when the runs differ
 * in more than the predicted change (collector, JDK, options, load) or the later one is too short. Empty when the earlier report
 * predicted nothing. Metrics that the later report does not list are asked of `measureLater`.
 */
export function scorePredictions(earlier: Analysis, later: Analysis, measureLater: MeasureLater = () => null): readonly PredictionScore[] {
  const advice = earlier.recommendations.map(({ ruleId, jvmOptions, prediction }): Foretold => ({ ruleId, question: null, change: jvmOptions, predictions: prediction === null ? [] : [prediction] }));
  const answers = earlier.details.whatIf.map(({ question, jvmOptions, figures }): Foretold => ({ ruleId: null, question, change: jvmOptions, predictions: figures }));
  return [...advice, ...answers].flatMap(({ ruleId, question, change, predictions }) => {
    if (predictions.length === 0) return [];
    const obstacle = obstacleTo(earlier, later, change);
    return predictions.map(({ metric, expected, low, high }): PredictionScore => {
      const measured = measuredValue(later, metric) ?? measureLater(metric);
      return { ruleId, question, metric, expected, low, high, measured, ...judge(obstacle, measured, metric, low, high) };
    });
  });
}

function judge(obstacle: string | null, measured: number | null, metric: string, low: number, high: number): Pick<PredictionScore, "outcome" | "reason"> {
  if (obstacle !== null) return { outcome: "not-comparable", reason: obstacle };
  if (measured === null) return { outcome: "not-comparable", reason: `the later run does not have ${metric}` };
  if (measured >= low && measured <= high) return { outcome: "confirmed", reason: "the measured value lies in the predicted range" };
  return { outcome: "refuted", reason: `the measured value lies ${measured < low ? "below" : "above"} the predicted range` };
}

/** Why the later run cannot decide; null when it can. */
function obstacleTo(earlier: Analysis, later: Analysis, change: OptionChange): string | null {
  const jdk = earlier.jvm.jdk;
  if (jdk !== later.jvm.jdk) return `the runs are of different JDKs (${jdk ?? "unknown"} and ${later.jvm.jdk ?? "unknown"})`;
  const wanted = wantedOptions(earlier, change);
  const collector: Collector | null = namedCollector(parseOptions(wanted), jdk ?? 21) ?? earlier.jvm.collector;
  if (collector !== later.jvm.collector) return `the later run uses ${later.jvm.collector ?? "an unknown collector"} and not ${collector ?? "the earlier one"}`;
  return optionObstacle(earlier, later, readGcSettings(wanted, jdk)) ?? loadObstacle(earlier, later) ?? lengthObstacle(earlier, later);
}

function wantedOptions(earlier: Analysis, change: OptionChange): readonly string[] {
  return renderWords(applyChanges(parseOptions(earlier.jvmOptions.current), change, earlier.jvm.jdk, earlier.jvm.collector ?? undefined).options);
}

function optionObstacle(earlier: Analysis, later: Analysis, wanted: GcSettings): string | null {
  const heapBytes = wanted.heapBytes ?? earlier.jvm.heapMaxBytes;
  if (heapBytes !== null && later.jvm.heapMaxBytes !== null && !isNear(heapBytes, later.jvm.heapMaxBytes, 0.02)) {
    return `the later run has a heap of ${formatBytes(later.jvm.heapMaxBytes)} and not ${formatBytes(heapBytes)}`;
  }
  const isOnlyHeap = wanted.youngBytes === null && wanted.youngRatio === null && wanted.pauseGoalMs === null && wanted.others.size === 0;
  if (later.jvm.options.length === 0) return isOnlyHeap && earlier.jvm.options.length === 0 ? null : "the options of the later run are not known; give them with --jvm-options";
  const found = readGcSettings(later.jvm.options, later.jvm.jdk);
  const differences = [
    ...(isSame(found.youngBytes, wanted.youngBytes) && isSame(found.youngRatio, wanted.youngRatio) ? [] : ["the young size"]),
    ...(isSame(found.pauseGoalMs, wanted.pauseGoalMs) ? [] : ["MaxGCPauseMillis"]),
    ...differentFlags(found, wanted),
  ];
  return differences.length === 0 ? null : `the later run differs from what was proposed in ${differences.join(", ")}`;
}

function loadObstacle(earlier: Analysis, later: Analysis): string | null {
  const before = earlier.heap.allocationRateBytesPerSec;
  const after = later.heap.allocationRateBytesPerSec;
  if (before === null || after === null) return "the allocation rate of one of the runs is not known, so that nobody can tell whether the load was the same";
  const change = Math.abs(after - before) / Math.max(before, after);
  return change > MOST_LOAD_CHANGE ? `the allocation rates of the runs differ by ${formatShare(change)}` : null;
}

function lengthObstacle(earlier: Analysis, later: Analysis): string | null {
  if (later.pauses.count < LEAST_PAUSES) return `the later run has only ${later.pauses.count} pauses, at least ${LEAST_PAUSES} are needed`;
  const neededMs = Math.min(LONG_ENOUGH_MS, LEAST_OF_SPAN * (earlier.span.durationMs ?? 0));
  const lengthMs = later.span.durationMs;
  return lengthMs === null || lengthMs < neededMs ? `the later run is too short: ${formatDuration(lengthMs)} of at least ${formatDuration(neededMs)}` : null;
}

/** The value at a dotted path of the report, or under that name among its metrics; null when it is no number. */
function measuredValue(analysis: Analysis, metric: string): number | null {
  let value: unknown = analysis;
  for (const part of metric.split(".")) value = typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[part] : undefined;
  const found = typeof value === "number" ? value : analysis.details.metrics[metric]?.value;
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}

function isNear(a: number, b: number, share: number): boolean {
  return Math.abs(a - b) <= share * Math.max(a, b);
}

function isSame(a: number | null, b: number | null): boolean {
  return Object.is(a, b);
}
