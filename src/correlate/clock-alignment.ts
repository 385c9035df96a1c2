import { permutationPValue } from "../statistics/circular-shift.js";
import { drawBelow, seedRandom, type Random } from "../statistics/random.js";
import { findClockLine, type ClockLine, type ClockPair } from "./clock-drift.js";
import { centerOf, type OffsetScore, sharpenOffset } from "./sharpen-offset.js";
import type { SlowEvents } from "./slow-events.js";
import type { Stop } from "./stops.js";

/** How the latency clock stands to the log's. */
export interface Alignment {
  /**
   * - "as-written": the stamps fit as they are, or nothing better was found.
   * - "shifted": another offset fits significantly better than all others.
   * - "ambiguous": several offsets fit about equally well.
   */
  readonly outcome: "as-written" | "shifted" | "ambiguous";
  /** Latency clock minus log clock, ms; 0 as written; with a drift, at `driftZeroMs`. */
  readonly offsetMs: number;
  /** Change of the offset over time, ms per ms; 0 unless it shows clearly. */
  readonly drift: number;
  readonly driftZeroMs: number;
  /** Of the best offset (and drift), against shuffled stops, over all that were tried; 1 when the stamps are used as written. */
  readonly pValue: number;
  /** Offsets that fit nearly as well as the best, ms. */
  readonly rivals: readonly number[];
  /** Whether other offsets fit so well that the stamps, used as written, may be wrong. */
  readonly isDoubtful: boolean;
}

/** What the search may try. */
export interface AlignmentOptions {
  /** Two instants nearer than this fit each other, ms. */
  readonly toleranceMs: number;
  /** True when the two clocks have no common zero: every offset is tried. */
  readonly isUnknownZero: boolean;
  readonly seed: number;
  /** What log and latency file cover, each on its own clock: an offset must let them share half of the shorter one. */
  readonly logSpan: Span;
  readonly latencySpan: Span;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Instants {
  readonly atMs: Float64Array;
  readonly sizeMs: Float64Array;
}

const MOST_INSTANTS = 150;
const REACH_MS = 15 * 60_000;
const QUARTER_MS = 15 * 60_000;
const ZONES_MS = 14 * 3_600_000;
const SHUFFLES = 299;
const SIGNIFICANT = 0.01;
/** Too often by chance to shift a clock, too rarely to trust the stamps blindly. */
const SUSPECT = 0.05;
/** A second best offset above this share of the best makes it ambiguous. */
const RIVAL_SHARE = 0.8;
const LEAST_PAIRS = 3;
/** Windows and whole seconds are too coarse to show a drift over a load test. */
const DRIFT_TOLERANCE_MS = 500;

/**
 * Looks for the offset at which the ends of slow bursts meet the ends of stops of about their length: up to ±15 min, and
 * whole quarters of an hour up to ±14 h. An offset is accepted only when its score beats all offsets of stops whose order
 * of intervals was shuffled (max statistic), and no other offset comes near it. The stamps as written win over anything
 * that is not clearly better. A regular train of stops fits equally well a period later: then only a whole quarter of an
 * hour, as a wrong zone gives, can decide.
 */
export function alignClocks(events: SlowEvents, stops: readonly Stop[], { toleranceMs, isUnknownZero, seed, logSpan, latencySpan }: AlignmentOptions): Alignment {
  const asWritten: Alignment = { outcome: "as-written", offsetMs: 0, drift: 0, driftZeroMs: 0, pValue: 1, rivals: [], isDoubtful: false };
  const along = (outcome: Alignment["outcome"], offsetMs: number, pValue: number, rivals: readonly number[]): Alignment => {
    const found = toleranceMs > DRIFT_TOLERANCE_MS ? null : drifting(bursts, trains, offsetMs, 4 * toleranceMs, seed);
    if (found === null) return { outcome, offsetMs, drift: 0, driftZeroMs: 0, pValue, rivals, isDoubtful: false };
    const { line } = found;
    return { outcome, offsetMs: line.offsetMs, drift: line.drift, driftZeroMs: line.atMs, pValue: outcome === "shifted" ? Math.max(pValue, found.pValue) : found.pValue, rivals, isDoubtful: false };
  };
  const bursts = burstEnds(events);
  const trains = stopEnds(stops, events.thresholdMs);
  if (bursts.atMs.length < LEAST_PAIRS || trains.atMs.length < LEAST_PAIRS) return asWritten;
  const isTried = (offsetMs: number): boolean => (isUnknownZero || isPlausible(offsetMs)) && sharesHalf(logSpan, latencySpan, offsetMs);
  const observed = peaksOf(bursts, trains, toleranceMs, isTried);
  const [best] = observed;
  if (best === undefined || best.score <= 0) return asWritten;
  const zeroScore = isUnknownZero ? 0 : scoreAround(bursts, trains, 0, 2.5 * toleranceMs);
  if (zeroScore >= RIVAL_SHARE * best.score) return along("as-written", 0, 1, []);
  const pValue = pValueOf(best.score, bursts, trains, toleranceMs, isTried, seedRandom(seed));
  if (pValue > SIGNIFICANT) return { ...asWritten, pValue, isDoubtful: pValue <= SUSPECT };
  const near = observed.filter(({ score }) => score >= RIVAL_SHARE * best.score);
  const chosen = near.length === 1 ? best : onlyQuarter(near);
  if (chosen === null) return { ...asWritten, outcome: "ambiguous", pValue, rivals: near.map(({ offsetMs }) => offsetMs), isDoubtful: true };
  const rivals = near.filter((peak) => peak !== chosen).map(({ offsetMs }) => offsetMs);
  return along("shifted", toleranceMs > DRIFT_TOLERANCE_MS ? chosen.offsetMs : sharpenOffset(pairsNear(bursts, trains, chosen.offsetMs, toleranceMs), chosen.offsetMs, toleranceMs), pValue, rivals);
}

/** ms to add to a latency stamp to bring it to the log's clock. */
export function correctionOf({ offsetMs, drift, driftZeroMs }: Alignment): (atMs: number) => number {
  return (atMs) => -offsetMs - drift * (atMs - driftZeroMs);
}

function isPlausible(offsetMs: number): boolean {
  if (Math.abs(offsetMs) <= REACH_MS) return true;
  return Math.abs(offsetMs) <= ZONES_MS + 2000 && Math.abs(offsetMs - QUARTER_MS * Math.round(offsetMs / QUARTER_MS)) <= 2000;
}

function sharesHalf(log: Span, latency: Span, offsetMs: number): boolean {
  const sharedMs = Math.min(log.toMs, latency.toMs - offsetMs) - Math.max(log.fromMs, latency.fromMs - offsetMs);
  return sharedMs >= Math.min(log.toMs - log.fromMs, latency.toMs - latency.fromMs) / 2;
}

function onlyQuarter(peaks: readonly OffsetScore[]): OffsetScore | null {
  const quarters = peaks.filter(({ offsetMs }) => Math.abs(offsetMs) > 60_000 && Math.abs(offsetMs - QUARTER_MS * Math.round(offsetMs / QUARTER_MS)) <= 2000);
  return quarters.length === 1 ? (quarters[0] as OffsetScore) : null;
}

/** When each burst was let go (its requests end together when a stop ends; a queue drains after it, hence the lower quartile) and how high it was. */
function burstEnds({ burst, bursts, fromMs, toMs, latencyMs, kind }: SlowEvents): Instants {
  const ends: number[][] = Array.from({ length: bursts }, () => []);
  const heights = new Float64Array(bursts);
  for (let i = 0; i < burst.length; i++) {
    const index = burst[i] as number;
    // A window is placed by its middle, a request by its end; both without the allowance at either side.
    const half = ((toMs[i] as number) - (fromMs[i] as number) - (latencyMs[i] as number)) / 2;
    ends[index]?.push(kind === "windows" ? (toMs[i] as number) - half : (toMs[i] as number) - half);
    heights[index] = Math.max(heights[index] as number, latencyMs[i] as number);
  }
  const at = ends.map((list) => list.sort((a, b) => a - b)[kind === "windows" ? 0 : list.length >> 2] as number);
  return largestOf(Float64Array.from(at), heights);
}

function stopEnds(stops: readonly Stop[], thresholdMs: number): Instants {
  const able = stops.filter(({ startMs, endMs }) => endMs - startMs >= thresholdMs / 2);
  return largestOf(Float64Array.from(able, ({ endMs }) => endMs), Float64Array.from(able, ({ startMs, endMs }) => endMs - startMs));
}

function largestOf(atMs: Float64Array, sizeMs: Float64Array): Instants {
  const order = Array.from(atMs.keys()).sort((a, b) => (sizeMs[b] as number) - (sizeMs[a] as number)).slice(0, MOST_INSTANTS).sort((a, b) => (atMs[a] as number) - (atMs[b] as number));
  return { atMs: Float64Array.from(order, (i) => atMs[i] as number), sizeMs: Float64Array.from(order, (i) => sizeMs[i] as number) };
}

/** What a burst and a stop say for each other: the smaller of the two, less when they differ. */
function fit(burstMs: number, stopMs: number): number {
  const smaller = Math.min(burstMs, stopMs);
  return (smaller * smaller) / Math.max(burstMs, stopMs);
}

/** Local maxima of the score over all offsets of a burst to a stop, best first. */
function peaksOf(bursts: Instants, stops: Instants, toleranceMs: number, isTried: (offsetMs: number) => boolean): readonly OffsetScore[] {
  const pairs: OffsetScore[] = [];
  for (let i = 0; i < bursts.atMs.length; i++) {
    for (let j = 0; j < stops.atMs.length; j++) {
      const offsetMs = (bursts.atMs[i] as number) - (stops.atMs[j] as number);
      if (isTried(offsetMs)) pairs.push({ offsetMs, score: fit(bursts.sizeMs[i] as number, stops.sizeMs[j] as number) });
    }
  }
  pairs.sort((a, b) => a.offsetMs - b.offsetMs);
  const peaks: OffsetScore[] = [];
  let first = 0;
  let sum = 0;
  for (let last = 0; last < pairs.length; last++) {
    const pair = pairs[last] as OffsetScore;
    sum += pair.score;
    while ((pairs[first] as OffsetScore).offsetMs < pair.offsetMs - 2 * toleranceMs) sum -= (pairs[first++] as OffsetScore).score;
    const middle = centerOf(pairs, first, last);
    const previous = peaks.at(-1);
    if (previous !== undefined && middle - previous.offsetMs < 4 * toleranceMs) {
      if (sum > previous.score) peaks[peaks.length - 1] = { offsetMs: middle, score: sum };
    } else peaks.push({ offsetMs: middle, score: sum });
  }
  return peaks.sort((a, b) => b.score - a.score);
}

function scoreAround(bursts: Instants, stops: Instants, offsetMs: number, toleranceMs: number): number {
  let sum = 0;
  for (let i = 0; i < bursts.atMs.length; i++) {
    for (let j = 0; j < stops.atMs.length; j++) {
      if (Math.abs((bursts.atMs[i] as number) - (stops.atMs[j] as number) - offsetMs) <= toleranceMs) sum += fit(bursts.sizeMs[i] as number, stops.sizeMs[j] as number);
    }
  }
  return sum;
}

/** How rarely stops with the same intervals and lengths in another order fit as well at their own best offset; not followed further once it is too often. */
function pValueOf(score: number, bursts: Instants, stops: Instants, toleranceMs: number, isTried: (offsetMs: number) => boolean, random: Random): number {
  let reached = 0;
  for (let i = 0; i < SHUFFLES; i++) {
    const [best] = peaksOf(bursts, shuffled(stops, random), toleranceMs, isTried);
    if (best !== undefined && best.score >= score) reached++;
    if (permutationPValue(reached, SHUFFLES) > SUSPECT) break;
  }
  return permutationPValue(reached, SHUFFLES);
}

function shuffled({ atMs, sizeMs }: Instants, random: Random): Instants {
  const gaps = Array.from(atMs.subarray(1), (at, i) => at - (atMs[i] as number));
  const sizes = Float64Array.from(sizeMs);
  for (let i = gaps.length - 1; i > 0; i--) {
    const j = drawBelow(random, i + 1);
    [gaps[i], gaps[j]] = [gaps[j] as number, gaps[i] as number];
  }
  for (let i = sizes.length - 1; i > 0; i--) {
    const j = drawBelow(random, i + 1);
    [sizes[i], sizes[j]] = [sizes[j] as number, sizes[i] as number];
  }
  let at = atMs[0] as number;
  return { atMs: Float64Array.from(atMs, (_, i) => (i === 0 ? at : (at += gaps[i - 1] as number))), sizeMs: sizes };
}

/** Pairs of bursts and stops whose offset lies near a given one. */
function pairsNear(bursts: Instants, stops: Instants, offsetMs: number, reachMs: number): readonly ClockPair[] {
  const pairs: ClockPair[] = [];
  for (let i = 0; i < bursts.atMs.length; i++) {
    for (let j = 0; j < stops.atMs.length; j++) {
      const between = (bursts.atMs[i] as number) - (stops.atMs[j] as number);
      if (Math.abs(between - offsetMs) < reachMs) pairs.push({ atMs: bursts.atMs[i] as number, offsetMs: between, score: fit(bursts.sizeMs[i] as number, stops.sizeMs[j] as number) });
    }
  }
  return pairs;
}

/** A drifting offset near a given one, when stops in shuffled order never give as good a line; its p-value beside it. */
function drifting(bursts: Instants, stops: Instants, offsetMs: number, reachMs: number, seed: number): { readonly line: ClockLine; readonly pValue: number } | null {
  const line = findClockLine(pairsNear(bursts, stops, offsetMs, reachMs));
  if (line === null) return null;
  const random = seedRandom(seed + 2);
  let reached = 0;
  for (let i = 0; i < SHUFFLES; i++) {
    if ((findClockLine(pairsNear(bursts, shuffled(stops, random), offsetMs, reachMs))?.score ?? 0) >= line.score) reached++;
    if (permutationPValue(reached, SHUFFLES) > SIGNIFICANT) return null;
  }
  return { line, pValue: permutationPValue(reached, SHUFFLES) };
}
