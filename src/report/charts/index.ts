import type { ReportSeries } from "../series.js";
import { allocationRate } from "./allocation-rate.js";
import type { ChartDefinition } from "./chart.js";
import { concurrentCycles } from "./concurrent-cycles.js";
import { doseResponse } from "./dose-response.js";
import { gcCpu } from "./gc-cpu.js";
import { heapOccupancy } from "./heap-occupancy.js";
import { latencyFolded } from "./latency-folded.js";
import { latencyOverTime } from "./latency-over-time.js";
import { mmu } from "./mmu.js";
import { pauseHistogram } from "./pause-histogram.js";
import { pausePercentiles } from "./pause-percentiles.js";
import { pauseTimeline } from "./pause-timeline.js";
import { percentilesWithoutPauses } from "./percentiles-without-pauses.js";
import { phaseStack } from "./phase-stack.js";
import { safepoints } from "./safepoints.js";
import { stalls } from "./stalls.js";
import { survivorAges } from "./survivor-ages.js";
import { whatIfHeap } from "./what-if-heap.js";

/** All charts in report order. */
export const CHARTS: readonly ChartDefinition[] = [
  pauseTimeline,
  pausePercentiles,
  pauseHistogram,
  latencyOverTime,
  percentilesWithoutPauses,
  latencyFolded,
  doseResponse,
  phaseStack,
  stalls,
  heapOccupancy,
  allocationRate,
  survivorAges,
  mmu,
  gcCpu,
  concurrentCycles,
  safepoints,
  whatIfHeap,
];

/** The charts that say something about this input. */
export function chooseCharts(series: ReportSeries): readonly ChartDefinition[] {
  return CHARTS.filter((chart) => chart.appliesTo(series));
}
