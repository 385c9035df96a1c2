import type { Collection, HeapSummary, Stamp } from "../events/gc-event.js";
import { ColumnTable, type Columns } from "./columns.js";
import type { NameTable } from "./name-table.js";
import { generationOf, type OpenCollection, openCollection } from "./open-collection.js";
import { orderByTime } from "./order-rows.js";
import type { PauseDetails } from "./pause-details.js";
import type { RunState } from "./run-lives.js";
import { collectionSchema } from "./timeline.js";

/** Open collections kept; the least recently opened is given up first (its rows stay as they are). */
const OPEN_LIMIT = 1024;

/** One row per GC id, from its first line to its last, and what is known about ids whose lines are still coming. */
export class CollectionRows {
  private readonly table = new ColumnTable(collectionSchema);

  constructor(
    private readonly names: NameTable,
    private readonly details: PauseDetails,
  ) {}

  /** Where the details of a pause wait for its end line: the collection of the stamp's id, opened if it is new. */
  of(run: RunState, stamp: Stamp, atMs: number): OpenCollection {
    if (stamp.gcId < 0) return run.withoutId;
    return run.open.get(stamp.gcId) ?? this.touch(run, stamp, atMs, null, null);
  }

  /** Notes a collection that was heard of; one without an id stands alone. */
  open(run: RunState, stamp: Stamp, atMs: number): void {
    if (!run.open.has(stamp.gcId)) this.touch(run, stamp, atMs, null, null);
  }

  /** Opens or finds the collection of the stamp and widens its row to the stamp. Stamps without an id each stand alone. */
  touch(run: RunState, stamp: Stamp, atMs: number, kind: string | null, cause: string | null): OpenCollection {
    let collection = stamp.gcId >= 0 ? run.open.get(stamp.gcId) : undefined;
    if (collection === undefined) {
      collection = openCollection();
      if (stamp.gcId >= 0) {
        run.open.set(stamp.gcId, collection);
        if (run.open.size > OPEN_LIMIT) this.abandonOldest(run);
      }
    }
    const generation = generationOf(stamp);
    const row = collection.rows[generation] as number;
    if (row < 0) {
      collection.rows[generation] = this.append(run, stamp, atMs, kind, cause, generation);
      return collection;
    }
    if (!Number.isNaN(atMs)) this.table.set(row, "durationMs", Math.max(0, atMs - this.table.get(row, "startMs")));
    if (cause !== null && this.table.get(row, "cause") < 0) this.table.set(row, "cause", this.names.idOf(cause));
    if (kind !== null) this.table.set(row, "kind", this.names.idOf(kind));
    return collection;
  }

  end(event: Collection, stamp: Stamp, run: RunState, atMs: number): void {
    const collection = this.touch(run, stamp, atMs, event.kind, event.cause);
    const row = collection.rows[generationOf(stamp)] as number;
    this.table.set(row, "kind", this.names.idOf(event.kind));
    if (event.cause !== null) this.table.set(row, "cause", this.names.idOf(event.cause));
    this.table.set(row, "beforeBytes", event.beforeBytes);
    this.table.set(row, "afterBytes", event.afterBytes);
    this.table.set(row, "isAborted", event.isAborted ? 1 : 0);
    if (!Number.isNaN(event.durationMs)) {
      this.table.set(row, "durationMs", event.durationMs);
      if (!Number.isNaN(atMs)) this.table.set(row, "startMs", run.clock.note(atMs - event.durationMs));
    }
  }

  /** Heap at one end of a collection, for its pause, whose event may not tell it. */
  addHeapSummary({ when, usedBytes, committedBytes }: HeapSummary, stamp: Stamp, run: RunState, atMs: number): void {
    if (stamp.gcId < 0) return;
    const collection = this.touch(run, stamp, atMs, null, null);
    if (when === "before") {
      collection.beforeBytes = usedBytes;
      return;
    }
    collection.afterBytes = usedBytes;
    collection.committedBytes = committedBytes;
  }

  /** The rows in time order; gives up all open collections. */
  finish(runs: readonly RunState[]): Columns<typeof collectionSchema> {
    for (const run of runs) {
      for (const collection of run.open.values()) this.details.abandon(collection);
      run.open.clear();
    }
    return this.table.finish(orderByTime(this.table, "startMs"));
  }

  private append(run: RunState, stamp: Stamp, atMs: number, kind: string | null, cause: string | null, generation: number): number {
    return this.table.append({
      startMs: atMs,
      durationMs: Number.isNaN(atMs) ? Number.NaN : 0,
      kind: this.names.idOf(kind),
      cause: this.names.idOf(cause),
      gcId: stamp.gcId,
      beforeBytes: Number.NaN,
      afterBytes: Number.NaN,
      generation,
      isAborted: 0,
      input: stamp.input,
      line: stamp.line,
      run: run.index,
    });
  }

  private abandonOldest(run: RunState): void {
    const [gcId, oldest] = run.open.entries().next().value as [number, OpenCollection];
    this.details.abandon(oldest);
    run.open.delete(gcId);
  }
}
