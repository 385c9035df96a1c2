import { ADVICE_METRICS } from "./advice-topics.js";
import { ALLOCATION_METRICS } from "./allocation.js";
import { CONCURRENT_METRICS } from "./concurrent-work.js";
import { GC_CPU_METRICS } from "./gc-cpu.js";
import { HEAP_USE_METRICS } from "./heap-use.js";
import { JVM_METRICS } from "./jvm.js";
import { LIVE_SET_TREND_METRICS } from "./live-set-trend.js";
import { LIVE_SET_METRICS } from "./live-set.js";
import { MMU_METRICS } from "./mutator-utilization.js";
import { OVERHEAD_METRICS } from "./overhead.js";
import { PAUSE_RHYTHM_METRICS } from "./pause-rhythm.js";
import { PAUSE_METRICS } from "./pauses.js";
import { PROMOTION_METRICS } from "./promotion.js";
import { REQUEST_DELAY_METRICS } from "./request-delay.js";
import { SAFEPOINT_METRICS } from "./safepoints.js";
import { SPAN_METRICS } from "./span.js";
import { STALL_METRICS } from "./stalls.js";
import type { MetricDefinition } from "./metric.js";

/** Every metric that rules, budgets, reports and the reference may name. One line a topic. */
export const METRICS: readonly MetricDefinition[] = [
  ...JVM_METRICS,
  ...SPAN_METRICS,
  ...PAUSE_METRICS,
  ...PAUSE_RHYTHM_METRICS,
  ...OVERHEAD_METRICS,
  ...GC_CPU_METRICS,
  ...MMU_METRICS,
  ...REQUEST_DELAY_METRICS,
  ...HEAP_USE_METRICS,
  ...ALLOCATION_METRICS,
  ...PROMOTION_METRICS,
  ...LIVE_SET_METRICS,
  ...LIVE_SET_TREND_METRICS,
  ...CONCURRENT_METRICS,
  ...SAFEPOINT_METRICS,
  ...STALL_METRICS,
  ...ADVICE_METRICS,
];

const BY_NAME: ReadonlyMap<string, MetricDefinition> = new Map(METRICS.map((metric) => [metric.name, metric]));

/** The definition of a metric by its dotted name; undefined when there is none. */
export function findMetric(name: string): MetricDefinition | undefined {
  return BY_NAME.get(name);
}
