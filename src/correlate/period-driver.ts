import { WHOLE } from "../metrics/wall-time.js";
import { PAUSE_RHYTHM_METRICS } from "../metrics/pause-rhythm.js";
import type { Timeline } from "../timeline/timeline.js";
import { formatDuration } from "../units/format-time.js";
import type { FoundPeriod } from "./find-period.js";

/** Why something recurs, with the sentence that shows it. */
export interface PeriodDriver {
  readonly driver: "timer" | "allocation" | "unknown";
  readonly explanation: string;
}

/** Causes that somebody asks for, not the heap. */
const ASKED_FOR = /System\.gc|Timer|Periodic|Heap Dump|Heap Inspection|Diagnostic|JvmtiEnv|Force/i;
/** Causes by which a collector answers allocation. */
const BY_ALLOCATION = /Evacuation Pause|Allocation|Preventive|GCLocker|Proactive|High Usage|Ergonomics/i;
/** A beat whose intervals vary by less is a clock's. */
export const CLOCK_LIKE = 0.02;
const NEAR_PREDICTION = 0.15;

/** Timers that well-known software brings along. */
const KNOWN_TIMERS: readonly { readonly periodMs: number; readonly cause: RegExp; readonly sentence: string }[] = [
  { periodMs: 3_600_000, cause: /System\.gc/, sentence: "RMI's distributed collection calls System.gc() every hour by default (sun.rmi.dgc.client.gcInterval and …server.gcInterval)" },
  { periodMs: 1_800_000, cause: /System\.gc/, sentence: "Spark's context cleaner calls System.gc() every 30 min by default (spark.cleaner.periodicGC.interval)" },
];

/** Tells timers from the heap: by the cause, by how exact the beat is, and by what eden and allocation rate predict. `what` includes the cause. */
export function explainPeriod(what: string, found: FoundPeriod, timeline: Timeline, meanPauseMs: number): PeriodDriver {
  const beat = `every ${formatDuration(found.periodMs)} (${found.events} times, intervals vary by ${(found.variation * 100).toFixed(1)} %)`;
  if (ASKED_FOR.test(what)) {
    const known = KNOWN_TIMERS.find(({ periodMs, cause }) => cause.test(what) && Math.abs(found.periodMs / periodMs - 1) < 0.03);
    return { driver: "timer", explanation: `${what} comes ${beat}: the cause is a request and no need of the heap, so something asks on a timer${known === undefined ? "" : `; ${known.sentence}`}. Find the caller; a larger heap does not help.` };
  }
  const predictedMs = predictedGapMs(timeline) + meanPauseMs;
  const isPredicted = Math.abs(found.periodMs / predictedMs - 1) <= NEAR_PREDICTION;
  if (BY_ALLOCATION.test(what) && isPredicted) {
    return { driver: "allocation", explanation: `${what} comes ${beat}, as eden ÷ allocation rate predicts (${formatDuration(predictedMs)}): the beat moves with load; less allocation or a larger young generation makes it rarer.` };
  }
  if (BY_ALLOCATION.test(what)) return { driver: "allocation", explanation: `${what} comes ${beat}: its cause is allocation${Number.isNaN(predictedMs) ? "" : `, though eden ÷ allocation rate predicts ${formatDuration(predictedMs)}`}; the beat moves with load.` };
  if (found.variation < CLOCK_LIKE) return { driver: "timer", explanation: `${what} comes ${beat}: so exact that a clock is behind it, in the program or in its load.` };
  return { driver: "unknown", explanation: `${what} comes ${beat}; neither its cause nor its exactness tells why.` };
}

function predictedGapMs(timeline: Timeline): number {
  const metric = PAUSE_RHYTHM_METRICS.find(({ name }) => name === "pauses.predictedYoungGapMs");
  const given = { slo: [], heapMaxBytes: null, memoryBytes: null, jdk: null, cpus: null, options: null, objective: null };
  const value = metric?.compute({ timeline, window: WHOLE, steady: WHOLE, given }).value;
  return typeof value === "number" ? value : Number.NaN;
}
