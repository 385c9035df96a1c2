import type { Collector } from "../events/gc-event.js";
import { flagOn } from "./flag-table.js";
import { findSetting, type JvmOption } from "./jvm-option.js";
import { defaultCollector } from "./ergonomics.js";

/** Flags that name a collector; two of different collectors at once stop the JVM. */
const COLLECTOR_FLAGS: ReadonlyMap<string, Collector> = new Map(Object.entries<Collector>({
  UseSerialGC: "Serial", UseParallelGC: "Parallel", UseParallelOldGC: "Parallel", UseG1GC: "G1", UseZGC: "ZGC",
  UseShenandoahGC: "Shenandoah", UseConcMarkSweepGC: "CMS", UseParNewGC: "CMS", UseEpsilonGC: "Epsilon",
}));

/** Names of the flags that choose a collector, its generational mode included. */
export const COLLECTOR_FLAG_NAMES: ReadonlySet<string> = new Set([...COLLECTOR_FLAGS.keys(), "ZGenerational", "ShenandoahGCMode"]);

/** The collector a flag name stands for; null when it names none. */
export function collectorOfFlag(name: string): Collector | null {
  return COLLECTOR_FLAGS.get(name) ?? null;
}

/** The options that switch on a collector this JDK has, and are not switched off again further right. */
export function collectorOptions(options: readonly JvmOption[], jdk: number): JvmOption[] {
  return options.filter((option) => {
    if (option.isOn !== true || collectorOfFlag(option.name) === null || findSetting(options, option.name)?.isOn !== true) return false;
    const status = flagOn(option.name, jdk)?.status;
    return status !== "error" && status !== "ignored";
  });
}

/**
 * The collector a command line asks for, generational mode included; null when it names none, or none
 * that this JDK has.
 * With several (which no JVM starts with) the last one.
 */
export function namedCollector(options: readonly JvmOption[], jdk: number): Collector | null {
  const last = collectorOptions(options, jdk).at(-1);
  const collector = last === undefined ? null : collectorOfFlag(last.name);
  if (collector === "ZGC") {
    // The generational mode came in 21, became the default in 23 and the only one in 24.
    const isGenerational = jdk >= 24 || (jdk >= 21 && (findSetting(options, "ZGenerational")?.isOn ?? jdk === 23));
    return isGenerational ? "GenZGC" : "ZGC";
  }
  if (collector === "Shenandoah") return findSetting(options, "ShenandoahGCMode")?.value === "generational" ? "GenShenandoah" : "Shenandoah";
  return collector;
}

/** The collector that will run: the named one, the one the caller knows, or the JDK's default on an ordinary server. */
export function effectiveCollector(options: readonly JvmOption[], jdk: number, known?: Collector): Collector {
  return namedCollector(options, jdk) ?? known ?? defaultCollector(jdk, 2, 4 * 1024 ** 3);
}
