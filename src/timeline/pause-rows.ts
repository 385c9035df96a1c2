import type { Cpu, Pause, PauseStart, Stamp } from "../events/gc-event.js";
import type { CollectionRows } from "./collection-rows.js";
import { type Columns, ColumnTable } from "./columns.js";
import type { NameTable } from "./name-table.js";
import { generationOf, type OpenCollection } from "./open-collection.js";
import { orderByTime } from "./order-rows.js";
import type { PauseDetails } from "./pause-details.js";
import { PauseNesting } from "./pause-nesting.js";
import type { RunState } from "./run-lives.js";
import type { SideTables } from "./side-tables.js";
import { pauseSchema } from "./timeline.js";
import type { WarningLog } from "./warning-log.js";

/** Starts without an end that are remembered: more were cut off. */
const OPEN_PAUSES = 8;
/** Phases are rounded to 0.1 ms each: only a clear excess shows that the pause is not all that was stopped. */
const UNDER_REPORTED_RATIO = 1.2;
const UNDER_REPORTED_MS = 5;

/** What the rows of pauses are made with. */
interface PauseContext {
  readonly names: NameTable;
  readonly details: PauseDetails;
  readonly side: SideTables;
  readonly collections: CollectionRows;
  readonly warnings: WarningLog;
  /** 1 log, 2 recording. */
  readonly witness: 1 | 2;
}

/** One row per stop of the application for GC, written when its end is read. */
export class PauseRows {
  private readonly table = new ColumnTable(pauseSchema);
  private readonly nesting: PauseNesting;

  constructor(private readonly context: PauseContext) {
    this.nesting = new PauseNesting(this.table, context.names, context.details, context.side);
  }

  start(event: PauseStart, stamp: Stamp, run: RunState, atMs: number): void {
    const collection = this.context.collections.touch(run, stamp, atMs, null, event.cause);
    // Phases before a stop within its id belong to the concurrent work, not to the stop.
    collection.pending = collection.pending.filter(({ type }) => type !== "phase" && type !== "workerPhase");
    run.openPauses.push({ gcId: stamp.gcId, kind: event.kind, firstRow: this.table.length });
    if (run.openPauses.length > OPEN_PAUSES) run.openPauses.shift();
  }

  end(event: Pause, stamp: Stamp, run: RunState, atMs: number): void {
    const { collections, details, names, witness } = this.context;
    run.pausesSeen++;
    collections.touch(run, stamp, atMs, null, event.cause);
    const collection = collections.of(run, stamp, atMs);
    const row = this.table.append({
      startMs: run.clock.note(atMs - event.durationMs),
      durationMs: event.durationMs,
      kind: names.idOf(event.kind),
      cause: names.idOf(event.cause),
      gcId: stamp.gcId,
      beforeBytes: firstKnown(event.beforeBytes, collection.beforeBytes),
      afterBytes: firstKnown(event.afterBytes, collection.afterBytes),
      committedBytes: firstKnown(event.committedBytes, collection.committedBytes),
      userMs: event.userMs,
      sysMs: event.sysMs,
      realMs: event.realMs,
      evacuationFailure: names.idOf(event.evacuationFailure ?? (collection.hasEvacuationFailure ? "unknown" : null)),
      generation: generationOf(stamp),
      workers: collection.workers,
      witness,
      input: stamp.input,
      line: stamp.line,
      run: run.index,
    });
    if (run.pausesSeen === 1) this.noteCutHead(stamp, run);
    this.notePhasesBeyondPause(event, collection, stamp);
    details.attach(collection, row, event.durationMs);
    collection.lastPause = row;
    collection.hasEvacuationFailure = false;
    collection.workers = 0;
    this.nesting.close(event, stamp, run, row);
  }

  /** CPU times of the pause that ended last under the stamp's id. */
  addCpu({ userMs, sysMs, realMs }: Cpu, stamp: Stamp, run: RunState): void {
    const row = run.open.get(stamp.gcId)?.lastPause ?? -1;
    if (row < 0) return;
    this.table.set(row, "userMs", userMs);
    this.table.set(row, "sysMs", sysMs);
    this.table.set(row, "realMs", realMs);
  }

  /** The rows in time order without the nested ones, and the new place of each row (-1: dropped), null if none moved. */
  finish(): { readonly pauses: Columns<typeof pauseSchema>; readonly newRow: Int32Array | null } {
    const { nested } = this.nesting;
    const order = orderByTime(this.table, "startMs", nested);
    if (order === null) return { pauses: this.table.finish(), newRow: null };
    const newRow = new Int32Array(this.table.length).fill(-1);
    order.forEach((row, index) => (newRow[row] = index));
    return { pauses: this.table.finish(order), newRow };
  }

  /** A log that starts with a later collection, and without the JVM's start, was cut or rotated away. */
  private noteCutHead(stamp: Stamp, run: RunState): void {
    if (this.context.witness === 2 || run.collector !== null || stamp.gcId <= 0) return;
    this.context.warnings.add("cut-head", `the log begins at collection ${stamp.gcId}: what came before, and the JVM's start-up lines, are missing`, stamp);
  }

  /** JDK 11's G1 starts the clock of a young pause after it waited for root-region scanning; its phases show the whole stop. */
  private notePhasesBeyondPause(event: Pause, { pending }: OpenCollection, stamp: Stamp): void {
    if (this.context.witness === 2 || !event.kind.startsWith("Young")) return;
    let phasesMs = 0;
    for (const detail of pending) if (detail.type === "phase" && detail.depth === 1) phasesMs += detail.durationMs;
    if (phasesMs <= event.durationMs * UNDER_REPORTED_RATIO || phasesMs <= event.durationMs + UNDER_REPORTED_MS) return;
    this.context.warnings.add("pause-under-reported", `the log says ${event.durationMs.toFixed(3)} ms for this pause, its phases add up to ${phasesMs.toFixed(1)} ms; the application was stopped for the longer time`, stamp);
  }
}

function firstKnown(a: number, b: number): number {
  return Number.isNaN(a) ? b : a;
}
