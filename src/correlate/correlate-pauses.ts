import type { LatencySeries, RequestSeries, WindowSeries } from "../latency/latency-series.js";
import type { Slo, Window } from "../metrics/metric.js";
import type { Timeline } from "../timeline/timeline.js";
import { formatShare, formatCount } from "../units/format-quantity.js";
import { formatDuration, formatMs } from "../units/format-time.js";
import { computeReach, describeReach } from "./arithmetic.js";
import { alignClocks, correctionOf, type Alignment } from "./clock-alignment.js";
import { measureCoincidence, type Coincidence } from "./coincidence.js";
import type { CorrelationReport, LatencyReport } from "./correlation-report.js";
import { describeDose, formatP, isDosePlausible, measureDoseResponse, type DoseResponse } from "./dose-response.js";
import { judgeEvidence, type Judgement } from "./judge-evidence.js";
import { findLagDirection } from "./lag-direction.js";
import { describeFewBursts } from "./slow-bursts.js";
import { findSlowRequests, findSlowWindows, shiftEvents, type SlowEvents } from "./slow-events.js";
import { nameConfounders } from "./confounders.js";
import { countPassing, describePassing } from "./passing-requests.js";
import { countArrivals } from "./source-blindness.js";
import { collectStops, type Stop, type Stops } from "./stops.js";
import { latenciesWithoutStops, percentileOf } from "./without-stops.js";

/** What a correlation is made with. */
export interface CorrelationOptions {
  readonly slo?: readonly Slo[];
  /** Part of the timeline to look at; default all of it. */
  readonly window?: Window;
  /** Seed of all random draws; default 1. Equal seeds give equal results. */
  readonly seed?: number;
  /** Circular shifts; default 2000. */
  readonly permutations?: number;
}

/** The result, and what charts of it need. */
export interface Correlation {
  readonly latency: LatencyReport;
  readonly correlation: CorrelationReport;
  /** null where there was nothing to match. */
  readonly matched: Matched | null;
}

/** Latency on the log's clock, with what slowed it. */
export interface Matched {
  readonly series: RequestSeries | WindowSeries;
  readonly correctionMs: (atMs: number) => number;
  readonly events: SlowEvents;
  readonly coincidence: Coincidence;
  readonly dose: DoseResponse;
  readonly stops: readonly Stop[];
  readonly span: { readonly fromMs: number; readonly toMs: number };
  /** Latencies without stops; null for windows. */
  readonly withoutStopsMs: Float64Array | null;
}

/**
 * Decides whether the stops of a JVM explain what is slow in a latency file: arithmetic first, then clocks, coincidence
 * against chance, dose-response, attribution, and the direction in time. Depends on its arguments alone.
 */
export function correlatePauses(timeline: Timeline, series: LatencySeries, options: CorrelationOptions = {}): Correlation {
  const latency = figuresOf(series);
  if (series.kind === "summary") return { latency, correlation: undecided(["The latency file holds no times, so it cannot be told whether pauses and slow requests coincide. Give per-request rows or an interval log."]), matched: null };
  const stops = collectStops(timeline, options.window);
  if (!Number.isFinite(stops.fromMs) || !Number.isFinite(stops.toMs)) return { latency, correlation: undecided(["The GC log carries no time at all, so nothing can be matched. Log with the `time` decoration."]), matched: null };
  return correlateWith(timeline, latency, stops, series, options);
}

interface Prepared {
  readonly events: SlowEvents;
  readonly alignment: Alignment;
  readonly span: { readonly fromMs: number; readonly toMs: number };
  readonly uncertaintyMs: number;
}

function correlateWith(timeline: Timeline, latency: LatencyReport, stops: Stops, series: RequestSeries | WindowSeries, options: CorrelationOptions): Correlation {
  const { seed = 1, permutations = 2000 } = options;
  const isUnknownZero = series.zone === "relative" || !stops.hasWallClock;
  const prepared = prepare(stops, series, options, isUnknownZero);
  const { events, alignment, span, uncertaintyMs } = prepared;
  const clock = clockSentences(alignment, series, isUnknownZero);
  const overlapMs = span.toMs - span.fromMs;
  if (events.length === 0) return { latency, correlation: undecided([nothingSlow(events, options.slo ?? []), ...describePromise(latency, events, options.slo ?? []), ...clock]), matched: null };
  if (isUnknownZero && alignment.outcome !== "shifted") {
    return { latency, correlation: undecided([...clock, "The two clocks have no common zero and the shapes do not fix one, so nothing can be matched."]), matched: null };
  }
  if (!(overlapMs >= 2000)) {
    return { latency, correlation: undecided([`Log and latency file share ${overlapMs > 0 ? formatDuration(overlapMs) : "no time"}: are they of the same run, and in the same time zone?`, ...clock]), matched: null };
  }
  const shared = stops.all.filter(({ startMs, endMs }) => endMs > span.fromMs && startMs < span.toMs);
  const correctionMs = correctionOf(alignment);
  const inside = insideSpan(shiftEvents(events, correctionMs), span);
  if (inside.length === 0) return { latency, correlation: undecided(["Nothing slow falls into the time that log and latency file share.", ...clock]), matched: null };
  const reach = computeReach(shared, overlapMs, inside.usualMs, inside.thresholdMs);
  const coincidence = measureCoincidence(inside, shared, span, permutations, seed);
  const dose = measureDoseResponse(inside, shared, coincidence.stop, seed);
  const lag = findLagDirection(inside, shared, span, series.kind === "windows" ? series.widthMs : Math.max(1000, series.stampStepMs));
  const isLatencyLeading = lag !== null && lag.peakBins <= -1 && lag.correlation > 0.2 && lag.atZero < lag.correlation / 2;
  const arrivals = series.kind === "requests" ? countArrivals(series, shared, Math.max(30, 2 * inside.thresholdMs), correctionMs) : null;
  const passing = series.kind === "requests" ? describePassing(countPassing(series, shared, correctionMs)) : null;
  const isBlind = arrivals?.isBlind ?? (series.isServerSide && reach.hitShare >= 0.002);
  const population = inside.population * Math.min(1, inside.length / Math.max(1, events.length));
  const pValue = pValueWithSearch(coincidence, alignment);
  const judgement = judgeEvidence({
    coincidence, reach, slowEvents: inside.length, bursts: inside.bursts, population: Math.max(population, inside.length), ableStops: shared.filter(({ startMs, endMs }) => endMs - startMs >= inside.thresholdMs / 4).length,
    pValue,
    isDosePlausible: isDosePlausible(dose), isLatencyLeading, isBlind, hasRequests: series.kind === "requests",
    hasCoarseStamps: uncertaintyMs > 0, isPlacedByShape: isUnknownZero, isClockDoubtful: alignment.isDoubtful,
  });
  const fewBursts = describeFewBursts(inside);
  const withoutStopsMs = series.kind === "requests" ? latenciesWithoutStops(series, shared, inside.usualMs, uncertaintyMs, correctionMs) : null;
  const p99WithoutPausesMs = withoutStopsMs === null ? null : percentileOf(withoutStopsMs, 0.99);
  const reasons = [
    ...describeReach(reach, overlapMs, inside.usualMs, inside.thresholdMs), ...clock, describeCoincidence(inside, coincidence), describeDose(dose),
    ...describeAttribution(coincidence, latency, p99WithoutPausesMs),
    ...(lag === null ? [] : [describeLag(lag.peakBins, lag.binMs, isLatencyLeading)]),
    ...(arrivals?.isBlind === true ? [`Only ${formatCount(arrivals.delayed)} requests waited for half of a long stop or more where about ${formatCount(Math.round(arrivals.expected))} should have at the rate of this file: the load generator waits for its answers (closed loop), or the file is the service's own log whose clock starts after the stop. What users felt is worse than this file shows.`] : []),
    ...(fewBursts === null ? [] : [fewBursts]),
    ...nameConfounders(timeline, series, inside, span),
    ...(passing === null ? [] : [passing]),
    judgement.reason,
    ...describePromise(latency, inside, options.slo ?? []),
  ];
  const correlation: CorrelationReport = {
    verdict: judgement.verdict, slowRequests: inside.length, slowDuringPauseShare: coincidence.attributedShare, expectedByChance: coincidence.expectedByChance,
    pValue, p99WithoutPausesMs, clockOffsetMs: isUnknownZero ? null : Math.round(alignment.offsetMs), evidenceLevel: levelOf(judgement), reasons,
    attributableShare: coincidence.attributable,
  };
  return { latency, correlation, matched: { series, correctionMs, events: inside, coincidence, dose, stops: shared, span, withoutStopsMs } };
}

/** Of coincidence; where the clock was searched for, not below the p-value of the search, which is a maximum over all that it tried. */
function pValueWithSearch({ pValue }: Coincidence, { outcome, drift, pValue: ofSearch }: Alignment): number {
  return outcome === "shifted" || drift !== 0 ? Math.max(ofSearch, pValue) : pValue;
}

function prepare(stops: Stops, series: RequestSeries | WindowSeries, { slo = [], seed = 1 }: CorrelationOptions, isUnknownZero: boolean): Prepared {
  const limits = slo.map(({ limitMs }) => limitMs);
  const limitMs = limits.length === 0 ? null : Math.min(...limits);
  const uncertaintyMs = series.kind === "requests" && series.stampStepMs >= 10 ? series.stampStepMs / 2 : 0;
  const events = series.kind === "requests" ? findSlowRequests(series, limitMs, uncertaintyMs) : findSlowWindows(series, limitMs);
  const toleranceMs = series.kind === "requests" ? Math.max(100, 0.75 * series.stampStepMs) : series.widthMs;
  const latencySpan = extentOf(series);
  const alignment = alignClocks(events, stops.all, { toleranceMs, isUnknownZero, seed, logSpan: stops, latencySpan });
  const correctionMs = correctionOf(alignment);
  const { fromMs, toMs } = latencySpan;
  return { events, alignment, uncertaintyMs, span: { fromMs: Math.max(stops.fromMs, fromMs + correctionMs(fromMs)), toMs: Math.min(stops.toMs, toMs + correctionMs(toMs)) } };
}

function extentOf(series: RequestSeries | WindowSeries): { fromMs: number; toMs: number } {
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < series.length; i++) {
    const start = series.startMs[i] as number;
    const end = start + (series.kind === "requests" ? (series.latencyMs[i] as number) : series.widthMs);
    if (start < fromMs) fromMs = start;
    if (end > toMs) toMs = end;
  }
  return { fromMs, toMs };
}

function insideSpan(events: SlowEvents, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): SlowEvents {
  const kept = Array.from(events.fromMs.keys()).filter((i) => (events.toMs[i] as number) >= fromMs && (events.fromMs[i] as number) <= toMs);
  if (kept.length === events.length) return events;
  const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i] as number);
  const numbers = new Map<number, number>();
  const burst = Int32Array.from(kept, (i) => {
    const old = events.burst[i] as number;
    if (!numbers.has(old)) numbers.set(old, numbers.size);
    return numbers.get(old) as number;
  });
  return { ...events, length: kept.length, fromMs: pick(events.fromMs), toMs: pick(events.toMs), excessMs: pick(events.excessMs), latencyMs: pick(events.latencyMs), burst, bursts: numbers.size };
}

function figuresOf(series: LatencySeries): LatencyReport {
  const { requests, p50Ms, p95Ms, p99Ms, p999Ms, maxMs } = series.overall;
  const overall = { requests: Math.max(0, Math.round(requests) || 0), p50Ms: possible(p50Ms), p95Ms: possible(p95Ms), p99Ms: possible(p99Ms), p999Ms: possible(p999Ms), maxMs: possible(maxMs) };
  return { source: series.source, format: series.format, ...overall, notes: series.notes, isWindowed: series.kind === "windows", corrected: (series.kind === "requests" ? series.corrected : undefined) ?? null };
}

/** A summary may claim what no latency can be: below zero, or no number. */
function possible(ms: number | null): number | null {
  return ms !== null && Number.isFinite(ms) && ms >= 0 ? ms : null;
}

function undecided(reasons: readonly string[]): CorrelationReport {
  return { verdict: "inconclusive", slowRequests: null, slowDuringPauseShare: null, expectedByChance: null, pValue: null, p99WithoutPausesMs: null, clockOffsetMs: null, evidenceLevel: "E0", reasons, attributableShare: null };
}

function levelOf({ level }: Judgement): string {
  return level;
}

function clockSentences({ outcome, offsetMs, drift, pValue, rivals }: Alignment, series: RequestSeries | WindowSeries, isUnknownZero: boolean): string[] {
  const sentences: string[] = [];
  if (outcome === "shifted" && isUnknownZero) sentences.push(`The file was placed beside the log by its shape (p = ${formatP(pValue)} over all places tried).`);
  else if (outcome === "shifted") {
    const quarter = Math.round(offsetMs / 900_000) * 900_000;
    const zone = Math.abs(offsetMs) > 60_000 && Math.abs(offsetMs - quarter) < 2000 ? `, a difference of ${formatDuration(Math.abs(quarter))} as a wrong time zone gives` : "";
    sentences.push(`The latency clock is taken to be ${formatDuration(Math.abs(offsetMs))} ${offsetMs < 0 ? "behind" : "ahead of"} the GC log${zone}: stops and slow bursts fit there and nowhere else (p = ${formatP(pValue)} over all offsets tried).`);
  }
  if (outcome === "ambiguous") sentences.push(`Slow bursts and stops fit at several offsets (${rivals.slice(0, 4).map((rival) => formatDuration(rival)).join(", ")}), as a regular train of pauses does; the stamps are used as written.`);
  if (outcome === "shifted" && rivals.length > 0) sentences.push(`Other offsets fit about as well (${rivals.slice(0, 3).map((rival) => formatDuration(rival)).join(", ")}); only this one is a whole quarter of an hour.`);
  if (drift !== 0) sentences.push(`The clocks drift apart by ${Math.round(drift * 1e6)} ppm; that is taken off.`);
  if (outcome === "as-written" && series.zone === "assumed-utc") sentences.push("Stamps without offset, read as UTC, fit the log as written.");
  return sentences;
}

function describeCoincidence(events: SlowEvents, { attributed, attributedShare, expectedByChance, pValue, permutations }: Coincidence): string {
  const what = events.kind === "requests" ? "requests" : "windows";
  return `${formatCount(attributed)} of ${formatCount(events.length)} slow ${what} (above ${formatMs(events.thresholdMs)}) lie mostly in stops: ${formatShare(attributedShare)}, by chance ${formatShare(expectedByChance)} (p = ${formatP(pValue)}, ${permutations} circular shifts).`;
}

function describeAttribution({ attributable: { value, low, high }, excessShare, byKind }: Coincidence, latency: LatencyReport, p99WithoutPausesMs: number | null): string[] {
  const sentences = [`Stops account for ${formatShare(value)} [${formatShare(low)}–${formatShare(high)}] of the slow events and ${formatShare(excessShare)} of the time they took too long, chance taken off.`];
  if (byKind.length > 0) sentences.push(`They were: ${byKind.slice(0, 4).map(({ kind, what, events }) => `${kind === "pause" ? "pause " : kind === "safepoint" ? "safepoint " : ""}${what} (${formatCount(events)})`).join(", ")}.`);
  if (p99WithoutPausesMs !== null && latency.p99Ms !== null) sentences.push(`Without stops p99 would be ${formatMs(p99WithoutPausesMs)} instead of ${formatMs(latency.p99Ms)}.`);
  return sentences;
}

/** What "slow" means for this verdict: above the promise, and whether it is kept; or, without one, just the slowest. */
function describePromise({ p50Ms, p95Ms, p99Ms, p999Ms, maxMs }: LatencyReport, { thresholdMs, kind }: SlowEvents, slo: readonly Slo[]): string[] {
  if (slo.length === 0) {
    return p99Ms === null ? [] : [`No promise (--slo) is given, so slow means what makes the p99 of ${formatMs(p99Ms)}: ${kind === "requests" ? "requests" : "windows"} above ${formatMs(thresholdMs)}. Whether that is too slow is not said by this verdict.`];
  }
  const known: Readonly<Record<string, number | null>> = { p50: p50Ms, p95: p95Ms, p99: p99Ms, "p99.9": p999Ms, max: maxMs };
  return slo.flatMap(({ name, limitMs }) => {
    const measuredMs = known[name] ?? null;
    if (measuredMs === null) return [];
    return [measuredMs <= limitMs ? `The promise ${name} ${formatMs(limitMs)} is kept (${formatMs(measuredMs)}), whatever made the slowest requests.` : `The promise ${name} ${formatMs(limitMs)} is broken (${formatMs(measuredMs)}).`];
  });
}

function nothingSlow({ kind, thresholdMs }: SlowEvents, slo: readonly Slo[]): string {
  if (slo.length > 0 && kind === "requests") return `No request took longer than the promised ${formatMs(thresholdMs)}: there is nothing slow to explain.`;
  return `Nothing in the file stands out above ${formatMs(thresholdMs)}.`;
}

function describeLag(peakBins: number, binMs: number, isLatencyLeading: boolean): string {
  if (isLatencyLeading) return `Slowness leads the stops by ${formatDuration(-peakBins * binMs)}: a burst of load that slows requests and fills the heap looks like this.`;
  return peakBins <= 1 && peakBins >= 0 ? "Stops and slowness peak together, as cause and effect do." : `Stops and slowness go together best ${formatDuration(Math.abs(peakBins) * binMs)} apart, which does not speak for cause and effect.`;
}
