import { medianOfSorted, nearestRank, sortKnown } from "../statistics/quantile.js";
import { computeMoments } from "../statistics/moments.js";
import type { Timeline } from "../timeline/timeline.js";
import { CollectionIds } from "./collection-ids.js";
import { linesOf, measured, NEEDS_PAUSES, notMeasured } from "./measurement.js";
import type { MetricDefinition, MetricSource, SourceLine, Unit, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { nameOf, selectPauses } from "./select-pauses.js";
import { isInside, rowsInside, wallMsOf } from "./wall-time.js";

/** One collection as its cause tells it; a collection with several pauses is one. */
export interface CausedCollection {
  readonly cause: string;
  readonly kind: string;
  readonly startMs: number;
  /** Longest stop of it; 0 when none belongs to it. */
  readonly pauseMs: number;
  readonly row: number;
  /** The table that `row` belongs to. */
  readonly table: "pauses" | "collections" | "marks";
}

/**
 * Collections whose cause or kind some group asks for, each GC id once (logs without ids: each pause once), in order of
 * appearance. Ordinary collections, which are nearly all, get no object.
 */
export const causedCollections: (timeline: Timeline, window: Window) => readonly CausedCollection[] = oncePerWindow((timeline, window) => {
  const byId = new Map<string, CausedCollection>();
  const { pauses, collections } = timeline;
  const wanted = new Map<number, boolean>();
  const isWanted = (kindId: number, causeId: number): boolean => {
    const key = kindId * 65_536 + causeId;
    const earlier = wanted.get(key);
    if (earlier !== undefined) return earlier;
    const told = { cause: nameOf(timeline, causeId) ?? "", kind: nameOf(timeline, kindId) ?? "", startMs: 0, pauseMs: 0, row: 0, table: "pauses" } as const;
    const isIn = causeId >= 0 && GROUPS.some((group) => group.isIn(told));
    wanted.set(key, isIn);
    return isIn;
  };
  for (const row of selectPauses(timeline, window).rows) {
    if (!isWanted(pauses.kind[row] as number, pauses.cause[row] as number)) continue;
    const gcId = pauses.gcId[row] as number;
    const key = gcId < 0 ? `pause ${row}` : `${pauses.run[row]}:${gcId}`;
    const pauseMs = (pauses.durationMs[row] as number) || 0;
    const earlier = byId.get(key);
    if (earlier !== undefined && pauseMs <= earlier.pauseMs) continue;
    byId.set(key, { cause: nameOf(timeline, pauses.cause[row] as number) ?? "", kind: nameOf(timeline, pauses.kind[row] as number) ?? "", startMs: pauses.startMs[row] as number, pauseMs, row, table: "pauses" });
  }
  for (const row of rowsInside(collections, window)) {
    if (!isWanted(collections.kind[row] as number, collections.cause[row] as number)) continue;
    const key = `${collections.run[row]}:${collections.gcId[row]}`;
    if (byId.has(key)) continue;
    byId.set(key, { cause: nameOf(timeline, collections.cause[row] as number) ?? "", kind: nameOf(timeline, collections.kind[row] as number) ?? "", startMs: collections.startMs[row] as number, pauseMs: 0, row, table: "collections" });
  }
  for (const told of markedCollections(timeline, window)) byId.set(`mark ${told.row}`, told);
  return [...byId.values()];
});

/**
 * Collections that only a mark tells: full ones inside a young pause that could not end otherwise (no pause of their own), and
 * cycles of Shenandoah that somebody asked for, `GC request (System.gc())`.
 */
function markedCollections(timeline: Timeline, window: Window): readonly CausedCollection[] {
  const { marks } = timeline;
  const found: CausedCollection[] = [];
  for (let row = 0; row < marks.length; row++) {
    const what = nameOf(timeline, marks.what[row] as number);
    const match = (what === "nestedPause" ? /^(?:Pause )?(Full).*?\((.+)\)$/ : /^(GC request) \((.*)\)$/).exec(nameOf(timeline, marks.detail[row] as number) ?? "");
    if (match === null || !isInside(window, marks.run[row] as number, marks.atMs[row] as number)) continue;
    found.push({ kind: match[1] as string, cause: match[2] as string, startMs: marks.atMs[row] as number, pauseMs: what === "nestedPause" ? (marks.amount[row] as number) || 0 : 0, row, table: "marks" });
  }
  return found;
}

/** Number of collections: distinct GC ids where there are any, else pauses. */
const countCollections: (timeline: Timeline, window: Window) => number = oncePerWindow((timeline, window) => {
  const seen = new CollectionIds(timeline.pauses.length + timeline.collections.length);
  let count = 0;
  const see = (table: { readonly gcId: ArrayLike<number>; readonly run: ArrayLike<number> }, rows: Int32Array): void => {
    for (const row of rows) {
      const gcId = table.gcId[row] as number;
      const run = table.run[row] as number;
      if (gcId < 0) {
        count++;
      } else if (seen.get(run, gcId) < 0) {
        seen.set(run, gcId, 1);
        count++;
      }
    }
  };
  see(timeline.pauses, selectPauses(timeline, window).rows);
  see(timeline.collections, rowsInside(timeline.collections, window));
  return count;
});

function linesOfCollections(timeline: Timeline, found: readonly CausedCollection[]): readonly SourceLine[] {
  const worst = [...found].sort((a, b) => b.pauseMs - a.pauseMs).slice(0, 5);
  return worst.flatMap(({ row, table }) => linesOf(timeline[table], [row]));
}

interface CauseGroup {
  readonly id: string;
  /** The cause, after "caused by". */
  readonly what: string;
  /** Collections of the group as a plural subject, where they are not named by a cause. */
  readonly collections?: string;
  readonly isIn: (collection: CausedCollection) => boolean;
}

/** Causes of collections for which nobody asked but the need for memory. */
export const MEMORY_CAUSES = /^(G1 Compaction Pause|G1 Evacuation Pause|Allocation Failure|G1 Humongous Allocation|Last ditch collection|Ergonomics|Promotion Failed|Concurrent Mode Failure|GCLocker Initiated GC|CMS .*Failure.*)$/i;

const isSystemGc = ({ cause }: CausedCollection): boolean => /^System\.gc\(\)$|^Explicit GC/.test(cause);

const GROUPS: readonly CauseGroup[] = [
  { id: "systemGc", what: "System.gc() (the program or a library asked)", isIn: isSystemGc },
  { id: "metadata", what: "Metadata GC Threshold (class metadata reached a limit)", isIn: ({ cause }) => /^Metadata GC (Threshold|Clear Soft References)$/.test(cause) },
  { id: "metadataLimit", what: "the limit of metaspace being reached (Metadata GC Clear Soft References)", isIn: ({ cause }) => cause === "Metadata GC Clear Soft References" },
  { id: "diagnostic", what: "a heap dump, heap inspection or diagnostic command", isIn: ({ cause }) => /^(Heap Dump Initiated GC|Heap Inspection Initiated GC|Diagnostic Command|JvmtiEnv ForceGarbageCollection|WhiteBox.*)$/.test(cause) },
  { id: "timer", what: "a timer (G1 Periodic Collection, Timer, Proactive)", isIn: ({ cause }) => /^(G1 Periodic Collection|Timer|Proactive|Shenandoah Periodic.*)$/.test(cause) },
  { id: "gcLocker", what: "GCLocker Initiated GC (JNI critical sections)", isIn: ({ cause }) => cause === "GCLocker Initiated GC" },
  { id: "humongous", what: "G1 Humongous Allocation", isIn: ({ cause }) => cause === "G1 Humongous Allocation" },
  { id: "preventive", what: "G1 Preventive Collection", isIn: ({ cause }) => cause === "G1 Preventive Collection" },
  { id: "fullForSpace", what: "a lack of memory", collections: "full collections because memory could not be had otherwise", isIn: ({ cause, kind }) => kind.startsWith("Full") && MEMORY_CAUSES.test(cause) },
  { id: "fullErgonomics", what: "Parallel's own sizing", collections: "full collections that Parallel's own sizing asked for", isIn: ({ cause, kind }) => kind.startsWith("Full") && cause === "Ergonomics" },
];

/** How often each kind of cause started a collection, how much of the work that was, and how regularly. */
export const CAUSE_METRICS: readonly MetricDefinition[] = [
  {
    name: "collections.count", unit: "count", sentence: "Number of collections.", formula: "distinct GC ids, else pauses",
    compute: ({ timeline, window }) => measured(countCollections(timeline, window), countCollections(timeline, window), NEEDS_PAUSES),
  },
  {
    name: "collections.steadyCount", unit: "count", sentence: "Number of collections after warm-up.", formula: "distinct GC ids, else pauses, after warm-up",
    compute: ({ timeline, steady }) => measured(countCollections(timeline, steady), countCollections(timeline, steady), NEEDS_PAUSES),
  },
  ...GROUPS.flatMap((group) => [
    metricOf(group, "Count", "count", (what) => `Number of ${what}`, "collections with that cause", (found) => found.length),
    metricOf(group, "Share", "share", (what) => `Share of ${what} in all collections`, "collections with that cause ÷ collections", (found, source) => found.length / countCollections(source.timeline, source.window)),
    metricOf(group, "PerMinute", "perMinute", (what) => `Number a minute of ${what}`, "collections with that cause ÷ minutes", (found, source) => found.length / (wallMsOf(source.timeline, source.window) / 60_000)),
    metricOf(group, "MaxPauseMs", "ms", (what) => `Longest pause of ${what}`, "largest pause of those collections; 0 without any", (found) => found.reduce((most, { pauseMs }) => Math.max(most, pauseMs), 0)),
    metricOf(group, "PeriodMs", "ms", (what) => `Usual time between ${what}`, "median of intervals between starts, of at least five", (found) => intervalsOf(found, 5).median),
    metricOf(group, "PeriodVariation", "ratio", (what) => `How irregular the intervals are between ${what}`, "standard deviation ÷ mean of intervals, of at least five", (found) => intervalsOf(found, 5).variation),
  ]),
  {
    name: "causes.metadataLatePerHour", unit: "perHour", sentence: "Collections an hour caused by Metadata GC Threshold after warm-up.", formula: "collections with that cause after warm-up ÷ hours",
    compute: ({ timeline, steady }) => {
      const found = causedCollections(timeline, steady).filter(({ cause }) => cause.startsWith("Metadata GC"));
      const hours = wallMsOf(timeline, steady) / 3_600_000;
      return timeline.seen.has("pauses") && hours > 0 ? measured(found.length / hours, found.length, NEEDS_PAUSES, linesOfCollections(timeline, found)) : notMeasured(NEEDS_PAUSES);
    },
  },
  {
    name: "causes.systemGcFullCount", unit: "count", sentence: "Number of full collections caused by System.gc(); the others ran beside the application.", formula: "full collections with that cause",
    compute: ({ timeline, window }) => {
      if (!timeline.seen.has("pauses") && timeline.collections.length === 0) return notMeasured(NEEDS_PAUSES);
      const found = causedCollections(timeline, window).filter((collection) => isSystemGc(collection) && collection.kind.startsWith("Full"));
      return measured(found.length, found.length, NEEDS_PAUSES, linesOfCollections(timeline, found));
    },
  },
  {
    name: "causes.systemGcPauseShare", unit: "share", sentence: "Share of all pause time that System.gc() caused.", formula: "Σ pauses with that cause ÷ Σ pauses",
    compute: ({ timeline, window }) => {
      const selection = selectPauses(timeline, window);
      const systemGc = timeline.names.indexOf("System.gc()");
      const rows = selection.rows.filter((row) => systemGc >= 0 && timeline.pauses.cause[row] === systemGc);
      const sum = rows.reduce((total, row) => total + ((timeline.pauses.durationMs[row] as number) || 0), 0);
      return selection.totalMs > 0 ? measured(sum / selection.totalMs, rows.length, NEEDS_PAUSES) : notMeasured(NEEDS_PAUSES);
    },
  },
];

function metricOf(group: CauseGroup, suffix: string, unit: Unit, sentenceOn: (collections: string) => string, formula: string, of: (found: readonly CausedCollection[], source: MetricSource) => number): MetricDefinition {
  return {
    name: `causes.${group.id}${suffix}`, unit, sentence: `${sentenceOn(group.collections ?? `collections caused by ${group.what}`)}.`, formula,
    compute: (source) => {
      if (!source.timeline.seen.has("pauses") && source.timeline.collections.length === 0) return notMeasured(NEEDS_PAUSES);
      const found = causedCollections(source.timeline, source.window).filter(group.isIn);
      const missing = suffix.startsWith("Period") ? { logTag: null, jfrEvent: null, other: "at least six such collections" } : NEEDS_PAUSES;
      return measured(of(found, source), suffix.endsWith("Share") ? countCollections(source.timeline, source.window) : found.length, missing, linesOfCollections(source.timeline, found));
    },
  };
}

function intervalsOf(found: readonly CausedCollection[], least: number): { readonly median: number; readonly variation: number } {
  const starts = sortKnown(found.map(({ startMs }) => startMs));
  const intervals = Float64Array.from({ length: Math.max(0, starts.length - 1) }, (_, i) => (starts[i + 1] as number) - (starts[i] as number)).sort();
  if (intervals.length < least) return { median: Number.NaN, variation: Number.NaN };
  return { median: medianOfSorted(intervals), variation: computeMoments(intervals).coefficientOfVariation };
}

/** Nearest-rank quantile of values in any order; NaN for none. */
export function quantileOf(values: ArrayLike<number>, quantile: number): number {
  return nearestRank(sortKnown(values), quantile);
}
