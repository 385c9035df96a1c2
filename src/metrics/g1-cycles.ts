import type { Timeline } from "../timeline/timeline.js";
import { allocationRate } from "./allocation.js";
import { MEMORY_CAUSES, quantileOf } from "./collection-causes.js";
import { LEAST_COLLECTIONS_OF_EXTREMES, measureEvacuationSpace } from "./g1-evacuation-space.js";
import { isPauseInside } from "./pause-regions.js";
import { maxHeapBytes } from "./given-facts.js";
import { linesOf, measured, NEEDS_CLOCK } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { nameOf, pauseClassOf, selectPauses } from "./select-pauses.js";
import { isInside, rowsInside, wallMsOf } from "./wall-time.js";

/** Predictions of G1 below which they still carry the load of the start. */
const LEAST_PREDICTIONS = 5;
/** How long after the end of a full collection the marking thread may still say that it gave up. */
const ABORT_TOLD_WITHIN_MS = 1000;
const ROUNDING_MS = 1.5;
const NEEDS_CONCURRENT: MissingEvidence = { logTag: "gc", jfrEvent: "jdk.GCPhaseConcurrent" };
const NEEDS_REGIONS: MissingEvidence = { logTag: "gc+heap", jfrEvent: null };

/** Whole concurrent cycles that begin inside a window: rows that hold the rows of their parts, one for each GC id, the longest. */
export const concurrentCycles: (timeline: Timeline, window: Window) => readonly number[] = oncePerWindow((timeline, window) => {
  const { concurrent } = timeline;
  const byId = new Map<string, number>();
  for (const row of rowsInside(concurrent, window)) {
    if (concurrent.isCycle[row] !== 1) continue;
    const key = `${concurrent.run[row]}:${concurrent.gcId[row]}:${concurrent.generation[row]}`;
    const earlier = byId.get(key);
    if (earlier === undefined || (concurrent.durationMs[row] as number) > (concurrent.durationMs[earlier] as number)) byId.set(key, row);
  }
  return [...byId.values()];
});

/** Rows of `marks` of a kind inside the window. */
export function marksOf({ timeline, window }: MetricSource, what: string): readonly number[] {
  const { marks } = timeline;
  const rows: number[] = [];
  for (let row = 0; row < marks.length; row++) {
    if (nameOf(timeline, marks.what[row] as number) === what && isInside(window, marks.run[row] as number, marks.atMs[row] as number)) rows.push(row);
  }
  return rows;
}

/** Why an evacuation failed for want of room; pinned objects alone cost nothing of the kind. */
export const NO_ROOM = /^(?!Pinned$)/;

/** Pauses with an evacuation failure whose reason matches. */
export function failedPauses({ timeline, window }: Pick<MetricSource, "timeline" | "window">, reason: RegExp): Int32Array {
  const { evacuationFailure } = timeline.pauses;
  return selectPauses(timeline, window).rows.filter((row) => (evacuationFailure[row] as number) >= 0 && reason.test(nameOf(timeline, evacuationFailure[row] as number) ?? ""));
}

/** Marks of markings given up for want of memory: not those that a requested full collection (System.gc(), a heap dump) ended. */
function exhaustedMarkings(source: MetricSource): readonly number[] {
  const { timeline } = source;
  const { marks, pauses } = timeline;
  const full = selectPauses(timeline, source.window).rows.filter((row) => pauseClassOf(timeline, row) === "full");
  return marksOf(source, "abort").filter((mark) => {
    const atMs = marks.atMs[mark] as number;
    // A full collection gives up the marking while it runs; the marking thread says so a moment later.
    const ender = full.findLast((row) => pauses.run[row] === marks.run[mark] && (pauses.startMs[row] as number) <= atMs + ROUNDING_MS && atMs <= (pauses.startMs[row] as number) + ((pauses.durationMs[row] as number) || 0) + ABORT_TOLD_WITHIN_MS);
    const cause = ender === undefined ? null : nameOf(timeline, pauses.cause[ender] as number);
    return cause === null || MEMORY_CAUSES.test(cause);
  });
}

/** Cycles whose mixed collections (or, without any, whose cleanup) gave back less than 5 % of the heap. */
function barrenCycles(source: MetricSource): { readonly barren: number; readonly cycles: number } {
  const { timeline, window } = source;
  const { pauses } = timeline;
  const heap = maxHeapBytes(source) ?? Number.NaN;
  let barren = 0;
  let cycles = 0;
  let freed = Number.NaN;
  for (const row of selectPauses(timeline, window).rows) {
    const kind = pauseClassOf(timeline, row);
    if (kind === "cleanup") {
      if (freed < 0.05 * heap) barren++;
      freed = 0;
      cycles++;
    }
    const given = (pauses.beforeBytes[row] as number) - (pauses.afterBytes[row] as number);
    if (kind === "mixed" && !Number.isNaN(freed) && given > 0) freed += given;
  }
  // The cycle that is still open at the end of the log has had no time to give anything back.
  return { barren, cycles: Math.max(0, cycles - 1) };
}

/** G1's concurrent cycles and what goes wrong around them. */
export const G1_CYCLE_METRICS: readonly MetricDefinition[] = [
  {
    name: "g1.evacuationFailureCount", unit: "count", sentence: "Pauses in which G1 found no room to move objects to.", formula: "pauses with `To-space exhausted` or `Evacuation Failure` for any reason but pinning",
    compute: (source) => {
      const rows = failedPauses(source, NO_ROOM);
      return measured(rows.length, selectPauses(source.timeline, source.window).rows.length, NEEDS_CONCURRENT, linesOf(source.timeline.pauses, rows));
    },
  },
  {
    name: "g1.evacuationFailuresPerTenMinutes", unit: "count", sentence: "Evacuation failures in ten minutes.", formula: "pauses with evacuation failure ÷ wall time × 10 min",
    compute: (source) => measured((failedPauses(source, NO_ROOM).length / wallMsOf(source.timeline, source.window)) * 600_000, selectPauses(source.timeline, source.window).rows.length, NEEDS_CLOCK),
  },
  {
    name: "g1.pinnedFailureCount", unit: "count", sentence: "Pauses in which objects pinned by native code could not be moved.", formula: "pauses with `Evacuation Failure: Pinned`",
    compute: (source) => {
      const rows = failedPauses(source, /Pinned/);
      return measured(rows.length, selectPauses(source.timeline, source.window).rows.length, NEEDS_CONCURRENT, linesOf(source.timeline.pauses, rows));
    },
  },
  {
    name: "g1.evacuationRiskRatio", unit: "ratio", sentence: "Largest amount copied in a young or mixed collection against the smallest free space before one.", formula: "max(bytes copied, printed or by regions) ÷ min(largest heap − used) after warm-up; below 0.8 no failures are expected",
    compute: (source) => {
      const { ratio, sampleSize } = measureEvacuationSpace(source.timeline, source.steady, maxHeapBytes(source));
      return measured(sampleSize < LEAST_COLLECTIONS_OF_EXTREMES ? Number.NaN : ratio, sampleSize, NEEDS_REGIONS);
    },
  },
  {
    name: "g1.markAbortCount", unit: "count", sentence: "Concurrent markings that were given up because memory ran out first.", formula: "`Concurrent Mark Abort` lines, without those of full collections that were asked for",
    compute: (source) => {
      const rows = exhaustedMarkings(source);
      return measured(rows.length, concurrentCycles(source.timeline, source.window).length, NEEDS_CONCURRENT, linesOf(source.timeline.marks, rows));
    },
  },
  {
    name: "concurrent.cycleCount", unit: "count", sentence: "Concurrent cycles.", formula: "whole cycles that begin inside the window",
    compute: ({ timeline, window }) => measured(concurrentCycles(timeline, window).length, concurrentCycles(timeline, window).length, NEEDS_CONCURRENT),
  },
  {
    name: "concurrent.activeShare", unit: "share", sentence: "Share of the time in which a concurrent cycle is under way.", formula: "Σ whole cycles ÷ wall time, after warm-up, at most 1",
    compute: ({ timeline, steady }) => {
      const rows = concurrentCycles(timeline, steady);
      const sum = rows.reduce((total, row) => total + ((timeline.concurrent.durationMs[row] as number) || 0), 0);
      return measured(Math.min(1, sum / wallMsOf(timeline, steady)), rows.length, NEEDS_CONCURRENT);
    },
  },
  {
    name: "concurrent.cycleP95Ms", unit: "ms", sentence: "Time a concurrent cycle takes, at the 95th percentile.", formula: "nearest rank over whole cycles",
    compute: ({ timeline, window }) => {
      const rows = concurrentCycles(timeline, window);
      return measured(quantileOf(rows.map((row) => timeline.concurrent.durationMs[row] as number), 0.95), rows.length, NEEDS_CONCURRENT);
    },
  },
  {
    name: "g1.barrenCycleCount", unit: "count", sentence: "Concurrent cycles after which mixed collections gave back less than 5 % of the heap.", formula: "cycles between cleanups with Σ freed by mixed pauses < 0.05 × largest heap",
    compute: (source) => measured(barrenCycles(source).barren, barrenCycles(source).cycles, NEEDS_CONCURRENT),
  },
  {
    name: "g1.barrenCycleShare", unit: "share", sentence: "Share of concurrent cycles after which mixed collections gave back less than 5 % of the heap.", formula: "such cycles ÷ cycles",
    compute: (source) => measured(barrenCycles(source).barren / barrenCycles(source).cycles, barrenCycles(source).cycles, NEEDS_CONCURRENT),
  },
  {
    name: "g1.predictedMarkingOverrunShare", unit: "share", sentence: "Share of G1's own predictions in which marking takes longer than the memory lasts.", formula: "samples with predicted marking × allocation rate (the predicted one, at most the measured one) > largest heap − start threshold ÷ samples in which G1 uses its prediction, after warm-up; at least five",
    compute: (source) => {
      const { ihops } = source.timeline;
      const { steady } = source;
      const heap = maxHeapBytes(source) ?? Number.NaN;
      // G1 pads its prediction with the spread of its samples, and after a start with bursts that exceeds all that is allocated.
      const measuredRate = allocationRate(source.timeline, steady);
      let late = 0;
      let told = 0;
      for (let row = 0; row < ihops.length; row++) {
        if (!isInside(steady, ihops.run[row] as number, ihops.atMs[row] as number)) continue;
        const needed = ((ihops.predictedMarkingMs[row] as number) / 1000) * Math.min(ihops.allocationBytesPerSecond[row] as number, measuredRate || Number.POSITIVE_INFINITY);
        const room = heap - (ihops.thresholdBytes[row] as number);
        if (Number.isNaN(needed) || Number.isNaN(room)) continue;
        told++;
        if (needed > room) late++;
      }
      return measured(told < LEAST_PREDICTIONS ? Number.NaN : late / told, told, { logTag: "gc+ihop=debug", jfrEvent: "jdk.G1AdaptiveIHOP" });
    },
  },
  {
    name: "g1.lowTenuringShare", unit: "share", sentence: "Share of young collections after which objects are promoted at an age of two or less.", formula: "tenuring threshold ≤ 2 ÷ collections that tell it",
    compute: ({ timeline, window }) => {
      const { ages } = timeline;
      let low = 0;
      let told = 0;
      for (let row = 0; row < ages.length; row++) {
        const threshold = ages.threshold[row] as number;
        if (ages.age[row] !== 0 || threshold < 0 || !isPauseInside(timeline, window, ages.pause[row] as number)) continue;
        told++;
        if (threshold <= 2) low++;
      }
      return measured(low / told, told, { logTag: "gc+age=trace", jfrEvent: "jdk.TenuringDistribution" });
    },
  },
  {
    name: "ages.survivalFromTwoToThree", unit: "ratio", sentence: "How much of what survived two collections also survives the third.", formula: "Σ bytes of age 3 ÷ Σ bytes of age 2",
    compute: ({ timeline, window }) => {
      const { ages } = timeline;
      let two = 0;
      let three = 0;
      let told = 0;
      for (let row = 0; row < ages.length; row++) {
        if (!isPauseInside(timeline, window, ages.pause[row] as number)) continue;
        if (ages.age[row] === 2) {
          two += (ages.bytes[row] as number) || 0;
          told++;
        }
        if (ages.age[row] === 3) three += (ages.bytes[row] as number) || 0;
      }
      return measured(three / two, told, { logTag: "gc+age=trace", jfrEvent: "jdk.TenuringDistribution" });
    },
  },
];
