import { mainSlo } from "./given-facts.js";
import { largestRows, linesOf, measured, NEEDS_CLOCK, NEEDS_PAUSES, notMeasured } from "./measurement.js";
import type { Measurement, MetricDefinition, MetricSource } from "./metric.js";
import { selectPauses } from "./select-pauses.js";
import { delayedShare } from "./request-delay.js";

const NEEDS_SLO = { logTag: null, jfrEvent: null, other: "a promised latency (--slo p99=50ms)" } as const;

/** What pauses do to the promised latency once the JVM has warmed up: a promise is about the usual state. */
export const PROMISE_METRICS: readonly MetricDefinition[] = [
  {
    name: "delay.overHalfSloShare", unit: "share",
    sentence: "Share of arriving requests that pauses alone delay by more than half of the promised latency.",
    formula: "Σ (pause − promise ÷ 2) over longer pauses ÷ wall time, after warm-up",
    compute: (source) => againstSlo(source, 0.5, ({ timeline, steady }, limitMs) => delayedShare(timeline, steady, limitMs)),
  },
  {
    name: "pauses.overHalfSloShare", unit: "share",
    sentence: "Share of pauses longer than half of the promised latency.",
    formula: "pauses over promise ÷ 2 ÷ pauses, after warm-up",
    compute: (source) => againstSlo(source, 0.5, (_, limitMs) => shareAbove(selectPauses(source.timeline, source.steady).sortedMs, limitMs)),
  },
  {
    name: "slo.isBrokenByPauses", unit: "yesNo",
    sentence: "Whether pauses alone break the promised latency.",
    formula: "requests delayed beyond the promise by pauses > 1 − quantile; for a promised maximum: any longer pause; after warm-up",
    compute: (source) => {
      const slo = mainSlo(source);
      if (slo === null) return notMeasured(NEEDS_SLO);
      const { sortedMs, rows } = selectPauses(source.timeline, source.steady);
      if (sortedMs.length === 0 && !source.timeline.seen.has("pauses")) return notMeasured(NEEDS_PAUSES);
      const lines = linesOf(source.timeline.pauses, largestRows(source.timeline.pauses.durationMs, rows));
      if (slo.quantile >= 1) return measured((sortedMs.at(-1) ?? 0) > slo.limitMs, sortedMs.length, NEEDS_PAUSES, lines);
      const share = delayedShare(source.timeline, source.steady, slo.limitMs);
      return Number.isNaN(share) ? notMeasured(NEEDS_CLOCK) : measured(share > 1 - slo.quantile, sortedMs.length, NEEDS_CLOCK, lines);
    },
  },
];

function againstSlo(source: MetricSource, times: number, compute: (source: MetricSource, limitMs: number) => number): Measurement {
  const slo = mainSlo(source);
  if (slo === null) return notMeasured(NEEDS_SLO);
  const { rows, sortedMs } = selectPauses(source.timeline, source.steady);
  const lines = linesOf(source.timeline.pauses, largestRows(source.timeline.pauses.durationMs, rows));
  return measured(compute(source, slo.limitMs * times), sortedMs.length, NEEDS_CLOCK, lines);
}

/** Share of ascending values above a limit; NaN for none. */
export function shareAbove(sorted: Float64Array, limit: number): number {
  let count = 0;
  for (const value of sorted) if (value > limit) count++;
  return count / sorted.length;
}
