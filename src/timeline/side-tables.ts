import type { GcEvent, References, SpaceHeap, Stamp } from "../events/gc-event.js";
import { ColumnTable, type Schema } from "./columns.js";
import type { NameTable } from "./name-table.js";
import type { OpenCollection, PauseDetail } from "./open-collection.js";
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

/**
 * Rows kept of what hangs on pauses. Beyond that, pauses are thinned evenly (every second, every fourth, …) except for
 * the slowest ones, which reports look into; the share kept is told.
 */
const DETAIL_LIMIT = 400_000;
const SLOWEST_KEPT = 64;
/** Distinct callers and allocation sites kept. */
const SITE_LIMIT = 1_000;

type FinishedSides = Omit<Timeline, "names" | "runs" | "pauses" | "concurrent" | "collections" | "safepoints" | "stalls" | "seen">;

/** The tables around the pauses: phases, regions, spaces, ages, references, and all that is counted rather than timed. */
export class SideTables {
  private readonly phases = new ColumnTable(phaseSchema);
  /** Details are kept of every `stride`th pause, and of the slowest. */
  private stride = 1;
  private readonly slowest: { pause: number; durationMs: number }[] = [];
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

  /** Takes an event that is no stop, stall or concurrent phase. `collection` is where details of a pause wait. */
  accept(event: GcEvent, stamp: Stamp, run: number, atMs: number, collection: OpenCollection, seen: Set<Evidence>): void {
    switch (event.type) {
      case "phase":
        seen.add("phases");
        wait(collection, event);
        return;
      case "workerPhase":
        seen.add("workerPhases");
        wait(collection, event);
        return;
      case "regions":
        seen.add("regions");
        wait(collection, event);
        return;
      case "spaceHeap":
        seen.add("spaces");
        wait(collection, event);
        return;
      case "ageRow":
        seen.add("ages");
        wait(collection, event);
        return;
      case "survivorTarget":
        seen.add("survivorTarget");
        wait(collection, event);
        return;
      case "references":
        seen.add("references");
        wait(collection, event);
        return;
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
        this.addCaller(event.frames, event.thread);
        return;
      case "allocationSite":
        seen.add(event.isOldObject ? "oldObjects" : "allocationSites");
        this.addSite(event.className, event.frame, event.bytes, event.samples ?? 1, event.isOldObject);
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

  addMark(what: string, detail: string | null, amount: number, stamp: Pick<Stamp, "gcId" | "input" | "line">, run: number, atMs: number): void {
    this.marks.append({ atMs, what: this.names.idOf(what), detail: this.names.idOf(detail), amount, gcId: stamp.gcId, input: stamp.input, line: stamp.line, run });
  }

  /** Gives what waited in `collection` to the pause `row`. Bulky details of a pause that is thinned out are dropped. */
  attach(collection: OpenCollection, row: number, durationMs: number): void {
    const isKept = this.keepsDetails(row, durationMs);
    for (const detail of collection.pending) {
      if (isKept || detail.type === "regions" || detail.type === "spaceHeap") this.addDetail(detail, row);
    }
    collection.pending = [];
    if (this.phases.length + this.ages.length > DETAIL_LIMIT) this.thinOut();
  }

  /** Keeps what no pause ever claimed, such as the references that ZGC counts between its pauses. */
  abandon(collection: OpenCollection): void {
    for (const detail of collection.pending) if (detail.type === "references") this.addReferences(detail, -1);
    collection.pending = [];
  }

  /** Turns the stop `inner` into a phase of the stop `outer`, and keeps it as a mark so that full collections still count. */
  nestPause(inner: number, outer: number, title: string, durationMs: number, run: number, at: { atMs: number; gcId: number; input: number; line: number }): void {
    for (let row = this.phases.length - 1; row >= 0 && row > this.phases.length - 500; row--) {
      if (this.phases.get(row, "pause") === inner) {
        this.phases.set(row, "pause", outer);
        this.phases.set(row, "depth", this.phases.get(row, "depth") + 1);
      }
    }
    this.addPhase(outer, title, 1, durationMs);
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
      phasesKeptShare: 1 / this.stride,
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

  private addDetail(detail: PauseDetail, pause: number): void {
    switch (detail.type) {
      case "phase":
        this.addPhase(pause, detail.name, detail.depth, detail.durationMs);
        return;
      case "workerPhase": {
        const { name, depth, avg, diff, sum, workers, max } = detail;
        const isTime = detail.unit === "ms";
        this.phases.append({ pause, name: this.names.idOf(name), depth, valueMs: isTime ? max : sum, avg, diff, sum, workers, form: isTime ? 1 : 2 });
        return;
      }
      case "regions":
        this.regions.append({ pause, space: this.names.idOf(detail.space), before: detail.before, after: detail.after, target: Number.isNaN(detail.target) ? -1 : detail.target });
        return;
      case "spaceHeap":
        this.addSpace(detail, pause);
        for (const inner of detail.also ?? []) this.addSpace(inner, pause);
        return;
      case "ageRow":
        this.ages.append({ pause, age: detail.age, bytes: detail.bytes, totalBytes: detail.totalBytes, threshold: -1, maxThreshold: -1 });
        return;
      case "survivorTarget":
        this.ages.append({ pause, age: 0, bytes: 0, totalBytes: detail.desiredBytes, threshold: detail.threshold, maxThreshold: detail.maxThreshold });
        return;
      default:
        this.addReferences(detail, pause);
        for (const more of detail.also ?? []) this.addReferences(more, pause);
    }
  }

  private addPhase(pause: number, name: string, depth: number, durationMs: number): void {
    this.phases.append({ pause, name: this.names.idOf(name), depth, valueMs: durationMs, avg: Number.NaN, diff: Number.NaN, sum: Number.NaN, workers: 0, form: 0 });
  }

  private addSpace({ space, beforeBytes, beforeCapacityBytes, afterBytes, afterCapacityBytes }: SpaceHeap, pause: number): void {
    this.spaces.append({ pause, space: this.names.idOf(space), beforeBytes, beforeCapacityBytes, afterBytes, afterCapacityBytes });
  }

  private addReferences({ strength, discovered, processed }: References, pause: number): void {
    this.references.append({ pause, strength: this.names.idOf(strength), discovered, processed });
  }

  /** Whether the details of a pause are kept: every `stride`th one, and the slowest so far. */
  private keepsDetails(pause: number, durationMs: number): boolean {
    const isSlow = this.slowest.length < SLOWEST_KEPT || durationMs > (this.slowest[this.slowest.length - 1] as { durationMs: number }).durationMs;
    if (isSlow) {
      const place = this.slowest.findIndex((other) => other.durationMs < durationMs);
      this.slowest.splice(place < 0 ? this.slowest.length : place, 0, { pause, durationMs });
      this.slowest.length = Math.min(this.slowest.length, SLOWEST_KEPT);
    }
    return isSlow || pause % this.stride === 0;
  }

  /** Halves the share of pauses whose details are kept, evenly over the whole log, so that memory stays bounded. */
  private thinOut(): void {
    this.stride *= 2;
    const slow = new Set(this.slowest.map(({ pause }) => pause));
    const isKept = (pause: number): boolean => pause < 0 || pause % this.stride === 0 || slow.has(pause);
    this.phases.compact((row) => isKept(this.phases.get(row, "pause")));
    this.ages.compact((row) => isKept(this.ages.get(row, "pause")));
    this.references.compact((row) => isKept(this.references.get(row, "pause")));
  }

  private addCaller(frames: readonly string[], thread: string): void {
    const key = frames.join("\n");
    const known = this.callers.get(key);
    if (known !== undefined) known.count++;
    else if (this.callers.size < SITE_LIMIT) this.callers.set(key, { frames, thread, count: 1 });
  }

  private addSite(className: string, frame: string, bytes: number, samples: number, isOldObject: boolean): void {
    const key = `${isOldObject} ${className} ${frame}`;
    const known = this.sites.get(key);
    if (known !== undefined) {
      known.bytes += bytes;
      known.samples += samples;
    } else if (this.sites.size < SITE_LIMIT) {
      this.sites.set(key, { className, frame, bytes, samples, isOldObject });
    }
  }
}

/** More details than any pause has: the log lost the pause they belonged to. */
const PENDING_LIMIT = 20_000;

function wait(collection: OpenCollection, detail: PauseDetail): void {
  if (collection.pending.length >= PENDING_LIMIT) collection.pending = [];
  collection.pending.push(detail);
}

function renumber<S extends Schema & { readonly pause: "i32" }>(table: ColumnTable<S>, newPauseRow: Int32Array): void {
  for (let row = 0; row < table.length; row++) {
    const old = table.get(row, "pause");
    if (old >= 0) table.set(row, "pause", newPauseRow[old] as number);
  }
}
