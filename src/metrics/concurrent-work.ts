import type { Timeline } from "../timeline/timeline.js";
import { measured, notMeasured } from "./measurement.js";
import type { MetricDefinition, MissingEvidence, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { nameOf } from "./select-pauses.js";
import { findStoppedTime, type StoppedTime } from "./stopped-time.js";
import { rowsInside, spansOf, wallMsOf, type RunSpan } from "./wall-time.js";

/** What gives the phases that run beside the application. */
const NEEDS_CONCURRENT: MissingEvidence = { logTag: "gc", jfrEvent: "jdk.GCPhaseConcurrent" };

/** Count and time of one concurrent phase. */
export interface ConcurrentPhase {
  readonly count: number;
  readonly totalMs: number;
}

/** Concurrent phases inside the window by name, in the order in which they first occur, whole cycles included. */
export const summarizeConcurrent: (timeline: Timeline, window: Window) => ReadonlyMap<string, ConcurrentPhase> = oncePerWindow((timeline, window) => {
  const phases = new Map<string, { count: number; totalMs: number }>();
  const { concurrent } = timeline;
  for (const row of rowsInside(concurrent, window)) {
    const name = nameOf(timeline, concurrent.phase[row] as number);
    if (name === null) continue;
    const phase = phases.get(name) ?? { count: 0, totalMs: 0 };
    phases.set(name, phase);
    phase.count++;
    phase.totalMs += (concurrent.durationMs[row] as number) || 0;
  }
  return phases;
});

/**
 * Wall time in which any concurrent phase was running, in ms: phases that overlap count once. `withPauses` says whether
 * stops inside a cycle count too. The abortable preclean of CMS is left out, because it mostly waits.
 */
export function concurrentWallMs(timeline: Timeline, window: Window, withPauses: boolean): number {
  const stopped = withPauses ? [] : findStoppedTime(timeline, window);
  let wallMs = 0;
  for (const span of spansOf(timeline, window)) {
    const stops = stopped.find(({ span: { run } }) => run === span.run);
    visitActive(timeline, span, (fromMs, toMs) => {
      wallMs += toMs - fromMs - (stops === undefined ? 0 : stoppedBetween(stops, fromMs, toMs));
    });
  }
  return wallMs;
}

/** Shows disjoint stretches of concurrent work in time order. Rows are in order of their start. */
function visitActive(timeline: Timeline, span: RunSpan, visit: (fromMs: number, toMs: number) => void): void {
  const { concurrent, names } = timeline;
  const isWaiting = names.map((name) => /abortable/i.test(name));
  const skipsCycles = span.run.collector === "CMS";
  let openFromMs = Number.NaN;
  let openToMs = Number.NaN;
  for (const row of rowsInside(concurrent, { run: span.run.index, fromMs: Number.NaN, toMs: span.toMs })) {
    if (isWaiting[concurrent.phase[row] as number] === true || (skipsCycles && concurrent.isCycle[row] === 1)) continue;
    const fromMs = Math.max(span.fromMs, concurrent.startMs[row] as number);
    const toMs = Math.min(span.toMs, (concurrent.startMs[row] as number) + (concurrent.durationMs[row] as number));
    if (!(toMs > fromMs)) continue;
    if (fromMs <= openToMs) {
      openToMs = Math.max(openToMs, toMs);
      continue;
    }
    if (!Number.isNaN(openFromMs)) visit(openFromMs, openToMs);
    openFromMs = fromMs;
    openToMs = toMs;
  }
  if (!Number.isNaN(openFromMs)) visit(openFromMs, openToMs);
}

/** Ms stopped between two instants, from stops in time order. */
function stoppedBetween({ startsMs, endsMs }: StoppedTime, fromMs: number, toMs: number): number {
  let stoppedMs = 0;
  for (let i = firstEndingAfter(endsMs, fromMs); i < startsMs.length && (startsMs[i] as number) < toMs; i++) {
    stoppedMs += Math.min(toMs, endsMs[i] as number) - Math.max(fromMs, startsMs[i] as number);
  }
  return stoppedMs;
}

function firstEndingAfter(endsMs: Float64Array, atMs: number): number {
  let low = 0;
  let high = endsMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((endsMs[middle] as number) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Work of the collector beside the running application. */
export const CONCURRENT_METRICS: readonly MetricDefinition[] = [
  {
    name: "concurrent.workShare", unit: "share",
    sentence: "Share of wall time in which the collector works beside the application.",
    formula: "length of the union of concurrent phases and cycles ÷ T",
    compute: ({ timeline, window }) => {
      const phases = rowsInside(timeline.concurrent, window).length;
      if (phases === 0 && !timeline.seen.has("concurrent") && !timeline.seen.has("pauses")) return notMeasured(NEEDS_CONCURRENT);
      return measured(concurrentWallMs(timeline, window, true) / wallMsOf(timeline, window), phases, NEEDS_CONCURRENT);
    },
  },
  {
    name: "concurrent.abortedCount", unit: "count",
    sentence: "Concurrent cycles that were given up.",
    formula: "concurrent phases that end with an abort",
    compute: ({ timeline, window }) => {
      const rows = rowsInside(timeline.concurrent, window);
      return { value: rows.filter((row) => timeline.concurrent.isAborted[row] === 1).length, sampleSize: rows.length };
    },
  },
];
