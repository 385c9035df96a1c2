import type { Analysis, Details, HeapCurve, PauseStatistics } from "../analysis/analysis.js";
import type { CorrelationSeries } from "../correlate/correlation-series.js";
import type { Window } from "../metrics/metric.js";
import type { Timeline } from "../timeline/timeline.js";
import { reduceConcurrent, type ConcurrentRow } from "./series/concurrent-spans.js";
import { reduceEvidence, type EvidenceMarks } from "./series/evidence-marks.js";
import { reduceHeap, type HeapSeries } from "./series/heap-curve.js";
import { reduceLongest, type LongPause } from "./series/longest-pauses.js";
import type { HistogramBin, PercentilePoint } from "./series/pause-distribution.js";
import { reducePauses, reduceSafepoints, reduceStalls, type PointSeries } from "./series/point-series.js";
import { reduceRates, type RateSeries } from "./series/rates.js";
import { reduceAges, type AgeSeries } from "./series/survivor-ages.js";
import { layOutTime, type TimeAxis } from "./series/time-axis.js";

/**
 * Everything a chart draws, small whatever the size of the input: a few thousand points at most. Plain JSON-safe data; times in
 * ms on `axis`, sizes in bytes, shares 0–1; null and empty lists where the input has nothing.
 */
export interface ReportSeries {
  readonly axis: TimeAxis;
  /** Pauses by kind, most frequent kind first. */
  readonly pauses: readonly PointSeries[];
  readonly pauseStatistics: PauseStatistics;
  /** The longest pauses of the whole and of each part of the time, longest first. */
  readonly longest: readonly LongPause[];
  /** Pauses that the advice rests on. */
  readonly evidence: readonly EvidenceMarks[];
  readonly histogram: readonly HistogramBin[];
  readonly percentiles: readonly PercentilePoint[];
  readonly heap: HeapSeries | null;
  readonly mmu: Analysis["overhead"]["mmu"];
  readonly concurrent: readonly ConcurrentRow[];
  readonly phases: Details["phaseComparison"];
  readonly rates: RateSeries | null;
  readonly ages: AgeSeries | null;
  /** Stalled threads by kind of stall. */
  readonly stalls: readonly PointSeries[];
  /** Safepoints by operation: those of the collector in one group, the most expensive others each in their own. */
  readonly safepoints: readonly PointSeries[];
  readonly slo: Details["slo"];
  readonly cpus: number | null;
  /** What other heap sizes would cost; null where that is not said. */
  readonly overheadAgainstHeap: HeapCurve | null;
  /** Latency beside stops; absent or null without a latency file that could be matched. */
  readonly correlation?: CorrelationSeries | null;
}

/** How finely time charts are resolved: more columns than this are not told apart by eye. */
const COLUMNS = 600;

/** Reduces a timeline to what can be seen. `window` limits it to a stretch, as `--from` and `--to` do. */
export function reduceSeries(timeline: Timeline, analysis: Analysis, window: Window | null = null, correlation: CorrelationSeries | null = null): ReportSeries {
  const scale = layOutTime(timeline, window);
  const pauses = reducePauses(timeline, scale, COLUMNS);
  return {
    axis: scale.axis,
    pauses: pauses.series,
    pauseStatistics: pauseStatistics(analysis),
    longest: reduceLongest(timeline, scale),
    evidence: reduceEvidence(timeline, analysis, scale),
    histogram: pauses.histogram,
    percentiles: pauses.distribution.percentiles(),
    heap: reduceHeap(timeline, analysis, scale, COLUMNS),
    mmu: analysis.overhead.mmu,
    concurrent: reduceConcurrent(timeline, scale, COLUMNS),
    phases: analysis.details.phaseComparison,
    rates: reduceRates(timeline, scale),
    ages: reduceAges(timeline, scale),
    stalls: reduceStalls(timeline, scale, COLUMNS),
    safepoints: reduceSafepoints(timeline, scale, COLUMNS),
    slo: analysis.details.slo,
    cpus: analysis.jvm.cpus,
    overheadAgainstHeap: curveOf(analysis.details.overheadAgainstHeap),
    correlation,
  };
}

function curveOf(curve: Details["overheadAgainstHeap"]): HeapCurve | null {
  return curve === null || "refused" in curve ? null : curve;
}

function pauseStatistics({ pauses }: Analysis): PauseStatistics {
  const { byKind: _kinds, byCause: _causes, ...statistics } = pauses;
  return statistics;
}
