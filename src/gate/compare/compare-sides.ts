import { testMannWhitney } from "../../statistics/mann-whitney.js";
import { compareRates } from "../../statistics/poisson-rates.js";
import { nearestRank } from "../../statistics/quantile.js";
import { threeDigits } from "../../units/digits.js";
import { formatCount, formatShare } from "../../units/format-quantity.js";
import { formatMs } from "../../units/format-time.js";
import type { Check } from "../check.js";
import type { Tolerance } from "../config.js";
import { estimateRatio, type RatioEstimate, type RunEstimate } from "./ratio-interval.js";
import { countOver, estimateExceedance, estimateLatency, estimateOverhead, estimatePauseLength, overheadShare, tailElasticity } from "./run-estimates.js";
import { HARD_EVENTS, type HardEvent, pauseCount, poolDurations, type RunFacts } from "./run-facts.js";

/**
 * Confidence of each interval. Only its lower end can fail a comparison: a measure of equal runs does so in one of 400
 * comparisons, before the tolerance, which has to be exceeded too. That leaves room for several measures below 1 % in all.
 */
const CONFIDENCE = 0.995;
const EVENT_CONFIDENCE = 0.999;
/** An effect below this is negligible by the usual reading of Cliff's delta. */
const NEGLIGIBLE_DELTA = 0.147;
/** Without a promise, long pauses are those above this quantile of both sides together. */
const TAIL_QUANTILE = 0.95;
const TAIL_LEAST = 10;
/** Equal runs differ more in the p99 of their requests than in their pauses: it also holds what the machine did. */
const LATENCY_NOISE = 2;

/**
 * Compares two sides of one run or several: typical pause length, long pauses, time in pauses, the p99 of requests where there are
 * any, and hard events. A measure fails
 * only when it got worse by more than the tolerance and its interval excludes "no change"; without `isComparable` nothing fails,
 * and the differences are told as they are.
 */
export function compareSides(before: readonly RunFacts[], after: readonly RunFacts[], tolerance: Tolerance, sloMs: number | null, isComparable: boolean): readonly Check[] {
  const checks = [comparePauseLength(before, after, tolerance), compareTail(before, after, tolerance, sloMs), compareOverhead(before, after, tolerance), ...compareLatency(before, after, tolerance), ...HARD_EVENTS.flatMap((event) => compareEvents(event, before, after))];
  return isComparable ? checks : checks.map((check) => ({ ...check, outcome: "noted", isRequired: false }));
}

function comparePauseLength(before: readonly RunFacts[], after: readonly RunFacts[], tolerance: Tolerance): Check {
  const estimate = ratioOf(before, after, estimatePauseLength, tolerance);
  const [first, second] = [poolDurations(before), poolDurations(after)];
  const { cliffsDelta, pValue } = testMannWhitney(second, first);
  const [beforeMs, afterMs] = [geometricMean(first), geometricMean(second)];
  const isWorse = estimate !== null && estimate.low > 1 && estimate.ratio > 1 + tolerance.pauses && afterMs - beforeMs > tolerance.pausesAtLeastMs && cliffsDelta > NEGLIGIBLE_DELTA;
  return measure("Typical pause", estimate, isWorse, {
    metric: "pauses",
    before: `${formatMs(beforeMs)} (n=${formatCount(countOf(before))})`,
    after: `${formatMs(afterMs)} (n=${formatCount(countOf(after))})`,
    limit: `at most +${formatShare(tolerance.pauses)} and ${formatMs(tolerance.pausesAtLeastMs)}`,
    extra: Number.isNaN(cliffsDelta) ? "" : `Cliff's δ ${threeDigits(cliffsDelta, 3)}, Mann–Whitney p ${describeP(pValue)}`,
    facts: { beforeMs: finite(beforeMs), afterMs: finite(afterMs), cliffsDelta: finite(cliffsDelta), pValue: finite(pValue) },
  });
}

function compareTail(before: readonly RunFacts[], after: readonly RunFacts[], tolerance: Tolerance, sloMs: number | null): Check {
  const pooled = poolDurations([...before, ...after]);
  const thresholdMs = sloMs ?? nearestRank(pooled, TAIL_QUANTILE);
  const [first, second] = [before, after].map((side) => side.reduce((sum, run) => sum + countOver(run, thresholdMs), 0)) as [number, number];
  const runNoise = tolerance.runNoise * tailElasticity([...before, ...after], thresholdMs);
  const estimate = first + second < TAIL_LEAST ? null : ratioOf(before, after, (run) => estimateExceedance(run, thresholdMs), { ...tolerance, runNoise });
  const isWorse = estimate !== null && estimate.low > 1 && estimate.ratio > 1 + tolerance.tail;
  const rate = (side: readonly RunFacts[], count: number): string => `${formatCount(count)} in ${threeDigits(side.reduce((sum, { wallMs }) => sum + wallMs, 0) / 60_000)} min`;
  return measure(sloMs === null ? "Long pauses" : "Pauses over the promise", estimate, isWorse, {
    metric: "pauses.tail",
    before: rate(before, first),
    after: rate(after, second),
    limit: `at most +${formatShare(tolerance.tail)}`,
    extra: Number.isNaN(thresholdMs) ? "" : `counted above ${formatMs(thresholdMs)}${sloMs === null ? ", the 95th percentile of both sides together" : ""}`,
    facts: { thresholdMs: finite(thresholdMs), beforeCount: first, afterCount: second },
    // Few long pauses on both sides is no lack of evidence about a run, only nothing to compare.
    isOptional: first + second < TAIL_LEAST,
    tooFew: `only ${first + second} on both sides together; ${TAIL_LEAST} are needed`,
  });
}

function compareOverhead(before: readonly RunFacts[], after: readonly RunFacts[], tolerance: Tolerance): Check {
  const estimate = ratioOf(before, after, estimateOverhead, tolerance);
  const mean = (side: readonly RunFacts[]): number => side.reduce((sum, run) => sum + overheadShare(run), 0) / side.length;
  const [first, second] = [mean(before), mean(after)];
  const isWorse = estimate !== null && estimate.low > 1 && estimate.ratio > 1 + tolerance.overhead && second - first > tolerance.overheadAtLeast;
  return measure("Time in pauses", estimate, isWorse, {
    metric: "overhead.pauseRatio",
    before: formatShare(finite(first)),
    after: formatShare(finite(second)),
    limit: `at most +${formatShare(tolerance.overhead)} and ${formatShare(tolerance.overheadAtLeast)} of the time`,
    extra: "",
    facts: { beforeShare: finite(first), afterShare: finite(second) },
  });
}

/** The p99 of requests. Left out where neither side has requests, and told without a verdict where not each run has a p99. */
function compareLatency(before: readonly RunFacts[], after: readonly RunFacts[], tolerance: Tolerance): readonly Check[] {
  if ([...before, ...after].every(({ latency }) => latency === null)) return [];
  const estimate = ratioOf(before, after, estimateLatency, { ...tolerance, runNoise: tolerance.runNoise * LATENCY_NOISE });
  const mean = (side: readonly RunFacts[]): number => Math.exp(side.reduce((sum, { latency }) => sum + Math.log(latency?.p99Ms ?? Number.NaN), 0) / side.length);
  const [first, second] = [mean(before), mean(after)];
  const isWorse = estimate !== null && estimate.low > 1 && estimate.ratio > 1 + tolerance.latency && second - first > tolerance.latencyAtLeastMs;
  const told = (side: readonly RunFacts[], ms: number): string => `${formatMs(finite(ms))} (n=${formatCount(side.reduce((sum, { latency }) => sum + (latency?.requests ?? 0), 0))})`;
  return [measure("p99 of requests", estimate, isWorse, {
    metric: "latency.p99Ms",
    before: told(before, first),
    after: told(after, second),
    limit: `at most +${formatShare(tolerance.latency)} and ${formatMs(tolerance.latencyAtLeastMs)}`,
    extra: "",
    facts: { beforeMs: finite(first), afterMs: finite(second) },
    isOptional: estimate === null,
    tooFew: "not every run has a file with 1000 requests and more, one a row, spread over a minute",
  })];
}

/**
 * Compares how often events happen, per time and exactly. Events come in bursts that have one reason, so bursts are counted, and
 * one bad run among several is not the change: each run after must have them. Told only where there are any.
 */
function compareEvents(event: HardEvent, before: readonly RunFacts[], after: readonly RunFacts[]): readonly Check[] {
  const sum = (side: readonly RunFacts[], index: 0 | 1): number => side.reduce((total, { events }) => total + (events[event]?.[index] ?? 0), 0);
  const exposure = (side: readonly RunFacts[]): number => side.reduce((total, { wallMs }) => total + wallMs, 0);
  const [first, second] = [sum(before, 0), sum(after, 0)];
  const isKnown = [...before, ...after].every(({ events }) => events[event] !== undefined);
  if (!isKnown || first + second === 0 || exposure(before) <= 0 || exposure(after) <= 0) return [];
  const rates = compareRates({ events: sum(after, 1), exposure: exposure(after) }, { events: sum(before, 1), exposure: exposure(before) }, EVENT_CONFIDENCE);
  const isWorse = rates.low > 1 && after.every(({ events }) => (events[event]?.[0] ?? 0) > 0);
  const isNew = first === 0;
  const told = (side: readonly RunFacts[], count: number): string => (count === 0 ? "none" : `${formatCount(count)} in ${formatCount(sum(side, 1))} ${sum(side, 1) === 1 ? "burst" : "bursts"}`);
  return [{
    name: event,
    outcome: isWorse ? "failed" : isNew ? "warned" : "passed",
    isRequired: false,
    measured: `${told(before, first)} → ${told(after, second)}`,
    limit: "not more often",
    message: `${EVENT_NAMES[event]}: ${told(before, first)} before, ${told(after, second)} after${isWorse ? "; more often than chance explains" : isNew ? "; new, and too few for a verdict" : ""}`,
    origin: null,
    offenders: [],
    explanation: [],
    facts: { metric: event, before: first, after: second, beforeBursts: sum(before, 1), afterBursts: sum(after, 1), low: finite(rates.low), pValue: finite(rates.pValue) },
  }];
}

const EVENT_NAMES: Readonly<Record<HardEvent, string>> = {
  "pauses.full.count": "Full collections",
  "g1.evacuationFailureCount": "Evacuation failures",
  "shenandoah.degeneratedCount": "Degenerated collections",
  "stalls.count": "Stalls of threads that wait for memory",
};

interface Told {
  readonly metric: string;
  readonly before: string;
  readonly after: string;
  readonly limit: string;
  readonly extra: string;
  readonly facts: Check["facts"];
  readonly isOptional?: boolean;
  readonly tooFew?: string;
}

function measure(name: string, estimate: RatioEstimate | null, isWorse: boolean, told: Told): Check {
  const values = `${told.before} → ${told.after}`;
  const common = { name, isRequired: told.isOptional !== true, limit: told.limit, origin: null, offenders: [] };
  if (estimate === null) {
    return { ...common, outcome: told.isOptional === true ? "noted" : "not-judged", measured: values, message: `${name}: ${told.tooFew ?? "there is not enough on both sides to compare"}`, explanation: [], facts: { metric: told.metric, ...told.facts } };
  }
  const change = describeChange(estimate);
  const isBetter = estimate.high < 1;
  const conclusion = isWorse ? "worse by more than the tolerance" : isBetter ? "better" : estimate.low > 1 ? "worse, within the tolerance" : "no change that this much evidence shows";
  return {
    ...common,
    outcome: isWorse ? "failed" : "passed",
    measured: `${values}, ${change}`,
    message: `${name}: ${told.before} before, ${told.after} after, ${change}: ${conclusion}`,
    explanation: [told.extra, spreadSentence(estimate)].filter((sentence) => sentence !== ""),
    facts: { metric: told.metric, ...told.facts, ratio: estimate.ratio, low: estimate.low, high: estimate.high, confidence: CONFIDENCE, beforeRuns: estimate.beforeRuns, afterRuns: estimate.afterRuns, runSpread: estimate.runSpread },
  };
}

/** `+31 % (+12 to +53 %)`. */
function describeChange({ ratio, low, high }: RatioEstimate): string {
  const percent = (value: number): string => `${value >= 1 ? "+" : "−"}${threeDigits(Math.abs(value - 1) * 100, 1)}`;
  return `${percent(ratio)} % (${percent(low)} to ${percent(high)} %)`;
}

function spreadSentence({ runSpread, beforeRuns, afterRuns }: RatioEstimate): string {
  const runs = beforeRuns === 1 && afterRuns === 1 ? "one run a side" : `${beforeRuns} and ${afterRuns} runs`;
  return runSpread === "measured" ? `Interval from the spread of ${runs}` : `Interval from within ${runs}, widened by the assumed spread of equal runs (--run-noise); more runs a side measure it`;
}

function ratioOf(before: readonly RunFacts[], after: readonly RunFacts[], estimate: (run: RunFacts) => RunEstimate | null, { runNoise }: Tolerance): RatioEstimate | null {
  const [first, second] = [before, after].map((side) => side.map(estimate)) as [(RunEstimate | null)[], (RunEstimate | null)[]];
  if (first.includes(null) || second.includes(null)) return null;
  return estimateRatio(first as RunEstimate[], second as RunEstimate[], CONFIDENCE, runNoise);
}


function countOf(side: readonly RunFacts[]): number {
  return side.reduce((sum, run) => sum + pauseCount(run), 0);
}

function geometricMean(durations: Float64Array): number {
  return Math.exp(durations.reduce((sum, ms) => sum + Math.log(ms), 0) / durations.length);
}

function describeP(pValue: number): string {
  return pValue < 1e-4 ? "< 0.0001" : threeDigits(pValue, 4);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
