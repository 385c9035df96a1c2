import { isCollection } from "../metrics/safepoint-operations.js";
import { nameOf } from "../metrics/select-pauses.js";
import type { Timeline } from "../timeline/timeline.js";
import { formatDuration } from "../units/format-time.js";
import type { Correlation } from "./correlate-pauses.js";
import { findPeriod, isLongEnoughForPeriod, type FoundPeriod } from "./find-period.js";
import { CLOCK_LIKE, explainPeriod, type PeriodDriver } from "./period-driver.js";

/** Something that recurs. Structurally an entry of an analysis' `periodicity`. */
export interface RecurringEvents extends PeriodDriver {
  readonly series: "pauses" | "safepoints" | "stalls" | "latency";
  readonly periodMs: number;
  readonly pValue: number;
  readonly events: number;
  /** `Pause Full (System.gc())`. */
  readonly what: string;
}

interface Group {
  readonly series: RecurringEvents["series"];
  readonly what: string;
  readonly cause: string;
  readonly timesMs: number[];
  totalMs: number;
}

const SAME_PERIOD = 0.02;

/**
 * What recurs at a steady beat: pauses by kind and cause, other safepoints by operation, allocation stalls, and slow
 * requests. Only significant periods of at least six events; of pauses with the same cause and period the costliest kind.
 * Strongest first. Equal input and seed give equal results.
 */
export function findPeriodicity(timeline: Timeline, latency: Correlation | null = null, seed = 1): readonly RecurringEvents[] {
  const found: (RecurringEvents & { readonly cause: string; readonly totalMs: number })[] = [];
  const groups = groupsOf(timeline).filter(({ timesMs }) => isLongEnoughForPeriod(timesMs));
  for (const group of groups) {
    const period = findPeriod(group.timesMs, seed, groups.length);
    if (period === null) continue;
    const driver = explainPeriod(group.what, period, timeline, group.totalMs / group.timesMs.length);
    found.push({ ...recurring(group.series, group.what, period, driver), cause: group.cause, totalMs: group.totalMs });
  }
  // Pauses of one cycle share its beat; the one somebody asked for names it, else the costliest.
  found.sort((a, b) => Number(b.driver === "timer" && b.what.includes("(")) - Number(a.driver === "timer" && a.what.includes("(")) || b.totalMs - a.totalMs);
  const kept = found.filter((entry, index) => !found.slice(0, index).some((other) => other.series === entry.series && (isSame(entry.periodMs, other.periodMs) || (other.cause === entry.cause && isHarmonic(entry.periodMs, other.periodMs)))));
  const results = kept.map(({ cause: _cause, totalMs: _total, ...entry }) => entry);
  const slow = latency === null ? null : slowPeriod(latency, results, seed);
  return [...results, ...(slow === null ? [] : [slow])].sort((a, b) => a.pValue - b.pValue);
}

function recurring(series: RecurringEvents["series"], what: string, { periodMs, pValue, events }: FoundPeriod, driver: PeriodDriver): RecurringEvents {
  return { series, periodMs, pValue, events, what, ...driver };
}

function isSame(periodMs: number, otherMs: number): boolean {
  return Math.abs(periodMs / otherMs - 1) < SAME_PERIOD;
}

/** Whether one period is the other, or a whole multiple of it. */
function isHarmonic(periodMs: number, otherMs: number): boolean {
  const ratio = periodMs > otherMs ? periodMs / otherMs : otherMs / periodMs;
  return Math.abs(ratio - Math.round(ratio)) < SAME_PERIOD * ratio;
}

function groupsOf(timeline: Timeline): readonly Group[] {
  const groups = new Map<string, Group>();
  const add = (series: Group["series"], run: number, what: string, cause: string, atMs: number, lengthMs: number): void => {
    if (!Number.isFinite(atMs)) return;
    const key = `${series}:${run}:${what}`;
    const group = groups.get(key) ?? { series, what, cause, timesMs: [], totalMs: 0 };
    groups.set(key, group);
    // Events that follow at once (threads that stall together) are one.
    const last = group.timesMs.at(-1);
    if (last === undefined || series !== "stalls" || atMs - last > 100) group.timesMs.push(atMs);
    group.totalMs += lengthMs || 0;
  };
  const { pauses, safepoints, stalls } = timeline;
  const causeOf = causesByCollection(timeline);
  for (let row = 0; row < pauses.length; row++) {
    const cause = nameOf(timeline, pauses.cause[row] as number) ?? causeOf(pauses.run[row] as number, pauses.gcId[row] as number);
    const kind = `Pause ${nameOf(timeline, pauses.kind[row] as number) ?? ""}`.trim();
    add("pauses", pauses.run[row] as number, cause === null ? kind : `${kind} (${cause})`, cause ?? kind, pauses.startMs[row] as number, pauses.durationMs[row] as number);
  }
  for (let row = 0; row < safepoints.length; row++) {
    const operation = nameOf(timeline, safepoints.operation[row] as number);
    if (operation === null || isCollection(operation)) continue;
    add("safepoints", safepoints.run[row] as number, `Safepoint ${operation}`, operation, safepoints.startMs[row] as number, safepoints.totalMs[row] as number);
  }
  for (let row = 0; row < stalls.length; row++) {
    const kind = nameOf(timeline, stalls.kind[row] as number) ?? "Allocation Stall";
    add("stalls", stalls.run[row] as number, kind, kind, stalls.startMs[row] as number, stalls.durationMs[row] as number);
  }
  return longestRunOfEach([...groups.values()]);
}

/** Concurrent collectors print the cause with the collection and not with its pauses. */
function causesByCollection(timeline: Timeline): (run: number, gcId: number) => string | null {
  const { collections } = timeline;
  const causes = new Map<string, string>();
  for (let row = 0; row < collections.length; row++) {
    const cause = nameOf(timeline, collections.cause[row] as number);
    if (cause !== null) causes.set(`${collections.run[row]}:${collections.gcId[row]}`, cause);
  }
  return (run, gcId) => causes.get(`${run}:${gcId}`) ?? null;
}

/** Of a group that occurs in several JVM lives, the one with most events: a beat does not go on over a restart. */
function longestRunOfEach(groups: readonly Group[]): readonly Group[] {
  const best = new Map<string, Group>();
  for (const group of groups) {
    const known = best.get(`${group.series}:${group.what}`);
    if (known === undefined || group.timesMs.length > known.timesMs.length) best.set(`${group.series}:${group.what}`, group);
  }
  return [...best.values()];
}

/** The beat of slow bursts, and whether a stop keeps the same one. */
function slowPeriod({ matched }: Correlation, stops: readonly RecurringEvents[], seed: number): RecurringEvents | null {
  if (matched === null) return null;
  const starts = burstsOf(matched);
  const period = findPeriod(starts.all, seed, 2) ?? findPeriod(starts.heavy, seed, 2);
  if (period === null) return null;
  const partner = stops.find((stop) => stop.series === "pauses" && Math.abs(stop.periodMs / period.periodMs - 1) < SAME_PERIOD);
  const stampShare = matched.series.kind === "requests" ? matched.series.stampStepMs / period.periodMs : 0;
  // Bursts near a common phase are no timer's work unless they keep to it as a clock does; with a stop on the same beat its own exactness counts.
  if (partner === undefined && period.variation > Math.max(CLOCK_LIKE, stampShare)) return null;
  const beat = `Slow requests come every ${formatDuration(period.periodMs)} (${period.events} times)`;
  const [culprit] = matched.coincidence.byKind;
  const liesInStops = culprit !== undefined && matched.coincidence.attributedShare > 0.5;
  const alone = liesInStops
    ? `most of them lie in stops, first of all ${culprit.what}`
    : "no pause keeps this beat, so the collector is not what sets it: look for a job, a cache refresh or a lock on such a timer";
  const driver: PeriodDriver = partner === undefined ? { driver: "unknown", explanation: `${beat}; ${alone}.` } : { driver: partner.driver, explanation: `${beat}, as does ${partner.what}.` };
  return recurring("latency", "Slow requests", period, driver);
}

/** Bursts lighter than this share of the heaviest, and those in the first part of the run, are left out of the second look. */
const HEAVY_SHARE = 0.15;
const WARM_UP_SHARE = 0.15;

/** When bursts of slow requests begin: all of them, and the heavy ones after warm-up. */
function burstsOf({ events, span }: NonNullable<Correlation["matched"]>): { readonly all: readonly number[]; readonly heavy: readonly number[] } {
  const starts = new Float64Array(events.bursts).fill(Number.POSITIVE_INFINITY);
  const weights = new Float64Array(events.bursts);
  for (let i = 0; i < events.length; i++) {
    const burst = events.burst[i] as number;
    const begin = ((events.toMs[i] as number) + (events.fromMs[i] as number) - (events.latencyMs[i] as number)) / 2;
    starts[burst] = Math.min(starts[burst] as number, begin);
    weights[burst] = (weights[burst] as number) + (events.excessMs[i] as number);
  }
  const warmMs = span.fromMs + WARM_UP_SHARE * (span.toMs - span.fromMs);
  const after = Array.from(starts.keys()).filter((burst) => (starts[burst] as number) >= warmMs);
  const heaviest = after.reduce((most, burst) => Math.max(most, weights[burst] as number), 0);
  const heavy = after.filter((burst) => (weights[burst] as number) >= HEAVY_SHARE * heaviest);
  const ascending = (bursts: readonly number[]): readonly number[] => bursts.map((burst) => starts[burst] as number).sort((a, b) => a - b);
  return { all: ascending([...starts.keys()]), heavy: ascending(heavy) };
}
