import type { GcEvent, References, SpaceHeap, Stamp } from "../events/gc-event.js";
import { ColumnTable, type Schema } from "./columns.js";
import type { NameTable } from "./name-table.js";
import type { OpenCollection } from "./open-collection.js";
import {
  type AllocationSiteSummary,
  ageSchema,
  cpuLoadSchema,
  type Evidence,
  heapTableSchema,
  humongousSchema,
  ihopSchema,
  markSchema,
  metaspaceSchema,
  phaseSchema,
  referenceSchema,
  regionSchema,
  spaceSchema,
  type StatisticSummary,
  type Timeline,
} from "./timeline.js";

/** Phase rows kept; a log with more keeps the first this many, and the share kept is told. */
const PHASE_LIMIT = 4_000_000;
/** Distinct callers and allocation sites kept. */
const SITE_LIMIT = 1_000;

type FinishedSides = Omit<Timeline, "names" | "runs" | "pauses" | "concurrent" | "collections" | "safepoints" | "stalls" | "seen">;

/** The tables around the pauses: phases, regions, spaces, ages, references, and all that is counted rather than timed. */
export class SideTables {
  private readonly phases = new ColumnTable(phaseSchema);
  private phasesOffered = 0;
  private readonly regions = new ColumnTable(regionSchema);
  private readonly spaces = new ColumnTable(spaceSchema);
  private readonly metaspaces = new ColumnTable(metaspaceSchema);
  private readonly ages = new ColumnTable(ageSchema);
  private readonly humongous = new ColumnTable(humongousSchema);
  private readonly references = new ColumnTable(referenceSchema);
  private readonly heapTable = new ColumnTable(heapTableSchema);
  private readonly ihops = new ColumnTable(ihopSchema);
  private readonly cpuLoads = new ColumnTable(cpuLoadSchema);
  private readonly marks = new ColumnTable(markSchema);
  private readonly statistics = new Map<string, StatisticSummary>();
  private readonly callers = new Map<string, { frames: readonly string[]; thread: string; count: number }>();
  private readonly sites = new Map<string, { -readonly [K in keyof AllocationSiteSummary]: AllocationSiteSummary[K] }>();

  constructor(private readonly names: NameTable) {}

  /** Takes an event that is no stop, stall or concurrent phase. `collection` is the open one of its GC id, null without id. */
  accept(event: GcEvent, stamp: Stamp, run: number, atMs: number, collection: OpenCollection | null, seen: Set<Evidence>): void {
    switch (event.type) {
      case "phase":
        seen.add("phases");
        this.addPhase(collection, { name: event.name, depth: event.depth, valueMs: event.durationMs, avg: Number.NaN, diff: Number.NaN, sum: Number.NaN, workers: 0, form: 0 });
        return;
      case "workerPhase": {
        seen.add("workerPhases");
        const isTime = event.unit === "ms";
        this.addPhase(collection, { name: event.name, depth: event.depth, valueMs: isTime ? event.max : event.sum, avg: event.avg, diff: event.diff, sum: event.sum, workers: event.workers, form: isTime ? 1 : 2 });
        return;
      }
      case "regions":
        seen.add("regions");
        collection?.regions.push(
          this.regions.append({ pause: -1, space: this.names.idOf(event.space), before: event.before, after: event.after, target: Number.isNaN(event.target) ? -1 : event.target }),
        );
        return;
      case "spaceHeap":
        seen.add("spaces");
        this.addSpace(event, collection);
        for (const inner of event.also ?? []) this.addSpace(inner, collection);
        return;
      case "metaspace":
        seen.add("metaspace");
        this.metaspaces.append({ atMs, gcId: stamp.gcId, beforeBytes: event.beforeBytes, afterBytes: event.afterBytes, committedBytes: event.committedBytes, run });
        return;
      case "ageRow":
        seen.add("ages");
        collection?.ages.push(this.ages.append({ pause: -1, age: event.age, bytes: event.bytes, totalBytes: event.totalBytes, threshold: -1, maxThreshold: -1 }));
        return;
      case "survivorTarget":
        seen.add("survivorTarget");
        collection?.ages.push(
          this.ages.append({ pause: -1, age: 0, bytes: 0, totalBytes: event.desiredBytes, threshold: event.threshold, maxThreshold: event.maxThreshold }),
        );
        return;
      case "humongousObject":
        seen.add("humongousObjects");
        this.humongous.append({ atMs, gcId: stamp.gcId, bytes: event.bytes, isReclaimed: event.isReclaimed ? 1 : 0, run });
        return;
      case "references":
        seen.add("references");
        this.addReferences(event, collection);
        for (const more of event.also ?? []) this.addReferences(more, collection);
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
        this.addCaller(event.frames, event.thread);
        return;
      case "allocationSite":
        seen.add(event.isOldObject ? "oldObjects" : "allocationSites");
        this.addSite(event.className, event.frame, event.bytes, event.isOldObject);
        return;
      case "trigger":
        seen.add("triggers");
        this.addMark("trigger", event.reason, 1, stamp, run, atMs);
        return;
      case "concurrentAbort":
        this.addMark("abort", event.reason, 1, stamp, run, atMs);
        return;
      case "uncommit":
        this.addMark("uncommit", null, event.bytes, stamp, run, atMs);
        return;
      case "dropped":
        this.addMark("dropped", null, event.count, stamp, run, atMs);
        return;
      default:
        return;
    }
  }

  addMark(what: string, detail: string | null, amount: number, stamp: Pick<Stamp, "gcId" | "input" | "line">, run: number, atMs: number): void {
    this.marks.append({ atMs, what: this.names.idOf(what), detail: this.names.idOf(detail), amount, gcId: stamp.gcId, input: stamp.input, line: stamp.line, run });
  }

  /** Gives the rows that waited in `collection` to the pause `row`. */
  attach(collection: OpenCollection, row: number): void {
    for (const phase of collection.phases) this.phases.set(phase, "pause", row);
    for (const region of collection.regions) this.regions.set(region, "pause", row);
    for (const space of collection.spaces) this.spaces.set(space, "pause", row);
    for (const age of collection.ages) this.ages.set(age, "pause", row);
    for (const reference of collection.references) this.references.set(reference, "pause", row);
    collection.phases = [];
    collection.regions = [];
    collection.spaces = [];
    collection.ages = [];
    collection.references = [];
  }

  /** Turns the stop `inner` into a phase of the stop `outer`, and keeps it as a mark so that full collections still count. */
  nestPause(inner: number, outer: number, title: string, durationMs: number, run: number, at: { atMs: number; gcId: number; input: number; line: number }): void {
    for (let row = this.phases.length - 1; row >= 0 && row > this.phases.length - 500; row--) {
      if (this.phases.get(row, "pause") === inner) {
        this.phases.set(row, "pause", outer);
        this.phases.set(row, "depth", this.phases.get(row, "depth") + 1);
      }
    }
    this.phases.append({ pause: outer, name: this.names.idOf(title), depth: 1, valueMs: durationMs, avg: Number.NaN, diff: Number.NaN, sum: Number.NaN, workers: 0, form: 0 });
    this.addMark("nestedPause", title, durationMs, at, run, at.atMs);
  }

  /** All tables, with pause rows renumbered to their place in time order (`-1` for those that were dropped). */
  finish(newPauseRow: Int32Array): FinishedSides {
    renumber(this.phases, newPauseRow);
    renumber(this.regions, newPauseRow);
    renumber(this.spaces, newPauseRow);
    renumber(this.ages, newPauseRow);
    renumber(this.references, newPauseRow);
    return {
      phases: this.phases.finish(),
      phasesKeptShare: this.phasesOffered === 0 ? 1 : Math.min(1, PHASE_LIMIT / this.phasesOffered),
      regions: this.regions.finish(),
      spaces: this.spaces.finish(),
      metaspaces: this.metaspaces.finish(),
      ages: this.ages.finish(),
      humongous: this.humongous.finish(),
      references: this.references.finish(),
      heapTable: this.heapTable.finish(),
      ihops: this.ihops.finish(),
      cpuLoads: this.cpuLoads.finish(),
      marks: this.marks.finish(),
      statistics: [...this.statistics.values()],
      systemGcCalls: [...this.callers.values()].sort((a, b) => b.count - a.count),
      allocationSites: [...this.sites.values()].sort((a, b) => b.bytes - a.bytes),
    };
  }

  private addPhase(collection: OpenCollection | null, phase: { name: string; depth: number; valueMs: number; avg: number; diff: number; sum: number; workers: number; form: number }): void {
    this.phasesOffered++;
    if (this.phases.length >= PHASE_LIMIT || collection === null) return;
    collection.phases.push(this.phases.append({ ...phase, pause: -1, name: this.names.idOf(phase.name) }));
  }

  private addSpace(space: SpaceHeap, collection: OpenCollection | null): void {
    const { beforeBytes, beforeCapacityBytes, afterBytes, afterCapacityBytes } = space;
    collection?.spaces.push(this.spaces.append({ pause: -1, space: this.names.idOf(space.space), beforeBytes, beforeCapacityBytes, afterBytes, afterCapacityBytes }));
  }

  private addReferences({ strength, discovered, processed }: References, collection: OpenCollection | null): void {
    collection?.references.push(this.references.append({ pause: -1, strength: this.names.idOf(strength), discovered, processed }));
  }

  private addCaller(frames: readonly string[], thread: string): void {
    const key = frames.join("\n");
    const known = this.callers.get(key);
    if (known !== undefined) known.count++;
    else if (this.callers.size < SITE_LIMIT) this.callers.set(key, { frames, thread, count: 1 });
  }

  private addSite(className: string, frame: string, bytes: number, isOldObject: boolean): void {
    const key = `${isOldObject} ${className} ${frame}`;
    const known = this.sites.get(key);
    if (known !== undefined) {
      known.bytes += bytes;
      known.samples++;
    } else if (this.sites.size < SITE_LIMIT) {
      this.sites.set(key, { className, frame, bytes, samples: 1, isOldObject });
    }
  }
}

function renumber<S extends Schema & { readonly pause: "i32" }>(table: ColumnTable<S>, newPauseRow: Int32Array): void {
  for (let row = 0; row < table.length; row++) {
    const old = table.get(row, "pause");
    if (old >= 0) table.set(row, "pause", newPauseRow[old] as number);
  }
}
