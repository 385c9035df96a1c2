import type { EventSink, GcEvent, Stamp } from "../events/gc-event.js";
import type { G1HeapFragment, LegacyFragment, RowFragment, StampFragment, TransitionFragment } from "./fragment.js";

/** A bracket within a stop: a space (`[ParNew: …`) or a phase (`[Rescan (parallel) …`). */
interface Frame {
  readonly name: string;
  readonly stamp: StampFragment;
  transition: TransitionFragment | null;
}

/** A stop whose bracket is open, or was closed and may still be followed by sizes, phases and times. */
interface PauseRecord {
  readonly stamp: StampFragment;
  readonly line: number;
  kind: string;
  readonly cause: string | null;
  readonly frames: Frame[];
  /** Events inside the stop with the line each stood on. */
  readonly parts: { readonly event: GcEvent; readonly line: number }[];
  /** Full collections that the stop turned into, with where they began. */
  readonly innerFulls: { readonly stamp: StampFragment; readonly durationMs: number }[];
  beforeBytes: number;
  afterBytes: number;
  committedBytes: number;
  hasEvacuationFailure: boolean;
  /** NaN while the bracket is open. */
  durationMs: number;
  workers: number;
}

const NO_STAMP: StampFragment = { use: "stamp", uptimeMs: Number.NaN, epochMs: Number.NaN, zoneMinutes: null };
/** Collections of these inside a young record make it a full one: CMS and Serial print both in one bracket. */
const OLD_SPACES: ReadonlySet<string> = new Set(["CMS", "Tenured"]);
/** A record has a few dozen parts. One that never closes must not grow with the log. */
const MAX_PARTS = 5000;
const BLANKS_PER_LEVEL = 3;

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
  private readonly outgoing: Stamp;

  constructor(
    input: number,
    private readonly sink: EventSink,
  ) {
    this.outgoing = { input, line: 0, uptimeMs: Number.NaN, epochMs: Number.NaN, gcId: -1, generation: "" };
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
        this.emit(fragment.event, line, this.stamp.uptimeMs, this.stamp.epochMs);
        this.awaitsConcurrentTimes = fragment.event.type === "concurrent";
        return true;
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
        if (record === null) this.emit(fragment.event, line, this.stamp.uptimeMs, this.stamp.epochMs);
        else addPart(record, fragment.event, line);
        return true;
      case "skip":
        return true;
    }
    if (record === null) return false;
    // Behind its end a stop takes rows and sizes; brackets only where such a line goes on with them.
    if (!this.isOpen && fragment.use !== "row" && fragment.use !== "g1Heap" && isFirst) return false;
    switch (fragment.use) {
      case "kind":
        if (record.kind === "Young") record.kind = fragment.kind;
        return true;
      case "frame":
        record.frames.push({ name: fragment.name, stamp: this.stamp, transition: null });
        return true;
      case "close":
        closeBracket(record, fragment.durationMs, line);
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
      this.emit({ type: "pauseStart", kind: record.kind, cause: record.cause }, record.line, record.stamp.uptimeMs, record.stamp.epochMs);
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
    for (const { event, line } of this.held) this.emit(event, line, this.stamp.uptimeMs, this.stamp.epochMs);
    this.held = [];
  }

  private open(kind: string, cause: string | null, line: number, isFirst: boolean): boolean {
    this.releaseHeld();
    if (this.isOpen && !isFirst) {
      // Within a bracket it is a part of it, whatever it is called.
      this.record?.frames.push({ name: kind, stamp: this.stamp, transition: null });
      return true;
    }
    // What was still open was cut: rotation, a crash, a full disk.
    if (this.record !== null && !this.isOpen) this.finishRecord(null);
    this.record = {
      stamp: this.stamp,
      line,
      kind,
      cause,
      frames: [],
      parts: [],
      innerFulls: [],
      beforeBytes: Number.NaN,
      afterBytes: Number.NaN,
      committedBytes: Number.NaN,
      hasEvacuationFailure: false,
      durationMs: Number.NaN,
      workers: 0,
    };
    return true;
  }

  private finishRecord(times: { readonly userMs: number; readonly sysMs: number; readonly realMs: number } | null): void {
    const { record } = this;
    if (record === null) return;
    this.record = null;
    const { stamp, line, kind, cause, durationMs } = record;
    const endUptimeMs = stamp.uptimeMs + durationMs;
    const endEpochMs = stamp.epochMs + durationMs;
    const sizes = { beforeBytes: record.beforeBytes, afterBytes: record.afterBytes, committedBytes: record.committedBytes };
    const cpu = { userMs: times?.userMs ?? Number.NaN, sysMs: times?.sysMs ?? Number.NaN, realMs: times?.realMs ?? Number.NaN };
    const unknown = { beforeBytes: Number.NaN, afterBytes: Number.NaN, committedBytes: Number.NaN, userMs: Number.NaN, sysMs: Number.NaN, realMs: Number.NaN };
    // Only where one stop lies in another is the start told: it is what shows the nesting.
    if (record.innerFulls.length > 0) this.emit({ type: "pauseStart", kind, cause }, line, stamp.uptimeMs, stamp.epochMs);
    for (const inner of record.innerFulls) {
      this.emit({ type: "pause", kind: "Full", cause, evacuationFailure: null, durationMs: inner.durationMs, ...unknown }, line, inner.stamp.uptimeMs + inner.durationMs, inner.stamp.epochMs + inner.durationMs);
    }
    for (const part of record.parts) this.emit(part.event, part.line, endUptimeMs, endEpochMs);
    if (record.workers > 0) this.emit({ type: "workers", active: record.workers, total: Number.NaN, task: "evacuation" }, line, endUptimeMs, endEpochMs);
    this.emit({ type: "pause", kind, cause, evacuationFailure: record.hasEvacuationFailure ? "unknown" : null, durationMs, ...sizes, ...cpu }, line, endUptimeMs, endEpochMs);
  }

  private emit(event: GcEvent, line: number, uptimeMs: number, epochMs: number): void {
    this.outgoing.line = line;
    this.outgoing.uptimeMs = uptimeMs;
    this.outgoing.epochMs = epochMs;
    this.sink(event, this.outgoing);
  }
}

function addPart(record: PauseRecord, event: GcEvent, line: number): void {
  if (record.parts.length < MAX_PARTS) record.parts.push({ event, line });
}

function addTransition(record: PauseRecord, transition: TransitionFragment): void {
  const frame = record.frames.at(-1);
  // A bracket without a name holds the heap itself: `[ 12M->2917K(256M)]`.
  if (frame !== undefined && frame.name !== "") frame.transition = transition;
  else ({ beforeBytes: record.beforeBytes, afterBytes: record.afterBytes, committedBytes: record.committedBytes } = transition);
}

function closeBracket(record: PauseRecord, durationMs: number, line: number): void {
  const frame = record.frames.pop();
  if (frame === undefined) {
    // A bracket too many, as torn lines leave behind, closes nothing.
    if (Number.isNaN(record.durationMs)) record.durationMs = durationMs;
    return;
  }
  const { name, transition } = frame;
  if (transition !== null && name === "Metaspace") {
    addPart(record, { type: "metaspace", beforeBytes: transition.beforeBytes, afterBytes: transition.afterBytes, committedBytes: Number.NaN }, line);
  } else if (transition !== null) {
    const { beforeBytes, afterBytes, committedBytes } = transition;
    addPart(record, { type: "spaceHeap", space: name, beforeBytes, beforeCapacityBytes: Number.NaN, afterBytes, afterCapacityBytes: committedBytes }, line);
    if (OLD_SPACES.has(name) && record.kind === "Young" && !Number.isNaN(durationMs)) record.innerFulls.push({ stamp: frame.stamp, durationMs });
  } else if (name !== "" && !Number.isNaN(durationMs)) {
    addPart(record, { type: "phase", name, depth: record.frames.length + 1, durationMs }, line);
  }
}

function addRow(record: PauseRecord, { indentation, row }: RowFragment, line: number): void {
  if (row === null) return;
  const { name } = row;
  const depth = Math.floor(indentation / BLANKS_PER_LEVEL);
  if (row.unit === "total") {
    addPart(record, { type: "phase", name, depth, durationMs: row.value }, line);
    if (row.workers > 0) record.workers = row.workers;
  } else {
    addPart(record, { type: "workerPhase", name, depth, unit: row.unit, ...row.spread, workers: record.workers }, line);
  }
}

function addG1Heap(record: PauseRecord, { eden, survivorsBefore, survivorsAfter, heap }: G1HeapFragment, line: number): void {
  record.beforeBytes = heap.beforeBytes;
  record.afterBytes = heap.afterBytes;
  record.committedBytes = heap.afterCapacityBytes;
  addPart(record, { type: "spaceHeap", space: "Eden", ...eden }, line);
  addPart(record, { type: "spaceHeap", space: "Survivor", beforeBytes: survivorsBefore, beforeCapacityBytes: Number.NaN, afterBytes: survivorsAfter, afterCapacityBytes: Number.NaN }, line);
}
