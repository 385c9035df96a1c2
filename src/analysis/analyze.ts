import { adviseOn, type Advice } from "../advise/advise.js";
import { optionFacts } from "../advise/option-facts.js";
import type { Rule } from "../advise/rule.js";
import { maskWords } from "../jvm-options/mask-secrets.js";
import type { JvmOption } from "../jvm-options/jvm-option.js";
import { parseOptions, parseReportedFlags } from "../jvm-options/parse-options.js";
import { findMetric } from "../metrics/catalog.js";
import { createMeasurer, type Measurer } from "../metrics/measurer.js";
import type { Given, Window } from "../metrics/metric.js";
import { findSteadyWindow } from "../metrics/steady-window.js";
import type { Run, Timeline } from "../timeline/timeline.js";
import type { Analysis, Details } from "./analysis.js";
import { measureFacts } from "./measure-facts.js";
import { readingMeasurements } from "./outside-measurements.js";
import { comparePhases, listWorstPauses } from "./phase-comparison.js";
import type { Reading } from "./read-inputs.js";

/** What an analysis is made with, besides the inputs. */
export interface AnalysisOptions {
  readonly given: Given;
  readonly rules: readonly Rule[];
  readonly window: Window;
}

/** The analysis, and what renderers need to draw it. */
export interface AnalysisResult {
  readonly analysis: Analysis;
  readonly timeline: Timeline;
  readonly window: Window;
  readonly rejected: Reading["rejected"];
}

/** Measures, judges and advises on what was read. Depends on its arguments alone: equal readings give equal results. */
export function analyzeReading(reading: Reading, { given, rules, window }: AnalysisOptions): AnalysisResult {
  const { timeline } = reading;
  const steady = findSteadyWindow(timeline, window);
  const source = { timeline, window, steady: steady.window, given };
  const run = timeline.runs[timeline.runs.length - 1];
  const options = optionsOf(given, run);
  const jdk = given.jdk ?? run?.jvm.jdk ?? null;
  const outside = new Map([...readingMeasurements(reading), ...optionFacts(options.known, jdk, run?.collector ?? null, options.areReported)]);
  const measurer = createMeasurer(source, outside);
  const current = (options.known ?? []).flatMap(({ words }) => words);
  const facts = measureFacts(measurer, maskWords(current));
  const paths = reading.inputs.map(({ path }) => path);
  const advice = adviseOn(measurer, rules, { current, paths });
  const analysis: Analysis = {
    schemaVersion: 1,
    inputs: reading.inputs,
    ...facts,
    periodicity: [],
    latency: null,
    correlation: null,
    verdict: advice.verdict,
    recommendations: advice.recommendations,
    jvmOptions: { current: maskWords(current), proposed: maskWords(advice.proposedOptions) },
    details: detailsOf(reading, measurer, advice, steady.droppedMs, paths),
  };
  return { analysis, timeline, window, rejected: reading.rejected };
}

/** The options that count: given ones, else those of the input. A JVM that reports flags mixes its own choices in. */
function optionsOf(given: Given, run: Run | undefined): { known: readonly JvmOption[] | null; areReported: boolean } {
  if (given.options !== null) return { known: parseOptions(given.options), areReported: false };
  const jvm = run?.jvm;
  if (jvm === undefined || jvm.options === null) return { known: null, areReported: false };
  return jvm.optionsAreFlags ? { known: parseReportedFlags(jvm.options.join(" ")), areReported: true } : { known: parseOptions(jvm.options), areReported: false };
}

function detailsOf(reading: Reading, measurer: Measurer, advice: Advice, warmupSkippedMs: number, paths: readonly string[]): Details {
  const { timeline, steady, given } = measurer.source;
  const phaseComparison = comparePhases(timeline, steady);
  const number = (name: string): number | null => {
    const { value } = measurer.measure(name);
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  };
  const liveSetFrom = measurer.measure("heap.liveSetFrom").value;
  const details = {
    objective: advice.objective,
    slo: given.slo,
    ruleOfThumb: advice.ruleOfThumb,
    findings: advice.findings,
    worstPauses: listWorstPauses(timeline, measurer.source.window, paths, phaseComparison),
    phaseComparison,
    requestDelay: { hitShare: number("requests.hitShare"), delayP99Ms: number("requests.delayP99Ms"), serviceMs: 0 },
    liveSetFrom: typeof liveSetFrom === "string" ? liveSetFrom : null,
    warmupSkippedMs,
    loggingLine: advice.loggingLine,
    whatIf: [],
    witnesses: reading.witnesses,
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
