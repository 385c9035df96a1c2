import { isStruct, type JfrRecord, type JfrStruct, numberOf, structOf, textOf, unsignedOf } from "./jfr-record.js";

/** Heap sizes at one end of a collection (`jdk.GCHeapSummary`). */
export interface HeapEnd {
  readonly usedBytes: number;
  readonly committedBytes: number;
  readonly reservedBytes: number;
}

/** Everything that several events of one GC id tell about it, gathered by {@link gatherFacts}. */
export interface CollectionFacts {
  /** HotSpot's name of the collector: `G1New`, `ParallelOld`, `ZGC Minor`; null until the collection's own event is seen. */
  name: string | null;
  cause: string | null;
  /** `Normal`, `Concurrent Start`, … of G1. */
  g1Type: string | null;
  heapBefore: HeapEnd | null;
  heapAfter: HeapEnd | null;
  g1Before: JfrStruct | null;
  g1After: JfrStruct | null;
  parallelBefore: JfrStruct | null;
  parallelAfter: JfrStruct | null;
  metaspaceBefore: JfrStruct | null;
  metaspaceAfter: JfrStruct | null;
  /** Start and end of the young and old parts of a collection of generational ZGC, in ms since 1970. */
  readonly youngSpans: [number, number][];
  readonly oldSpans: [number, number][];
  /** Batches of records that have gone by since the last event of this id. */
  age: number;
}

export function emptyFacts(): CollectionFacts {
  return {
    name: null, cause: null, g1Type: null, heapBefore: null, heapAfter: null, g1Before: null, g1After: null,
    parallelBefore: null, parallelAfter: null, metaspaceBefore: null, metaspaceAfter: null,
    youngSpans: [], oldSpans: [], age: 0,
  };
}

/** Adds what one record tells about its collection. Records may come in any order. */
export function gatherFacts(facts: CollectionFacts, record: JfrRecord): void {
  const { fields } = record;
  const isBefore = (textOf(fields, "when") ?? "").startsWith("Before");
  facts.age = 0;
  switch (record.type) {
    case "GarbageCollection":
      facts.name = textOf(fields, "name") ?? "";
      facts.cause = textOf(fields, "cause");
      break;
    case "G1GarbageCollection":
      facts.g1Type = textOf(fields, "type");
      break;
    case "GCHeapSummary":
      if (isBefore) facts.heapBefore = heapEndOf(fields);
      else facts.heapAfter = heapEndOf(fields);
      break;
    case "G1HeapSummary":
      facts[isBefore ? "g1Before" : "g1After"] = fields;
      break;
    case "PSHeapSummary":
      facts[isBefore ? "parallelBefore" : "parallelAfter"] = fields;
      break;
    case "MetaspaceSummary":
      if (isStruct(fields.metaspace)) facts[isBefore ? "metaspaceBefore" : "metaspaceAfter"] = fields.metaspace;
      break;
    case "ZYoungGarbageCollection":
      facts.youngSpans.push([record.startMs, record.startMs + record.durationMs]);
      break;
    case "ZOldGarbageCollection":
      facts.oldSpans.push([record.startMs, record.startMs + record.durationMs]);
  }
}

function heapEndOf(fields: JfrStruct): HeapEnd {
  const space = structOf(fields, "heapSpace");
  return {
    usedBytes: unsignedOf(fields, "heapUsed"),
    committedBytes: unsignedOf(space, "committedSize"),
    reservedBytes: unsignedOf(space, "reservedSize"),
  };
}

/** GC id of a record; -1 when it has none. */
export function gcIdOf(record: JfrRecord): number {
  const id = numberOf(record.fields, "gcId");
  return Number.isInteger(id) && id >= 0 && id < 2 ** 31 ? id : -1;
}

/** Collectors whose collections are one stop from start to end; the others stop for parts of a concurrent cycle. */
const STOP_THE_WORLD: ReadonlySet<string> = new Set([
  "DefNew", "SerialOld", "ParNew", "ParallelScavenge", "ParallelOld", "PSMarkSweep", "G1New", "G1Full",
]);

/**
 * Whether sizes before and after the collection are those of its one pause. Never so for concurrent collectors: their
 * sizes are those of the whole cycle, and with Shenandoah the program has allocated again by then even after a full one.
 */
export function isOneStop(facts: CollectionFacts, pauseName: string): boolean {
  return pauseName === "GC Pause" && facts.name !== null && STOP_THE_WORLD.has(facts.name);
}
