import type { EventSink, GcEvent, Stamp } from "../events/gc-event.js";
import { AllocationTable } from "./allocation-table.js";
import { type CollectionFacts, emptyFacts, gatherFacts, gcIdOf } from "./collection-facts.js";
import { regionBytesOf } from "./heap-events.js";
import { instantMsOf, isStruct, type JfrRecord, type JfrStruct, numberOf, textOf, unsignedOf } from "./jfr-record.js";
import { JvmDescription } from "./jvm-description.js";
import { mapRecord } from "./map-record.js";
import { generationOf } from "./pause-kind.js";
import type { WarningList } from "./recording-report.js";
import { SAFEPOINT_TYPES, SafepointJoin } from "./safepoint-join.js";
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
  private hasRegionFact = false;
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

  /** Takes a batch and returns how many of its records were used. */
  accept(records: readonly JfrRecord[]): number {
    for (const record of records) {
      if (record.type === "JVMInformation" && this.isNewJvm(record)) this.beginJvm(record);
    }
    for (const record of records) this.description.add(record);
    const sorted = this.sortByEnd(records);
    for (const record of sorted) this.gather(record);
    this.describeJvm(sorted);
    this.emitAll([...sorted, ...this.safepoints.join(sorted), ...this.held], false);
    for (const facts of this.facts.values()) facts.age++;
    this.forgetOldCollections();
    return records.length;
  }

  /** Adds samples of one class and stack that a reader has already added up. */
  acceptAllocation(fields: JfrStruct, bytes: number, samples: number, lastMs: number, ordinal: number): void {
    const frames = framesOf(fields.stackTrace);
    const frame = applicationFrames(frames)[0] ?? "?";
    this.allocations.add(classNameOf(fields.objectClass), frame, bytes, samples, false);
    this.stampAt(lastMs, ordinal, -1);
  }

  /** The input is over: what was waiting leaves as it is. */
  finish(): void {
    this.emitAll([...this.held, ...this.safepoints.close()], true);
    const { epochMs, line } = this.stamp;
    this.stampAt(epochMs, line, -1);
    for (const site of this.allocations.drain()) this.sink(site, this.stamp);
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
    }
    this.jvmKey = jvmKeyOf(record);
    // A run has one clock: records that already left without an uptime decide for the rest.
    this.jvmStartMs = this.hasEmitted ? Number.NaN : instantMsOf(record.fields, "jvmStartTime");
  }

  private describeJvm(sorted: readonly JfrRecord[]): void {
    const first = sorted.find(({ startMs }) => !Number.isNaN(startMs));
    const collection = sorted.find(({ type }) => type === "GarbageCollection");
    if (first === undefined) return;
    this.stampAt(first.startMs, first.ordinal, -1);
    for (const event of this.description.drain(collection === undefined ? null : textOf(collection.fields, "name"))) {
      this.sink(event, this.stamp);
    }
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
    let facts = this.facts.get(gcId);
    if (facts === undefined) {
      facts = emptyFacts();
      this.facts.set(gcId, facts);
    }
    gatherFacts(facts, record);
  }

  private emitAll(records: readonly JfrRecord[], isLast: boolean): void {
    this.held = [];
    for (const record of this.sortByEnd(records)) {
      const gcId = gcIdOf(record);
      const facts = this.facts.get(gcId);
      if (!isLast && facts !== undefined && facts.name === null && facts.age < PATIENCE) this.held.push(record);
      else this.emit(record, gcId, facts ?? NO_FACTS);
    }
  }

  private emit(record: JfrRecord, gcId: number, facts: CollectionFacts): void {
    if (SAFEPOINT_TYPES.has(record.type)) return;
    const endMs = endMsOf(record);
    this.stampAt(endMs, record.ordinal, gcId);
    this.stamp.generation = generationFor(record, facts, endMs);
    this.hasEmitted = true;
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
    this.acceptAllocation(record.fields, Number.isNaN(bytes) ? 0 : bytes, 1, endMsOf(record), record.ordinal);
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

  /** By end; at the same instant parts come before their whole, the pause before its collection. */
  private sortByEnd(records: readonly JfrRecord[]): JfrRecord[] {
    return records.toSorted((a, b) => endMsOf(a) - endMsOf(b) || rankOf(a) - rankOf(b) || a.ordinal - b.ordinal);
  }

  /** Keeps memory from growing with the recording: a collection is over when batches have passed without a word of it. */
  private forgetOldCollections(): void {
    for (const [gcId, { age }] of this.facts) {
      if (age > PATIENCE || this.facts.size > OPEN_COLLECTIONS_LIMIT) this.facts.delete(gcId);
    }
  }
}

const NO_FACTS = emptyFacts();

/** End of a record in ms since 1970; its start when it has no duration. */
function endMsOf({ startMs, durationMs }: JfrRecord): number {
  return durationMs > 0 ? startMs + durationMs : startMs;
}

function rankOf({ type }: JfrRecord): number {
  if (type.startsWith("GCPhasePauseLevel")) return 10 - Number(type.slice(-1));
  if (type === "GCPhasePause") return 11;
  return type.endsWith("GarbageCollection") ? 12 : 0;
}

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
