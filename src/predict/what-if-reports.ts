import type { Details, WhatIfReport } from "../analysis/analysis.js";
import type { Given, Window } from "../metrics/metric.js";
import type { Run, Timeline } from "../timeline/timeline.js";
import { isRefusal, type CollectionModel, type FigureName } from "./collection-model.js";
import { SMALLEST_YOUNG_SHARE } from "./eden-size.js";
import { evacuationFailureRisk } from "./evacuation-failure-risk.js";
import { readGcSettings, type GcSettings } from "./gc-settings.js";
import { fitCollectionModel } from "./fit-collection-model.js";
import { overheadAgainstHeap } from "./heap-curve.js";
import { predictSettings } from "./predict-settings.js";
import { recentWindow } from "../metrics/recent-window.js";
import { optionChangeOf } from "./settings-change.js";
import type { RefusedFigure, SettingsChange, WhatIf } from "./what-if.js";
import { figureWords } from "./write-answer.js";

/** Figures by the metric of the catalog that measures them. CPU is converted to a share of all CPUs. */
const METRICS: Readonly<Record<FigureName, string>> = {
  youngPerSecond: "g1.youngPerSecond",
  p50Ms: "pauses.young.p50Ms",
  meanMs: "pauses.young.meanMs",
  p90Ms: "pauses.young.p90Ms",
  longestMs: "pauses.young.maxMs",
  pauseShare: "overhead.steadyPauseRatio",
  gcCpuCores: "overhead.gcCpuRatio",
};

const HEAP_STEPS = [1.25, 1.5] as const;
/** A fixed young generation is asked about at this part of the present one. */
const YOUNG_STEP = 0.5;
/** What the JVM needs beside its heap, as a share of memory. */
const HEAP_OF_MEMORY = 0.75;

/** What the report says of other settings: questions and answers, the cost by heap size, and the risk of evacuation failures. */
export type Forecasts = Pick<Details, "whatIf" | "overheadAgainstHeap" | "evacuationFailureRisk">;

/** Everything that is foretold from a window of a timeline, with one model of its longest run. Nothing without collections. */
export function forecastOtherSettings(timeline: Timeline, window: Window, given: Given): Forecasts {
  const span = recentWindow(timeline, window);
  if (span === null || timeline.pauses.length === 0) return { whatIf: [], overheadAgainstHeap: null, evacuationFailureRisk: null };
  const model = fitCollectionModel(timeline, window, { options: given.options, heapBytes: given.heapMaxBytes, jdk: given.jdk });
  return {
    whatIf: isRefusal(model) ? [refusedReport(model.refused)] : whatIfReports(model, given, span.run),
    overheadAgainstHeap: isRefusal(model) ? model : overheadAgainstHeap(model),
    evacuationFailureRisk: span.run.collector === "G1" ? evacuationFailureRisk(timeline, window, given.heapMaxBytes) : null,
  };
}

/**
 * Answers to the usual questions about other settings: a larger heap, a fixed young size of half the present one, the promised
 * latency as pause goal, the young size left to G1. One sentence when none can be answered.
 */
function whatIfReports(model: CollectionModel, given: Given, run: Run): readonly WhatIfReport[] {
  const answers = usualQuestions(model, given, run).map((change) => ({ ...predictSettings(model, change), change }));
  const answered = answers.filter(({ figures }) => figures.length > 0);
  const cpus = given.cpus ?? run.jvm.cpus;
  if (answered.length > 0) return answered.map((answer) => reportOf(answer, model, cpus));
  const [reason] = answers.flatMap(({ refused }) => refused.map((one) => one.reason));
  return reason === undefined ? [] : [refusedReport(reason)];
}

function usualQuestions(model: CollectionModel, given: Given, run: Run): readonly SettingsChange[] {
  const memoryBytes = given.memoryBytes ?? run.jvm.memoryBytes ?? Number.POSITIVE_INFINITY;
  const heaps = HEAP_STEPS.map((step) => roundToMebibytes(model.heapBytes * step)).filter((heapBytes) => heapBytes <= HEAP_OF_MEMORY * memoryBytes);
  const questions: SettingsChange[] = heaps.map((heapBytes) => ({ heapBytes }));
  if (model.kind !== "G1") return questions;
  const youngBytes = Math.max(SMALLEST_YOUNG_SHARE * model.heapBytes, YOUNG_STEP * (model.edenBytes + model.copiedBytes));
  const regions = Math.ceil(youngBytes / model.regionBytes);
  questions.push({ youngBytes: regions * model.regionBytes });
  const [promise] = [...given.slo].sort((a, b) => a.limitMs - b.limitMs);
  if (promise !== undefined && promise.limitMs >= 1 && model.sizing !== "fixed") questions.push({ pauseGoalMs: Math.round(promise.limitMs) });
  const options = given.options ?? (run.jvm.optionsAreFlags ? null : run.jvm.options);
  if (model.sizing !== "free" && options !== null && holdsYoung(readGcSettings(options, model.jdk))) questions.push({ backToDefault: true });
  return questions;
}

/** Whether a command line sets the young size, or a goal that may hold it down. */
function holdsYoung({ youngBytes, youngRatio, pauseGoalMs }: GcSettings): boolean {
  return youngBytes !== null || youngRatio !== null || pauseGoalMs !== null;
}

function reportOf(answer: WhatIf & { readonly change: SettingsChange }, model: CollectionModel, cpus: number | null): WhatIfReport {
  const figures = answer.figures.filter(({ claim }) => claim === "range").flatMap(({ figure, now, expected, low, high }) => {
    if (figure === "youngPerSecond" && model.kind !== "G1") return [];
    const divisor = figure === "gcCpuCores" ? cpus : 1;
    return divisor === null ? [] : [{ metric: METRICS[figure], now: now / divisor, expected: expected / divisor, low: low / divisor, high: high / divisor }];
  });
  return { question: answer.question, jvmOptions: optionChangeOf(answer.change), sentence: `${answer.sentence} ${answer.rerun}.`, figures, refused: groupReasons(answer.refused), basis: answer.basis };
}

/** One line a reason, with all figures it holds for. */
function groupReasons(refused: readonly RefusedFigure[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { figure, reason } of refused) byReason.set(reason, [...(byReason.get(reason) ?? []), ...(figure === null ? [] : [figureWords(figure)])]);
  return [...byReason].map(([reason, figures]) => (figures.length === 0 ? reason : `${figures.join(", ")}: ${reason}`));
}

function refusedReport(reason: string): WhatIfReport {
  return { question: "What would other settings do?", jvmOptions: { add: [], remove: [] }, sentence: `Not predicted: ${reason}.`, figures: [], refused: [reason], basis: "this log alone" };
}

function roundToMebibytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2) * 1024 ** 2;
}
