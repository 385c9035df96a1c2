import type { GcEvent, Stamp } from "../events/gc-event.js";
import { CallSites } from "./call-sites.js";
import { ColumnTable } from "./columns.js";
import type { NameTable } from "./name-table.js";
import {
  cpuLoadSchema,
  type Evidence,
  heapTableSchema,
  humongousSchema,
  ihopSchema,
  markSchema,
  metaspaceSchema,
  type StatisticSummary,
  type Timeline,
} from "./timeline.js";

type FinishedSides = Pick<Timeline, "metaspaces" | "humongous" | "heapTable" | "ihops" | "cpuLoads" | "marks" | "statistics" | "systemGcCalls" | "allocationSites">;

/** The tables beside the pauses: samples of sizes and loads, and all that is counted rather than timed. */
export class SideTables {
  private readonly metaspaces = new ColumnTable(metaspaceSchema);
  private readonly humongous = new ColumnTable(humongousSchema);
  private readonly heapTable = new ColumnTable(heapTableSchema);
  private readonly ihops = new ColumnTable(ihopSchema);
  private readonly cpuLoads = new ColumnTable(cpuLoadSchema);
  private readonly marks = new ColumnTable(markSchema);
  private readonly statistics = new Map<string, StatisticSummary>();
  private readonly callSites = new CallSites();

  constructor(private readonly names: NameTable) {}

  /** Takes an event that is no stop, stall, concurrent phase or detail of a pause; others are not its concern. */
  accept(event: GcEvent, stamp: Stamp, run: number, atMs: number, seen: Set<Evidence>): void {
    switch (event.type) {
      case "metaspace":
        seen.add("metaspace");
        this.metaspaces.append({ atMs, gcId: stamp.gcId, beforeBytes: event.beforeBytes, afterBytes: event.afterBytes, committedBytes: event.committedBytes, run });
        return;
      case "humongousObject":
        seen.add("humongousObjects");
        this.humongous.append({ atMs, gcId: stamp.gcId, bytes: event.bytes, isReclaimed: event.isReclaimed ? 1 : 0, run });
        return;
      case "ihop":
        seen.add("ihop");
        this.ihops.append({
          atMs,
          thresholdBytes: event.thresholdBytes,
          occupancyBytes: event.occupancyBytes,
          predictedMarkingMs: event.predictedMarkingMs,
          allocationBytesPerSecond: event.allocationBytesPerSecond,
          run,
        });
        return;
      case "heapTableRow":
        seen.add("heapTable");
        this.heapTable.append({
          atMs,
          gcId: stamp.gcId,
          generation: ["", "y", "Y", "O"].indexOf(stamp.generation),
          row: this.names.idOf(event.row),
          markStartBytes: event.cells[0] ?? Number.NaN,
          markEndBytes: event.cells[1] ?? Number.NaN,
          relocateStartBytes: event.cells[2] ?? Number.NaN,
          relocateEndBytes: event.cells[3] ?? Number.NaN,
          run,
        });
        return;
      case "statisticRow":
        seen.add("statistics");
        this.statistics.set(`${run} ${event.group} ${event.name} ${event.unit}`, { run, group: event.group, name: event.name, unit: event.unit, values: event.values });
        return;
      case "cpuLoad":
        seen.add("cpuLoad");
        if (!Number.isNaN(event.throttledSlices)) seen.add("throttling");
        this.cpuLoads.append({
          atMs,
          jvmUserShare: event.jvmUserShare,
          jvmSystemShare: event.jvmSystemShare,
          machineShare: event.machineShare,
          throttledSlices: event.throttledSlices,
          throttledMs: event.throttledMs,
          run,
        });
        return;
      case "systemGcCall":
        seen.add("systemGcCalls");
        this.callSites.addCaller(event.frames, event.thread);
        return;
      case "allocationSite":
        seen.add(event.isOldObject ? "oldObjects" : "allocationSites");
        this.callSites.addAllocation(event.className, event.frame, event.bytes, event.samples ?? 1, event.isOldObject);
        return;
      case "trigger":
        seen.add("triggers");
        this.addMark("trigger", event.reason, 1, stamp, run, atMs);
        return;
      case "concurrentAbort":
        this.addMark("abort", event.reason, 1, stamp, run, atMs);
        return;
      case "outOfMemory":
        this.addMark("outOfMemory", event.of, 1, stamp, run, atMs);
        return;
      case "markStackOverflow":
        this.addMark("markStackOverflow", null, 1, stamp, run, atMs);
        return;
      case "uncommit":
        this.addMark("uncommit", null, event.bytes, stamp, run, atMs);
        return;
      default:
        return;
    }
  }

  /** Counts something without a duration: an abort, a trigger, a loss. */
  addMark(what: string, detail: string | null, amount: number, stamp: Pick<Stamp, "gcId" | "input" | "line">, run: number, atMs: number): void {
    this.marks.append({ atMs, what: this.names.idOf(what), detail: this.names.idOf(detail), amount, gcId: stamp.gcId, input: stamp.input, line: stamp.line, run });
  }

  /** All tables. */
  finish(): FinishedSides {
    return {
      metaspaces: this.metaspaces.finish(),
      humongous: this.humongous.finish(),
      heapTable: this.heapTable.finish(),
      ihops: this.ihops.finish(),
      cpuLoads: this.cpuLoads.finish(),
      marks: this.marks.finish(),
      statistics: [...this.statistics.values()],
      ...this.callSites.finish(),
    };
  }
}
