import type { CorrelationReport, LatencyReport } from "../correlate/correlation-report.js";
import type { Collector } from "../events/gc-event.js";
import type { PauseStatistics } from "../metrics/pause-statistics.js";

export type { CorrelationReport, LatencyReport } from "../correlate/correlation-report.js";
export type { PauseStatistics } from "../metrics/pause-statistics.js";

/**
 * The result of an analysis: the JSON of the outside contract (`--format json`) and all that any renderer may read.
 * Plain, JSON-safe data: no NaN, no undefined in required places, `null` means "not in the input" and never 0.
 * Times are ms unless the name says otherwise, sizes bytes, shares 0–1, wall-clock times ISO 8601 with offset.
 * Everything below `details` extends the contract.
 */
export interface Analysis {
  readonly schemaVersion: 1;
  readonly inputs: readonly InputReport[];
  readonly jvm: JvmReport;
  readonly span: { readonly start: string | null; readonly durationMs: number | null; readonly runs: number };
  readonly pauses: PauseReport;
  readonly safepoints: { readonly count: number | null; readonly totalMs: number | null; readonly maxMs: number | null; readonly maxReachMs: number | null };
  readonly stalls: { readonly count: number; readonly totalMs: number; readonly maxMs: number | null };
  readonly concurrent: { readonly byPhase: Readonly<Record<string, { readonly count: number; readonly totalMs: number }>> };
  readonly overhead: {
    readonly pauseRatio: number | null;
    readonly gcCpuRatio: number | null;
    readonly mmu: readonly { readonly windowMs: number; readonly utilization: number }[];
  };
  readonly heap: {
    readonly maxUsedBytes: number | null;
    readonly allocationRateBytesPerSec: number | null;
    readonly promotionRateBytesPerSec: number | null;
    readonly liveSetBytes: number | null;
    readonly liveSetTrendBytesPerHour: number | null;
    readonly humongousShare: number | null;
  };
  readonly periodicity: readonly Periodicity[];
  readonly latency: LatencyReport | null;
  readonly correlation: CorrelationReport | null;
  readonly verdict: Verdict;
  readonly recommendations: readonly Recommendation[];
  readonly jvmOptions: { readonly current: readonly string[]; readonly proposed: readonly string[] };
  readonly details: Details;
}

export type InputKind = "unified-log" | "legacy-log" | "jfr" | "jfr-text" | "jfr-json" | "jfr-xml";

export interface InputReport {
  readonly path: string;
  readonly kind: InputKind;
  readonly bytes: number;
  /** For recordings and exports: events in place of lines. total = parsed + ignored + unrecognized, always. */
  readonly lines: { readonly total: number; readonly parsed: number; readonly ignored: number; readonly unrecognized: number };
  readonly warnings: readonly Warning[];
  /** Up to ten unread lines, so that they can be looked at. */
  readonly unrecognizedSamples: readonly { readonly line: number; readonly text: string }[];
}

/** Something a reader should know about an input; the analysis went on. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
}

export interface JvmReport {
  readonly version: string | null;
  readonly jdk: number | null;
  /** Releases that the input can come from; `to` null means any later one. Null when nothing tells. */
  readonly jdkRange: { readonly from: number; readonly to: number | null } | null;
  readonly collector: Collector | null;
  readonly options: readonly string[];
  readonly heapInitialBytes: number | null;
  readonly heapMaxBytes: number | null;
  readonly regionBytes: number | null;
  readonly cpus: number | null;
  readonly memoryBytes: number | null;
}

export interface PauseReport extends PauseStatistics {
  readonly byKind: Readonly<Record<string, PauseStatistics>>;
  readonly byCause: Readonly<Record<string, PauseStatistics>>;
}

export interface Periodicity {
  /** "pauses", "safepoints", "latency", "stalls". */
  readonly series: string;
  readonly periodMs: number;
  readonly pValue: number;
  readonly events: number;
  /** What recurs: `Pause Full (System.gc())`. */
  readonly what: string;
  /** "timer", "allocation", "unknown": why it recurs, with the sentence that shows it. */
  readonly driver: "timer" | "allocation" | "unknown";
  readonly explanation: string;
}

export type Verdict = "healthy" | "tune" | "switch-collector" | "application-problem" | "insufficient-data";
export type Severity = "critical" | "warning" | "info";
export type Confidence = "high" | "medium" | "low";
export type Outcome = "fired" | "clear" | "not-applicable" | "no-evidence";

export interface Recommendation {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly title: string;
  readonly why: readonly Evidence[];
  readonly jvmOptions: { readonly add: readonly string[]; readonly remove: readonly string[] };
  readonly expect: string;
  readonly tradeoff: string;
  readonly verify: string;
  readonly sources: readonly string[];
  readonly prediction: Prediction | null;
  /** "now": one of the at most three to do first. "later": worth doing after those. */
  readonly when: "now" | "later";
  /** What to do in words, for advice that is not a flag. */
  readonly actions: readonly string[];
  /** Why there is no prediction, when there is none. */
  readonly predictionRefused: string | null;
}

export interface Evidence {
  readonly metric: string;
  readonly value: number | string | boolean | null;
  readonly unit: string;
  readonly comparison: string;
  readonly threshold: number | string | boolean | null;
  readonly sampleSize: number;
  readonly lines: readonly { readonly path: string; readonly line: number }[];
}

export interface Prediction {
  readonly metric: string;
  readonly now: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** What the report shows beyond the contract. */
export interface Details {
  readonly objective: "latency" | "throughput" | "footprint";
  readonly slo: readonly { readonly name: string; readonly quantile: number; readonly limitMs: number }[];
  /** The founding rule of thumb beside what the evidence says. */
  readonly ruleOfThumb: { readonly verdict: string; readonly evidence: string; readonly differs: boolean; readonly reason: string; readonly options: readonly string[] };
  readonly findings: readonly FindingReport[];
  /** Metrics that were computed, by catalog name. */
  readonly metrics: Readonly<Record<string, { readonly value: number | string | boolean | null; readonly unit: string; readonly sampleSize: number }>>;
  readonly worstPauses: readonly WorstPause[];
  /** Phase means of typical pauses (50th–90th percentile) beside those of the worst ones, by kind; ms. */
  readonly phaseComparison: readonly { readonly kind: string; readonly phase: string; readonly typicalMs: number; readonly worstMs: number; readonly typicalCount: number; readonly worstCount: number }[];
  readonly requestDelay: { readonly hitShare: number | null; readonly delayP99Ms: number | null; readonly serviceMs: number };
  readonly liveSetFrom: string | null;
  /** More may have been promoted than `heap.promotionRateBytesPerSec` says. */
  readonly promotionIsLowerBound: boolean;
  readonly warmupSkippedMs: number;
  /** The `-Xlog` line (or JDK 8 flags) that would give the missing evidence on this JDK; null when nothing is missing or the JDK is unknown. */
  readonly loggingLine: string | null;
  /** Built-in rules that the team's folder replaces, changes or switches off, and rules it adds, as sentences. */
  readonly ruleChanges: readonly string[];
  readonly whatIf: readonly WhatIfReport[];
  /** What collecting costs by heap size; null without collections. */
  readonly overheadAgainstHeap: HeapCurve | NotSaid | null;
  /** How near G1 is to evacuation failures; null for other collectors and without collections. */
  readonly evacuationFailureRisk: EvacuationFailureRisk | NotSaid | null;
  readonly witnesses: { readonly both: number; readonly logOnly: number; readonly recordingOnly: number; readonly disagreements: readonly string[] } | null;
  /** What only a recording tells; null without one, or when it tells none of it. */
  readonly recording: RecordingDetails | null;
}

/** What flight recordings know and logs do not; lists are heaviest first and cut. */
export interface RecordingDetails {
  /** Stacks begin with the innermost frame outside the JDK. */
  readonly systemGcCallers: readonly { readonly frames: readonly string[]; readonly thread: string; readonly count: number }[];
  /** Bytes are those that the samples stand for; `share` is of all sampled bytes. */
  readonly allocationSites: readonly { readonly className: string; readonly frame: string; readonly bytes: number; readonly share: number }[];
  /** Objects that were still there long after they were allocated. */
  readonly oldObjects: readonly { readonly className: string; readonly frame: string; readonly samples: number }[];
  readonly cpuLoad: { readonly jvmMeanShare: number | null; readonly machineMeanShare: number | null; readonly throttledMs: number | null };
}

export interface FindingReport {
  readonly ruleId: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** One sentence: why it fired, is clear, does not apply, or what is missing. */
  readonly reason: string;
  /** What would give the evidence, for "no-evidence". */
  readonly missing: { readonly logTag: string | null; readonly jfrEvent: string | null; readonly other: string | null } | null;
}

export interface WorstPause {
  readonly uptimeMs: number | null;
  readonly time: string | null;
  readonly durationMs: number;
  readonly kind: string;
  readonly cause: string | null;
  readonly gcId: number | null;
  readonly path: string;
  readonly line: number;
  /** What was different from the typical pause of its kind: largest phase differences first. */
  readonly different: readonly string[];
}

export interface WhatIfReport {
  readonly question: string;
  /** The options that the question is about; empty lists where nothing could be asked. */
  readonly jvmOptions: { readonly add: readonly string[]; readonly remove: readonly string[] };
  readonly sentence: string;
  readonly figures: readonly Prediction[];
  readonly refused: readonly string[];
  readonly basis: string;
}

/** Why something is not said, as a clause without a full stop. */
export interface NotSaid {
  readonly refused: string;
}

/** What collecting would cost by the size of the heap, smallest first; `note` says what of it is safe. */
export interface HeapCurve {
  readonly points: readonly HeapCurvePoint[];
  readonly note: string;
}

/** Cost at one heap with its range: share of time paused and CPU in cores; null where it cannot be said. */
export interface HeapCurvePoint {
  readonly heapBytes: number;
  readonly pauseShare: HeapCost | null;
  readonly gcCpuCores: HeapCost | null;
  readonly isNow: boolean;
  /** In so tight a heap evacuation failures may come on top. */
  readonly mayFail: boolean;
}

export interface HeapCost {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** The largest copy of a young or mixed collection against the least space that was free before one. */
export interface EvacuationFailureRisk {
  /** Largest copy ÷ smallest free space. */
  readonly ratio: number;
  readonly largestCopiedBytes: number;
  readonly smallestFreeBytes: number;
  /** "low": no test run this far away failed. "high": every one this near failed. "open": some did. */
  readonly risk: "low" | "open" | "high";
  /** Young and mixed collections it rests on. */
  readonly sampleSize: number;
  readonly sentence: string;
}
