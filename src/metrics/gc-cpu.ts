import type { Timeline } from "../timeline/timeline.js";
import { concurrentWallMs } from "./concurrent-work.js";
import { mainRunOf } from "./jvm.js";
import { measured, notMeasured } from "./measurement.js";
import type { Measurement, MetricDefinition, MetricSource, MissingEvidence, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { selectPauses } from "./select-pauses.js";
import { rowsInside, wallMsOf } from "./wall-time.js";

const NEEDS_CPU: MissingEvidence = { logTag: "gc+cpu", jfrEvent: "jdk.GCCPUTime" };
const NEEDS_WORKERS: MissingEvidence = { logTag: "gc+init", jfrEvent: "jdk.GCConfiguration", other: "the number of CPUs (--cpus) and of concurrent workers" };

/** CPU time of pauses, and the time of pauses that do not tell it. */
interface PauseCpu {
  readonly knownMs: number;
  readonly knownPauses: number;
  readonly silentPauseMs: number;
}

const sumPauseCpu: (timeline: Timeline, window: Window) => PauseCpu = oncePerWindow((timeline, window) => {
  const { userMs, sysMs, durationMs } = timeline.pauses;
  let knownMs = 0;
  let knownPauses = 0;
  let silentPauseMs = 0;
  for (const row of selectPauses(timeline, window).rows) {
    const cpuMs = (userMs[row] as number) + (sysMs[row] as number);
    if (Number.isNaN(cpuMs)) {
      silentPauseMs += (durationMs[row] as number) || 0;
      continue;
    }
    knownMs += cpuMs;
    knownPauses++;
  }
  return { knownMs, knownPauses, silentPauseMs };
});

/** Pauses that do not tell their CPU time may make up this share of the collector's work and be counted as one busy thread per worker. */
const MOST_SILENT_SHARE = 0.05;

/**
 * CPU time of the collector ÷ CPU time there was. Pauses: user + sys. Concurrent: wall time with concurrent work × concurrent
 * workers, which is an estimate (within some 15 % of the threads' own clocks where both were measured).
 */
function gcCpuRatio(source: MetricSource): Measurement {
  const { timeline, window, given } = source;
  const jvm = mainRunOf(source)?.jvm;
  const cpus = given.cpus ?? jvm?.cpus ?? Number.NaN;
  const { knownMs, knownPauses, silentPauseMs } = sumPauseCpu(timeline, window);
  const concurrentRows = rowsInside(timeline.concurrent, window).length;
  const concurrentMs = concurrentRows === 0 ? 0 : concurrentWallMs(timeline, window, false) * (jvm?.concurrentWorkers ?? Number.NaN);
  const sampleSize = knownPauses + concurrentRows;
  const silentMs = silentPauseMs * (jvm?.parallelWorkers ?? 1);
  const workMs = knownMs + concurrentMs + silentMs;
  if (sampleSize === 0 || silentMs > MOST_SILENT_SHARE * workMs) return notMeasured(NEEDS_CPU, sampleSize);
  return measured(workMs / (wallMsOf(timeline, window) * cpus), sampleSize, NEEDS_WORKERS);
}

/** What the collector costs in processor time. */
export const GC_CPU_METRICS: readonly MetricDefinition[] = [
  {
    name: "overhead.gcCpuRatio", unit: "share",
    sentence: "Share of the CPU time of all CPUs that the collector used.",
    formula: "(Σ user + sys of pauses + wall time of concurrent work × concurrent workers) ÷ (T × CPUs); an estimate",
    compute: gcCpuRatio,
  },
];
