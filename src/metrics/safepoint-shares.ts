import { nearestRank } from "../statistics/quantile.js";
import { quantileOf } from "./collection-causes.js";
import { largestRows, linesOf, measured, NEEDS_CLOCK } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { selectPauses } from "./select-pauses.js";
import { rowsInside } from "./wall-time.js";

const NEEDS_SAFEPOINTS: MissingEvidence = { logTag: "safepoint", jfrEvent: "jdk.SafepointBegin" };

function rowsOf({ timeline, window }: MetricSource): Int32Array {
  return rowsInside(timeline.safepoints, window);
}

/** Time to safepoint ÷ whole stop, ascending, of safepoints that tell both. */
const reachShares = oncePerWindow((timeline, window) => {
  const { reachingMs, totalMs } = timeline.safepoints;
  const shares = Float64Array.from(rowsInside(timeline.safepoints, window), (row) => (reachingMs[row] as number) / (totalMs[row] as number));
  return shares.filter((share) => Number.isFinite(share)).sort();
});

/** Time from the start of each pause to the start of the next one of its run, in time order, where both are known. */
const intervalsBetween = oncePerWindow((timeline, window) => {
  const { startMs, run } = timeline.pauses;
  const { rows } = selectPauses(timeline, window);
  const intervals = new Float64Array(Math.max(0, rows.length - 1)).map((_, i) => {
    const [before, after] = [rows[i] as number, rows[i + 1] as number];
    return run[before] === run[after] ? (startMs[after] as number) - (startMs[before] as number) : Number.NaN;
  });
  return intervals.filter((interval) => !Number.isNaN(interval));
});

function sharesOf({ timeline, window }: MetricSource): Float64Array {
  return reachShares(timeline, window);
}

/** How long threads take to stop, and what else stops them. */
export const SAFEPOINT_SHARE_METRICS: readonly MetricDefinition[] = [
  {
    name: "safepoints.reachShareP95", unit: "share", sentence: "Share of a stop that passes until all threads stand, at the 95th percentile.", formula: "nearest rank of reaching ÷ total over safepoints",
    compute: (source) => measured(nearestRank(sharesOf(source), 0.95), sharesOf(source).length, NEEDS_SAFEPOINTS),
  },
  {
    name: "safepoints.slowReachCount", unit: "count", sentence: "Stops for which threads needed more than 10 ms to stand.", formula: "safepoints with reaching > 10 ms",
    compute: (source) => {
      const { safepoints, seen } = source.timeline;
      const rows = rowsOf(source).filter((row) => (safepoints.reachingMs[row] as number) > 10);
      return measured(seen.has("safepointReaching") ? rows.length : Number.NaN, rowsOf(source).length, NEEDS_SAFEPOINTS, linesOf(safepoints, largestRows(safepoints.reachingMs, rows)));
    },
  },
  {
    name: "safepoints.stoppedOverPauses", unit: "ratio", sentence: "All stopped time against the time in collections' pauses.", formula: "Σ total of safepoints ÷ Σ pauses",
    compute: (source) => {
      const { timeline } = source;
      const sum = rowsOf(source).reduce((total, row) => total + ((timeline.safepoints.totalMs[row] as number) || 0), 0);
      return measured(timeline.seen.has("safepoints") ? sum / selectPauses(timeline, source.window).totalMs : Number.NaN, rowsOf(source).length, NEEDS_SAFEPOINTS);
    },
  },
  {
    name: "pauses.idleOutlierCount", unit: "count", sentence: "Long pauses in which hardly any processor time was used though threads stood at once: the collector itself was held up, as by a slow disk.", formula: "pauses of 100 ms and more, at least five times the median, with user + sys < real ÷ 5",
    compute: ({ timeline, steady }) => {
      const { pauses, seen } = timeline;
      const { rows, sortedMs } = selectPauses(timeline, steady);
      const median = sortedMs[sortedMs.length >> 1] ?? Number.NaN;
      const found = rows.filter((row) => {
        const durationMs = pauses.durationMs[row] as number;
        return durationMs >= 100 && durationMs >= 5 * median && (pauses.userMs[row] as number) + (pauses.sysMs[row] as number) < durationMs / 5;
      });
      return measured(seen.has("cpu") ? found.length : Number.NaN, rows.length, { logTag: "gc+cpu", jfrEvent: "jdk.GCCPUTime" }, linesOf(pauses, largestRows(pauses.durationMs, found)));
    },
  },
  {
    name: "pauses.gapMaxMs", unit: "ms", sentence: "Longest time without a pause.", formula: "largest interval between starts of pauses of one run",
    compute: ({ timeline, window }) => {
      const intervals = intervalsBetween(timeline, window);
      const longest = intervals.reduce((most, interval) => Math.max(most, interval), 0);
      return measured(intervals.length === 0 ? Number.NaN : longest, selectPauses(timeline, window).rows.length, NEEDS_CLOCK);
    },
  },
  {
    name: "log.gapCount", unit: "count", sentence: "Gaps in the log much longer than its usual interval between collections.", formula: "intervals between pauses > 5 × the 95th percentile of intervals and > 1 min",
    compute: ({ timeline, window }) => {
      const intervals = intervalsBetween(timeline, window);
      const usual = quantileOf(intervals, 0.95);
      return measured(intervals.filter((value) => value > 5 * usual && value > 60_000).length, intervals.length, NEEDS_CLOCK);
    },
  },
];
