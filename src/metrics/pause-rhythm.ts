import { computeMoments } from "../statistics/moments.js";
import { medianOfSorted, sortKnown } from "../statistics/quantile.js";
import type { Timeline } from "../timeline/timeline.js";
import { allocationRate } from "./allocation.js";
import { measured, NEEDS_CLOCK } from "./measurement.js";
import type { MetricDefinition, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { selectClass, selectPauses, type PauseSelection } from "./select-pauses.js";
import { generationOf } from "./generations.js";

/** Times from the end of one pause to the start of the next of the same run, in ms, in time order. */
const findPauseGaps: (timeline: Timeline, window: Window) => Float64Array = oncePerWindow((timeline, window) =>
  gapsOf(timeline, selectPauses(timeline, window)));

/** The same from young (or mixed-free) collection to young collection. */
const findYoungGaps: (timeline: Timeline, window: Window) => Float64Array = oncePerWindow((timeline, window) =>
  gapsOf(timeline, selectClass(timeline, window, "young")));

function gapsOf({ pauses: { startMs, durationMs, run } }: Timeline, { rows }: PauseSelection): Float64Array {
  const gaps = new Float64Array(Math.max(0, rows.length - 1));
  let size = 0;
  for (let i = 1; i < rows.length; i++) {
    const previous = rows[i - 1] as number;
    const row = rows[i] as number;
    const gapMs = (startMs[row] as number) - (startMs[previous] as number) - (durationMs[previous] as number);
    if (run[previous] === run[row] && gapMs >= 0) gaps[size++] = gapMs;
  }
  return gaps.subarray(0, size);
}

/** Median size of eden before young collections: G1's eden regions, else the young generation; NaN where neither is told. */
const usualEdenBytes: (timeline: Timeline, window: Window) => number = oncePerWindow((timeline, window) => {
  const { regions, spaces, pauses } = timeline;
  const isYoung = new Uint8Array(pauses.length);
  for (const row of selectClass(timeline, window, "young").rows) isYoung[row] = 1;
  const eden = timeline.names.indexOf("Eden");
  const sizes: number[] = [];
  for (let i = 0; i < regions.length; i++) {
    const pause = regions.pause[i] as number;
    if (regions.space[i] !== eden || isYoung[pause] !== 1) continue;
    sizes.push((regions.before[i] as number) * (timeline.runs[pauses.run[pause] as number]?.jvm.regionBytes ?? Number.NaN));
  }
  if (sizes.length > 0) return medianOfSorted(sortKnown(sizes));
  const byName = timeline.names.map(generationOf);
  for (let i = 0; i < spaces.length; i++) {
    // What is free in young after one collection is filled before the next: capacity (without the second survivor) − used after.
    if (isYoung[spaces.pause[i] as number] === 1 && byName[spaces.space[i] as number] === "young") {
      sizes.push((spaces.afterCapacityBytes[i] as number) - (spaces.afterBytes[i] as number));
    }
  }
  return medianOfSorted(sortKnown(sizes));
});

/** How regularly pauses come. */
export const PAUSE_RHYTHM_METRICS: readonly MetricDefinition[] = [
  {
    name: "pauses.gapP50Ms", unit: "ms",
    sentence: "Usual time between pauses after warm-up.",
    formula: "median of start of a pause − end of the one before",
    compute: ({ timeline, steady }) => {
      const gaps = findPauseGaps(timeline, steady);
      return measured(medianOfSorted(sortKnown(gaps)), gaps.length, NEEDS_CLOCK);
    },
  },
  {
    name: "pauses.gapVariation", unit: "ratio",
    sentence: "How irregular the times between pauses are: below 0.1 like a clock, near 1 random.",
    formula: "standard deviation ÷ mean of the times between pauses after warm-up",
    compute: ({ timeline, steady }) => {
      const { coefficientOfVariation, sampleSize } = computeMoments(findPauseGaps(timeline, steady));
      return measured(coefficientOfVariation, sampleSize, NEEDS_CLOCK);
    },
  },
  {
    name: "pauses.youngGapP50Ms", unit: "ms",
    sentence: "Usual time between young collections after warm-up.",
    formula: "median of start of a young pause − end of the young pause before",
    compute: ({ timeline, steady }) => {
      const gaps = findYoungGaps(timeline, steady);
      return measured(medianOfSorted(sortKnown(gaps)), gaps.length, NEEDS_CLOCK);
    },
  },
  {
    name: "pauses.predictedYoungGapMs", unit: "ms",
    sentence: "Time between young collections that the allocation rate explains.",
    formula: "median eden ÷ allocation rate; when it equals the observed time, pauses come from allocation and not from a timer",
    compute: ({ timeline, steady }) =>
      measured((usualEdenBytes(timeline, steady) / allocationRate(timeline, steady)) * 1000, selectClass(timeline, steady, "young").rows.length, { logTag: "gc+heap", jfrEvent: "jdk.G1HeapSummary" }),
  },
];
