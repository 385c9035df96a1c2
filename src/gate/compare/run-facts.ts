import type { Analysis } from "../../analysis/analysis.js";
import type { LatencySeries } from "../../latency/latency-series.js";
import type { Measurer } from "../../metrics/measurer.js";
import { failedPauses, NO_ROOM } from "../../metrics/g1-cycles.js";
import { selectClass, selectPauses } from "../../metrics/select-pauses.js";
import { findStoppedTime } from "../../metrics/stopped-time.js";
import { rowsInside, spansOf, wallMsOf } from "../../metrics/wall-time.js";
import type { Timeline } from "../../timeline/timeline.js";
import type { Window } from "../../metrics/metric.js";
import { type LatencyFacts, takeLatencyFacts } from "./latency-facts.js";
import { mostPauseCpu } from "./pause-cpu.js";

/** Bins of a pause histogram: 2.3 % wide, well below any tolerance. */
export const BINS_PER_DECADE = 100;
/** Stretches that a run is cut into are this long, or longer where a run would have more than the most. */
const BLOCK_MS = 10_000;
const BLOCKS_MOST = 120;
/** Events that are closer than this have one reason. */
const BURST_GAP_MS = 60_000;
const POOLED_MOST = 200_000;
/** Below this a pause says nothing about its length; the logarithm needs a floor. */
const SHORTEST_MS = 1e-3;

/** Events that are bad whatever their length, by the catalog's names. */
export const HARD_EVENTS = ["pauses.full.count", "g1.evacuationFailureCount", "shenandoah.degeneratedCount", "stalls.count"] as const;
export type HardEvent = (typeof HARD_EVENTS)[number];

/**
 * What a comparison needs of one run, and all that a baseline file keeps of it. Small: it grows with the spread of the pauses
 * and with at most 120 stretches, not with the log.
 */
export interface RunFacts {
  readonly source: string;
  readonly collector: string | null;
  readonly jdk: number | null;
  readonly heapMaxBytes: number | null;
  readonly cpus: number | null;
  /** Seconds of processor time by second of pause, at most; null where the log does not tell. */
  readonly pauseCpuRatio: number | null;
  readonly requestsPerSecond: number | null;
  readonly allocationRateBytesPerSec: number | null;
  /** Observed time after warm-up. */
  readonly wallMs: number;
  readonly maxPauseMs: number | null;
  /** [events, bursts of them]; events less than a minute apart are one burst. */
  readonly events: Readonly<Partial<Record<HardEvent, readonly [number, number]>>>;
  /** [bin, count] in rising order; a bin starts at 10^(bin ÷ 100) ms. */
  readonly pausesByBin: readonly (readonly [number, number])[];
  readonly blockMs: number;
  /** The stretches in time order; the rest after the last whole one is not in it. */
  readonly blocks: readonly Block[];
  /** Request latencies; null without a latency file that has requests of this time. */
  readonly latency: Omit<LatencyFacts, "requestsPerSecond"> | null;
}

/** The part of an analysis that the facts of a run are taken from. */
export interface RunSource {
  readonly analysis: Pick<Analysis, "inputs"> & { readonly jvm: Pick<Analysis["jvm"], "collector" | "jdk" | "heapMaxBytes" | "cpus"> };
  readonly timeline: Timeline;
  readonly measurer: Measurer;
}

/** [pauses that begin in the stretch, stopped ms, Σ ln(pause ms), longest pause ms (0 for none)]. */
export type Block = readonly [number, number, number, number];
type OpenBlock = [number, number, number, number];

/**
 * Takes from an analysis, and the latency files of the same run, what a comparison needs. Everything is measured after warm-up,
 * which is another thing in each run.
 */
export function takeRunFacts({ analysis, timeline, measurer }: RunSource, series: readonly LatencySeries[] = []): RunFacts {
  const { steady } = measurer.source;
  const number = (name: string): number | null => {
    const { value } = measurer.measure(name);
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  };
  const wallMs = wallMsOf(timeline, steady);
  const { sortedMs } = selectPauses(timeline, steady);
  const pauseCpu = mostPauseCpu(timeline, steady);
  return {
    source: analysis.inputs.map(({ path }) => path).join(", "),
    collector: analysis.jvm.collector,
    jdk: analysis.jvm.jdk,
    heapMaxBytes: number("heap.maxCapacityBytes") ?? analysis.jvm.heapMaxBytes,
    cpus: analysis.jvm.cpus,
    pauseCpuRatio: pauseCpu === null ? null : round(pauseCpu),
    ...latencyOf(timeline, steady, series),
    allocationRateBytesPerSec: roundOrNull(number("heap.allocationRateBytesPerSec")),
    wallMs: Number.isNaN(wallMs) ? 0 : Math.round(wallMs),
    maxPauseMs: sortedMs.length === 0 ? null : round(sortedMs[sortedMs.length - 1] as number),
    events: countEvents(timeline, steady),
    pausesByBin: countBins(sortedMs),
    ...cutBlocks(timeline, steady, Number.isNaN(wallMs) ? 0 : wallMs),
  };
}

/** Requests of the same time, by the wall clock where log and file have one. */
function latencyOf(timeline: Timeline, window: Window, series: readonly LatencySeries[]): Pick<RunFacts, "requestsPerSecond" | "latency"> {
  const spans = spansOf(timeline, window);
  const [first, last] = [spans[0], spans.at(-1)];
  const fromMs = first === undefined ? Number.NaN : first.run.clock.epochMs + first.fromMs;
  const toMs = last === undefined ? Number.NaN : last.run.clock.epochMs + last.toMs;
  const facts = takeLatencyFacts(series, fromMs, toMs);
  if (facts === null || facts.requests === 0) return { requestsPerSecond: null, latency: null };
  const { requestsPerSecond, requests, p99Ms, p99LogVariance } = facts;
  const rounded = (value: number | null): number | null => (value === null ? null : round(value));
  return { requestsPerSecond: rounded(requestsPerSecond), latency: { requests, p99Ms: rounded(p99Ms), p99LogVariance: rounded(p99LogVariance) } };
}

/** Durations of a run's pauses, each in the middle of its bin, rising. */
export function binnedDurations({ pausesByBin }: RunFacts): Float64Array {
  const durations = new Float64Array(pausesByBin.reduce((sum, [, count]) => sum + count, 0));
  let at = 0;
  for (const [bin, count] of pausesByBin) {
    durations.fill(10 ** ((bin + 0.5) / BINS_PER_DECADE), at, at + count);
    at += count;
  }
  return durations;
}

/** Durations of all runs of a side, rising; thinned evenly above 200,000, which keeps shares and ranks. */
export function poolDurations(runs: readonly RunFacts[]): Float64Array {
  const all = new Float64Array(runs.reduce((sum, run) => sum + pauseCount(run), 0));
  let at = 0;
  for (const run of runs) {
    const durations = binnedDurations(run);
    all.set(durations, at);
    at += durations.length;
  }
  all.sort();
  const step = Math.ceil(all.length / POOLED_MOST);
  return step <= 1 ? all : all.filter((_, index) => index % step === 0);
}

/** Number of pauses. */
export function pauseCount({ pausesByBin }: RunFacts): number {
  return pausesByBin.reduce((sum, [, count]) => sum + count, 0);
}

function countEvents(timeline: Timeline, window: Window): RunFacts["events"] {
  const { pauses, stalls } = timeline;
  return {
    "pauses.full.count": burstsOf(pauses, selectClass(timeline, window, "full").rows),
    "g1.evacuationFailureCount": burstsOf(pauses, failedPauses({ timeline, window }, NO_ROOM)),
    "shenandoah.degeneratedCount": burstsOf(pauses, selectClass(timeline, window, "degenerated").rows),
    "stalls.count": burstsOf(stalls, rowsInside(stalls, window)),
  };
}

function burstsOf(table: { readonly startMs: Float64Array; readonly run: ArrayLike<number> }, rows: Int32Array): readonly [number, number] {
  let bursts = 0;
  let previous = -1;
  for (const row of rows) {
    const isSame = previous >= 0 && table.run[row] === table.run[previous] && !((table.startMs[row] as number) - (table.startMs[previous] as number) > BURST_GAP_MS);
    if (!isSame) bursts++;
    previous = row;
  }
  return [rows.length, bursts];
}

function countBins(sortedMs: Float64Array): RunFacts["pausesByBin"] {
  const counts: [number, number][] = [];
  for (const ms of sortedMs) {
    const bin = Math.floor(Math.log10(Math.max(ms, SHORTEST_MS)) * BINS_PER_DECADE + 1e-9);
    const last = counts.at(-1);
    if (last !== undefined && last[0] === bin) last[1]++;
    else counts.push([bin, 1]);
  }
  return counts;
}

/** Sums by stretch of time. Lives of the JVM are cut one by one, so that no stretch spans a restart. */
function cutBlocks(timeline: Timeline, window: Window, wallMs: number): Pick<RunFacts, "blockMs" | "blocks"> {
  const blockMs = BLOCK_MS * Math.max(1, Math.ceil(wallMs / (BLOCK_MS * BLOCKS_MOST)));
  const blocks: OpenBlock[] = [];
  const stops = findStoppedTime(timeline, window);
  for (const { run, fromMs, toMs } of spansOf(timeline, window)) {
    const whole = Math.floor((toMs - fromMs) / blockMs);
    const first = blocks.length;
    for (let i = 0; i < whole; i++) blocks.push([0, 0, 0, 0]);
    const { startMs, durationMs } = timeline.pauses;
    for (const row of selectPauses(timeline, window).rows) {
      if (timeline.pauses.run[row] !== run.index) continue;
      const ms = durationMs[row] as number;
      const block = blocks[first + Math.floor(((startMs[row] as number) - fromMs) / blockMs)];
      if (block === undefined || Number.isNaN(ms)) continue;
      block[0]++;
      block[2] += Math.log(Math.max(ms, SHORTEST_MS));
      block[3] = Math.max(block[3], ms);
    }
    const stopped = stops.find(({ span }) => span.run.index === run.index);
    if (stopped !== undefined) addStopped(blocks, first, whole, blockMs, fromMs, stopped);
  }
  return { blockMs, blocks: blocks.map(([pauses, stoppedMs, logSum, maxMs]) => [pauses, round(stoppedMs), round(logSum), round(maxMs)]) };
}

/** A stop is shared out over the stretches that it lies in. */
function addStopped(blocks: OpenBlock[], first: number, whole: number, blockMs: number, fromMs: number, { startsMs, endsMs }: { readonly startsMs: Float64Array; readonly endsMs: Float64Array }): void {
  for (let i = 0; i < startsMs.length; i++) {
    const endMs = endsMs[i] as number;
    for (let atMs = startsMs[i] as number; atMs < endMs; ) {
      const index = Math.floor((atMs - fromMs) / blockMs);
      const untilMs = Math.min(endMs, fromMs + (index + 1) * blockMs);
      const block = index < whole ? blocks[first + index] : undefined;
      if (block !== undefined) block[1] += untilMs - atMs;
      if (!(untilMs > atMs)) break;
      atMs = untilMs;
    }
  }
}

/** Six digits are more than a measurement holds, and keep the file readable. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

function roundOrNull(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
