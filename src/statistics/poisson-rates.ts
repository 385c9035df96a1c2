import type { Interval } from "./bootstrap.js";
import { incompleteBeta, inverseIncompleteBeta } from "./special-functions.js";

/** Events counted over some exposure: hours, requests, pauses. */
export interface EventCount {
  readonly events: number;
  readonly exposure: number;
}

/** How many times more often events happen on one side than on the other. */
export interface RateRatio extends Interval {
  /** Events on both sides together, which is what the figure rests on. */
  readonly sampleSize: number;
  /** Rate of the first ÷ rate of the second; Infinity when only the first has events, NaN when none has. */
  readonly ratio: number;
  /** Two-sided, exact; below 1 − confidence just when the interval excludes 1. */
  readonly pValue: number;
}

/**
 * Exact comparison of two Poisson rates: given the total, the first count is binomial (Przyborowski and Wilenski 1940),
 * with the interval by Clopper and Pearson. Low 0 and high Infinity where the counts leave it open.
 */
export function compareRates(first: EventCount, second: EventCount, confidence = 0.95): RateRatio {
  const total = first.events + second.events;
  if (total === 0) return { sampleSize: 0, ratio: Number.NaN, low: 0, high: Number.POSITIVE_INFINITY, pValue: 1 };
  const expectedShare = first.exposure / (first.exposure + second.exposure);
  const atLeast = first.events === 0 ? 1 : incompleteBeta(expectedShare, first.events, second.events + 1);
  const atMost = second.events === 0 ? 1 : 1 - incompleteBeta(expectedShare, first.events + 1, second.events);
  const { low, high } = shareInterval(first.events, total, confidence);
  const oddsToRatio = (share: number): number => (share / (1 - share)) * (second.exposure / first.exposure);
  return {
    sampleSize: total,
    ratio: oddsToRatio(first.events / total),
    low: oddsToRatio(low),
    high: oddsToRatio(high),
    pValue: Math.min(1, 2 * Math.min(atLeast, atMost)),
  };
}

/** Clopper–Pearson interval of a share: `events` of `total`. Never too narrow; 0–1 for a total of 0. */
export function shareInterval(events: number, total: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: events === 0 ? 0 : inverseIncompleteBeta(tail, events, total - events + 1),
    high: events === total ? 1 : inverseIncompleteBeta(1 - tail, events + 1, total - events),
  };
}
