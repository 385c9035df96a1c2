import type { SlowEvents } from "./slow-events.js";
import type { Stop } from "./stops.js";

/** Which comes first, the stop or the slowness. */
export interface LagDirection {
  /** Bins from stop to latency at which both go together best; negative: latency leads. */
  readonly peakBins: number;
  readonly binMs: number;
  /** Cross-correlation at the peak, after prewhitening. */
  readonly correlation: number;
  /** The same without lag. */
  readonly atZero: number;
  readonly bins: number;
}

const MOST_LAG = 5;
const LEAST_BINS = 20;
const MOST_BINS = 20_000;

/**
 * Cross-correlation of stopped time with slowness in bins, both prewhitened with the AR(1) coefficient of the stops, so
 * that slow changes of load do not count. null for too few bins.
 */
export function findLagDirection(events: SlowEvents, stops: readonly Stop[], span: { readonly fromMs: number; readonly toMs: number }, leastBinMs: number): LagDirection | null {
  const spanMs = span.toMs - span.fromMs;
  const binMs = Math.max(leastBinMs, spanMs / MOST_BINS);
  const bins = Math.floor(spanMs / binMs);
  if (bins < LEAST_BINS) return null;
  const stopped = new Float64Array(bins);
  const slow = new Float64Array(bins);
  const addAt = (into: Float64Array, atMs: number, amount: number): void => {
    const bin = Math.floor((atMs - span.fromMs) / binMs);
    if (bin >= 0 && bin < bins) into[bin] = (into[bin] as number) + amount;
  };
  /** Spreads a stretch of time over the bins; what lies outside of the span is not walked through, however long it is. */
  const addStretch = (into: Float64Array, fromMs: number, toMs: number): void => {
    const passed = Math.max(0, Math.floor((span.fromMs - fromMs) / binMs));
    const end = Math.min(toMs, span.toMs);
    for (let at = fromMs + passed * binMs; at < end; at += binMs) addAt(into, at, Math.min(binMs, toMs - at));
  };
  for (const { startMs, endMs } of stops) addStretch(stopped, startMs, endMs);
  for (let i = 0; i < events.length; i++) {
    // A slow request is slow over all of its length, as a stop is over its own; the allowance for coarse stamps is no part of it.
    const half = Math.max(0, ((events.toMs[i] as number) - (events.fromMs[i] as number) - (events.latencyMs[i] as number)) / 2);
    const toMs = (events.toMs[i] as number) - half;
    addStretch(slow, toMs - (events.latencyMs[i] as number), toMs);
  }
  const phi = autocorrelation(stopped);
  const x = whiten(stopped, phi);
  const y = whiten(slow, phi);
  let best = { lag: 0, value: Number.NEGATIVE_INFINITY };
  for (let lag = -MOST_LAG; lag <= MOST_LAG; lag++) {
    const value = correlationAt(x, y, lag);
    if (value > best.value) best = { lag, value };
  }
  return { peakBins: best.lag, binMs, correlation: best.value, atZero: correlationAt(x, y, 0), bins };
}

function autocorrelation(values: Float64Array): number {
  const value = correlationAt(values, values, 1);
  return Number.isFinite(value) ? Math.max(-0.95, Math.min(0.95, value)) : 0;
}

function whiten(values: Float64Array, phi: number): Float64Array {
  return values.map((value, i) => (i === 0 ? value : value - phi * (values[i - 1] as number)));
}

/** Pearson correlation of x[i] with y[i + lag]. */
function correlationAt(x: Float64Array, y: Float64Array, lag: number): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanX = mean(x);
  const meanY = mean(y);
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = Math.max(0, -lag); i < Math.min(x.length, y.length - lag); i++) {
    const dx = (x[i] as number) - meanX;
    const dy = (y[i + lag] as number) - meanY;
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx === 0 || yy === 0 ? Number.NaN : xy / Math.sqrt(xx * yy);
}
