import type { Timeline } from "../timeline/timeline.js";
import { maxHeapBytes } from "./given-facts.js";
import { linesOf, measured, NEEDS_HEAP_SIZES } from "./measurement.js";
import type { MetricDefinition, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { nameOf, selectPauses } from "./select-pauses.js";
import { isInside, rowsInside } from "./wall-time.js";

/** Highest heap use that was printed anywhere, and where. */
interface Peak {
  readonly bytes: number;
  /** Figures it is the largest of. */
  readonly sampleSize: number;
  readonly pause: number;
}

/** Largest used size before or after pauses, concurrent phases and collections, and in ZGC's heap tables; NaN for none. */
const findPeak: (timeline: Timeline, window: Window) => Peak = oncePerWindow((timeline, window) => {
  let bytes = Number.NaN;
  let pause = -1;
  let sampleSize = 0;
  const see = (used: number, row: number): void => {
    if (Number.isNaN(used)) return;
    sampleSize++;
    if (used <= bytes) return;
    bytes = used;
    pause = row;
  };
  const { pauses, concurrent, collections, heapTable } = timeline;
  for (const row of selectPauses(timeline, window).rows) {
    see(pauses.beforeBytes[row] as number, row);
    see(pauses.afterBytes[row] as number, row);
  }
  for (const table of [concurrent, collections]) {
    for (const row of rowsInside(table, window)) {
      see(table.beforeBytes[row] as number, -1);
      see(table.afterBytes[row] as number, -1);
    }
  }
  const used = timeline.names.indexOf("Used");
  for (let i = 0; i < heapTable.length; i++) {
    if (heapTable.row[i] !== used || !isInside(window, heapTable.run[i] as number, heapTable.atMs[i] as number)) continue;
    for (const cell of ["markStartBytes", "markEndBytes", "relocateStartBytes", "relocateEndBytes"] as const) see(heapTable[cell][i] as number, -1);
  }
  return { bytes, sampleSize, pause };
});

/** Σ humongous regions × region size, and Σ heap used, before pauses that tell both. */
const sumHumongous: (timeline: Timeline, window: Window) => { readonly humongousBytes: number; readonly usedBytes: number; readonly pauses: number } =
  oncePerWindow((timeline, window) => {
    const { regions, pauses } = timeline;
    let humongousBytes = 0;
    let usedBytes = 0;
    let count = 0;
    for (let i = 0; i < regions.length; i++) {
      const pause = regions.pause[i] as number;
      if (pause < 0 || nameOf(timeline, regions.space[i] as number) !== "Humongous") continue;
      const run = pauses.run[pause] as number;
      const used = pauses.beforeBytes[pause] as number;
      const bytes = (regions.before[i] as number) * (timeline.runs[run]?.jvm.regionBytes ?? Number.NaN);
      if (!isInside(window, run, pauses.startMs[pause] as number) || Number.isNaN(used + bytes)) continue;
      // Whole regions may be more than what is used in them, and a damaged line may count any number of them.
      humongousBytes += Math.min(bytes, used);
      usedBytes += used;
      count++;
    }
    return { humongousBytes, usedBytes, pauses: count };
  });

/** How often the committed heap differs from the pause before, within runs. */
const countCapacityChanges: (timeline: Timeline, window: Window) => { readonly changes: number; readonly known: number } = oncePerWindow((timeline, window) => {
  const { committedBytes, run } = timeline.pauses;
  let changes = 0;
  let known = 0;
  let previous = -1;
  for (const row of selectPauses(timeline, window).rows) {
    if (Number.isNaN(committedBytes[row] as number)) continue;
    known++;
    if (previous >= 0 && run[previous] === run[row] && committedBytes[previous] !== committedBytes[row]) changes++;
    previous = row;
  }
  return { changes, known };
});

/** How full the heap was and what filled it. */
export const HEAP_USE_METRICS: readonly MetricDefinition[] = [
  {
    name: "heap.maxUsedBytes", unit: "bytes",
    sentence: "Highest heap use seen.",
    formula: "largest used size before or after a pause, phase or collection; between them it may have been higher",
    compute: ({ timeline, window }) => {
      const { bytes, sampleSize, pause } = findPeak(timeline, window);
      return measured(bytes, sampleSize, NEEDS_HEAP_SIZES, pause < 0 ? [] : linesOf(timeline.pauses, [pause]));
    },
  },
  {
    name: "heap.maxUsedShare", unit: "share",
    sentence: "Highest heap use seen, as a share of the largest heap.",
    formula: "heap.maxUsedBytes ÷ largest heap",
    compute: (source) => {
      const { bytes, sampleSize } = findPeak(source.timeline, source.window);
      return measured(bytes / (maxHeapBytes(source) ?? Number.NaN), sampleSize, NEEDS_HEAP_SIZES);
    },
  },
  {
    name: "heap.humongousShare", unit: "share",
    sentence: "Share of the used heap that humongous objects take in G1.",
    formula: "Σ humongous regions × region size ÷ Σ used, before pauses; whole regions, so with what is lost at their ends, yet never more than what is used",
    compute: ({ timeline, window }) => {
      const { humongousBytes, usedBytes, pauses } = sumHumongous(timeline, window);
      return measured(humongousBytes / usedBytes, pauses, { logTag: "gc+heap", jfrEvent: "jdk.G1HeapRegionInformation" });
    },
  },
  {
    name: "heap.capacityChangeCount", unit: "count",
    sentence: "How often the committed heap changed after warm-up.",
    formula: "pauses whose committed heap differs from the pause before",
    compute: ({ timeline, steady }) => {
      const { changes, known } = countCapacityChanges(timeline, steady);
      return measured(known === 0 ? Number.NaN : changes, known, NEEDS_HEAP_SIZES);
    },
  },
];
