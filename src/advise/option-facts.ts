import type { Collector } from "../events/gc-event.js";
import type { Measurement } from "../metrics/metric.js";
import { checkOptions } from "../jvm-options/check-options.js";
import { LAST_JDK } from "../jvm-options/flag-table.js";
import { findSetting, type JvmOption } from "../jvm-options/jvm-option.js";
import type { OptionFinding } from "../jvm-options/option-finding.js";

/** Options of the heap and the choice of a collector, which are no tuning. */
const NO_TUNING = /^(MaxHeapSize|InitialHeapSize|MinHeapSize|ThreadStackSize|Use\w+GC|ZGenerational|ShenandoahGCMode|MaxRAMPercentage|InitialRAMPercentage|HeapDump\w*|ExitOnOutOfMemoryError|CrashOnOutOfMemoryError|Print\w*|Unlock\w*|Flight\w*|StartFlightRecording|\w*LogFile\w*|GCLog\w*)$/;
const TUNING = /GC|Heap|Young|New|Old|Survivor|Tenur|Region|Occupancy|Evac|Ref|Conc|Pause|Threads|Metaspace|TLAB|Pages|PreTouch|^Z|^G1|^CMS|^Shenandoah|-Xmn/;
/** Releases people move to from each other. */
const LONG_SUPPORTED = [8, 11, 17, 21, 25, LAST_JDK] as const;

/**
 * What the check of the command line says, as metrics for rules. Empty when the command line or the release is not known.
 * `areReported`: the JVM printed its own choices among the user's (JDK 8), so nothing can be said about what was set by hand.
 */
export function optionFacts(options: readonly JvmOption[] | null, jdk: number | null, collector: Collector | null, areReported: boolean): ReadonlyMap<string, Measurement> {
  const facts = new Map<string, Measurement>();
  if (options === null || jdk === null || jdk > LAST_JDK || jdk < 8) return facts;
  const tell = (name: string, value: number | string | boolean): void => void facts.set(name, { value, sampleSize: options.length });
  const context = collector === null ? {} : { collector };
  const findings = checkOptions(options, jdk, context);
  const next = LONG_SUPPORTED.find((release) => release > jdk);
  const later = next === undefined ? [] : checkOptions(options, next, { ...context, from: jdk }).filter(({ stopsJvm }) => stopsJvm);
  const refused = findings.filter(({ stopsJvm }) => stopsJvm);
  const idle = areReported ? [] : findings.filter(({ code }) => code === "no-effect");
  const doubtful = areReported ? [] : findings.filter(({ code, stopsJvm }) => !stopsJvm && (code === "ignored" || code === "conflict" || code === "duplicate" || code === "out-of-range" || code === "unknown"));
  tell("options.refusedCount", refused.length);
  tell("options.refusedNextCount", later.length);
  tell("options.ignoredCount", doubtful.length);
  tell("options.deadCount", idle.length);
  tell("options.deadList", idle.map(({ option }) => option).join(" "));
  tell("options.faultList", listFaults([...refused, ...later.filter(({ option }) => !refused.some((one) => one.option === option)), ...doubtful]));
  if (!areReported) tell("options.concThreadsPinned", findSetting(options, "ConcGCThreads") !== null);
  if (!areReported) tell("options.tuningCount", options.filter(({ sets, name, form }) => form !== "logging" && sets.length > 0 && TUNING.test(name) && !NO_TUNING.test(name)).length);
  return facts;
}

function listFaults(findings: readonly OptionFinding[]): string {
  return findings.slice(0, 5).map(({ message }) => message).join("; ");
}
