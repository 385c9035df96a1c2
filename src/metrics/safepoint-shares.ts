import { quantileOf } from "./collection-causes.js";
import { largestRows, linesOf, measured, NEEDS_CLOCK } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence } from "./metric.js";
import { selectPauses } from "./select-pauses.js";
import { rowsInside } from "./wall-time.js";

const NEEDS_SAFEPOINTS: MissingEvidence = { logTag: "safepoint", jfrEvent: "jdk.SafepointBegin" };
function rowsOf({ timeline, window }: MetricSource): readonly number[] {
  return [...rowsInside(timeline.safepoints, window)];
}

/** Safepoints slow to be reached: reaching ≥ 20 % of the stop and ≥ 1 ms. */
function reachShares(source: MetricSource): readonly number[] {
  const { safepoints } = source.timeline;
  return rowsOf(source).flatMap((row) => {
    const share = (safepoints.reachingMs[row] as number) / (safepoints.totalMs[row] as number);
    return Number.isFinite(share) ? [share] : [];
  });
}

/** How long threads take to stop, and what else stops them. */
export const SAFEPOINT_SHARE_METRICS: readonly MetricDefinition[] = [
  {
    name: "safepoints.reachShareP95", unit: "share", sentence: "Share of a stop that passes until all threads stand, at the 95th percentile.", formula: "nearest rank of reaching ÷ total over safepoints",
    compute: (source) => measured(quantileOf(reachShares(source), 0.95), reachShares(source).length, NEEDS_SAFEPOINTS),
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
      const found = [...rows].filter((row) => {
        const durationMs = pauses.durationMs[row] as number;
        return durationMs >= 100 && durationMs >= 5 * median && (pauses.userMs[row] as number) + (pauses.sysMs[row] as number) < durationMs / 5;
      });
      return measured(seen.has("cpu") ? found.length : Number.NaN, rows.length, { logTag: "gc+cpu", jfrEvent: "jdk.GCCPUTime" }, linesOf(pauses, largestRows(pauses.durationMs, found)));
    },
  },
  {
    name: "pauses.gapMaxMs", unit: "ms", sentence: "Longest time without a pause.", formula: "largest interval between starts of pauses of one run",
    compute: ({ timeline, window }) => {
      const { rows } = selectPauses(timeline, window);
      const { startMs, run } = timeline.pauses;
      let longest = Number.NaN;
      for (let i = 1; i < rows.length; i++) {
        const [before, after] = [rows[i - 1] as number, rows[i] as number];
        if (run[before] === run[after]) longest = Math.max(Number.isNaN(longest) ? 0 : longest, (startMs[after] as number) - (startMs[before] as number));
      }
      return measured(longest, rows.length, NEEDS_CLOCK);
    },
  },
  {
    name: "log.gapCount", unit: "count", sentence: "Gaps in the log much longer than its usual interval between collections.", formula: "intervals between pauses > 5 × the 95th percentile of intervals and > 1 min",
    compute: ({ timeline, window }) => {
      const rows = [...selectPauses(timeline, window).rows];
      const intervals = rows.slice(1).map((row, i) => (timeline.pauses.run[row] === timeline.pauses.run[rows[i] as number] ? (timeline.pauses.startMs[row] as number) - (timeline.pauses.startMs[rows[i] as number] as number) : Number.NaN)).filter((value) => !Number.isNaN(value));
      const usual = quantileOf(intervals, 0.95);
      return measured(intervals.filter((value) => value > 5 * usual && value > 60_000).length, intervals.length, NEEDS_CLOCK);
    },
  },
];
