import type { GcEvent } from "../events/gc-event.js";
import type { G1HeapFragment, RowFragment, StampFragment, TransitionFragment } from "./fragment.js";

/** Collections of these inside a young record make it a full one: CMS and Serial print both in one bracket. */
const OLD_SPACES: ReadonlySet<string> = new Set(["CMS", "Tenured"]);
/** A record has a few dozen parts. One that never closes must not grow with the log. */
const MAX_PARTS = 5000;
/** Brackets nest four deep at most; the rest is text of others in a record that never closes. */
const MAX_FRAMES = 64;
const BLANKS_PER_LEVEL = 3;

/** A bracket within a stop: a space (`[ParNew: …`) or a phase (`[Rescan (parallel) …`). */
interface Frame {
  readonly name: string;
  readonly stamp: StampFragment;
  transition: TransitionFragment | null;
}

/** A stop whose bracket is open, or was closed and may still be followed by sizes, phases and times. */
export interface PauseRecord {
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
  /** The next record belongs into this one although it begins a line. */
  expectsRecordWithin: boolean;
}

/** A stop whose bracket opens at `stamp`, in line `line`. */
export function openRecord(kind: string, cause: string | null, stamp: StampFragment, line: number): PauseRecord {
  return {
    stamp,
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
    expectsRecordWithin: false,
  };
}

/** Opens a bracket within the stop. */
export function openFrame(record: PauseRecord, name: string, stamp: StampFragment): void {
  if (record.frames.length < MAX_FRAMES) record.frames.push({ name, stamp, transition: null });
}

/** Keeps an event that belongs to the stop. */
export function addPart(record: PauseRecord, event: GcEvent, line: number): void {
  if (record.parts.length < MAX_PARTS) record.parts.push({ event, line });
}

/** A change of occupancy: of the innermost open bracket, or of the heap when none is open. */
export function addTransition(record: PauseRecord, transition: TransitionFragment): void {
  const frame = record.frames.at(-1);
  // A bracket without a name holds the heap itself: `[ 12M->2917K(256M)]`.
  if (frame !== undefined && frame.name !== "") frame.transition = transition;
  else ({ beforeBytes: record.beforeBytes, afterBytes: record.afterBytes, committedBytes: record.committedBytes } = transition);
}

/** Closes the innermost bracket, or the stop itself when none is open. */
export function closeBracket(record: PauseRecord, durationMs: number, line: number): void {
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
    addBracketedPhase(record, name, durationMs, line);
  }
}

/** A phase that a bracket within the stop tells. */
export function addBracketedPhase(record: PauseRecord, name: string, durationMs: number, line: number): void {
  // A young pause of G1 lists its phases in rows below; a bracket within it tells a part of one of them.
  const outermost = record.kind.startsWith("Young (") ? 2 : 1;
  addPart(record, { type: "phase", name, depth: record.frames.length + outermost, durationMs }, line);
}

/** A row below a G1 pause. */
export function addRow(record: PauseRecord, { indentation, row }: RowFragment, line: number): void {
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

/** The sizes at the end of a G1 pause. */
export function addG1Heap(record: PauseRecord, { eden, survivorsBefore, survivorsAfter, heap }: G1HeapFragment, line: number): void {
  record.beforeBytes = heap.beforeBytes;
  record.afterBytes = heap.afterBytes;
  record.committedBytes = heap.afterCapacityBytes;
  addPart(record, { type: "spaceHeap", space: "Eden", ...eden }, line);
  addPart(record, { type: "spaceHeap", space: "Survivor", beforeBytes: survivorsBefore, beforeCapacityBytes: Number.NaN, afterBytes: survivorsAfter, afterCapacityBytes: Number.NaN }, line);
}
