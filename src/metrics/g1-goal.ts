import { computeMoments } from "../statistics/moments.js";
import { quantileOf } from "./collection-causes.js";
import { maxHeapBytes, optionsOf } from "./given-facts.js";
import { optionValue, sizeOf } from "./option-values.js";
import { mainRunOf } from "./jvm.js";
import { linesOf, measured, notMeasured } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { visitRegions } from "./pause-regions.js";
import { shareAbove } from "./promise.js";
import { joinSelections, selectClass, type PauseSelection } from "./select-pauses.js";
import { wallMsOf } from "./wall-time.js";

/** G1's goal when nobody sets one. */
const DEFAULT_GOAL_MS = 200;
const NEEDS_REGIONS: MissingEvidence = { logTag: "gc+heap", jfrEvent: "jdk.G1HeapSummary" };
const NEEDS_YOUNG: MissingEvidence = { logTag: "gc", jfrEvent: "jdk.GCPhasePause" };

/** The pause goal of G1 in ms: as the input or the command line says, else the default of 200. */
export function pauseGoalMs(source: MetricSource): number {
  return mainRunOf(source)?.jvm.pauseGoalMs ?? sizeOf(optionValue(optionsOf(source), "MaxGCPauseMillis")) ?? DEFAULT_GOAL_MS;
}

const selectYoung = oncePerWindow((timeline, window) => joinSelections(timeline, [selectClass(timeline, window, "young"), selectClass(timeline, window, "mixed")]));

/** Young and mixed pauses after warm-up. */
function youngOf({ timeline, steady }: MetricSource): PauseSelection {
  return selectYoung(timeline, steady);
}

/** Eden regions before each young collection. */
const edenRegions = oncePerWindow((timeline, window) => {
  const isYoung = timeline.names.map((name) => name.startsWith("Young"));
  const counts: number[] = [];
  visitRegions(timeline, window, ({ before, pause }) => {
    if (before.Eden !== undefined && isYoung[timeline.pauses.kind[pause] as number] === true) counts.push(before.Eden);
  });
  return Float64Array.from(counts);
});

/** Eden of each young collection as a share of the heap's regions. */
function edenShares(source: MetricSource): Float64Array {
  const regionBytes = mainRunOf(source)?.jvm.regionBytes ?? null;
  const heap = maxHeapBytes(source);
  if (regionBytes === null || heap === null) return new Float64Array(0);
  return edenRegions(source.timeline, source.steady).map((eden) => (eden * regionBytes) / heap);
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
      const { sortedMs, longestRows } = youngOf(source);
      return measured(shareAbove(sortedMs, pauseGoalMs(source)), sortedMs.length, NEEDS_YOUNG, linesOf(source.timeline.pauses, longestRows));
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
