import type { Collector } from "../events/gc-event.js";
import type { FlagList } from "./flag-list.js";

/** Collectors by the names of their young or old half, or of a collection. */
const OWNERS: ReadonlyMap<string, Collector> = new Map(Object.entries<Collector>({
  G1New: "G1", G1Old: "G1", G1Full: "G1", ParallelScavenge: "Parallel", ParallelOld: "Parallel", PSMarkSweep: "Parallel",
  ParNew: "CMS", ConcurrentMarkSweep: "CMS", "ZGC Minor": "GenZGC", "ZGC Major": "GenZGC", Z: "ZGC", Shenandoah: "Shenandoah",
  DefNew: "Serial",
}));

/**
 * The collector, from the names in `GCConfiguration` (young, old) or of a collection. Epsilon reports the names of Serial,
 * and generational Shenandoah the name of the plain one, so flags and arguments have the last word. null when unknown.
 */
export function collectorOf(
  configuredNames: readonly (string | null)[],
  collectionName: string | null,
  args: string,
  flags: FlagList,
): Collector | null {
  if (flags.text("UseEpsilonGC") === "true" || /-XX:\+UseEpsilonGC\b/.test(args)) return "Epsilon";
  const names = [...configuredNames, collectionName];
  const owner = names.map((name) => OWNERS.get(name ?? "")).find((found) => found !== undefined) ?? null;
  if (owner !== "Shenandoah") return owner;
  const mode = flags.text("ShenandoahGCMode") ?? /-XX:ShenandoahGCMode=(\w+)/.exec(args)?.[1];
  return mode === "generational" ? "GenShenandoah" : owner;
}
