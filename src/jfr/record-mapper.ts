import type { EventSink, GcEvent, Stamp } from "../events/gc-event.js";
import { AllocationTable } from "./allocation-table.js";
import { type CollectionFacts, emptyFacts, gatherFacts, gcIdOf } from "./collection-facts.js";
import { regionBytesOf } from "./heap-events.js";
import { instantMsOf, isStruct, type JfrRecord, type JfrStruct, numberOf, textOf, unsignedOf } from "./jfr-record.js";
import { JvmDescription } from "./jvm-description.js";
import { mapRecord } from "./map-record.js";
import { generationOf } from "./pause-kind.js";
import type { WarningList } from "./recording-report.js";
import { compareByEnd, endMsOf, orderByEnd, type RecordBatch } from "./record-batch.js";
import { RecordRole } from "./record-roles.js";
import { SafepointJoin } from "./safepoint-join.js";
import { applicationFrames, classNameOf, framesOf, threadNameOf } from "./stack-frames.js";
import { ALLOCATION_WEIGHTS } from "./wanted-events.js";

/** Batches after which a collection whose own event never came (cut recording) is mapped without it. */
const PATIENCE = 4;
/** Collections kept open while waiting; more only in damaged input. */
const OPEN_COLLECTIONS_LIMIT = 100_000;

/**
 * Makes timeline events of the records of one input, whichever form they were read from. Records come in batches (a chunk,
 * or some ten thousand events of an export), in any order within a batch; events leave in the order of their end.
 */
export class RecordMapper {
  private facts = new Map<number, CollectionFacts>();
  private held: JfrRecord[] = [];
  private safepoints = new SafepointJoin();
  private description = new JvmDescription();
  private readonly allocations = new AllocationTable();
  private jvmKey: string | null = null;
  private jvmStartMs = Number.NaN;
  private hasEmitted = false;
  private hasPauses = false;
  private hasRegionFact = false;
  private firstCollectionName: string | null = null;
  private readonly stamp: Stamp;

  constructor(
    private readonly sink: EventSink,
    input: number,
    private readonly warnings: WarningList,
  ) {
    this.stamp = { input, line: 0, uptimeMs: Number.NaN, epochMs: Number.NaN, gcId: -1, generation: "" };
  }

  /** Whether a JVM has introduced itself. */
  get hasJvm(): boolean {
    return this.jvmKey !== null;
  }

  /** Whether a `JVMInformation` record tells of another JVM than the records before it. */
  isNewJvm(record: JfrRecord): boolean {
    return jvmKeyOf(record) !== this.jvmKey;
  }

  /**
   * Takes a batch and returns how many of its records were of use. With `isDescribed` the descriptions in it repeat what an
   * earlier batch said of the same JVM, and are left alone.
   */
  accept(batch: RecordBatch, isDescribed = false): number {
    const order = orderByEnd(batch);
    let used = batch.length;
    for (let i = 0; i < batch.length; i++) {
      const record = batch.typeOf(i) === "JVMInformation" ? batch.read(i) : null;
      if (record !== null && this.isNewJvm(record)) this.beginJvm(record);
    }
    for (let i = 0; i < batch.length; i++) {
      if ((batch.rolesOf(i) & RecordRole.description) === 0) continue;
      if (!isDescribed) this.describe(batch.read(i));
      else if (batch.typeOf(i) !== "JVMInformation") used--;
    }
    const safepoints = this.gatherAll(batch, order);
    this.sendDescription(batch, order);
    this.emitAll(batch, order, [...safepoints, ...this.held].sort(compareByEnd));
    for (const facts of this.facts.values()) facts.age++;
    this.forgetOldCollections();
    return used;
  }

  /** Adds samples of one class and stack that a reader has already added up. */
  acceptAllocation(fields: JfrStruct, bytes: number, samples: number): void {
    const frames = framesOf(fields.stackTrace);
    const frame = applicationFrames(frames)[0] ?? "?";
    this.allocations.add(classNameOf(fields.objectClass), frame, bytes, samples, false);
  }

  /** The input is over: what was waiting leaves as it is. */
  finish(): void {
    const lastSafepoint = this.safepoints.close();
    const left = lastSafepoint === null ? this.held : [...this.held, lastSafepoint];
    this.held = [];
    for (const record of left.toSorted(compareByEnd)) this.emit(record, gcIdOf(record));
    const { epochMs, line } = this.stamp;
    this.stampAt(epochMs, line, -1);
    for (const site of this.allocations.drain()) this.sink(site, this.stamp);
  }

  /** Without pauses a recording is no evidence of health: say what may have happened. Call at the end. */
  warnOfNoPauses(): void {
    if (this.hasPauses) return;
    this.warnings.add("no-pauses", "not one jdk.GCPhasePause: either nothing was collected, or the settings or the export leave this event out");
  }

  private beginJvm(record: JfrRecord): void {
    const isAnother = this.jvmKey !== null;
    if (isAnother) {
      this.finish();
      this.facts = new Map();
      this.safepoints = new SafepointJoin();
      this.description = new JvmDescription();
      this.hasEmitted = false;
      this.hasRegionFact = false;
      this.firstCollectionName = null;
    }
    this.jvmKey = jvmKeyOf(record);
    // A run has one clock: records that already left without an uptime decide for the rest.
    this.jvmStartMs = this.hasEmitted ? Number.NaN : instantMsOf(record.fields, "jvmStartTime");
  }

  private describe(record: JfrRecord | null): void {
    if (record !== null) this.description.add(record);
  }

  /** Facts come first, as a collection's own event stands behind the events of its parts. Returns the safepoints that are complete. */
  private gatherAll(batch: RecordBatch, order: Int32Array): JfrRecord[] {
    const safepoints: JfrRecord[] = [];
    for (const index of order) {
      const roles = batch.rolesOf(index);
      if ((roles & (RecordRole.facts | RecordRole.safepoint)) === 0) continue;
      const record = batch.read(index);
      if (record === null) continue;
      if ((roles & RecordRole.facts) !== 0) this.gather(record);
      else {
        const closed = this.safepoints.take(record);
        if (closed !== null) safepoints.push(closed);
      }
    }
    const ended = this.safepoints.closeEnded();
    if (ended !== null) safepoints.push(ended);
    return safepoints;
  }

  private sendDescription(batch: RecordBatch, order: Int32Array): void {
    const first = order.find((index) => !Number.isNaN(batch.endMsOf(index)));
    if (first === undefined) return;
    const { startMs, ordinal } = batch.read(first) ?? { startMs: batch.endMsOf(first), ordinal: 0 };
    this.stampAt(startMs, ordinal, -1);
    for (const event of this.description.drain(this.firstCollectionName)) this.sink(event, this.stamp);
    if (!this.hasRegionFact) this.sendRegionSize();
  }

  private sendRegionSize(): void {
    for (const facts of this.facts.values()) {
      const regionBytes = regionBytesOf(facts);
      if (Number.isNaN(regionBytes)) continue;
      this.hasRegionFact = true;
      this.sink({ type: "jvmFact", name: "regionBytes", value: regionBytes }, this.stamp);
      return;
    }
  }

  private gather(record: JfrRecord): void {
    const gcId = gcIdOf(record);
    if (gcId < 0) return;
    gatherFacts(this.factsOf(gcId), record);
    if (record.type === "GarbageCollection") this.firstCollectionName ??= textOf(record.fields, "name");
  }

  private factsOf(gcId: number): CollectionFacts {
    let facts = this.facts.get(gcId);
    if (facts === undefined) {
      facts = emptyFacts();
      this.facts.set(gcId, facts);
    }
    return facts;
  }

  /** Sends the batch in its order, with `others`, which are sorted, in between. */
  private emitAll(batch: RecordBatch, order: Int32Array, others: readonly JfrRecord[]): void {
    const held = new Set(this.held);
    this.held = [];
    let next = 0;
    const sendOthers = (untilMs: number): void => {
      for (let other = others[next]; other !== undefined && !(endMsOf(other) > untilMs); other = others[++next]) {
        this.emitOrHold(other, held.has(other));
      }
    };
    for (const index of order) {
      if ((batch.rolesOf(index) & RecordRole.event) === 0) continue;
      const record = batch.read(index);
      if (record === null) continue;
      if (next < others.length) sendOthers(batch.endMsOf(index));
      this.emitOrHold(record, false);
    }
    sendOthers(Number.POSITIVE_INFINITY);
  }

  /** A record waits for its collection's own event, which says what it was a part of. */
  private emitOrHold(record: JfrRecord, isOld: boolean): void {
    const gcId = gcIdOf(record);
    if (gcId >= 0) {
      const facts = this.factsOf(gcId);
      if (!isOld) facts.age = 0;
      if (facts.name === null && facts.age < PATIENCE) {
        this.held.push(record);
        return;
      }
    }
    this.emit(record, gcId);
  }

  private emit(record: JfrRecord, gcId: number): void {
    const facts = this.facts.get(gcId) ?? NO_FACTS;
    const endMs = endMsOf(record);
    this.stampAt(endMs, record.ordinal, gcId);
    this.stamp.generation = generationFor(record, facts, endMs);
    this.hasEmitted = true;
    if (record.type === "GCPhasePause") this.hasPauses = true;
    if (record.type === "SystemGC") this.sink(systemGcCall(record), this.stamp);
    else if (record.type === "OldObjectSample") this.addOldObject(record);
    else if (Object.hasOwn(ALLOCATION_WEIGHTS, record.type)) this.addAllocation(record);
    else {
      for (const event of mapRecord(record, facts, this.description.maxTenuringThreshold)) this.sink(event, this.stamp);
      if (record.type === "DataLoss") this.warnings.add("data-loss", "the recording itself lost events (jdk.DataLoss): it is incomplete", record.ordinal);
    }
  }

  private addAllocation(record: JfrRecord): void {
    const bytes = unsignedOf(record.fields, ALLOCATION_WEIGHTS[record.type] as string);
    this.acceptAllocation(record.fields, Number.isNaN(bytes) ? 0 : bytes, 1);
  }

  private addOldObject({ fields }: JfrRecord): void {
    const object = isStruct(fields.object) ? fields.object.type : undefined;
    const frame = applicationFrames(framesOf(fields.stackTrace))[0] ?? "?";
    const bytes = unsignedOf(fields, "objectSize");
    this.allocations.add(classNameOf(object), frame, Number.isNaN(bytes) ? 0 : bytes, 1, true);
  }

  private stampAt(endMs: number, ordinal: number, gcId: number): void {
    const { stamp } = this;
    stamp.epochMs = endMs;
    stamp.uptimeMs = endMs - this.jvmStartMs;
    stamp.line = ordinal;
    stamp.gcId = gcId;
    stamp.generation = "";
  }

  /** Keeps memory from growing with the recording: a collection is over when batches have passed without a word of it, one when its own event has come. */
  private forgetOldCollections(): void {
    for (const [gcId, { age, name }] of this.facts) {
      if (age > (name === null ? PATIENCE : 1) || this.facts.size > OPEN_COLLECTIONS_LIMIT) this.facts.delete(gcId);
    }
  }
}

const NO_FACTS = emptyFacts();

function jvmKeyOf({ fields }: JfrRecord): string {
  return `${numberOf(fields, "pid")} ${instantMsOf(fields, "jvmStartTime")}`;
}

/** Halves of a major collection mark their own events; the collection as a whole belongs to neither. */
function generationFor(record: JfrRecord, facts: CollectionFacts, endMs: number): Stamp["generation"] {
  if (record.type === "GarbageCollection" || record.type === "GCHeapSummary") return "";
  if (record.type === "ZOldGarbageCollection") return "O";
  return generationOf(facts, record.startMs, endMs);
}

function systemGcCall({ fields }: JfrRecord): GcEvent {
  return {
    type: "systemGcCall",
    frames: applicationFrames(framesOf(fields.stackTrace)),
    thread: threadNameOf(fields.eventThread),
  };
}
