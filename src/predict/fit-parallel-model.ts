import { allocationRate } from "../metrics/allocation.js";
import type { Window } from "../metrics/metric.js";
import { pauseShare } from "../metrics/overhead.js";
import { selectClass } from "../metrics/select-pauses.js";
import { wallMsOf } from "../metrics/wall-time.js";
import { medianOfSorted, sortKnown } from "../statistics/quantile.js";
import type { Timeline } from "../timeline/timeline.js";
import type { ModelBasis, ParallelModel, Refusal } from "./collection-model.js";

const LEAST_FULL = 4;
/** Nearly all collections are full in this state; a few young ones stand at its beginning. */
const MOST_YOUNG_SHARE = 0.1;

/** The model of a Parallel run. Only full collections carry a model, since the young size adapts within seconds. */
export function fitParallelModel(timeline: Timeline, window: Window, basis: Pick<ModelBasis, "jdk" | "heapBytes" | "outsideScope">): ParallelModel | Refusal {
  const full = selectClass(timeline, window, "full");
  const young = selectClass(timeline, window, "young");
  if (full.rows.length < LEAST_FULL) return { refused: "Parallel resizes its young generation all the time, so that young pauses under other settings cannot be predicted, and the log has too few full collections" };
  const afterBytes = medianOfSorted(sortKnown([...full.rows].map((row) => timeline.pauses.afterBytes[row] as number)));
  const oldCapacityBytes = oldCapacity(timeline, full.rows);
  if (Number.isNaN(afterBytes)) return { refused: "the log does not tell how much stays alive" };
  const spanMs = wallMsOf(timeline, window);
  const share = pauseShare(timeline, window);
  return {
    kind: "Parallel",
    ...basis,
    liveBytes: afterBytes,
    spanMs,
    allocationBytesPerMs: allocationRate(timeline, window) / 1000,
    oldCapacityBytes: Number.isNaN(oldCapacityBytes) ? (2 / 3) * basis.heapBytes : oldCapacityBytes,
    isFullOnly: young.rows.length <= MOST_YOUNG_SHARE * full.rows.length,
    fullPauseMs: full.totalMs / full.sortedMs.length,
    fullCount: full.rows.length,
    now: { youngPerSecond: (full.rows.length / spanMs) * 1000, p50Ms: null, meanMs: full.totalMs / full.sortedMs.length, p90Ms: null, longestMs: null, pauseShare: Number.isNaN(share) ? null : share, gcCpuCores: null },
  };
}

/** Capacity of the old generation after full collections; NaN when spaces are not logged. */
function oldCapacity({ spaces, names }: Timeline, fullRows: Int32Array): number {
  const isFull = new Set(fullRows);
  const capacities: number[] = [];
  for (let i = 0; i < spaces.length; i++) {
    if (names[spaces.space[i] as number] === "ParOldGen" && isFull.has(spaces.pause[i] as number)) capacities.push(spaces.afterCapacityBytes[i] as number);
  }
  return medianOfSorted(sortKnown(capacities));
}
