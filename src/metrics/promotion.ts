import type { Timeline } from "../timeline/timeline.js";
import { allocationRate } from "./allocation.js";
import { generationOf } from "./generations.js";
import { measured, notMeasured } from "./measurement.js";
import type { Measurement, MetricDefinition, MissingEvidence, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { selectClass, selectPauses } from "./select-pauses.js";
import { wallMsOf } from "./wall-time.js";
import { readZgcCycles } from "./zgc-cycles.js";

/** Bytes that moved from young to old, and how that is known. */
export interface Promotion {
  readonly bytes: number;
  /** Collections that tell it. */
  readonly sampleSize: number;
  readonly from: string;
  /** True when more may have been promoted than was seen. */
  readonly isLowerBound: boolean;
}

const NEEDS_GENERATIONS: MissingEvidence = { logTag: "gc+heap", jfrEvent: "jdk.G1HeapSummary" };

/**
 * What was promoted in the window, by the best evidence there is: growth of G1's old regions across young and mixed pauses,
 * growth of the old generation across young pauses, ZGC's `Promoted` rows, else growth of the heap from one young pause to the next,
 * which is a lower bound. null when the collector has no generations or nothing tells.
 */
const findPromotion: (timeline: Timeline, window: Window) => Promotion | null = oncePerWindow((timeline, window) =>
  fromPauses(timeline, window) ?? fromHeapTables(timeline, window) ?? fromHeapGrowth(timeline, window));

function fromPauses(timeline: Timeline, window: Window): Promotion | null {
  let bytes = 0;
  let sampleSize = 0;
  const evidence = visitPromotion(timeline, window, (_pause, grown) => {
    bytes += grown;
    sampleSize++;
  });
  return evidence === null ? null : { bytes, sampleSize, ...evidence };
}

/**
 * Visits young and mixed pauses (rows of `pauses`) with the bytes by which the old generation grew across them, 0 where it
 * shrank: G1's old regions, else the old space. null when no pause tells it.
 */
export function visitPromotion(timeline: Timeline, window: Window, visit: (pause: number, bytes: number) => void): Pick<Promotion, "from" | "isLowerBound"> | null {
  // Old regions that a mixed pause frees hide as many promoted ones, so with mixed pauses this is a lower bound.
  if (visitRegions(timeline, window, visit)) return { from: "old regions across young and mixed pauses", isLowerBound: selectClass(timeline, window, "mixed").rows.length > 0 };
  return visitSpaces(timeline, window, visit) ? { from: "old generation across young pauses", isLowerBound: false } : null;
}

function visitRegions(timeline: Timeline, window: Window, visit: (pause: number, bytes: number) => void): boolean {
  const { regions, pauses } = timeline;
  const old = timeline.names.indexOf("Old");
  const isYoung = youngRows(timeline, window);
  let isKnown = false;
  for (let i = 0; i < regions.length; i++) {
    const pause = regions.pause[i] as number;
    if (regions.space[i] !== old || isYoung[pause] !== 1) continue;
    const regionBytes = timeline.runs[pauses.run[pause] as number]?.jvm.regionBytes ?? Number.NaN;
    if (Number.isNaN(regionBytes)) continue;
    visit(pause, Math.max(0, (regions.after[i] as number) - (regions.before[i] as number)) * regionBytes);
    isKnown = true;
  }
  return isKnown;
}

function visitSpaces(timeline: Timeline, window: Window, visit: (pause: number, bytes: number) => void): boolean {
  const { spaces } = timeline;
  const byName = timeline.names.map(generationOf);
  const isYoung = youngRows(timeline, window);
  let isKnown = false;
  for (let i = 0; i < spaces.length; i++) {
    const pause = spaces.pause[i] as number;
    const growth = (spaces.afterBytes[i] as number) - (spaces.beforeBytes[i] as number);
    if (isYoung[pause] !== 1 || byName[spaces.space[i] as number] !== "old" || Number.isNaN(growth)) continue;
    visit(pause, Math.max(0, growth));
    isKnown = true;
  }
  return isKnown;
}

function fromHeapTables(timeline: Timeline, window: Window): Promotion | null {
  const promoted = readZgcCycles(timeline, window).map(({ promotedBytes }) => promotedBytes).filter((bytes) => !Number.isNaN(bytes));
  if (promoted.length === 0) return null;
  return { bytes: promoted.reduce((sum, bytes) => sum + bytes, 0), sampleSize: promoted.length, from: "Promoted rows of the heap tables", isLowerBound: false };
}

function fromHeapGrowth(timeline: Timeline, window: Window): Promotion | null {
  const { afterBytes, run } = timeline.pauses;
  let bytes = 0;
  let sampleSize = 0;
  let previous = -1;
  for (const row of selectClass(timeline, window, "young").rows) {
    if (Number.isNaN(afterBytes[row] as number)) continue;
    if (previous >= 0 && run[previous] === run[row]) {
      bytes += Math.max(0, (afterBytes[row] as number) - (afterBytes[previous] as number));
      sampleSize++;
    }
    previous = row;
  }
  return sampleSize === 0 ? null : { bytes, sampleSize, from: "growth of the heap from one young pause to the next", isLowerBound: true };
}

/** 1 for rows of `pauses` that are young or mixed and inside the window. */
const youngRows: (timeline: Timeline, window: Window) => Uint8Array = oncePerWindow((timeline, window) => {
  const marks = new Uint8Array(timeline.pauses.length);
  for (const pauseClass of ["young", "mixed"] as const) {
    for (const row of selectClass(timeline, window, pauseClass).rows) marks[row] = 1;
  }
  return marks;
});

/** How fast objects move into the old generation. */
export const PROMOTION_METRICS: readonly MetricDefinition[] = [
  {
    name: "heap.promotionRateBytesPerSec", unit: "bytesPerSecond",
    sentence: "Bytes a second that move into the old generation after warm-up.",
    formula: "Σ growth of old space across young collections ÷ T; heap.promotionFrom says what it was seen from",
    compute: ({ timeline, steady }) => withPromotion(timeline, steady, ({ bytes }) => (bytes / wallMsOf(timeline, steady)) * 1000),
  },
  {
    name: "heap.promotionFrom", unit: "text",
    sentence: "What the promotion rate was seen from.",
    formula: "the finest of region counts, generation sizes, heap tables, heap growth",
    compute: ({ timeline, steady }) => withPromotion(timeline, steady, ({ from }) => from),
  },
  {
    name: "heap.promotionIsLowerBound", unit: "yesNo",
    sentence: "Whether more may have been promoted than the rate says.",
    formula: "yes with mixed pauses, whose freed regions hide promoted ones, and when seen from heap growth only",
    compute: ({ timeline, steady }) => withPromotion(timeline, steady, ({ isLowerBound }) => isLowerBound),
  },
  {
    name: "heap.promotionRatio", unit: "share",
    sentence: "Promotion rate as a share of the allocation rate.",
    formula: "promotion rate ÷ allocation rate; below 0.02 in healthy services",
    compute: ({ timeline, steady }) => withPromotion(timeline, steady, ({ bytes }) => ((bytes / wallMsOf(timeline, steady)) * 1000) / allocationRate(timeline, steady)),
  },
];

function withPromotion(timeline: Timeline, window: Window, valueOf: (promotion: Promotion) => number | string | boolean): Measurement {
  const promotion = findPromotion(timeline, window);
  return promotion === null ? notMeasured(NEEDS_GENERATIONS, selectPauses(timeline, window).rows.length) : measured(valueOf(promotion), promotion.sampleSize, NEEDS_GENERATIONS);
}
