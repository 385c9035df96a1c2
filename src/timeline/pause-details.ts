import type { References, SpaceHeap } from "../events/gc-event.js";
import { ColumnTable, type Schema } from "./columns.js";
import type { NameTable } from "./name-table.js";
import type { OpenCollection, PauseDetail } from "./open-collection.js";
import { ageSchema, phaseSchema, referenceSchema, regionSchema, spaceSchema, type Timeline } from "./timeline.js";

/**
 * Rows kept of what hangs on pauses. Beyond that, pauses are thinned evenly (every second, every fourth, …) except for
 * the slowest ones, which reports look into; the share kept is told.
 */
const DETAIL_LIMIT = 200_000;
const SLOWEST_KEPT = 64;
/** More details than any pause has: the log lost the pause they belonged to. */
const PENDING_LIMIT = 20_000;
/** An inner stop is over before the outer one; its phases are among the last ones read. */
const NESTED_ROWS = 500;

type FinishedDetails = Pick<Timeline, "phases" | "phasesKeptShare" | "regions" | "spaces" | "ages" | "references">;

/** What a log prints about each pause beside its end line: phases, regions, spaces, ages and references. */
export class PauseDetails {
  private readonly phases = new ColumnTable(phaseSchema);
  private readonly regions = new ColumnTable(regionSchema);
  private readonly spaces = new ColumnTable(spaceSchema);
  private readonly ages = new ColumnTable(ageSchema);
  private readonly references = new ColumnTable(referenceSchema);
  /** Details are kept of every `stride`th pause, and of the slowest. */
  private stride = 1;
  private readonly slowest: { pause: number; durationMs: number }[] = [];

  constructor(private readonly names: NameTable) {}

  /** Keeps a detail until the end line of its pause comes. */
  wait(collection: OpenCollection, detail: PauseDetail): void {
    if (collection.pending.length >= PENDING_LIMIT) collection.pending = [];
    collection.pending.push(detail);
  }

  /** Gives what waited in `collection` to the pause `row`. Bulky details of a pause that is thinned out are dropped. */
  attach(collection: OpenCollection, row: number, durationMs: number): void {
    const isKept = this.keepsDetails(row, durationMs);
    for (const detail of collection.pending) {
      if (isKept || detail.type === "regions" || detail.type === "spaceHeap") this.add(detail, row);
    }
    collection.pending = [];
    if (this.phases.length + this.ages.length > DETAIL_LIMIT) this.thinOut();
  }

  /** Keeps what no pause ever claimed, such as the references that ZGC counts between its pauses. */
  abandon(collection: OpenCollection): void {
    for (const detail of collection.pending) if (detail.type === "references") this.addReferences(detail, -1);
    collection.pending = [];
  }

  /** Turns the stop `inner`, with its phases, into a phase of the stop `outer`. */
  nest(inner: number, outer: number, title: string, durationMs: number): void {
    for (let row = this.phases.length - 1; row >= 0 && row > this.phases.length - NESTED_ROWS; row--) {
      if (this.phases.get(row, "pause") === inner) {
        this.phases.set(row, "pause", outer);
        this.phases.set(row, "depth", this.phases.get(row, "depth") + 1);
      }
    }
    this.addPhase(outer, title, 1, durationMs);
  }

  /** All tables; `newPauseRow` gives the place of each pause in time order (`-1` for those that were dropped), null if none moved. */
  finish(newPauseRow: Int32Array | null): FinishedDetails {
    if (newPauseRow !== null) {
      renumber(this.phases, newPauseRow);
      renumber(this.regions, newPauseRow);
      renumber(this.spaces, newPauseRow);
      renumber(this.ages, newPauseRow);
      renumber(this.references, newPauseRow);
    }
    return {
      phases: this.phases.finish(),
      phasesKeptShare: 1 / this.stride,
      regions: this.regions.finish(),
      spaces: this.spaces.finish(),
      ages: this.ages.finish(),
      references: this.references.finish(),
    };
  }

  private add(detail: PauseDetail, pause: number): void {
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
}

function renumber<S extends Schema & { readonly pause: "int" }>(table: Pick<ColumnTable<S>, "length" | "get" | "set">, newPauseRow: Int32Array): void {
  for (let row = 0; row < table.length; row++) {
    const old = table.get(row, "pause");
    if (old >= 0) table.set(row, "pause", newPauseRow[old] as number);
  }
}
