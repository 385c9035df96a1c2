import type { RequestSeries } from "../latency/latency-series.js";
import { bootstrapInterval } from "../statistics/bootstrap.js";
import { formatCount, formatShare } from "../units/format-quantity.js";
import { formatMs } from "../units/format-time.js";
import type { Analysis } from "./analysis.js";

/** Whether a second run with fewer or shorter pauses bears out what an earlier report said about slow requests. */
export interface RerunEvidence {
  readonly outcome: "confirmed" | "refuted" | "undecided" | "not-comparable";
  /** "E5" for a confirmed link; else the level of the earlier report. */
  readonly evidenceLevel: string;
  readonly reason: string;
  /** Share of the later requests that are slower than half-way between the earlier p99 with and without pauses. */
  readonly slowShare: { readonly value: number; readonly low: number; readonly high: number } | null;
}

const BLOCK_MS = 10_000;
const LEAST_BLOCKS = 6;
/** Pauses must take at least this share less of the time, or nothing was put to the test. */
const LEAST_RELIEF = 0.3;
const MOST_LOAD_CHANGE = 0.3;

/**
 * Holds "pauses explain the p99" against a run in which pauses were made rarer or shorter: if the report was right, fewer
 * than 1 % of requests are then slower than half-way between its p99 and its p99 without pauses. Decided by a bootstrap
 * interval over blocks of 10 s, since slow requests come in bursts. Null when the earlier report claimed no link.
 */
export function confirmByRerun(earlier: Analysis, later: Analysis, requests: RequestSeries | null): RerunEvidence | null {
  const claim = earlier.correlation;
  if (claim === null || earlier.latency === null || (claim.verdict !== "gc-explains" && claim.verdict !== "gc-contributes")) return null;
  const withMs = earlier.latency.p99Ms;
  const withoutMs = claim.p99WithoutPausesMs;
  const undecided = (outcome: "undecided" | "not-comparable", reason: string, slowShare: RerunEvidence["slowShare"] = null): RerunEvidence => ({ outcome, evidenceLevel: claim.evidenceLevel, reason, slowShare });
  if (withMs === null || withoutMs === null || !(withoutMs < withMs)) return undecided("not-comparable", "the earlier report tells no p99 without pauses to compare with");
  if (requests === null) return undecided("not-comparable", "the later run comes without a file of its requests; give one with --latency");
  const obstacle = obstacleTo(earlier, later);
  if (obstacle !== null) return undecided("not-comparable", obstacle);
  const limitMs = (withMs + withoutMs) / 2;
  const slowShare = shareAbove(requests, limitMs);
  if (slowShare === null) return undecided("undecided", `the later run has less than ${LEAST_BLOCKS * BLOCK_MS / 1000} s of requests`);
  const measured = `${formatShare(slowShare.value)} [${formatShare(slowShare.low)}–${formatShare(slowShare.high)}] of ${formatCount(requests.length)} requests took longer than ${formatMs(limitMs)}, half-way between the earlier p99 with and without pauses`;
  if (slowShare.high < 0.01) return { outcome: "confirmed", evidenceLevel: "E5", reason: `${measured}: with less pausing the slow requests went away, as they must if pauses made them`, slowShare };
  if (slowShare.low > 0.01) return { outcome: "refuted", evidenceLevel: "E1", reason: `${measured}: there is less pausing, and the slow requests stayed`, slowShare };
  return undecided("undecided", `${measured}; the interval holds 1 %, so that a longer run is needed`, slowShare);
}

function obstacleTo(earlier: Analysis, later: Analysis): string | null {
  if (earlier.latency?.format !== later.latency?.format) return `the runs were measured in different ways (${earlier.latency?.format ?? "none"} and ${later.latency?.format ?? "none"})`;
  const before = earlier.heap.allocationRateBytesPerSec;
  const after = later.heap.allocationRateBytesPerSec;
  if (before === null || after === null) return "the allocation rate of one of the runs is not known, so that nobody can tell whether the load was the same";
  const change = Math.abs(after - before) / Math.max(before, after);
  if (change > MOST_LOAD_CHANGE) return `the allocation rates of the runs differ by ${formatShare(change)}`;
  const pausedBefore = pausedShare(earlier);
  const pausedAfter = pausedShare(later);
  if (!Number.isFinite(pausedBefore + pausedAfter)) return "the length of one of the runs is not known";
  if (pausedAfter > pausedBefore * (1 - LEAST_RELIEF)) return `pauses take ${formatShare(pausedAfter)} of the time after ${formatShare(pausedBefore)}: too little was changed to put the link to the test`;
  return null;
}

function pausedShare({ pauses, stalls, span }: Analysis): number {
  return (pauses.totalMs + stalls.totalMs) / (span.durationMs ?? Number.NaN);
}

function shareAbove({ startMs, latencyMs, length }: RequestSeries, limitMs: number): RerunEvidence["slowShare"] {
  const blocks = new Map<number, { all: number; slow: number }>();
  let slow = 0;
  for (let i = 0; i < length; i++) {
    const slot = Math.floor((startMs[i] as number) / BLOCK_MS);
    const block = blocks.get(slot) ?? { all: 0, slow: 0 };
    blocks.set(slot, block);
    block.all++;
    if ((latencyMs[i] as number) <= limitMs) continue;
    block.slow++;
    slow++;
  }
  if (blocks.size < LEAST_BLOCKS) return null;
  const counts = [...blocks].sort(([a], [b]) => a - b).map(([, block]) => block);
  const { low, high } = bootstrapInterval(counts.length, (indices) => {
    let all = 0;
    let some = 0;
    for (const index of indices) {
      all += counts[index]?.all ?? 0;
      some += counts[index]?.slow ?? 0;
    }
    return some / all;
  });
  return { value: slow / length, low, high };
}
