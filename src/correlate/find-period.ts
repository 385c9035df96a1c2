import { binomialTail } from "../statistics/binomial-tail.js";
import { phasesAt, testH } from "../statistics/circular.js";
import { permutationPValue } from "../statistics/circular-shift.js";
import { computeMoments } from "../statistics/moments.js";
import { selectMedian } from "../statistics/quantile.js";
import { seedRandom, shuffle } from "../statistics/random.js";

/** A period of a series of instants. */
export interface FoundPeriod {
  readonly periodMs: number;
  readonly pValue: number;
  readonly events: number;
  /** Spread of the intervals ÷ their mean, intervals over missed beats divided by the beats. */
  readonly variation: number;
  /** Share of events that keep to the period. */
  readonly regularShare: number;
}

/** From so many events on a period needs no exactness. */
export const LEAST_EVENTS = 6;
/** Fewer events than the least have a period only if they keep to it as a clock does. */
const LEAST_OF_CLOCK = 3;
/** Stamps are no more exact, ms. */
const STAMP_MS = 1;
/** Events looked at: the last ones. */
export const MOST_EVENTS = 2000;
const MOST_FOLDED = 60;
const SHUFFLES = 2999;
const SIGNIFICANT = 0.01;
/** A series of enough events is looked at in three ways. */
const WAYS = 3;
/** The first part of a run, in which a service starts and fills its heap, keeps no beat. */
export const WARM_UP_SHARE = 0.15;
/** An interval keeps the beat when it is within 5 % of it. */
const TOLERANCE = 0.05;
/** Share of intervals within ±5 % of their median if they vary by a quarter, as intervals between collections usually do: ±0.2 σ. */
const USUAL_REGULAR = 0.16;
/** Highest density of such an interval, per share of the usual one: φ(0) ÷ ¼, both sides. */
const USUAL_DENSITY = 3.2;
const LONGEST_GAP_BEATS = 5;

/**
 * Looks for a period in instants (ms, ascending). Ways to have one: intervals that nearly all keep the beat of their
 * median (or of two to five beats, where one was missed), against intervals that vary by a quarter, in the whole series or
 * after the first part of it; or instants that gather at one phase of a trial period (from a quarter of the usual interval
 * to a fifth of the span) more than those with the same intervals in shuffled order ever do at their own best period. Three
 * to five events have one only by intervals that are equal to within what chance could hardly give. `seriesTried` is how
 * many series the caller looks at: p-values are corrected for them and for the ways (Bonferroni). `resolutionMs` is how
 * exact the instants are; a period of which a tenth is less cannot be told from the grid. null below three events and for
 * no significant period.
 */
export function findPeriod(instantsMs: readonly number[], seed: number, seriesTried: number, resolutionMs = STAMP_MS): FoundPeriod | null {
  const times = Float64Array.from(instantsMs.slice(-MOST_EVENTS));
  if (times.length < LEAST_OF_CLOCK) return null;
  // Each series has its share of the error, whatever the ways that it is spent on.
  if (times.length < LEAST_EVENTS) return asClock(times, seriesTried, resolutionMs);
  const tests = WAYS * seriesTried;
  const warmMs = (times[0] as number) + WARM_UP_SHARE * ((times.at(-1) as number) - (times[0] as number));
  const after = times.filter((time) => time >= warmMs);
  const found = byIntervals(times, tests) ?? (after.length < LEAST_EVENTS ? null : byIntervals(after, tests)) ?? byPhase(times, seed, tests);
  return found === null || 2 * TOLERANCE * found.periodMs < resolutionMs ? null : found;
}

/** Whether so many instants can have a period at all. */
export function isLongEnoughForPeriod(instantsMs: readonly number[]): boolean {
  return instantsMs.length >= LEAST_OF_CLOCK;
}

/** Few events: the chance that all other intervals come as near to the first as the farthest one does. */
function asClock(times: Float64Array, tests: number, resolutionMs: number): FoundPeriod | null {
  const intervals = intervalsOf(times);
  const firstMs = intervals[0] as number;
  if (!(firstMs > resolutionMs)) return null;
  const farthest = intervals.reduce((most, interval) => Math.max(most, Math.abs(interval - firstMs)), resolutionMs) / firstMs;
  const pValue = Math.min(1, tests * (USUAL_DENSITY * farthest) ** (intervals.length - 1));
  if (farthest > TOLERANCE || pValue >= SIGNIFICANT) return null;
  const { coefficientOfVariation, mean } = computeMoments(intervals);
  return { periodMs: fitPeriod(times, mean), pValue, events: times.length, variation: coefficientOfVariation, regularShare: 1 };
}

function byIntervals(times: Float64Array, tests: number): FoundPeriod | null {
  const intervals = intervalsOf(times);
  const medianMs = selectMedian(intervals.slice());
  if (!(medianMs > 0)) return null;
  const beats = intervals.map((interval) => Math.round(interval / medianMs));
  const isRegular = (i: number): boolean => (beats[i] as number) >= 1 && (beats[i] as number) <= LONGEST_GAP_BEATS && Math.abs((intervals[i] as number) / medianMs - (beats[i] as number)) <= TOLERANCE * (beats[i] as number);
  let regular = 0;
  for (let i = 0; i < intervals.length; i++) if (isRegular(i)) regular++;
  const share = regular / intervals.length;
  // The median itself is one of the regular ones by construction.
  const pValue = Math.min(1, tests * binomialTail(regular - 1, intervals.length - 1, USUAL_REGULAR));
  if (share < 0.7 || pValue >= SIGNIFICANT) return null;
  const normalized = Float64Array.from(intervals, (interval, i) => interval / Math.max(1, beats[i] as number)).filter((_, i) => isRegular(i));
  const { coefficientOfVariation, mean } = computeMoments(normalized);
  return { periodMs: fitPeriod(times, mean), pValue, events: times.length, variation: coefficientOfVariation, regularShare: share };
}

/** The slope of instants over beats, where every interval is a whole number of beats; else the mean beat. */
function fitPeriod(times: Float64Array, beatMs: number): number {
  const first = times[0] as number;
  const beats = times.map((time) => Math.round((time - first) / beatMs));
  const meanBeat = beats.reduce((sum, beat) => sum + beat, 0) / beats.length;
  const meanTime = times.reduce((sum, time) => sum + time - first, 0) / times.length;
  let xy = 0;
  let xx = 0;
  for (let i = 0; i < times.length; i++) {
    const beat = (beats[i] as number) - meanBeat;
    xy += beat * ((times[i] as number) - first - meanTime);
    xx += beat * beat;
  }
  const slope = xy / xx;
  return Math.abs(slope / beatMs - 1) < 0.02 ? slope : beatMs;
}

function byPhase(all: Float64Array, seed: number, tests: number): FoundPeriod | null {
  const times = all.length > MOST_FOLDED ? all.subarray(all.length - MOST_FOLDED) : all;
  const intervals = intervalsOf(times);
  const spanMs = (times.at(-1) as number) - (times[0] as number);
  const leastMs = Math.max(100, spanMs / times.length / 4);
  const best = gatherBest(times, spanMs, leastMs);
  if (best.gathered < LEAST_EVENTS) return null;
  // The cheap test first: shuffling is a thousand times the work.
  const foldedPValue = testH(phasesAt(times, best.periodMs)).pValue * (spanMs / leastMs);
  if (foldedPValue >= SIGNIFICANT) return null;
  const random = seedRandom(seed);
  let reached = 0;
  for (let i = 0; i < SHUFFLES; i++) {
    // Once a few shuffles did as well the answer is known.
    if (tests * permutationPValue(reached, SHUFFLES) >= SIGNIFICANT) return null;
    shuffle(intervals, random);
    if (gathersAs(instantsOf(intervals), spanMs, leastMs, best.gathered)) reached++;
  }
  const pValue = tests * permutationPValue(reached, SHUFFLES);
  if (pValue >= SIGNIFICANT) return null;
  const onBeat = times.filter((time) => isNear(time, best.periodMs, best.phase));
  const beats = intervalsOf(onBeat).map((interval) => interval / Math.max(1, Math.round(interval / best.periodMs)));
  return { periodMs: fitPeriod(onBeat, best.periodMs), pValue, events: onBeat.length, variation: computeMoments(beats.filter((beat) => beat > best.periodMs / 2)).coefficientOfVariation, regularShare: onBeat.length / times.length };
}

interface Gathering {
  readonly periodMs: number;
  /** Phase (0–1) around which instants gather. */
  readonly phase: number;
  readonly gathered: number;
  /** Surprise: standard deviations above what uniform phases give. */
  readonly score: number;
}

const PHASE_BINS = 20;

/** The trial period at which most instants fall into a tenth of the phase; of equals the longest. */
function gatherBest(times: Float64Array, spanMs: number, leastMs: number): Gathering {
  const count = times.length;
  const first = times[0] as number;
  const chance = 2 / PHASE_BINS;
  const bins = new Int32Array(PHASE_BINS);
  let best: Gathering = { periodMs: Number.NaN, phase: 0, gathered: 0, score: Number.NEGATIVE_INFINITY };
  for (let frequency = 1 / leastMs; frequency >= 5 / spanMs; frequency -= TOLERANCE / spanMs) {
    const periodMs = 1 / frequency;
    fillBins(bins, times, frequency);
    for (let bin = 0; bin < PHASE_BINS; bin++) {
      const gathered = (bins[bin] as number) + (bins[(bin + 1) % PHASE_BINS] as number);
      if (!isBeat(gathered, spanMs / periodMs)) continue;
      const score = (gathered - count * chance) / Math.sqrt(count * chance * (1 - chance));
      if (score >= best.score) best = { periodMs, phase: ((bin + 1) / PHASE_BINS + (first / periodMs) % 1) % 1, gathered, score };
    }
  }
  return best;
}

/** Trial frequencies on either side of one that are ruled out together with it. */
const REACH = 3;
/** Instants that share a tenth of the phase at a trial in reach lie within a tenth and 5 % a step here, in so many bins at most. */
const REACHED_BINS = 3 + REACH;

/**
 * Whether at some trial period as many instants gather as `wanted`, which is what the score of {@link gatherBest} depends
 * on. Shuffled instants are asked hundreds of times, so trials that cannot are passed over: those next to one at which no
 * wider part of the phase holds so many, and periods too long for so many beats.
 */
function gathersAs(times: Float64Array, spanMs: number, leastMs: number, wanted: number): boolean {
  const highest = 1 / leastMs;
  const step = TOLERANCE / spanMs;
  const lowest = Math.max(5, (wanted - 1) / MOST_PER_BEAT) / spanMs;
  const trials = Math.floor((highest - lowest) / step) + 1;
  const bins = new Int32Array(PHASE_BINS);
  for (let center = REACH; center - REACH < trials; center += 2 * REACH + 1) {
    fillBins(bins, times, highest - center * step);
    if (mostWithin(bins, REACHED_BINS) < wanted) continue;
    for (let trial = center - REACH; trial <= Math.min(center + REACH, trials - 1); trial++) {
      const frequency = highest - trial * step;
      fillBins(bins, times, frequency);
      for (let bin = 0; bin < PHASE_BINS; bin++) {
        const gathered = (bins[bin] as number) + (bins[(bin + 1) % PHASE_BINS] as number);
        if (gathered >= wanted && isBeat(gathered, spanMs * frequency)) return true;
      }
    }
  }
  return false;
}

/** Counts instants by phase at a frequency. */
function fillBins(bins: Int32Array, times: Float64Array, frequency: number): void {
  const first = times[0] as number;
  bins.fill(0);
  for (let i = 0; i < times.length; i++) {
    const turns = ((times[i] as number) - first) * frequency;
    const bin = Math.min(PHASE_BINS - 1, Math.floor((turns - Math.floor(turns)) * PHASE_BINS));
    bins[bin] = (bins[bin] as number) + 1;
  }
}

/** The largest count in `width` neighboring bins of the circle. */
function mostWithin(bins: Int32Array, width: number): number {
  let count = 0;
  for (let bin = 0; bin < width; bin++) count += bins[bin] as number;
  let most = count;
  for (let bin = 0; bin < PHASE_BINS; bin++) {
    count += (bins[(bin + width) % PHASE_BINS] as number) - (bins[bin] as number);
    most = Math.max(most, count);
  }
  return most;
}

/** Instants at one phase for each beat; more are bursts, not beats, and half of the beats must be there. */
const MOST_PER_BEAT = 1.3;

function isBeat(gathered: number, beats: number): boolean {
  return gathered <= MOST_PER_BEAT * beats + 1 && gathered >= beats / 2;
}

function isNear(time: number, periodMs: number, phase: number): boolean {
  const distance = Math.abs((((time / periodMs) % 1) - phase + 1.5) % 1 - 0.5);
  return distance <= 1.5 / PHASE_BINS;
}

function intervalsOf(times: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(0, times.length - 1) }, (_, i) => (times[i + 1] as number) - (times[i] as number));
}

function instantsOf(intervals: Float64Array): Float64Array {
  const instants = new Float64Array(intervals.length + 1);
  for (let i = 0; i < intervals.length; i++) instants[i + 1] = (instants[i] as number) + (intervals[i] as number);
  return instants;
}
