import type { Collector } from "../events/gc-event.js";
import { COLLECTOR_FLAG_NAMES, namedCollector } from "../jvm-options/collector-choice.js";
import { findSetting, type JvmOption } from "../jvm-options/jvm-option.js";
import { isSameValue, numberSetting } from "../jvm-options/option-value.js";
import { parseOptions } from "../jvm-options/parse-options.js";

/** Flags that change neither what is collected nor what it costs; a different one makes two runs no less comparable. */
const WITHOUT_EFFECT = /^(Unlock|HeapDump|ExitOnOutOfMemory|CrashOnOutOfMemory|AlwaysPreTouch$|InitialHeapSize$|MinHeapSize$|Print|OnOutOfMemory|OnError|ErrorFile|FlightRecorder|StartFlightRecording|NativeMemoryTracking|Log|GCLogFile|NumberOfGCLogFiles|UseGCLogFileRotation|PerfData|DebugNonSafepoints)/;
/** Flags that the model knows. */
const MODELED = new Set(["MaxHeapSize", "NewSize", "MaxNewSize", "NewRatio", "MaxGCPauseMillis"]);

/** What of a command line decides how garbage is collected. Sizes in bytes; null means not set. */
export interface GcSettings {
  readonly collector: Collector | null;
  readonly heapBytes: number | null;
  /** Size of a fixed young generation; NaN when it is bounded in a way that does not fix it. */
  readonly youngBytes: number | null;
  readonly youngRatio: number | null;
  readonly pauseGoalMs: number | null;
  /** All other -XX flags that may matter, by name, as written. */
  readonly others: ReadonlyMap<string, string>;
}

/** Reads the settings of a command line. `jdk` decides which flags name a collector; 21 is assumed where it is not known. */
export function readGcSettings(words: readonly string[], jdk: number | null): GcSettings {
  const options = parseOptions(words);
  const smallest = numberSetting(options, "NewSize");
  const largest = numberSetting(options, "MaxNewSize");
  return {
    collector: namedCollector(options, jdk ?? 21),
    heapBytes: numberSetting(options, "MaxHeapSize"),
    youngBytes: smallest === null && largest === null ? null : smallest === largest ? smallest : Number.NaN,
    youngRatio: numberSetting(options, "NewRatio"),
    pauseGoalMs: numberSetting(options, "MaxGCPauseMillis"),
    others: otherFlags(options),
  };
}

function otherFlags(options: readonly JvmOption[]): ReadonlyMap<string, string> {
  const others = new Map<string, string>();
  for (const { form, sets } of options) {
    if (form !== "toggle" && form !== "setting") continue;
    for (const name of sets) {
      if (MODELED.has(name) || COLLECTOR_FLAG_NAMES.has(name) || WITHOUT_EFFECT.test(name)) continue;
      const setting = findSetting(options, name);
      others.set(name, setting?.value ?? (setting?.isOn === false ? "off" : "on"));
    }
  }
  return others;
}

/** Names of the other flags that two command lines set differently. */
export function differentFlags(a: GcSettings, b: GcSettings): readonly string[] {
  const names = new Set([...a.others.keys(), ...b.others.keys()]);
  return [...names].filter((name) => {
    const left = a.others.get(name);
    const right = b.others.get(name);
    return left === undefined || right === undefined || !isSameValue(left, right);
  });
}
