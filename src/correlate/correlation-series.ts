import { nearestRank } from "../statistics/quantile.js";
import type { Correlation, Matched } from "./correlate-pauses.js";
import type { RecurringEvents } from "./periodicity.js";
import type { StopKind } from "./stops.js";

/** What the latency charts draw: a few thousand points at most, plain JSON-safe data. Times in ms from `startEpochMs`, on the log's clock. */
export interface CorrelationSeries {
  readonly startEpochMs: number;
  readonly spanMs: number;
  readonly thresholdMs: number;
  readonly usualMs: number;
  readonly verdict: Correlation["correlation"]["verdict"];
  /** Latency over time: the highest of each column, by whether it lies mostly in a stop. */
  readonly overTime: { readonly x: readonly number[]; readonly y: readonly number[]; readonly isInStop: readonly boolean[] };
  /** The longest stops, in time order; `isCulprit`: slow events are attributed to it. */
  readonly stops: readonly { readonly fromMs: number; readonly toMs: number; readonly kind: StopKind; readonly isCulprit: boolean }[];
  /** Latency folded at a period; null without one. */
  readonly folded: { readonly periodMs: number; readonly what: string; readonly phase: readonly number[]; readonly latencyMs: readonly number[]; readonly stopPhase: readonly number[] } | null;
  /** Stop length against the largest excess that came with it. */
  readonly dose: readonly { readonly stopMs: number; readonly excessMs: number }[];
  /** Percentiles with and without stops; null for windowed sources. */
  readonly percentiles: readonly { readonly quantile: number; readonly withMs: number; readonly withoutMs: number }[] | null;
}

const COLUMNS = 600;
const MOST_STOPS = 300;
const MOST_FOLDED = 1500;
const QUANTILES = [0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999];
/** A percentile needs this many values beyond it to be drawn. */
const BEYOND = 3;

/** Reduces a correlation to what charts can show; null where nothing was matched. */
export function reduceCorrelation({ matched, correlation }: Correlation, periods: readonly RecurringEvents[]): CorrelationSeries | null {
  if (matched === null) return null;
  const { span, events, dose } = matched;
  const period = periods.find(({ series }) => series === "latency") ?? periods.find(({ series, periodMs }) => series === "pauses" && periodMs >= 1000 && periodMs * 3 <= span.toMs - span.fromMs);
  return {
    startEpochMs: span.fromMs, spanMs: span.toMs - span.fromMs, thresholdMs: events.thresholdMs, usualMs: events.usualMs, verdict: correlation.verdict,
    overTime: reduceOverTime(matched), stops: reduceStops(matched), folded: period === undefined ? null : fold(matched, period), dose: dose.pairs, percentiles: reducePercentiles(matched),
  };
}

interface Point {
  readonly atMs: number;
  readonly valueMs: number;
}

/** Ends of requests, or middles of windows, with their latency, on the log's clock; those outside the span left out. */
function* pointsOf({ series, correctionMs, span }: Matched): Generator<Point> {
  for (let i = 0; i < series.length; i++) {
    const start = series.startMs[i] as number;
    const valueMs = series.kind === "requests" ? (series.latencyMs[i] as number) : (series.valueMs[i] as number);
    const atMs = start + correctionMs(start) + (series.kind === "requests" ? valueMs : series.widthMs / 2);
    if (atMs >= span.fromMs && atMs <= span.toMs && !Number.isNaN(valueMs)) yield { atMs: atMs - span.fromMs, valueMs };
  }
}

function reduceOverTime(matched: Matched): CorrelationSeries["overTime"] {
  const { span, events, coincidence } = matched;
  const spanMs = span.toMs - span.fromMs;
  const highest = new Map<number, Point>();
  const columnOf = (atMs: number): number => Math.min(COLUMNS - 1, Math.floor((atMs / spanMs) * COLUMNS));
  for (const point of pointsOf(matched)) {
    const column = columnOf(point.atMs);
    if (point.valueMs > (highest.get(column)?.valueMs ?? -1)) highest.set(column, point);
  }
  const inStop = new Set<number>();
  for (let i = 0; i < events.length; i++) {
    const half = Math.max(0, ((events.toMs[i] as number) - (events.fromMs[i] as number) - (events.latencyMs[i] as number)) / 2);
    const endMs = (events.toMs[i] as number) - half - span.fromMs;
    const column = columnOf(Math.max(0, endMs));
    const isHighest = (highest.get(column)?.valueMs ?? 0) <= (events.latencyMs[i] as number) + 1e-6;
    if (isHighest && (coincidence.creditMs[i] as number) >= (events.excessMs[i] as number) / 2) inStop.add(column);
  }
  const columns = [...highest].sort(([a], [b]) => a - b);
  return { x: columns.map(([, { atMs }]) => atMs), y: columns.map(([, { valueMs }]) => valueMs), isInStop: columns.map(([column]) => inStop.has(column)) };
}

function reduceStops({ stops, events, coincidence, span }: Matched): CorrelationSeries["stops"] {
  const culprits = new Set<number>();
  for (let i = 0; i < events.length; i++) if ((coincidence.creditMs[i] as number) >= (events.excessMs[i] as number) / 2) culprits.add(coincidence.stop[i] as number);
  const order = stops.map((_, index) => index).sort((a, b) => lengthOf(stops, b) - lengthOf(stops, a)).slice(0, MOST_STOPS).sort((a, b) => a - b);
  return order.flatMap((index) => {
    const stop = stops[index];
    return stop === undefined ? [] : [{ fromMs: Math.max(0, stop.startMs - span.fromMs), toMs: stop.endMs - span.fromMs, kind: stop.kind, isCulprit: culprits.has(index) }];
  });
}

function lengthOf(stops: Matched["stops"], index: number): number {
  const stop = stops[index];
  return stop === undefined ? 0 : stop.endMs - stop.startMs;
}

/** The slowest at each phase; the rest would hide behind them. */
function fold(matched: Matched, { periodMs, what }: RecurringEvents): NonNullable<CorrelationSeries["folded"]> {
  const phases = new Map<number, Point>();
  for (const point of pointsOf(matched)) {
    const slot = Math.floor((point.atMs / periodMs) * 100);
    if (point.valueMs > (phases.get(slot)?.valueMs ?? -1)) phases.set(slot, point);
  }
  const points = [...phases.values()].sort((a, b) => b.valueMs - a.valueMs).slice(0, MOST_FOLDED);
  const { stops, span, events } = matched;
  const able = stops.filter(({ startMs, endMs }) => endMs - startMs >= events.thresholdMs / 2).slice(0, MOST_STOPS);
  return { periodMs, what, phase: points.map(({ atMs }) => (atMs / periodMs) % 1), latencyMs: points.map(({ valueMs }) => valueMs), stopPhase: able.map(({ endMs }) => (Math.max(0, endMs - span.fromMs) / periodMs) % 1) };
}

function reducePercentiles({ series, withoutStopsMs }: Matched): CorrelationSeries["percentiles"] {
  if (series.kind !== "requests" || withoutStopsMs === null) return null;
  const before = series.latencyMs.slice().sort();
  const after = withoutStopsMs.slice().sort();
  return QUANTILES.filter((quantile) => before.length * (1 - quantile) >= BEYOND - 1e-9).map((quantile) => ({ quantile, withMs: nearestRank(before, quantile), withoutMs: nearestRank(after, quantile) }));
}
