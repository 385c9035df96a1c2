import { PauselineError } from "../errors/pauseline-error.js";
import { formatCount } from "../units/format-quantity.js";
import { formatMs } from "../units/format-time.js";
import type { CorrectedLatency, LatencySeries, RequestSeries } from "./latency-series.js";
import { measureSpacing } from "./request-spacing.js";

/** Warns of a sender that waits for answers, and adds figures corrected for what it left out when an interval was given. */
export function regardOmission(series: LatencySeries, expectedIntervalMs: number | undefined): LatencySeries {
  if (series.kind !== "requests") {
    return expectedIntervalMs === undefined ? series : { ...series, notes: [...series.notes, "Omitted requests can be added only where single requests are listed; --expected-interval has no effect on this file."] };
  }
  const notes = [...series.notes, ...closedLoopNotes(series)];
  if (expectedIntervalMs === undefined) return { ...series, notes };
  const corrected = correctForOmission(series, expectedIntervalMs);
  notes.push(`Corrected for coordinated omission, as asked: a worker that waited for longer than ${formatMs(expectedIntervalMs)} is taken to have left out the requests it would have sent meanwhile, each with the wait that was left (${formatCount(corrected.requests - series.overall.requests)} added to ${formatCount(series.overall.requests)}). p99 ${formatMs(corrected.p99Ms)} instead of ${formatMs(series.overall.p99Ms)}, p99.9 ${formatMs(corrected.p999Ms)} instead of ${formatMs(series.overall.p999Ms)}.`);
  return { ...series, notes, corrected };
}

function closedLoopNotes(series: RequestSeries): readonly string[] {
  const spacing = measureSpacing(series);
  if (spacing?.isClosedLoop !== true) return [];
  const { sentWhileHanging, expectedWhileHanging, workers, usualIntervalMs } = spacing;
  const shown = expectedWhileHanging < 1
    ? `its ${workers} threads send one request at a time`
    : `while requests hung, ${formatCount(sentWhileHanging)} others were sent where the rate of the rest of the file gives ${formatCount(Math.round(expectedWhileHanging))}`;
  return [`Closed loop: ${shown}. Who waits for an answer sends nothing, so the file holds too few of the requests that a pause would have met, and its percentiles are too low (coordinated omission). --expected-interval ${Number(usualIntervalMs.toPrecision(2))}ms, the usual interval of one of ${workers} workers, shows the corrected ones.`];
}

/**
 * Percentiles as if each worker had gone on sending every `expectedIntervalMs` while it waited: beside a latency v stand
 * v − 1, v − 2, … intervals, down to one interval (the method of HdrHistogram's recordValueWithExpectedInterval). Nearest
 * rank, exact to a millionth; the added values are counted, not listed. Throws a usage error for an interval not above 0.
 */
export function correctForOmission(series: RequestSeries, expectedIntervalMs: number): CorrectedLatency {
  if (!(expectedIntervalMs > 0)) throw new PauselineError("usage", "the expected interval must be above 0", { path: "--expected-interval", hint: "give the time between two requests of one worker, such as 10ms" });
  const sorted = series.latencyMs.slice().sort();
  const weight = (value: number): number => (series.thinned !== null && value < series.thinned.belowMs ? series.thinned.weight : 1);
  let measured = 0;
  for (const value of sorted) measured += weight(value);
  const firstLong = firstAtLeast(sorted, 2 * expectedIntervalMs);
  const addedAbove = (limitMs: number): number => {
    let count = 0;
    for (let i = Math.max(firstLong, firstAtLeast(sorted, limitMs + expectedIntervalMs)); i < sorted.length; i++) {
      const value = sorted[i] as number;
      const all = Math.floor(value / expectedIntervalMs + 1e-9) - 1;
      count += weight(value) * Math.min(all, Math.max(0, Math.ceil((value - limitMs) / expectedIntervalMs - 1e-9) - 1));
    }
    return count;
  };
  const measuredAbove = (limitMs: number): number => {
    let count = 0;
    for (let i = sorted.length - 1; i >= 0 && (sorted[i] as number) > limitMs; i--) count += weight(sorted[i] as number);
    return count;
  };
  const total = measured + addedAbove(0);
  const at = (quantile: number): number => {
    const allowedAbove = total - Math.ceil(quantile * total);
    let low = 0;
    let high = sorted.at(-1) ?? 0;
    for (let step = 0; step < 60 && high - low > 1e-6 * high; step++) {
      const middle = (low + high) / 2;
      if (measuredAbove(middle) + addedAbove(middle) <= allowedAbove) high = middle;
      else low = middle;
    }
    return high;
  };
  return { expectedIntervalMs, requests: total, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), p999Ms: at(0.999), maxMs: sorted.at(-1) ?? null };
}

function firstAtLeast(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
