import type { AnalysisResult } from "../analysis/analyze.js";
import { selectPauses } from "../metrics/select-pauses.js";
import { isQuantileReliable, nearestRank } from "../statistics/quantile.js";
import type { CheckChart } from "./check.js";

const QUANTILES = [["p50", 0.5], ["p90", 0.9], ["p95", 0.95], ["p99", 0.99], ["p99.9", 0.999], ["longest", 1]] as const;

/** Pause percentiles of one or two sides as a chart; only those that all samples carry. null without pauses. */
export function chartPercentiles(sides: readonly { readonly name: string; readonly sortedMs: Float64Array }[]): CheckChart | null {
  const shown = QUANTILES.filter(([, quantile]) => sides.every(({ sortedMs }) => isQuantileReliable(quantile, sortedMs.length)));
  if (shown.length < 2) return null;
  return {
    title: "Pauses by percentile",
    unit: "ms",
    labels: shown.map(([name]) => name),
    series: sides.map(({ name, sortedMs }) => ({ name, values: shown.map(([, quantile]) => nearestRank(sortedMs, quantile)) })),
  };
}

/** As {@link chartPercentiles}, of analyses. */
export function chartPauses(sides: readonly { readonly name: string; readonly result: AnalysisResult }[]): CheckChart | null {
  return chartPercentiles(sides.map(({ name, result: { timeline, window } }) => ({ name, sortedMs: selectPauses(timeline, window).sortedMs })));
}
