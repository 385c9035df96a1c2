import type { Timeline } from "../timeline/timeline.js";
import { concurrentCycles, marksOf } from "./g1-cycles.js";
import { maxHeapBytes } from "./given-facts.js";
import { mainRunOf } from "./jvm.js";
import { linesOf, measured, NEEDS_CLOCK } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence } from "./metric.js";
import { nameOf, selectClass, selectPauses } from "./select-pauses.js";
import { isInside, rowsInside, wallMsOf } from "./wall-time.js";
import { quantileOf } from "./collection-causes.js";

const NEEDS_TABLE: MissingEvidence = { logTag: "gc+heap", jfrEvent: "jdk.GCHeapSummary" };
const NEEDS_TRIGGERS: MissingEvidence = { logTag: "gc", jfrEvent: null };
const NEEDS_STATISTICS: MissingEvidence = { logTag: "gc+stats", jfrEvent: null, other: "the statistics at the end of the log" };

/** Heap in use when marking begins, by ZGC's heap table. */
function usedAtMarkStart({ timeline, steady }: MetricSource): Float64Array {
  const { heapTable } = timeline;
  const used: number[] = [];
  for (let row = 0; row < heapTable.length; row++) {
    const bytes = heapTable.markStartBytes[row] as number;
    if (nameOf(timeline, heapTable.row[row] as number) === "Used" && !Number.isNaN(bytes) && isInside(steady, heapTable.run[row] as number, heapTable.atMs[row] as number)) used.push(bytes);
  }
  return Float64Array.from(used);
}

/** Collections of ZGC that caused or answered a stall, and stalls themselves. */
function stallRows({ timeline, window }: MetricSource, kind: RegExp): readonly number[] {
  return [...rowsInside(timeline.stalls, window)].filter((row) => kind.test(nameOf(timeline, timeline.stalls.kind[row] as number) ?? ""));
}

function stallMs(timeline: Timeline, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + ((timeline.stalls.durationMs[row] as number) || 0), 0);
}

/** The last statistics row of a name, its first value that can be one in seconds; NaN when there is none. */
function pacedShare({ timeline }: MetricSource): number {
  const row = timeline.statistics.findLast(({ name }) => /^Pacing$/i.test(name));
  return row === undefined ? Number.NaN : (row.values[0] ?? Number.NaN);
}

/** ZGC and Shenandoah: whether a cycle ends before memory does. */
export const CONCURRENT_COLLECTOR_METRICS: readonly MetricDefinition[] = [
  {
    name: "zgc.stallCount", unit: "count", sentence: "Times a thread waited because ZGC had no memory to give.", formula: "allocation and relocation stalls",
    compute: (source) => {
      const rows = stallRows(source, /allocation|relocation/i);
      return measured(rows.length, rows.length, { logTag: "gc", jfrEvent: "jdk.ZAllocationStall" }, linesOf(source.timeline.stalls, [...rows].sort((a, b) => (source.timeline.stalls.durationMs[b] as number) - (source.timeline.stalls.durationMs[a] as number))));
    },
  },
  {
    name: "zgc.steadyStallCount", unit: "count", sentence: "Times a thread waited for memory after warm-up.", formula: "allocation and relocation stalls after warm-up",
    compute: (source) => {
      const rows = stallRows({ ...source, window: source.steady }, /allocation|relocation/i);
      return measured(rows.length, rows.length, { logTag: "gc", jfrEvent: "jdk.ZAllocationStall" });
    },
  },
  {
    name: "zgc.stallMaxMs", unit: "ms", sentence: "Longest wait of a thread for memory.", formula: "longest allocation or relocation stall; 0 without any",
    compute: (source) => {
      const rows = stallRows(source, /allocation|relocation/i);
      return measured(rows.reduce((most, row) => Math.max(most, (source.timeline.stalls.durationMs[row] as number) || 0), 0), rows.length, { logTag: "gc", jfrEvent: "jdk.ZAllocationStall" });
    },
  },
  {
    name: "zgc.stalledShare", unit: "share", sentence: "Waiting for memory, summed over threads, against wall time.", formula: "Σ stalls ÷ wall time; above 1 when several threads wait at once",
    compute: (source) => measured(stallMs(source.timeline, stallRows(source, /allocation|relocation/i)) / wallMsOf(source.timeline, source.window), stallRows(source, /./).length, NEEDS_CLOCK),
  },
  {
    name: "zgc.usedAtMarkStartShare", unit: "share", sentence: "Heap in use when marking begins, as a share of the largest heap, at the 90th percentile.", formula: "90th percentile of the Used row at Mark Start ÷ largest heap, after warm-up",
    compute: (source) => measured(quantileOf(usedAtMarkStart(source), 0.9) / (maxHeapBytes(source) ?? Number.NaN), usedAtMarkStart(source).length, NEEDS_TABLE),
  },
  {
    name: "zgc.overSoftMaxShare", unit: "share", sentence: "Share of cycles that begin with more in use than the soft maximum.", formula: "cycles with Used at Mark Start > SoftMaxHeapSize ÷ cycles",
    compute: (source) => {
      const used = usedAtMarkStart(source);
      const soft = mainRunOf(source)?.jvm.heapSoftMaxBytes ?? Number.NaN;
      return measured(Number.isNaN(soft) ? Number.NaN : used.filter((bytes) => bytes > soft).length / used.length, used.length, { logTag: "gc+init", jfrEvent: null, other: "a soft maximum (-XX:SoftMaxHeapSize)" });
    },
  },
  {
    name: "zgc.uncommitCount", unit: "count", sentence: "Times memory was given back to the system.", formula: "uncommit lines",
    compute: (source) => measured(marksOf(source, "uncommit").length, marksOf(source, "uncommit").length, { logTag: "gc+heap", jfrEvent: "jdk.ZUncommit" }, linesOf(source.timeline.marks, marksOf(source, "uncommit"))),
  },
  {
    name: "shenandoah.degeneratedCount", unit: "count", sentence: "Cycles that Shenandoah had to finish with the application stopped.", formula: "degenerated pauses",
    compute: ({ timeline, window }) => {
      const { rows } = selectClass(timeline, window, "degenerated");
      return measured(rows.length, selectPauses(timeline, window).rows.length, NEEDS_TRIGGERS, linesOf(timeline.pauses, rows));
    },
  },
  {
    name: "shenandoah.degeneratedPerTenMinutes", unit: "count", sentence: "Degenerated cycles in ten minutes.", formula: "degenerated pauses ÷ wall time × 10 min",
    compute: ({ timeline, window }) => measured((selectClass(timeline, window, "degenerated").rows.length / wallMsOf(timeline, window)) * 600_000, selectPauses(timeline, window).rows.length, NEEDS_CLOCK),
  },
  {
    name: "shenandoah.lateTriggerShare", unit: "share", sentence: "Share of cycles that begin only because free memory fell below its minimum.", formula: "triggers `Free … below minimum threshold` ÷ triggers",
    compute: (source) => {
      const triggers = marksOf(source, "trigger");
      const late = triggers.filter((row) => /minimum threshold/i.test(nameOf(source.timeline, source.timeline.marks.detail[row] as number) ?? ""));
      return measured(late.length / triggers.length, triggers.length, NEEDS_TRIGGERS);
    },
  },
  {
    name: "shenandoah.pacedShare", unit: "share", sentence: "Share of the time in which threads were slowed down so that collection keeps up.", formula: "Σ Pacing of the end statistics ÷ wall time",
    compute: (source) => measured(pacedShare(source) / (wallMsOf(source.timeline, source.window) / 1000), 1, NEEDS_STATISTICS),
  },
  {
    name: "concurrent.cycleDutyP90", unit: "ratio", sentence: "Time of a concurrent cycle against the time from its start to the next, at the 90th percentile; near 1 there is no reserve.", formula: "90th percentile of cycle time ÷ interval of starts, after warm-up",
    compute: ({ timeline, steady }) => {
      const rows = [...concurrentCycles(timeline, steady)].sort((a, b) => (timeline.concurrent.startMs[a] as number) - (timeline.concurrent.startMs[b] as number));
      const duties = rows.slice(0, -1).map((row, i) => (timeline.concurrent.durationMs[row] as number) / ((timeline.concurrent.startMs[rows[i + 1] as number] as number) - (timeline.concurrent.startMs[row] as number)));
      return measured(quantileOf(duties.filter((duty) => duty > 0 && Number.isFinite(duty)), 0.9), duties.length, NEEDS_CLOCK);
    },
  },
];
