import type { Collector, GcEvent, Stamp } from "../events/gc-event.js";

/**
 * The collector that one event gives away, for logs whose head with the `Using …` line is missing. Null: this event
 * fits several collectors.
 */
export function collectorShownBy(event: GcEvent, stamp: Stamp): Collector | null {
  switch (event.type) {
    case "regions":
      return "G1";
    case "spaceHeap":
      return SPACE_OWNERS.get(event.space) ?? null;
    case "collection":
    case "collectionStart":
      return COLLECTION_OWNERS.get(event.kind) ?? null;
    case "pause":
      if (stamp.generation !== "") return "GenZGC";
      return pauseOwner(event.kind);
    default:
      return null;
  }
}

const SPACE_OWNERS: ReadonlyMap<string, Collector> = new Map(Object.entries<Collector>({
  PSYoungGen: "Parallel",
  ParOldGen: "Parallel",
  PSOldGen: "Parallel",
  DefNew: "Serial",
  ParNew: "CMS",
  CMS: "CMS",
}));

const COLLECTION_OWNERS: ReadonlyMap<string, Collector> = new Map(Object.entries<Collector>({
  "Garbage Collection": "ZGC",
  "Minor Collection": "GenZGC",
  "Major Collection": "GenZGC",
}));

/** Kinds that only one collector prints. `Remark` and `Full` are shared and say nothing. */
function pauseOwner(kind: string): Collector | null {
  if (/^Young \((Normal|Mixed|Concurrent Start|Prepare Mixed)\)/.test(kind) || kind === "Cleanup") return "G1";
  if (/^(Init Mark|Final Mark|Init Update Refs|Final Update Refs|Final Roots|Degenerated GC)\b/.test(kind)) {
    return /\((Young|Old|Global)\)/.test(kind) ? "GenShenandoah" : "Shenandoah";
  }
  if (/^(Mark Start|Mark End|Relocate Start)\b/.test(kind)) return "ZGC";
  return null;
}
