import type { Prediction } from "../analysis/analysis.js";
import type { CollectionModel, G1Model } from "./collection-model.js";
import { nearestRank } from "../statistics/quantile.js";
import { pauseMs } from "./pause-cost.js";
import type { G1Point } from "./predict-g1-point.js";
import type { PredictedFigure } from "./what-if.js";

/** Reports count all pauses; with more other pauses than this among them, young pauses do not tell their percentiles. */
const MOST_OTHER_PAUSES = 0.3;

const QUANTILES = { p50Ms: 0.5, p90Ms: 0.9 } as const;

/**
 * A figure as the metric that reports carry, so that a later report can be held against it: young pauses together with the
 * remark and cleanup pauses between them, CPU as a share of all CPUs. Null where the metric does not follow from the figure.
 * `nowMs` gives the present value of a pause metric over all pauses.
 */
export function contractFigure(model: CollectionModel, point: G1Point | null, figure: PredictedFigure, cpus: number | null, nowMs: (quantile: number) => number): Prediction | null {
  const { now, expected, low, high } = figure;
  switch (figure.figure) {
    case "pauseShare": return { metric: "overhead.pauseRatio", now, expected, low, high };
    case "gcCpuCores": return cpus === null ? null : { metric: "overhead.gcCpuRatio", now: now / cpus, expected: expected / cpus, low: low / cpus, high: high / cpus };
    case "p50Ms": case "p90Ms": {
      if (model.kind !== "G1" || point === null) return null;
      const quantile = QUANTILES[figure.figure];
      const ofAll = quantileOfAll(model, point, quantile);
      if (ofAll === null) return null;
      const factor = expected / low;
      return { metric: `pauses.${figure.figure}`, now: nowMs(quantile), expected: ofAll, low: ofAll / factor, high: ofAll * factor };
    }
    default: return null;
  }
}

/** Quantile over predicted young pauses and the present other ones, each weighted by how often it comes; null with too many others. */
function quantileOfAll({ residuals, cost, otherPausesMs, spanMs }: G1Model, { copiedBytes, figures }: G1Point, quantile: number): number | null {
  const youngPerMs = (figures.youngPerSecond ?? Number.NaN) / 1000;
  const othersPerMs = otherPausesMs.length / spanMs;
  if (!(othersPerMs <= MOST_OTHER_PAUSES * (youngPerMs + othersPerMs))) return null;
  const modeledMs = pauseMs(cost, copiedBytes);
  if (otherPausesMs.length === 0) return modeledMs * nearestRank(Float64Array.from(residuals), quantile);
  const weighted = [
    ...residuals.map((residual) => ({ ms: modeledMs * residual, weight: youngPerMs / residuals.length })),
    ...otherPausesMs.map((ms) => ({ ms, weight: othersPerMs / otherPausesMs.length })),
  ].sort((a, b) => a.ms - b.ms);
  let reached = 0;
  for (const { ms, weight } of weighted) {
    reached += weight / (youngPerMs + othersPerMs);
    if (reached >= quantile - 1e-9) return ms;
  }
  return weighted.at(-1)?.ms ?? null;
}
