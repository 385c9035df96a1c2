import { mainRunOf } from "./jvm.js";
import { measured, notMeasured } from "./measurement.js";
import { askedBytes } from "./option-values.js";
import type { Measurement, MetricDefinition, MetricSource, MissingEvidence, Slo, Unit } from "./metric.js";

const NEEDS_START: MissingEvidence = { logTag: "gc+init", jfrEvent: "jdk.GCConfiguration", other: "the first lines of the log" };
const NEEDS_OPTIONS: MissingEvidence = { logTag: "arguments", jfrEvent: "jdk.JVMInformation", other: "the command line (--jvm-options)" };
const NEEDS_SLO: MissingEvidence = { logTag: null, jfrEvent: null, other: "a promised latency (--slo p99=50ms)" };

/** Options in force: those the user named, else those of the main run; null when nobody tells. */
export function optionsOf(source: MetricSource): readonly string[] | null {
  return source.given.options ?? mainRunOf(source)?.jvm.options ?? null;
}

/** Largest heap in bytes: what the user says, what the JVM says, or what was asked for; null when none does. */
export function maxHeapBytes(source: MetricSource): number | null {
  return source.given.heapMaxBytes ?? mainRunOf(source)?.jvm.heapMaxBytes ?? askedBytes(optionsOf(source), "MaxHeapSize", "-Xmx");
}

/** The promise that rules hold pauses against: p99 where there is one, else the shortest limit. */
export function mainSlo(source: MetricSource): Slo | null {
  const byLimit = [...source.given.slo].sort((a, b) => a.limitMs - b.limitMs);
  return byLimit.find(({ quantile }) => quantile === 0.99) ?? byLimit[0] ?? null;
}

/** A fact that is there or not; the sample is one line. */
function fact(value: number | string | boolean | null, missing: MissingEvidence): Measurement {
  return value === null ? notMeasured(missing) : measured(value, 1, missing);
}

type Of = (source: MetricSource) => number | string | boolean | null;

function factMetric(name: string, unit: Unit, sentence: string, formula: string, missing: MissingEvidence, of: Of): MetricDefinition {
  return { name, unit, sentence, formula, compute: (source) => fact(of(source), missing) };
}

/** The promise, the aim and what the command line says. */
export const GIVEN_FACT_METRICS: readonly MetricDefinition[] = [
  factMetric("heap.maxCapacityBytes", "bytes", "Largest size the heap may grow to.", "as given, else as printed at start, else -Xmx", NEEDS_START, maxHeapBytes),
  factMetric("slo.limitMs", "ms", "Latency that was promised.", "the p99 promise, else the shortest one", NEEDS_SLO, (source) => mainSlo(source)?.limitMs ?? null),
  factMetric("slo.quantile", "share", "Share of requests that the promise covers.", "99 % for p99, 1 for the maximum", NEEDS_SLO, (source) => mainSlo(source)?.quantile ?? null),
  factMetric("given.objective", "text", "What the user wants most: latency, throughput or footprint.", "as given; latency where a promise was given", NEEDS_SLO,
    (source) => source.given.objective ?? (source.given.slo.length > 0 ? "latency" : null)),
  factMetric("log.hasWallClock", "yesNo", "Whether the input has wall-clock stamps.", "stamps with date and time", NEEDS_START, (source) => source.timeline.seen.has("wallClock") || (mainRunOf(source)?.clock.quality ?? "none") !== "none" && !Number.isNaN(mainRunOf(source)?.clock.epochMs ?? Number.NaN)),
  factMetric("options.areKnown", "yesNo", "Whether the command line of the JVM is known.", "options given, or found in the input", NEEDS_OPTIONS, (source) => optionsOf(source) !== null),
  factMetric("options.namesCollector", "yesNo", "Whether a collector was named on the command line.", "any -XX:+Use…GC", NEEDS_OPTIONS, (source) => optionsOf(source)?.some((option) => /^-XX:\+Use\w*GC$/.test(option)) ?? null),
];
