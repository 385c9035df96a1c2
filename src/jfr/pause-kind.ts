import type { CollectionFacts } from "./collection-facts.js";

/** Kinds of a "GC Pause" by the collector that made it. G1's young pauses are told apart by their own event. */
const STOP_KINDS: ReadonlyMap<string, string> = new Map(Object.entries<string>({
  DefNew: "Young", ParNew: "Young", ParallelScavenge: "Young", G1New: "Young (Normal)",
  SerialOld: "Full", ParallelOld: "Full", PSMarkSweep: "Full", G1Full: "Full",
}));

/** Names of JDK 8 and of CMS, for the same stops under today's titles. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map(Object.entries<string>({
  "Final Mark": "Remark", "GC remark": "Remark", "GC cleanup": "Cleanup",
}));

/** G1's words in JDK 8 and 11 for what the log calls otherwise. */
const OLD_G1_TYPES: ReadonlyMap<string, string> = new Map(Object.entries<string>({ "Initial Mark": "Concurrent Start", "During Mark": "Normal" }));

/**
 * Title of a pause as HotSpot's log prints it, without "Pause " and without the cause: `Young (Mixed)`, `Full`, `Remark`,
 * `Mark Start (Major)`. Recordings call most pauses just "GC Pause"; their kind is that of the collection.
 */
export function pauseKind(pauseName: string, facts: CollectionFacts): string {
  const name = pauseName.trim();
  if (name !== "GC Pause") return OTHER_NAMES.get(name) ?? (name.startsWith("Pause ") ? name.slice(6) : name);
  if (facts.name === "G1New" && facts.g1Type !== null) return `Young (${OLD_G1_TYPES.get(facts.g1Type) ?? facts.g1Type})`;
  return STOP_KINDS.get(facts.name ?? "") ?? "Unknown";
}

/** The cause where a log's title of the pause has one: parts of a concurrent cycle are titled without. */
export function pauseCause(pauseName: string, facts: CollectionFacts): string | null {
  return pauseName.trim() === "GC Pause" ? facts.cause : null;
}

/** Titles of whole collections: those of ZGC's log, and our own for collectors whose log has none. */
const CYCLE_KINDS: ReadonlyMap<string, string> = new Map(Object.entries<string>({
  Z: "Garbage Collection", "ZGC Minor": "Minor Collection", "ZGC Major": "Major Collection",
  G1Old: "Concurrent Mark Cycle", ConcurrentMarkSweep: "Concurrent Mark Sweep", Shenandoah: "Shenandoah Cycle",
}));

export function collectionKind(facts: CollectionFacts): string {
  const name = facts.name ?? "";
  return CYCLE_KINDS.get(name) ?? pauseKind("GC Pause", facts);
}

/** Which half of generational ZGC an event at `startMs`–`endMs` belongs to; "" for other collectors. */
export function generationOf(facts: CollectionFacts, startMs: number, endMs: number): "" | "y" | "Y" | "O" {
  if (facts.name === "ZGC Minor") return "y";
  if (facts.name !== "ZGC Major") return "";
  for (const slackMs of [0, ROUNDING_MS]) {
    const isWithin = ([from, to]: readonly [number, number]): boolean => startMs >= from - slackMs && endMs <= to + slackMs;
    if (facts.youngSpans.some(isWithin)) return "Y";
    if (facts.oldSpans.some(isWithin)) return "O";
  }
  return "";
}

/** Text exports round times to a millisecond. */
const ROUNDING_MS = 1;
