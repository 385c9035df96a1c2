import { adviseOn, type Advice } from "../advise/advise-on.js";
import type { Rule } from "../advise/rule.js";
import { type CorrelationSeries, reduceCorrelation } from "../correlate/correlation-series.js";
import { findPeriodicity } from "../correlate/periodicity.js";
import { maskWords } from "../jvm-options/mask-secrets.js";
import type { LatencySeries, RequestSeries } from "../latency/latency-series.js";
import { findMetric } from "../metrics/catalog.js";
import { createMeasurer, type Measurer } from "../metrics/measurer.js";
import type { Given, Window } from "../metrics/metric.js";
import { findSteadyWindow } from "../metrics/steady-window.js";
import type { Timeline } from "../timeline/timeline.js";
import { forecastOtherSettings } from "../predict/what-if-reports.js";
import type { Analysis, Details } from "./analysis.js";
import { attachPredictions } from "./attach-predictions.js";
import { correlateLatency, latencyMeasurements } from "./correlate-latency.js";
import { measureFacts } from "./measure-facts.js";
import { readingMeasurements } from "./outside-measurements.js";
import { comparePhases, listWorstPauses } from "./phase-comparison.js";
import { recordingDetails } from "./recording-details.js";
import type { Reading } from "./read-inputs.js";

/** What an analysis is made with, besides the inputs. */
export interface AnalysisOptions {
  readonly given: Given;
  readonly rules: readonly Rule[];
  /** What a team changed about the built-in rules, as sentences; empty for nothing. */
  readonly ruleChanges?: readonly string[];
  readonly window: Window;
  /** Load-test or monitoring files of the same run; empty for none. */
  readonly latency?: readonly LatencySeries[];
}

/** The analysis, and what renderers need to draw it. */
export interface AnalysisResult {
  readonly analysis: Analysis;
  readonly timeline: Timeline;
  readonly window: Window;
  /** For further metrics of the same window, such as those that limits name. */
  readonly measurer: Measurer;
  readonly rejected: Reading["rejected"];
  /** The requests that the correlation rests on; null for windows and without latency files. */
  readonly requests: RequestSeries | null;
  /** What charts of the correlation draw; null without latency files. */
  readonly correlationSeries: CorrelationSeries | null;
}

/** Measures, judges and advises on what was read. Depends on its arguments alone: equal readings give equal results. */
export function analyzeReading(reading: Reading, { given, rules, ruleChanges = [], window, latency = [] }: AnalysisOptions): AnalysisResult {
  const { timeline } = reading;
  const steady = findSteadyWindow(timeline, window);
  const source = { timeline, window, steady: steady.window, given };
  const correlated = correlateLatency(timeline, latency, given.slo, window);
  const periodicity = findPeriodicity(timeline, correlated);
  const outside = new Map([...readingMeasurements(reading), ...latencyMeasurements(correlated, given.slo)]);
  const measurer = createMeasurer(source, outside);
  const paths = reading.inputs.map(({ path }) => path);
  const advice = adviseOn({ measurer, rules, outside, pathOf: (input) => paths[input] ?? "" });
  const facts = measureFacts(measurer, maskWords(advice.jvmOptions.current));
  const analysis: Analysis = {
    schemaVersion: 1,
    inputs: reading.inputs,
    ...facts,
    periodicity,
    latency: correlated?.latency ?? null,
    correlation: correlated?.correlation ?? null,
    verdict: advice.verdict,
    recommendations: attachPredictions(advice.recommendations, advice.jvmOptions.current, source),
    jvmOptions: { current: maskWords(advice.jvmOptions.current), proposed: maskWords(advice.jvmOptions.proposed) },
    details: { ...detailsOf(reading, measurer, advice, steady.droppedMs, paths), ruleChanges },
  };
  return { analysis, timeline, window, measurer, rejected: reading.rejected, requests: correlated?.matched?.series.kind === "requests" ? correlated.matched.series : null, correlationSeries: correlated === null ? null : reduceCorrelation(correlated, periodicity) };
}

function detailsOf(reading: Reading, measurer: Measurer, advice: Advice, warmupSkippedMs: number, paths: readonly string[]): Omit<Details, "ruleChanges"> {
  const { timeline, steady, given } = measurer.source;
  const phaseComparison = comparePhases(timeline, steady);
  const number = (name: string): number | null => {
    const { value } = measurer.measure(name);
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  };
  const liveSetFrom = measurer.measure("heap.liveSetFrom").value;
  const details = {
    objective: given.objective ?? ("latency" as const),
    slo: given.slo,
    ruleOfThumb: advice.ruleOfThumb,
    findings: advice.findings,
    worstPauses: listWorstPauses(timeline, measurer.source, paths, phaseComparison),
    phaseComparison,
    requestDelay: { hitShare: number("requests.hitShare"), delayP99Ms: number("requests.delayP99Ms"), serviceMs: 0 },
    liveSetFrom: typeof liveSetFrom === "string" ? liveSetFrom : null,
    promotionIsLowerBound: measurer.measure("heap.promotionIsLowerBound").value === true,
    warmupSkippedMs,
    loggingLine: advice.loggingLine,
    ...forecastOtherSettings(timeline, steady, given),
    witnesses: reading.witnesses,
    recording: recordingDetails(timeline),
  };
  return { ...details, metrics: measuredMetrics(measurer) };
}

/** Every metric that was asked for, with the unit of the catalog. */
function measuredMetrics(measurer: Measurer): Details["metrics"] {
  return Object.fromEntries(
    [...measurer.measured()].map(([name, { value, sampleSize }]) => [
      name,
      { value: typeof value === "number" && !Number.isFinite(value) ? null : value, unit: findMetric(name)?.unit ?? "text", sampleSize },
    ]),
  );
}
