import { concurrentWallMs } from "../metrics/concurrent-work.js";
import { pauseShare } from "../metrics/overhead.js";
import type { Window } from "../metrics/metric.js";
import { selectClass, selectPauses } from "../metrics/select-pauses.js";
import { wallMsOf } from "../metrics/wall-time.js";
import { nearestRank } from "../statistics/quantile.js";
import type { Timeline } from "../timeline/timeline.js";
import type { FigureName } from "./collection-model.js";

/** CPU time of the collector in cores: in pauses, and beside the application; null where the log does not tell. */
export interface CollectorCpu {
  readonly pauseCores: number | null;
  readonly concurrentCores: number | null;
}

/** Pauses without CPU times may make up this share of pause time. */
const MOST_SILENT_SHARE = 0.05;

/**
 * CPU time of the collector: user + system time of pauses, and the time with concurrent work × concurrent workers, over the
 * window of one run. Against the threads' own clocks such sums were 0.8 to 1.13 of the truth.
 */
export function measureCollectorCpu(timeline: Timeline, window: Window): CollectorCpu {
  const { userMs, sysMs, durationMs } = timeline.pauses;
  const wallMs = wallMsOf(timeline, window);
  let cpuMs = 0;
  let silentMs = 0;
  let totalMs = 0;
  for (const row of selectPauses(timeline, window).rows) {
    const ms = (userMs[row] as number) + (sysMs[row] as number);
    const lengthMs = (durationMs[row] as number) || 0;
    totalMs += lengthMs;
    if (Number.isNaN(ms)) silentMs += lengthMs;
    else cpuMs += ms;
  }
  const workers = timeline.runs[window.run ?? 0]?.jvm.concurrentWorkers ?? null;
  const busyMs = concurrentWallMs(timeline, window, false);
  return {
    pauseCores: silentMs > MOST_SILENT_SHARE * totalMs ? null : cpuMs / wallMs,
    concurrentCores: busyMs === 0 ? 0 : workers === null ? null : (busyMs * workers) / wallMs,
  };
}

/** The figures of a window of one run as measured: young and mixed pauses for lengths and rate, all pauses for the share of time. */
export function measureFigures(timeline: Timeline, window: Window, cpu: CollectorCpu): Readonly<Record<FigureName, number | null>> {
  const sorted = Float64Array.from([...selectClass(timeline, window, "young").sortedMs, ...selectClass(timeline, window, "mixed").sortedMs]).sort();
  const share = pauseShare(timeline, window);
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    youngPerSecond: known((sorted.length / wallMsOf(timeline, window)) * 1000),
    p50Ms: known(nearestRank(sorted, 0.5)),
    meanMs: known(sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length),
    p90Ms: known(nearestRank(sorted, 0.9)),
    longestMs: known(nearestRank(sorted, 1)),
    pauseShare: known(share),
    gcCpuCores: cpu.pauseCores === null || cpu.concurrentCores === null ? null : cpu.pauseCores + cpu.concurrentCores,
  };
}
