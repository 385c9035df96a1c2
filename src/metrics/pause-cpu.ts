import type { Timeline } from "../timeline/timeline.js";
import { largestRows, linesOf, measured } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { selectPauses } from "./select-pauses.js";

const NEEDS_CPU: MissingEvidence = { logTag: "gc+cpu", jfrEvent: "jdk.GCCPUTime" };
/** CPU times are told in steps of 10 ms, so shorter pauses say nothing about their ratio. */
const LEAST_REAL_MS = 100;

/** Wall time of a pause as its CPU line tells it, else its duration. */
function realMsOf({ pauses }: Timeline, row: number): number {
  const realMs = pauses.realMs[row] as number;
  return Number.isNaN(realMs) ? (pauses.durationMs[row] as number) : realMs;
}

/** Pauses that are long enough for their CPU times to mean something. */
const timedPauses = oncePerWindow((timeline, window) => {
  const { pauses } = timeline;
  return selectPauses(timeline, window).rows.filter((row) =>
    realMsOf(timeline, row) >= LEAST_REAL_MS && !Number.isNaN(pauses.userMs[row]) && !Number.isNaN(pauses.sysMs[row]));
});

type Test = (source: MetricSource, row: number) => boolean;

const sysOverUser: Test = ({ timeline: { pauses } }, row) => (pauses.sysMs[row] as number) > (pauses.userMs[row] as number);

/** Less CPU time than wall time, by more than a step of the clock: the workers did not run. */
const starved: Test = (source, row) => {
  const { pauses } = source.timeline;
  return (pauses.userMs[row] as number) + (pauses.sysMs[row] as number) < realMsOf(source.timeline, row) - 10;
};

function counted(name: string, what: string, formula: string, test: Test): readonly MetricDefinition[] {
  const measure = (source: MetricSource, of: (found: number, timed: number) => number) => {
    const timed = timedPauses(source.timeline, source.steady);
    const found = timed.filter((row) => test(source, row));
    const value = source.timeline.seen.has("cpu") ? of(found.length, timed.length) : Number.NaN;
    return measured(value, timed.length, NEEDS_CPU, linesOf(source.timeline.pauses, largestRows(source.timeline.pauses.durationMs, found)));
  };
  return [
    { name: `cpu.${name}Count`, unit: "count", sentence: `Number of ${what}.`, formula, compute: (source) => measure(source, (found) => found) },
    { name: `cpu.${name}Share`, unit: "share", sentence: `Share of ${what}.`, formula: `${formula}, ÷ pauses of 100 ms and more; 0 without such pauses`, compute: (source) => measure(source, (found, timed) => (timed === 0 ? 0 : found / timed)) },
  ];
}

/** What the processors did in long pauses. */
export const PAUSE_CPU_METRICS: readonly MetricDefinition[] = [
  ...counted("sysOverUser", "pauses of 100 ms and more that spent more time in the kernel than in the collector", "pauses after warm-up with real ≥ 100 ms and sys > user", sysOverUser),
  ...counted("starved", "pauses of 100 ms and more in which all workers together ran for less time than passed", "pauses after warm-up with real ≥ 100 ms and user + sys < real − 10 ms", starved),
];
