import { formatShare } from "../units/format-quantity.js";
import { formatDuration, formatMs } from "../units/format-time.js";
import type { Stop } from "./stops.js";

/** What stops can do to requests by arithmetic alone, arrivals at any time, before any statistics. */
export interface Reach {
  readonly count: number;
  readonly totalMs: number;
  readonly longestMs: number;
  /** Share of requests of the usual length that meet a stop: Σ (d + S) ÷ T. */
  readonly hitShare: number;
  /** Share that stops alone can push above the threshold: Σ max(0, d − (threshold − S) + S) over stops longer than that, ÷ T. */
  readonly slowShare: number;
  /** Latency that stops alone give at p99 and p99.9: usual latency plus the delay that so many requests exceed. */
  readonly p99Ms: number;
  readonly p999Ms: number;
}

/** Works out the reach of stops inside a watched span. `usualMs` S is the usual latency. Stalls stop single threads, so their reach is an upper bound. */
export function computeReach(stops: readonly Stop[], spanMs: number, usualMs: number, thresholdMs: number): Reach {
  const lengths = stops.map(({ startMs, endMs }) => endMs - startMs).sort((a, b) => b - a);
  const needed = Math.max(0, thresholdMs - usualMs);
  const totalMs = lengths.reduce((sum, length) => sum + length, 0);
  return {
    count: lengths.length, totalMs, longestMs: lengths[0] ?? 0,
    hitShare: Math.min(1, (totalMs + lengths.length * usualMs) / spanMs),
    slowShare: Math.min(1, lengths.reduce((sum, length) => sum + (length > needed ? length - needed + usualMs : 0), 0) / spanMs),
    p99Ms: usualMs + delayExceededBy(lengths, 0.01 * spanMs, usualMs), p999Ms: usualMs + delayExceededBy(lengths, 0.001 * spanMs, usualMs),
  };
}

/** The delay x with Σ over stops longer than x of (d − x + S) = `allowedMs`; 0 when the stops reach fewer. */
function delayExceededBy(longestFirst: readonly number[], allowedMs: number, usualMs: number): number {
  let sum = 0;
  for (let k = 1; k <= longestFirst.length; k++) {
    const length = longestFirst[k - 1] as number;
    sum += length + usualMs;
    const delay = Math.min(length, (sum - allowedMs) / k);
    if (delay >= (longestFirst[k] ?? 0)) return Math.max(0, delay);
  }
  return 0;
}

/** The first sentences of the report: what these stops can touch at all, and which percentile in which window they can move. */
export function describeReach(reach: Reach, spanMs: number, usualMs: number, thresholdMs: number): string[] {
  if (reach.count === 0) return [`No stop falls into the ${formatDuration(spanMs)} that log and latency share, so pauses cannot have slowed these requests.`];
  const everyMs = spanMs / reach.count;
  const sentences = [
    `${reach.count} stops, ${formatMs(reach.totalMs)} in ${formatDuration(spanMs)} (one every ${formatDuration(everyMs)}, longest ${formatMs(reach.longestMs)}), meet at most ${formatShare(reach.hitShare)} of requests of the usual ${formatMs(usualMs)} and can push at most ${formatShare(reach.slowShare)} of them above ${formatMs(thresholdMs)}.`,
  ];
  if (reach.hitShare >= 0.01) sentences.push(`That is enough for p99: stops alone would put it at about ${formatMs(reach.p99Ms)}, p99.9 at ${formatMs(reach.p999Ms)}.`);
  else sentences.push(`Below 1 %, so they cannot set the p99 of the whole run${reach.hitShare >= 0.001 ? `, only p99.9 (about ${formatMs(reach.p999Ms)})` : ", nor p99.9"}; ${windowSentence(reach, usualMs)}`);
  return sentences;
}

/** In which window the longest stop would show at p99: the window it fills to more than 1 %. */
function windowSentence({ longestMs }: Reach, usualMs: number): string {
  const windowMs = (longestMs + usualMs) * 100;
  return `the p99 of windows shorter than ${formatDuration(windowMs)} shows the longest of them.`;
}
