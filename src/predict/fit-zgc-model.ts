import type { Collector } from "../events/gc-event.js";
import { allocationRate } from "../metrics/allocation.js";
import { findLowPoints } from "../metrics/low-points.js";
import type { Window } from "../metrics/metric.js";
import { pauseShare } from "../metrics/overhead.js";
import { rowsInside, wallMsOf } from "../metrics/wall-time.js";
import { medianOfSorted, sortKnown } from "../statistics/quantile.js";
import type { Timeline } from "../timeline/timeline.js";
import type { ModelBasis, Refusal, ZgcModel } from "./collection-model.js";
import { measureCollectorCpu } from "./measure-run.js";

const LEAST_COLLECTIONS = 4;

/** The model of a ZGC run: how often it collects, what that costs, and how much stays alive. */
export function fitZgcModel(timeline: Timeline, window: Window, basis: Pick<ModelBasis, "jdk" | "heapBytes" | "outsideScope">, collector: Collector): ZgcModel | Refusal {
  const { collections } = timeline;
  // The halves of a major collection share one id and count once.
  const ids = new Set([...rowsInside(collections, window)].map((row) => collections.gcId[row]));
  if (ids.size < LEAST_COLLECTIONS) return { refused: `only ${ids.size} collections after warm-up, at least ${LEAST_COLLECTIONS} are needed` };
  const live = medianOfSorted(sortKnown(lowPoints(timeline, window)));
  if (Number.isNaN(live)) return { refused: "the log does not tell how much stays alive (no collection of the old generation)" };
  if (live >= basis.heapBytes) return { refused: "what stays alive fills the heap" };
  const spanMs = wallMsOf(timeline, window);
  const { concurrentCores } = measureCollectorCpu(timeline, window);
  const share = pauseShare(timeline, window);
  return {
    kind: "ZGC",
    ...basis,
    collector,
    liveBytes: live,
    spanMs,
    allocationBytesPerMs: allocationRate(timeline, window) / 1000,
    collectionCount: ids.size,
    now: {
      youngPerSecond: (ids.size / spanMs) * 1000, p50Ms: null, meanMs: null, p90Ms: null, longestMs: null,
      pauseShare: Number.isNaN(share) ? null : share, gcCpuCores: concurrentCores === 0 ? null : concurrentCores,
    },
  };
}

function lowPoints(timeline: Timeline, window: Window): readonly number[] {
  return findLowPoints(timeline, window).points.map(({ usedBytes }) => usedBytes);
}
