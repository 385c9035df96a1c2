import { computeMoments } from "../statistics/moments.js";
import type { Timeline } from "../timeline/timeline.js";
import { quantileOf } from "./collection-causes.js";
import { maxHeapBytes, optionsOf } from "./given-facts.js";
import { optionValue, sizeOf } from "./option-values.js";
import { mainRunOf } from "./jvm.js";
import { largestRows, linesOf, measured, notMeasured } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { shareAbove } from "./promise.js";
import { nameOf, selectClass, type PauseSelection } from "./select-pauses.js";
import { wallMsOf } from "./wall-time.js";

/** G1's goal when nobody sets one. */
const DEFAULT_GOAL_MS = 200;
const NEEDS_REGIONS: MissingEvidence = { logTag: "gc+heap", jfrEvent: "jdk.G1HeapSummary" };
const NEEDS_YOUNG: MissingEvidence = { logTag: "gc", jfrEvent: "jdk.GCPhasePause" };

/** The pause goal of G1 in ms: as the input or the command line says, else the default of 200. */
export function pauseGoalMs(source: MetricSource): number {
  return mainRunOf(source)?.jvm.pauseGoalMs ?? sizeOf(optionValue(optionsOf(source), "MaxGCPauseMillis")) ?? DEFAULT_GOAL_MS;
}

/** Region counts before and after each pause, by space name; -1 where a line gives no target. */
export interface PauseRegions {
  readonly pause: number;
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
}

/** Region counts by pause, for pauses that begin inside the window, in time order. */
export const regionsByPause: (timeline: Timeline, window: Window) => readonly PauseRegions[] = oncePerWindow((timeline, window) => {
  const { regions, pauses } = timeline;
  const found = new Map<number, { pause: number; before: Record<string, number>; after: Record<string, number> }>();
  for (let row = 0; row < regions.length; row++) {
    const pause = regions.pause[row] as number;
    if (pause < 0 || !isPauseInside(timeline, window, pause)) continue;
    const entry = found.get(pause) ?? { pause, before: {}, after: {} };
    const space = nameOf(timeline, regions.space[row] as number) ?? "";
    entry.before[space] = regions.before[row] as number;
    entry.after[space] = regions.after[row] as number;
    found.set(pause, entry);
  }
  return [...found.values()].sort((a, b) => (pauses.startMs[a.pause] as number) - (pauses.startMs[b.pause] as number));
});

/** Whether a pause begins inside a window. */
export function isPauseInside({ pauses }: Timeline, window: Window, pause: number): boolean {
  const startMs = pauses.startMs[pause] as number;
  if (window.run !== null && pauses.run[pause] !== window.run) return false;
  return (Number.isNaN(window.fromMs) || startMs >= window.fromMs) && (Number.isNaN(window.toMs) || startMs < window.toMs);
}

/** Young and mixed pauses after warm-up. */
function youngOf({ timeline, steady }: MetricSource): PauseSelection {
  const young = selectClass(timeline, steady, "young");
  const mixed = selectClass(timeline, steady, "mixed");
  if (mixed.rows.length === 0) return young;
  return {
    rows: Int32Array.from([...young.rows, ...mixed.rows]).sort(),
    sortedMs: Float64Array.from([...young.sortedMs, ...mixed.sortedMs]).sort(),
    totalMs: young.totalMs + mixed.totalMs,
  };
}

/** Eden of each young collection as a share of the heap's regions. */
function edenShares(source: MetricSource): Float64Array {
  const regionBytes = mainRunOf(source)?.jvm.regionBytes ?? null;
  const heap = maxHeapBytes(source);
  if (regionBytes === null || heap === null) return new Float64Array(0);
  const shares: number[] = [];
  for (const { before, pause } of regionsByPause(source.timeline, source.steady)) {
    const eden = before["Eden"];
    const kind = nameOf(source.timeline, source.timeline.pauses.kind[pause] as number) ?? "";
    if (eden !== undefined && kind.startsWith("Young")) shares.push((eden * regionBytes) / heap);
  }
  return Float64Array.from(shares);
}

/** How G1's pause goal and its young generation get along. */
export const G1_GOAL_METRICS: readonly MetricDefinition[] = [
  {
    name: "g1.pauseGoalMs", unit: "ms", sentence: "Pause goal of G1.", formula: "MaxGCPauseMillis, 200 ms when not set",
    compute: (source) => measured(pauseGoalMs(source), 1, NEEDS_YOUNG),
  },
  {
    name: "g1.overGoalShare", unit: "share", sentence: "Share of young and mixed pauses longer than the pause goal.", formula: "young and mixed pauses over the goal ÷ young and mixed pauses, after warm-up",
    compute: (source) => {
      const { sortedMs, rows } = youngOf(source);
      const { pauses } = source.timeline;
      return measured(shareAbove(sortedMs, pauseGoalMs(source)), sortedMs.length, NEEDS_YOUNG, linesOf(pauses, largestRows(pauses.durationMs, rows)));
    },
  },
  {
    name: "g1.youngPerSecond", unit: "perSecond", sentence: "Young and mixed collections a second.", formula: "young and mixed pauses ÷ seconds, after warm-up",
    compute: (source) => measured((youngOf(source).rows.length / wallMsOf(source.timeline, source.steady)) * 1000, youngOf(source).rows.length, NEEDS_YOUNG),
  },
  {
    name: "g1.edenAtFloorShare", unit: "share", sentence: "Share of young collections that begin with an eden of at most 6 % of the heap.", formula: "young collections with eden ÷ heap ≤ 0.06 ÷ young collections, after warm-up",
    compute: (source) => {
      const shares = edenShares(source);
      return measured(shares.filter((share) => share <= 0.06).length / shares.length, shares.length, NEEDS_REGIONS);
    },
  },
  {
    name: "g1.edenShareP50", unit: "share", sentence: "Usual eden at the start of a young collection, as a share of the largest heap.", formula: "median of eden regions × region size ÷ largest heap, after warm-up",
    compute: (source) => measured(quantileOf(edenShares(source), 0.5), edenShares(source).length, NEEDS_REGIONS),
  },
  {
    name: "g1.youngSizeVariation", unit: "ratio", sentence: "How much the size of eden varies between young collections.", formula: "standard deviation ÷ mean of eden before young collections, after warm-up",
    compute: (source) => {
      const shares = edenShares(source);
      return measured(computeMoments(shares).coefficientOfVariation, shares.length, NEEDS_REGIONS);
    },
  },
  {
    name: "g1.youngIsPinned", unit: "yesNo", sentence: "Whether the size of the young generation was fixed by hand, which switches the pause goal off.", formula: "-Xmn, NewRatio, or NewSize equal to MaxNewSize on the command line",
    compute: (source) => {
      const options = optionsOf(source);
      if (options === null) return notMeasured({ logTag: "arguments", jfrEvent: "jdk.JVMInformation", other: "the command line (--jvm-options)" });
      const newSize = optionValue(options, "NewSize");
      const isPinned = options.some((option) => option.startsWith("-Xmn")) || optionValue(options, "NewRatio") !== null || (newSize !== null && newSize === optionValue(options, "MaxNewSize"));
      return measured(isPinned && !(mainRunOf(source)?.jvm.optionsAreFlags === true && source.given.options === null), 1, NEEDS_YOUNG);
    },
  },
];
