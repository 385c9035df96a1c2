import { CAUSE_METRICS } from "./collection-causes.js";
import { CONCURRENT_COLLECTOR_METRICS } from "./concurrent-collectors.js";
import { CPU_LOAD_METRICS } from "./cpu-load.js";
import { G1_CYCLE_METRICS } from "./g1-cycles.js";
import { G1_GOAL_METRICS } from "./g1-goal.js";
import { G1_HUMONGOUS_METRICS } from "./g1-humongous.js";
import { G1_PHASE_METRICS } from "./g1-phases.js";
import { GIVEN_FACT_METRICS } from "./given-facts.js";
import { HEAP_PRESSURE_METRICS } from "./heap-pressure.js";
import { LEAK_TREND_METRICS } from "./leak-trend.js";
import { LOG_DETAIL_METRICS } from "./log-detail.js";
import type { MetricDefinition } from "./metric.js";
import { OUTSIDE_METRICS } from "./outside.js";
import { PAUSE_CPU_METRICS } from "./pause-cpu.js";
import { PROMISE_METRICS } from "./promise.js";
import { SAFEPOINT_SHARE_METRICS } from "./safepoint-shares.js";

/** The metrics that exist because advice needs them, beside the figures of the report. */
export const ADVICE_METRICS: readonly MetricDefinition[] = [
  ...GIVEN_FACT_METRICS,
  ...PROMISE_METRICS,
  ...CAUSE_METRICS,
  ...HEAP_PRESSURE_METRICS,
  ...LEAK_TREND_METRICS,
  ...G1_GOAL_METRICS,
  ...G1_PHASE_METRICS,
  ...G1_CYCLE_METRICS,
  ...G1_HUMONGOUS_METRICS,
  ...CONCURRENT_COLLECTOR_METRICS,
  ...CPU_LOAD_METRICS,
  ...PAUSE_CPU_METRICS,
  ...SAFEPOINT_SHARE_METRICS,
  ...LOG_DETAIL_METRICS,
  ...OUTSIDE_METRICS,
];
