import { sortKnown } from "../statistics/quantile.js";
import type { Timeline } from "../timeline/timeline.js";
import { causedCollections } from "./collection-causes.js";
import { maxHeapBytes } from "./given-facts.js";
import { largestRows, linesOf, measured, NEEDS_CLOCK, NEEDS_HEAP_SIZES } from "./measurement.js";
import type { MetricDefinition, MetricSource, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { joinSelections, nameOf, pauseClassOf, selectClass, selectPauses } from "./select-pauses.js";
import { findStoppedTime } from "./stopped-time.js";

const WORST_WINDOW_MS = 60_000;

/** Largest share of paused time in any minute (or in all of a shorter log); NaN without clocks. */
const worstMinute: (timeline: Timeline, window: Window) => number = oncePerWindow((timeline, window) => {
  let worst = Number.NaN;
  for (const { span, startsMs, endsMs } of findStoppedTime(timeline, window)) {
    const widthMs = Math.min(WORST_WINDOW_MS, span.toMs - span.fromMs);
    if (!(widthMs > 0)) continue;
    let pausedMs = 0;
    let first = 0;
    for (let i = 0; i < startsMs.length; i++) {
      pausedMs += (endsMs[i] as number) - (startsMs[i] as number);
      const fromMs = (endsMs[i] as number) - widthMs;
      while (first < i && (endsMs[first] as number) <= fromMs) {
        pausedMs -= (endsMs[first] as number) - (startsMs[first] as number);
        first++;
      }
      const cut = Math.max(0, fromMs - (startsMs[first] as number));
      worst = Math.max(Number.isNaN(worst) ? 0 : worst, (pausedMs - cut) / widthMs);
    }
    if (startsMs.length === 0 && Number.isNaN(worst)) worst = 0;
  }
  return worst;
});

function usedAfterMax({ timeline, window }: MetricSource): { readonly value: number; readonly row: number } {
  const rows = selectPauses(timeline, window).rows;
  const row = largestRows(timeline.pauses.afterBytes, rows, 1)[0] ?? -1;
  return { value: row < 0 ? Number.NaN : (timeline.pauses.afterBytes[row] as number), row };
}

/** Capacity after each pause where told. */
function capacityChanges({ timeline, steady }: MetricSource): { readonly changes: number; readonly told: number; readonly swing: number } {
  let previous = Number.NaN;
  let changes = 0;
  let told = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const row of selectPauses(timeline, steady).rows) {
    const committed = timeline.pauses.committedBytes[row] as number;
    if (Number.isNaN(committed)) continue;
    told++;
    if (!Number.isNaN(previous) && committed !== previous) changes++;
    previous = committed;
    least = Math.min(least, committed);
    most = Math.max(most, committed);
  }
  return { changes, told, swing: (most - least) / most };
}

/** Full and degenerated stops with their heap use after. */
function wholeStops({ timeline, window }: MetricSource): Int32Array {
  return joinSelections(timeline, [selectClass(timeline, window, "full"), selectClass(timeline, window, "degenerated")]).rows;
}

/** Whether a cause is want of memory, and nobody's request. */
function isForSpace(cause: string): boolean {
  return !/^(System\.gc\(\)|Metadata|Heap |Diagnostic|Jvmti)/.test(cause);
}

/** Full collections inside a young pause or right after one: the old generation could not take what was promoted. */
function fullAfterYoung({ timeline, window }: MetricSource): number {
  const { pauses } = timeline;
  let count = causedCollections(timeline, window).filter(({ table, kind }) => table === "marks" && kind === "Full").length;
  let previousEndMs = Number.NEGATIVE_INFINITY;
  let previousWasYoung = false;
  for (const row of selectPauses(timeline, window).rows) {
    const kind = pauseClassOf(timeline, row);
    if (kind === "full" && previousWasYoung && (pauses.startMs[row] as number) - previousEndMs < 100 && isForSpace(nameOf(timeline, pauses.cause[row] as number) ?? "")) count++;
    previousWasYoung = kind === "young";
    previousEndMs = (pauses.startMs[row] as number) + (pauses.durationMs[row] as number);
  }
  return count;
}

/** Signs that the heap is too small, too large, or of the wrong size for a while. */
export const HEAP_PRESSURE_METRICS: readonly MetricDefinition[] = [
  {
    name: "overhead.worstMinuteRatio", unit: "share", sentence: "Share of paused time in the worst minute.", formula: "largest Σ pauses in any 60 s ÷ 60 s; in a shorter log over all of it",
    compute: ({ timeline, steady }) => measured(worstMinute(timeline, steady), selectPauses(timeline, steady).rows.length, NEEDS_CLOCK, linesOf(timeline.pauses, selectPauses(timeline, steady).longestRows)),
  },
  {
    name: "heap.maxUsedAfterBytes", unit: "bytes", sentence: "Highest heap use after a collection.", formula: "largest used-after over pauses",
    compute: (source) => {
      const { value, row } = usedAfterMax(source);
      return measured(value, selectPauses(source.timeline, source.window).rows.length, NEEDS_HEAP_SIZES, row < 0 ? [] : linesOf(source.timeline.pauses, [row]));
    },
  },
  {
    name: "heap.capacityChangeShare", unit: "share", sentence: "Share of collections after warm-up that changed the size of the heap.", formula: "pauses whose committed heap differs from the one before ÷ pauses",
    compute: (source) => {
      const { changes, told } = capacityChanges(source);
      return measured(changes / told, told, NEEDS_HEAP_SIZES);
    },
  },
  {
    name: "heap.capacitySwingShare", unit: "share", sentence: "How far the size of the heap moves after warm-up.", formula: "(largest − smallest committed heap) ÷ largest",
    compute: (source) => {
      const { swing, told } = capacityChanges(source);
      return measured(swing, told, NEEDS_HEAP_SIZES);
    },
  },
  {
    name: "heap.usedAfterFullShare", unit: "share", sentence: "Share of the largest heap that the usual full or degenerated collection leaves in use.", formula: "median of used-after over those pauses ÷ largest heap",
    compute: (source) => {
      const rows = wholeStops(source);
      const used = sortKnown(Float64Array.from(rows, (row) => source.timeline.pauses.afterBytes[row] as number));
      return measured((used[used.length >> 1] ?? Number.NaN) / (maxHeapBytes(source) ?? Number.NaN), used.length, { logTag: "gc", jfrEvent: "jdk.GCHeapSummary", other: "a full collection in the log" }, linesOf(source.timeline.pauses, rows));
    },
  },
  {
    name: "generations.fullAfterYoungCount", unit: "count", sentence: "Full collections right after a young one.", formula: "full collections inside a young pause, and those for want of space that begin within 100 ms of the end of one",
    compute: (source) => {
      const count = fullAfterYoung(source);
      // Those inside of a young pause are no pauses of their own.
      return measured(count, Math.max(count, selectClass(source.timeline, source.window, "full").rows.length), NEEDS_CLOCK);
    },
  },
];
