import type { GcEvent, Regions, SpaceHeap } from "../events/gc-event.js";
import type { CollectionFacts } from "./collection-facts.js";
import { type JfrStruct, numberOf, structOf, unsignedOf } from "./jfr-record.js";

/** Size of a G1 region as heap size and number of regions give it; NaN when unknown. */
export function regionBytesOf(facts: CollectionFacts): number {
  const regions = facts.g1After === null ? Number.NaN : numberOf(facts.g1After, "numberOfRegions");
  const bytes = (facts.heapAfter?.committedBytes ?? Number.NaN) / regions;
  return Number.isInteger(Math.log2(bytes)) ? bytes : Number.NaN;
}

/** What a stop-the-world collection did to the parts of the heap: G1's regions, Parallel's generations, metaspace. */
export function heapEventsOf(facts: CollectionFacts): GcEvent[] {
  return [...regionsOf(facts), ...parallelSpacesOf(facts), ...metaspaceOf(facts)];
}

function regionsOf(facts: CollectionFacts): Regions[] {
  const { g1Before, g1After } = facts;
  const regionBytes = regionBytesOf(facts);
  if (g1Before === null || g1After === null || Number.isNaN(regionBytes)) return [];
  const count = (summary: JfrStruct, field: string): number => Math.ceil(unsignedOf(summary, field) / regionBytes);
  return [
    {
      type: "regions", space: "Eden", before: count(g1Before, "edenUsedSize"), after: count(g1After, "edenUsedSize"),
      target: count(g1After, "edenTotalSize"),
    },
    {
      type: "regions", space: "Survivor", before: count(g1Before, "survivorUsedSize"),
      after: count(g1After, "survivorUsedSize"), target: Number.NaN,
    },
  ];
}

function parallelSpacesOf({ parallelBefore, parallelAfter }: CollectionFacts): SpaceHeap[] {
  if (parallelBefore === null || parallelAfter === null) return [];
  return [
    spaceHeap("PSYoungGen", youngUse(parallelBefore), youngUse(parallelAfter)),
    spaceHeap("ParOldGen", oldUse(parallelBefore), oldUse(parallelAfter)),
  ];
}

interface SpaceUse {
  readonly usedBytes: number;
  readonly capacityBytes: number;
}

/** One survivor space is always empty and, as in the log, not counted as capacity. */
function youngUse(summary: JfrStruct): SpaceUse {
  const eden = structOf(summary, "edenSpace");
  const from = structOf(summary, "fromSpace");
  return {
    usedBytes: unsignedOf(eden, "used") + unsignedOf(from, "used"),
    capacityBytes: unsignedOf(eden, "size") + unsignedOf(from, "size"),
  };
}

function oldUse(summary: JfrStruct): SpaceUse {
  const old = structOf(summary, "oldObjectSpace");
  return { usedBytes: unsignedOf(old, "used"), capacityBytes: unsignedOf(old, "size") };
}

function spaceHeap(space: string, before: SpaceUse, after: SpaceUse): SpaceHeap {
  return {
    type: "spaceHeap", space, beforeBytes: before.usedBytes, beforeCapacityBytes: before.capacityBytes,
    afterBytes: after.usedBytes, afterCapacityBytes: after.capacityBytes,
  };
}

export function metaspaceOf({ metaspaceBefore, metaspaceAfter }: CollectionFacts): GcEvent[] {
  if (metaspaceAfter === null) return [];
  return [
    {
      type: "metaspace",
      beforeBytes: metaspaceBefore === null ? Number.NaN : unsignedOf(metaspaceBefore, "used"),
      afterBytes: unsignedOf(metaspaceAfter, "used"),
      committedBytes: unsignedOf(metaspaceAfter, "committed"),
    },
  ];
}
