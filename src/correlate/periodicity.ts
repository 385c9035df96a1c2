import { CollectionIds } from "../metrics/collection-ids.js";
import { isCollection } from "../metrics/safepoint-operations.js";
import { nameOf } from "../metrics/select-pauses.js";
import type { Timeline } from "../timeline/timeline.js";
import { formatDuration } from "../units/format-time.js";
import type { Correlation } from "./correlate-pauses.js";
import { findPeriod, isLongEnoughForPeriod, type FoundPeriod, LEAST_EVENTS, MOST_EVENTS, WARM_UP_SHARE } from "./find-period.js";
import { CLOCK_LIKE, explainPeriod, type PeriodDriver } from "./period-driver.js";
import { heavyOf, weighBursts } from "./slow-bursts.js";

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
  /** When the last ones of its events were. */
  readonly timesMs: number[];
  count: number;
  totalMs: number;
}

const SAME_PERIOD = 0.02;
/** Stalls this close together are threads that met the same shortage. */
const SAME_EVENT_MS = 100;

/**
 * What recurs at a steady beat: pauses by kind and cause, other safepoints by operation, allocation stalls, and slow
 * requests. Only significant periods; of pauses with the same cause and period the costliest kind.
 * Strongest first. Equal input and seed give equal results.
 */
export function findPeriodicity(timeline: Timeline, latency: Correlation | null = null, seed = 1): readonly RecurringEvents[] {
  const found: (RecurringEvents & { readonly cause: string; readonly totalMs: number })[] = [];
  const groups = groupsOf(timeline).filter(({ timesMs }) => isLongEnoughForPeriod(timesMs));
  for (const group of groups) {
    const period = findPeriod(group.timesMs, seed, groups.length);
    if (period === null) continue;
    const driver = explainPeriod(group.what, period, timeline, group.totalMs / group.count);
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

/** Instants kept of a group: more than a period is looked for in. */
const MOST_TIMES = 4 * MOST_EVENTS;

function groupsOf(timeline: Timeline): readonly Group[] {
  const groups = new Map<string, Group>();
  const { pauses, safepoints, stalls, names } = timeline;
  const causeOf = causesByCollection(timeline);
  for (let row = 0; row < pauses.length; row++) {
    const run = pauses.run[row] as number;
    const kindId = pauses.kind[row] as number;
    const ownCause = pauses.cause[row] as number;
    const causeId = ownCause < 0 ? causeOf(run, pauses.gcId[row] as number) : ownCause;
    const group = groupOf(groups, `pauses:${run}:${kindId}:${causeId}`, () => {
      const kind = `Pause ${names[kindId] ?? ""}`.trim();
      const cause = nameOf(timeline, causeId);
      return { series: "pauses", what: cause === null ? kind : `${kind} (${cause})`, cause: cause ?? kind };
    });
    addTo(group, pauses.startMs[row] as number, pauses.durationMs[row] as number);
  }
  const isWork = names.map(isCollection);
  for (let row = 0; row < safepoints.length; row++) {
    const operationId = safepoints.operation[row] as number;
    const operation = nameOf(timeline, operationId);
    if (operation === null || isWork[operationId] === true) continue;
    const group = groupOf(groups, `safepoints:${safepoints.run[row]}:${operationId}`, () => ({ series: "safepoints", what: `Safepoint ${operation}`, cause: operation }));
    addTo(group, safepoints.startMs[row] as number, safepoints.totalMs[row] as number);
  }
  for (let row = 0; row < stalls.length; row++) {
    const kindId = stalls.kind[row] as number;
    const group = groupOf(groups, `stalls:${stalls.run[row]}:${kindId}`, () => {
      const kind = nameOf(timeline, kindId) ?? "Allocation Stall";
      return { series: "stalls", what: kind, cause: kind };
    });
    addTo(group, stalls.startMs[row] as number, stalls.durationMs[row] as number);
  }
  return longestRunOfEach([...groups.values()]);
}

function groupOf(groups: Map<string, Group>, key: string, describe: () => Pick<Group, "series" | "what" | "cause">): Group {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group: Group = { ...describe(), timesMs: [], count: 0, totalMs: 0 };
  groups.set(key, group);
  return group;
}

/** Adds an event to its group; of many events the last ones are kept. */
function addTo(group: Group, atMs: number, lengthMs: number): void {
  if (!Number.isFinite(atMs)) return;
  group.totalMs += lengthMs || 0;
  // Events that follow at once (threads that stall together) are one.
  const last = group.timesMs.at(-1);
  if (last !== undefined && group.series === "stalls" && atMs - last <= SAME_EVENT_MS) return;
  group.count++;
  group.timesMs.push(atMs);
  if (group.timesMs.length > MOST_TIMES) group.timesMs.splice(0, MOST_TIMES - MOST_EVENTS);
}

/** Concurrent collectors print the cause with the collection and not with its pauses: the cause's name id, -1 for none. */
function causesByCollection({ collections }: Timeline): (run: number, gcId: number) => number {
  const causes = new CollectionIds(collections.length);
  for (let row = 0; row < collections.length; row++) {
    if ((collections.cause[row] as number) >= 0) causes.set(collections.run[row] as number, collections.gcId[row] as number, collections.cause[row] as number);
  }
  return (run, gcId) => causes.get(run, gcId);
}

/** Of a group that occurs in several JVM lives, the one with most events: a beat does not go on over a restart. */
function longestRunOfEach(groups: readonly Group[]): readonly Group[] {
  const best = new Map<string, Group>();
  for (const group of groups) {
    const known = best.get(`${group.series}:${group.what}`);
    if (known === undefined || group.count > known.count) best.set(`${group.series}:${group.what}`, group);
  }
  return [...best.values()];
}

/** The beat of slow bursts, and whether a stop keeps the same one. */
function slowPeriod({ matched }: Correlation, stops: readonly RecurringEvents[], seed: number): RecurringEvents | null {
  if (matched === null) return null;
  const bursts = weighBursts(matched.events);
  const warmMs = matched.span.fromMs + WARM_UP_SHARE * (matched.span.toMs - matched.span.fromMs);
  const all = bursts.map(({ startMs }) => startMs);
  const heavy = heavyOf(bursts.filter(({ startMs }) => startMs >= warmMs)).map(({ startMs }) => startMs);
  const resolutionMs = resolutionOf(matched);
  const period = findPeriod(all, seed, 2, resolutionMs) ?? findPeriod(heavy, seed, 2, resolutionMs);
  if (period === null) return null;
  const partner = stops.find((stop) => stop.series === "pauses" && Math.abs(stop.periodMs / period.periodMs - 1) < SAME_PERIOD);
  const stampShare = matched.series.kind === "requests" ? matched.series.stampStepMs / period.periodMs : 0;
  // Bursts near a common phase are no timer's work unless they keep to it as a clock does; with a stop on the same beat its own exactness counts.
  if (partner === undefined && (period.events < LEAST_EVENTS || period.variation > Math.max(CLOCK_LIKE, stampShare))) return null;
  const beat = `Slow requests come every ${formatDuration(period.periodMs)} (${period.events} times)`;
  const [culprit] = matched.coincidence.byKind;
  const liesInStops = culprit !== undefined && matched.coincidence.attributedShare > 0.5;
  const alone = liesInStops
    ? `most of them lie in stops, first of all ${culprit.what}`
    : "no pause keeps this beat, so the collector is not what sets it: look for a job, a cache refresh or a lock on such a timer";
  const driver: PeriodDriver = partner === undefined ? { driver: "unknown", explanation: `${beat}; ${alone}.` } : { driver: partner.driver, explanation: `${beat}, as does ${partner.what}.` };
  return recurring("latency", "Slow requests", period, driver);
}

/** How exactly a burst's begin is known: to a window, a step of the stamps, or the usual gap between two requests. */
function resolutionOf({ series, span }: NonNullable<Correlation["matched"]>): number {
  return series.kind === "windows" ? series.widthMs : Math.max(1, series.stampStepMs, (span.toMs - span.fromMs) / series.length);
}
