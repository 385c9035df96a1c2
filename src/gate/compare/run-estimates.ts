import { bootstrapInterval } from "../../statistics/bootstrap.js";
import type { RunEstimate } from "./ratio-interval.js";
import { binnedDurations, type Block, pauseCount, type RunFacts } from "./run-facts.js";

/** Share of a normal distribution within one standard deviation: turns a bootstrap interval into one. */
const ONE_SIGMA = 0.6827;
const REPLICATES = 500;
/** Fewer stretches say nothing about how a run varies. */
const BLOCKS_LEAST = 5;
/** Factor by which a threshold is moved to see how many pauses lie around it. */
const ELASTIC_STEP = 1.15;

/** ln of the geometric mean of pause lengths, with its variance by block bootstrap; null without pauses. */
export function estimatePauseLength(run: RunFacts): RunEstimate | null {
  const durations = binnedDurations(run);
  if (durations.length === 0) return null;
  const log = durations.reduce((sum, ms) => sum + Math.log(ms), 0) / durations.length;
  const variance = blockVariance(run, (indices) => {
    let count = 0;
    let sum = 0;
    for (const index of indices) {
      const [pauses, , logSum] = run.blocks[index] as Block;
      count += pauses;
      sum += logSum;
    }
    return sum / count;
  });
  return { log, variance: Number.isFinite(variance) ? variance : spreadOf(durations) / durations.length };
}

/** ln of the share of time in pauses, with its variance by block bootstrap; null when nothing was stopped or there is no clock. */
export function estimateOverhead(run: RunFacts): RunEstimate | null {
  const share = overheadShare(run);
  if (!(share > 0)) return null;
  const variance = blockVariance(run, (indices) => {
    let stopped = 0;
    for (const index of indices) stopped += (run.blocks[index] as Block)[1];
    return Math.log(stopped / (indices.length * run.blockMs));
  });
  // Without enough stretches the number of pauses is all that is known about the spread: as for a Poisson count.
  return { log: Math.log(share), variance: Number.isFinite(variance) ? variance : 2 / Math.max(1, pauseCount(run)) };
}

/** Share of time in pauses over the whole stretches, 0–1; NaN without any. */
export function overheadShare({ blocks, blockMs }: RunFacts): number {
  return blocks.length === 0 ? Number.NaN : blocks.reduce((sum, [, stoppedMs]) => sum + stoppedMs, 0) / (blocks.length * blockMs);
}

/**
 * ln of the rate of pauses over a threshold, per time. Pauses come in bursts, so the Poisson variance is widened: by how much
 * more the number of pauses varies over stretches than Poisson counts do, or by how many long ones a stretch with any has,
 * whichever is more. A half is added to the count, which keeps 0 finite.
 */
export function estimateExceedance(run: RunFacts, thresholdMs: number): RunEstimate | null {
  if (run.wallMs <= 0) return null;
  const over = countOver(run, thresholdMs) + 0.5;
  const stretches = run.blocks.filter(([, , , longestMs]) => longestMs > thresholdMs).length;
  return { log: Math.log(over / run.wallMs), variance: Math.max(1, dispersionOf(run), over / Math.max(1, stretches)) / over };
}

/** ln of the p99 of requests, with its variance within the run; null where the run has none. */
export function estimateLatency({ latency }: RunFacts): RunEstimate | null {
  if (latency === null || latency.p99Ms === null || latency.p99LogVariance === null || latency.p99Ms <= 0) return null;
  return { log: Math.log(latency.p99Ms), variance: latency.p99LogVariance };
}

/** Pauses that are longer than the threshold, by the middle of their bin. */
export function countOver(run: RunFacts, thresholdMs: number): number {
  return binnedDurations(run).reduce((count, ms) => count + (ms > thresholdMs ? 1 : 0), 0);
}

/**
 * How many percent more pauses are over a threshold when all pauses get one percent longer: what turns the spread of equal runs in
 * pause length into their spread in long pauses. Measured around the threshold; at least 1.
 */
export function tailElasticity(runs: readonly RunFacts[], thresholdMs: number): number {
  const over = (factor: number): number => runs.reduce((sum, run) => sum + countOver(run, thresholdMs * factor), 0) + 0.5;
  return Math.max(1, Math.log(over(1 / ELASTIC_STEP) / over(ELASTIC_STEP)) / (2 * Math.log(ELASTIC_STEP)));
}

function dispersionOf({ blocks }: RunFacts): number {
  if (blocks.length < BLOCKS_LEAST) return 1;
  const mean = blocks.reduce((sum, [pauses]) => sum + pauses, 0) / blocks.length;
  const variance = blocks.reduce((sum, [pauses]) => sum + (pauses - mean) ** 2, 0) / (blocks.length - 1);
  return mean > 0 ? variance / mean : 1;
}

function blockVariance({ blocks }: RunFacts, statistic: (indices: Int32Array) => number): number {
  if (blocks.length < BLOCKS_LEAST) return Number.NaN;
  const { low, high } = bootstrapInterval(blocks.length, statistic, { confidence: ONE_SIGMA, replicates: REPLICATES });
  return ((high - low) / 2) ** 2;
}

function spreadOf(durations: Float64Array): number {
  const logs = durations.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / Math.max(1, logs.length - 1);
}
