import type { Window } from "../metrics/metric.js";
import { rowsInside } from "../metrics/wall-time.js";
import type { Run, Timeline } from "../timeline/timeline.js";
import type { CollectionModel, ModelBasis, Refusal } from "./collection-model.js";
import { fitG1Model } from "./fit-g1-model.js";
import { fitParallelModel } from "./fit-parallel-model.js";
import { fitZgcModel } from "./fit-zgc-model.js";
import { recentWindow, windowOf } from "../metrics/recent-window.js";

/** Releases on which the ranges were measured. */
const TESTED_RELEASES: readonly number[] = [17, 21, 25];
const TESTED_WORKERS = 2;
/** A committed heap that changes by more than this is being resized. */
const RESIZED_SHARE = 0.02;

/** What the log alone does not tell. */
export interface KnownSettings {
  /** The command line; null when not known. */
  readonly options?: readonly string[] | null;
  readonly heapBytes?: number | null;
  readonly jdk?: number | null;
}

/**
 * A model of the collections of a window's longest run, for predicting other settings; or why there is none. The window
 * should leave out the warm-up. `known` fills in what the log does not say.
 */
export function fitCollectionModel(timeline: Timeline, window: Window, known: KnownSettings = {}): CollectionModel | Refusal {
  const span = recentWindow(timeline, window);
  if (span === null) return { refused: "the input has no time stamps" };
  const { run } = span;
  const ofRun = windowOf(span);
  const committed = committedHeap(timeline, ofRun);
  const heapBytes = known.heapBytes ?? run.jvm.heapMaxBytes ?? committed.largest;
  if (!(heapBytes > 0)) return { refused: "the size of the heap is not known" };
  const jdk = known.jdk ?? run.jvm.jdk;
  const basis = { jdk, heapBytes, outsideScope: outsideScope(run, jdk, committed.smallest < heapBytes * (1 - RESIZED_SHARE)) } satisfies Partial<ModelBasis>;
  // Where the JVM printed its own choices among the options, they do not tell what was set by hand.
  const options = known.options ?? (run.jvm.optionsAreFlags ? null : run.jvm.options);
  switch (run.collector) {
    case "G1": return fitG1Model(timeline, ofRun, basis, options);
    case "Parallel": return fitParallelModel(timeline, ofRun, basis);
    case "ZGC": case "GenZGC": return fitZgcModel(timeline, ofRun, basis, run.collector);
    case null: return { refused: "the collector is not known" };
    default: return { refused: `other settings of ${run.collector} were never compared with reruns` };
  }
}

function outsideScope({ jvm, collector }: Run, jdk: number | null, isResized: boolean): readonly string[] {
  const reasons: string[] = [];
  if (jdk === null) reasons.push("JDK not known");
  else if (!TESTED_RELEASES.includes(jdk)) reasons.push(`JDK ${jdk}`);
  if (jvm.parallelWorkers !== null && jvm.parallelWorkers !== TESTED_WORKERS && collector !== "GenZGC") reasons.push(`${jvm.parallelWorkers} GC threads`);
  if (isResized) reasons.push("a heap that is resized");
  return reasons;
}

/** Smallest and largest committed heap at pauses in the window; NaN when not told. */
function committedHeap({ pauses }: Timeline, window: Window): { readonly smallest: number; readonly largest: number } {
  let smallest = Number.NaN;
  let largest = Number.NaN;
  for (const row of rowsInside(pauses, window)) {
    const committed = pauses.committedBytes[row] as number;
    if (Number.isNaN(committed)) continue;
    if (!(committed >= smallest)) smallest = committed;
    if (!(committed <= largest)) largest = committed;
  }
  return { smallest, largest };
}
