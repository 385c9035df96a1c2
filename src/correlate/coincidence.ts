import { bootstrapInterval } from "../statistics/bootstrap.js";
import { testCircularShifts } from "../statistics/circular-shift.js";
import { seedRandom } from "../statistics/random.js";
import type { SlowEvents } from "./slow-events.js";
import { layOutStops, type StopTrain } from "./stop-train.js";
import type { Stop, StopKind } from "./stops.js";

/** How far slow events and stops go together, and how far they would by chance. */
export interface Coincidence {
  /** Slow events of which at least half of the excess lies in stops. */
  readonly attributed: number;
  /** `attributed` ÷ all slow events. */
  readonly attributedShare: number;
  /** The same share when the two series are turned against each other: mean of all shifts. */
  readonly expectedByChance: number;
  /** Of the stopped time inside slow events, against circular shifts. */
  readonly pValue: number;
  readonly permutations: number;
  /** (attributed share − chance) ÷ (1 − chance), with a bootstrap interval over bursts. */
  readonly attributable: { readonly value: number; readonly low: number; readonly high: number };
  /** The same by time: share of all excess that lies in stops, chance taken off. */
  readonly excessShare: number;
  /** By slow event: ms of its excess that lie in stops, and the stop with the largest part (−1 none). */
  readonly creditMs: Float64Array;
  readonly stop: Int32Array;
  /** Different stops to which slow events are attributed. */
  readonly attributedStops: number;
  /** Attributed slow events by what stopped them, most first. */
  readonly byKind: readonly { readonly kind: StopKind; readonly what: string; readonly events: number }[];
}

/** A stop leaves a queue; for this share of its length what follows still counts to it. */
export const DRAIN_SHARE = 0.25;
/** Attribution needs at least half of the excess. */
const MOSTLY = 0.5;
/** More events than this do not sharpen a permutation test, they only slow it down. */
const MOST_TESTED = 1000;

/**
 * Measures coincidence and tests it by turning the events against the stops around the watched span (fromMs…toMs), which
 * keeps the rhythm and the bursts of both. The statistic is the excess that stops can account for: for a request the
 * stopped time inside it, for a window the longest single stop, never more than the excess itself.
 */
export function measureCoincidence(events: SlowEvents, stops: readonly Stop[], span: { readonly fromMs: number; readonly toMs: number }, permutations: number, seed: number): Coincidence {
  const spanMs = span.toMs - span.fromMs;
  const train = layOutStops(stops, spanMs, DRAIN_SHARE);
  const credit = creditOf(events, train);
  const creditMs = Float64Array.from({ length: events.length }, (_, i) => credit(i, 0));
  const stop = Int32Array.from({ length: events.length }, (_, i) => train.longestIndex(events.fromMs[i] as number, events.toMs[i] as number));
  const isAttributed = (i: number): boolean => (creditMs[i] as number) >= MOSTLY * (events.excessMs[i] as number);
  const tested = Int32Array.from({ length: Math.min(events.length, MOST_TESTED) }, (_, i) => Math.floor((i * events.length) / Math.min(events.length, MOST_TESTED)));
  const tally = turnAgainst(events, tested, credit, span, leastShiftOf(events, stops, spanMs), permutations, seed);
  let attributed = 0;
  const culprits = new Set<number>();
  for (let i = 0; i < events.length; i++) {
    if (!isAttributed(i)) continue;
    attributed++;
    culprits.add(stop[i] as number);
  }
  const attributedShare = attributed / events.length;
  const withoutChance = (share: number, chance: number): number => Math.max(0, Math.min(1, (share - chance) / Math.max(0.05, 1 - chance)));
  const byBurst = burstTotals(events, isAttributed);
  const interval = bootstrapInterval(events.bursts, (indices) => withoutChance(shareOf(byBurst, indices), tally.chanceShare), { blockLength: 1, seed: seed + 1 });
  const excess = events.excessMs.reduce((sum, value) => sum + value, 0);
  const credited = creditMs.reduce((sum, value) => sum + value, 0);
  return {
    attributed, attributedShare, expectedByChance: tally.chanceShare, pValue: tally.pValue, permutations,
    attributable: { value: withoutChance(attributedShare, tally.chanceShare), low: interval.low, high: interval.high },
    excessShare: withoutChance(credited / excess, tally.chanceCredit), creditMs, stop, attributedStops: culprits.size, byKind: countByKind(events, stops, stop, isAttributed),
  };
}

/** Excess of an event that lies in stops after turning it by `shiftMs`. */
type Credit = (event: number, shiftedByMs: number) => number;

function creditOf(events: SlowEvents, train: StopTrain): Credit {
  const measure = events.kind === "requests" ? train.overlapMs : train.longestMs;
  return (event, byMs) => Math.min(events.excessMs[event] as number, measure((events.fromMs[event] as number) + byMs, (events.toMs[event] as number) + byMs));
}

interface Tally {
  readonly pValue: number;
  readonly chanceShare: number;
  readonly chanceCredit: number;
}

function turnAgainst(events: SlowEvents, tested: Int32Array, credit: Credit, span: { readonly fromMs: number; readonly toMs: number }, leastShift: number, permutations: number, seed: number): Tally {
  const spanMs = span.toMs - span.fromMs;
  let excess = 0;
  for (const event of tested) excess += events.excessMs[event] as number;
  if (tested.length === 0 || !(spanMs > 0)) return { pValue: 1, chanceShare: 0, chanceCredit: 0 };
  let shareSum = 0;
  let shifts = 0;
  const statisticAt = (shift: number): number => {
    let sum = 0;
    let attributed = 0;
    for (const event of tested) {
      const fromMs = events.fromMs[event] as number;
      const turned = span.fromMs + ((((fromMs + shift - span.fromMs) % spanMs) + spanMs) % spanMs);
      const ms = credit(event, turned - fromMs);
      sum += ms;
      if (ms >= MOSTLY * (events.excessMs[event] as number)) attributed++;
    }
    if (shift !== 0) {
      shareSum += attributed / tested.length;
      shifts++;
    }
    return sum;
  };
  const test = testCircularShifts(statisticAt, { span: spanMs, leastShift, permutations, random: seedRandom(seed) });
  return {
    pValue: test.observed <= 0 ? 1 : test.pValue,
    chanceShare: shifts === 0 ? 0 : shareSum / shifts, chanceCredit: excess === 0 ? 0 : test.expectedByChance / excess,
  };
}

/** A turn by less than stops and events are long leaves them nearly where they were. */
function leastShiftOf(events: SlowEvents, stops: readonly Stop[], spanMs: number): number {
  let longestStop = 0;
  for (const { startMs, endMs } of stops) longestStop = Math.max(longestStop, endMs - startMs);
  let longestEvent = 0;
  for (let i = 0; i < events.length; i++) longestEvent = Math.max(longestEvent, (events.toMs[i] as number) - (events.fromMs[i] as number));
  return Math.min(spanMs / 20, longestStop + longestEvent);
}

interface BurstTotals {
  readonly events: Float64Array;
  readonly attributed: Float64Array;
}

function burstTotals({ burst, bursts, length }: SlowEvents, isAttributed: (event: number) => boolean): BurstTotals {
  const totals = { events: new Float64Array(bursts), attributed: new Float64Array(bursts) };
  for (let i = 0; i < length; i++) {
    const index = burst[i] as number;
    totals.events[index] = (totals.events[index] as number) + 1;
    if (isAttributed(i)) totals.attributed[index] = (totals.attributed[index] as number) + 1;
  }
  return totals;
}

function shareOf({ events, attributed }: BurstTotals, indices: Int32Array): number {
  let all = 0;
  let some = 0;
  for (const index of indices) {
    all += events[index] as number;
    some += attributed[index] as number;
  }
  return some / all;
}

function countByKind(events: SlowEvents, stops: readonly Stop[], stop: Int32Array, isAttributed: (event: number) => boolean): Coincidence["byKind"] {
  const counts = new Map<string, { kind: StopKind; what: string; events: number }>();
  for (let i = 0; i < events.length; i++) {
    const by = stops[stop[i] as number];
    if (by === undefined || !isAttributed(i)) continue;
    const key = `${by.kind}:${by.what}`;
    const entry = counts.get(key) ?? { kind: by.kind, what: by.what, events: 0 };
    counts.set(key, entry);
    entry.events++;
  }
  return [...counts.values()].sort((a, b) => b.events - a.events);
}
