import type { Evidence } from "../timeline/timeline.js";
import { mainRunOf } from "./jvm.js";
import { measured, NEEDS_CLOCK } from "./measurement.js";
import type { MetricDefinition, MetricSource } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { selectPauses } from "./select-pauses.js";
import { isInside, longestSpanOf } from "./wall-time.js";
import type { Collector } from "../events/gc-event.js";
import { quantileOf } from "./collection-causes.js";

const ALWAYS: readonly Evidence[] = ["safepoints", "metaspace", "init"];
const ALSO: Partial<Record<Collector, readonly Evidence[]>> = {
  G1: ["regions", "phases", "cpu"],
  Parallel: ["spaces", "cpu"],
  Serial: ["spaces", "cpu"],
  CMS: ["cpu"],
  ZGC: ["heapTable"],
  GenZGC: ["heapTable"],
};

function missingKinds(source: MetricSource): readonly Evidence[] {
  const collector = mainRunOf(source)?.collector ?? null;
  const wanted = [...ALWAYS, ...((collector === null ? undefined : ALSO[collector]) ?? [])];
  return wanted.filter((kind) => !source.timeline.seen.has(kind));
}

/** Allocation in each half of the steady window, in bytes per ms; NaN where it cannot be told. */
function allocationHalves({ timeline, steady }: MetricSource): readonly [number, number] {
  const span = longestSpanOf(timeline, steady);
  if (span === null) return [Number.NaN, Number.NaN];
  const middleMs = (span.fromMs + span.toMs) / 2;
  const { pauses } = timeline;
  const sums: [{ bytes: number; ms: number }, { bytes: number; ms: number }] = [{ bytes: 0, ms: 0 }, { bytes: 0, ms: 0 }];
  let previous = -1;
  for (const row of selectPauses(timeline, { run: span.run.index, fromMs: span.fromMs, toMs: span.toMs }).rows) {
    if (previous >= 0) {
      const bytes = (pauses.beforeBytes[row] as number) - (pauses.afterBytes[previous] as number);
      const ms = (pauses.startMs[row] as number) - (pauses.startMs[previous] as number);
      if (bytes >= 0 && ms > 0) {
        const half = (pauses.startMs[row] as number) < middleMs ? sums[0] : sums[1];
        half.bytes += bytes;
        half.ms += ms;
      }
    }
    previous = row;
  }
  return [sums[0].bytes / sums[0].ms, sums[1].bytes / sums[1].ms];
}

/** Metaspace in use after each collection after warm-up, in time order, and the most that was committed or in use. */
const metaspaceOf = oncePerWindow((timeline, window) => {
  const { metaspaces } = timeline;
  const used = new Float64Array(metaspaces.length);
  let size = 0;
  let most = Number.NaN;
  for (let row = 0; row < metaspaces.length; row++) {
    if (!isInside(window, metaspaces.run[row] as number, metaspaces.atMs[row] as number)) continue;
    if (!Number.isNaN(metaspaces.afterBytes[row])) used[size++] = metaspaces.afterBytes[row] as number;
    for (const column of [metaspaces.committedBytes, metaspaces.beforeBytes]) {
      const bytes = column[row] as number;
      if (!Number.isNaN(bytes) && !(bytes <= most)) most = bytes;
    }
  }
  return { used: used.subarray(0, size), most };
});

function metaspaceUse({ timeline, steady }: MetricSource): { readonly used: Float64Array; readonly most: number } {
  return metaspaceOf(timeline, steady);
}

/** What the log tells and how evenly, and the memory for class metadata. */
export const LOG_DETAIL_METRICS: readonly MetricDefinition[] = [
  {
    name: "log.missingKinds", unit: "count", sentence: "Kinds of evidence that this collector could log and this input does not have.", formula: "safepoints, metaspace, start-up facts, and per collector regions, phases, spaces, CPU times or the heap table",
    compute: (source) => measured(missingKinds(source).length, 1, NEEDS_CLOCK),
  },
  {
    name: "log.missingKindList", unit: "text", sentence: "Names of the kinds of evidence that are missing.", formula: "see log.missingKinds",
    compute: (source) => measured(missingKinds(source).join(", "), 1, NEEDS_CLOCK),
  },
  {
    name: "log.allocationDrift", unit: "share", sentence: "Difference of the allocation rates of both halves after warm-up.", formula: "|second − first| ÷ larger",
    compute: (source) => {
      const [first, second] = allocationHalves(source);
      return measured(Math.abs(second - first) / Math.max(first, second), selectPauses(source.timeline, source.steady).rows.length, { logTag: "gc", jfrEvent: "jdk.GCHeapSummary", other: "a longer log" });
    },
  },
  {
    name: "metaspace.steadyCommittedBytes", unit: "bytes", sentence: "Most memory that class metadata took after warm-up.", formula: "largest committed metaspace, or largest use before a collection where that is more or committed is not told",
    compute: (source) => measured(metaspaceUse(source).most, metaspaceUse(source).used.length, { logTag: "gc+metaspace", jfrEvent: "jdk.MetaspaceSummary" }),
  },
  {
    name: "metaspace.growthShare", unit: "share", sentence: "Growth of used metaspace after warm-up.", formula: "(mean of the last quarter − mean of the first quarter) ÷ mean of the first quarter",
    compute: (source) => {
      const { used } = metaspaceUse(source);
      const quarter = Math.max(1, used.length >> 2);
      const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      const first = mean(used.subarray(0, quarter));
      return measured(used.length < 4 ? Number.NaN : (mean(used.subarray(-quarter)) - first) / first, used.length, { logTag: "gc+metaspace", jfrEvent: "jdk.MetaspaceSummary", other: "at least four collections after warm-up" });
    },
  },
  {
    name: "metaspace.stillGrowingShare", unit: "share", sentence: "Growth of used metaspace in the second half after warm-up.", formula: "(last value − median of the middle fifth) ÷ median of the middle fifth",
    compute: (source) => {
      const { used } = metaspaceUse(source);
      const middle = quantileOf(used.subarray(Math.floor(used.length * 0.4), Math.ceil(used.length * 0.6)), 0.5);
      return measured(used.length < 10 ? Number.NaN : ((used.at(-1) as number) - middle) / middle, used.length, { logTag: "gc+metaspace", jfrEvent: "jdk.MetaspaceSummary", other: "at least ten collections after warm-up" });
    },
  },
];
