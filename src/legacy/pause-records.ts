import type { EventSink, GcEvent, Stamp } from "../events/gc-event.js";
import type { LegacyFragment, StampFragment } from "./fragment.js";
import { addBracketedPhase, addG1Heap, addPart, addRow, addTransition, closeBracket, openFrame, openRecord, type PauseRecord } from "./pause-record.js";

/** A handful of phases run at a time; beginnings without an end, as cut logs have, must not grow with the log. */
const MAX_BEGUN = 100;
const NO_STAMP: StampFragment = { use: "stamp", uptimeMs: Number.NaN, epochMs: Number.NaN, zoneMinutes: null, gcId: -1 };

/**
 * Pairs fragments into stops and passes events on: for each stop its parts, then the stop. Everything in a stop is stamped
 * with its end; legacy logs print the start, so the end is start + duration. Records that another thread tears apart are
 * put together again; a record that never closes gives no stop.
 */
export class PauseRecords {
  private record: PauseRecord | null = null;
  private stamp: StampFragment = NO_STAMP;
  /** The last thing that stood alone was a concurrent phase, whose times come next and are not a stop's. */
  private awaitsConcurrentTimes = false;
  /** Facts of the header, which has no stamps: they are told with the clocks of the first record below it. */
  private held: { readonly event: GcEvent; readonly line: number }[] = [];
  private hasRegionSize = false;
  /** Phases whose beginning was printed, by title: their end is stamped with the end. */
  private readonly begun = new Map<string, StampFragment>();
  private readonly outgoing: Stamp;

  constructor(
    input: number,
    private readonly sink: EventSink,
  ) {
    this.outgoing = { input, line: 0, uptimeMs: Number.NaN, epochMs: Number.NaN, gcId: -1, generation: "", isOldFormat: true };
  }

  /** A stop is open, or its sizes and times may still come: text without a stamp may belong to it. */
  get expectsMore(): boolean {
    return this.record !== null;
  }

  /** The bracket of a stop is open. */
  get isOpen(): boolean {
    return this.record !== null && Number.isNaN(this.record.durationMs);
  }

  /** To be called before the fragments of each line: a stamp holds for its own line. */
  beginLine(): void {
    this.stamp = NO_STAMP;
    this.awaitsConcurrentTimes = false;
  }

  /** Takes the next fragment. `isFirst`: nothing but a stamp stands before it in the line. False when it has no place here. */
  accept(fragment: LegacyFragment, line: number, isFirst: boolean): boolean {
    const { record } = this;
    switch (fragment.use) {
      case "stamp":
        this.stamp = fragment;
        this.releaseHeld();
        return true;
      case "open":
        return this.open(fragment.kind, fragment.cause, line, isFirst);
      case "fact":
        this.hold(fragment.event, line);
        return true;
      case "alone":
        this.emit(fragment.event, line, this.stamp);
        this.awaitsConcurrentTimes = fragment.event.type === "concurrent";
        return true;
      case "begin":
        this.releaseHeld();
        if (this.begun.size < MAX_BEGUN) this.begun.set(fragment.title, this.stamp);
        this.emit(fragment.event, line, this.stamp);
        return true;
      case "end":
        this.emit(fragment.event, line, this.begun.delete(fragment.title) ? this.stamp : later(this.stamp, fragment.event.durationMs));
        return true;
      case "heapWithin":
        if (record !== null) record.expectsRecordWithin = this.isOpen;
        return record !== null;
      case "memory":
        this.hold({ type: "jvmFact", name: "memoryBytes", value: fragment.memoryBytes }, line);
        if (!Number.isNaN(fragment.swapTotalBytes)) this.hold({ type: "jvmFact", name: "swapTotalBytes", value: fragment.swapTotalBytes }, line);
        return true;
      case "times":
        if (this.awaitsConcurrentTimes) {
          this.awaitsConcurrentTimes = false;
          return true;
        }
        if (record === null || this.isOpen) return record !== null;
        this.finishRecord(fragment);
        return true;
      case "part":
        if (record === null) this.emit(fragment.event, line, this.stamp);
        else addPart(record, fragment.event, line);
        return true;
      case "references":
        if (record === null) return false;
        addPart(record, fragment.event, line);
        addBracketedPhase(record, `${fragment.event.strength}Reference`, fragment.durationMs, line);
        return true;
      case "skip":
        return true;
    }
    if (record === null) return false;
    // Behind its end a stop takes rows and sizes; brackets only where such a line goes on with them.
    if (!this.isOpen && isFirst && !isBelowRecord(fragment)) return false;
    switch (fragment.use) {
      case "kind":
        if (record.kind === "Young") record.kind = fragment.kind;
        return true;
      case "frame":
        openFrame(record, fragment.name, this.stamp);
        return true;
      case "close":
        closeBracket(record, fragment.durationMs, line);
        if (fragment.isLast && !this.isOpen) this.finishRecord(null);
        return true;
      case "transition":
        addTransition(record, fragment);
        return true;
      case "occupancy":
        if (record.frames.length === 0) addTransition(record, { use: "transition", beforeBytes: fragment.usedBytes, afterBytes: fragment.usedBytes, committedBytes: fragment.committedBytes });
        return true;
      case "failure":
        if (fragment.what === "evacuation") record.hasEvacuationFailure = true;
        else addPart(record, { type: "evacuationFailure", what: fragment.what }, line);
        return true;
      case "row":
        addRow(record, fragment, line);
        return true;
      case "g1Heap":
        addG1Heap(record, fragment, line);
        return true;
    }
  }

  /** At the end of the input: a closed stop is passed on, an open one is told as a start without an end. */
  finish(): void {
    const { record } = this;
    this.releaseHeld();
    if (record === null) return;
    if (this.isOpen) {
      this.record = null;
      this.emit({ type: "pauseStart", kind: record.kind, cause: record.cause }, record.line, record.stamp);
    } else this.finishRecord(null);
  }

  private hold(event: GcEvent, line: number): void {
    // Each heap printout repeats it.
    const isRegionSize = event.type === "jvmFact" && event.name === "regionBytes";
    if (isRegionSize && this.hasRegionSize) return;
    this.hasRegionSize ||= isRegionSize;
    this.held.push({ event, line });
  }

  private releaseHeld(): void {
    if (this.held.length === 0) return;
    for (const { event, line } of this.held) this.emit(event, line, this.stamp);
    this.held = [];
  }

  private open(kind: string, cause: string | null, line: number, isFirst: boolean): boolean {
    this.releaseHeld();
    const { record } = this;
    if (record !== null && this.isOpen && (!isFirst || record.expectsRecordWithin)) {
      // Within a bracket it is a part of it, whatever it is called.
      record.expectsRecordWithin = false;
      openFrame(record, kind, this.stamp);
      return true;
    }
    // What was still open was cut: rotation, a crash, a full disk.
    if (record !== null && !this.isOpen) this.finishRecord(null);
    this.record = openRecord(kind, cause, this.begun.get(kind) ?? this.stamp, line);
    this.begun.delete(kind);
    return true;
  }

  private finishRecord(times: { readonly userMs: number; readonly sysMs: number; readonly realMs: number } | null): void {
    const { record } = this;
    if (record === null) return;
    this.record = null;
    const { stamp, line, kind, cause, durationMs } = record;
    const end = later(stamp, durationMs);
    const sizes = { beforeBytes: record.beforeBytes, afterBytes: record.afterBytes, committedBytes: record.committedBytes };
    const cpu = { userMs: times?.userMs ?? Number.NaN, sysMs: times?.sysMs ?? Number.NaN, realMs: times?.realMs ?? Number.NaN };
    const unknown = { beforeBytes: Number.NaN, afterBytes: Number.NaN, committedBytes: Number.NaN, userMs: Number.NaN, sysMs: Number.NaN, realMs: Number.NaN };
    // Only where one stop lies in another is the start told: it is what shows the nesting.
    if (record.innerFulls.length > 0) this.emit({ type: "pauseStart", kind, cause }, line, stamp);
    for (const inner of record.innerFulls) {
      this.emit({ type: "pause", kind: "Full", cause, evacuationFailure: null, durationMs: inner.durationMs, ...unknown }, line, later(inner.stamp, inner.durationMs));
    }
    for (const part of record.parts) this.emit(part.event, part.line, end);
    if (record.workers > 0) this.emit({ type: "workers", active: record.workers, total: Number.NaN, task: "evacuation" }, line, end);
    this.emit({ type: "pause", kind, cause, evacuationFailure: record.hasEvacuationFailure ? "unknown" : null, durationMs, ...sizes, ...cpu }, line, end);
  }

  private emit(event: GcEvent, line: number, { uptimeMs, epochMs, gcId }: StampFragment): void {
    this.outgoing.line = line;
    this.outgoing.uptimeMs = uptimeMs;
    this.outgoing.epochMs = epochMs;
    this.outgoing.gcId = gcId;
    this.sink(event, this.outgoing);
  }
}

/** The stamp `durationMs` later. */
function later(stamp: StampFragment, durationMs: number): StampFragment {
  return { ...stamp, uptimeMs: stamp.uptimeMs + durationMs, epochMs: stamp.epochMs + durationMs };
}

/** Pieces that begin a line below a stop whose bracket is closed: rows, sizes, the nameless bracket of early G1. */
function isBelowRecord(fragment: LegacyFragment): boolean {
  return fragment.use === "row" || fragment.use === "g1Heap" || (fragment.use === "frame" && fragment.name === "");
}
