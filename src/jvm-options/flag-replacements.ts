import type { JvmOption } from "./jvm-option.js";
import { formatSize, parseWholeNumber } from "./option-value.js";

/** What takes a departed option's place. */
export interface Replacement {
  /** What to do, as a sentence without full stop. */
  readonly advice: string;
  /** The option to write instead, where one has the same meaning. */
  readonly text: string | null;
}

const DELETE = (advice: string): Replacement => ({ advice, text: null });
const LOGGING = DELETE("delete it and log with -Xlog instead, for example -Xlog:gc*,safepoint:file=gc.log:time,uptime,level,tags:filecount=5,filesize=20m");

const LOG_TAGS: ReadonlyMap<string, string> = new Map(Object.entries<string>({
  PrintGC: "-Xlog:gc", PrintGCDetails: "-Xlog:gc*", PrintTenuringDistribution: "-Xlog:gc+age=trace", PrintAdaptiveSizePolicy: "-Xlog:gc+ergo*=trace",
  PrintHeapAtGC: "-Xlog:gc+heap=trace", PrintReferenceGC: "-Xlog:gc+ref=debug", PrintGCApplicationStoppedTime: "-Xlog:safepoint", PrintGCApplicationConcurrentTime: "-Xlog:safepoint",
  PrintSafepointStatistics: "-Xlog:safepoint", TraceClassLoading: "-Xlog:class+load", TraceClassUnloading: "-Xlog:class+unload", PrintStringDeduplicationStatistics: "-Xlog:stringdedup*",
}));

const PERCENTAGES: ReadonlyMap<string, string> = new Map(Object.entries<string>({
  MaxRAMFraction: "MaxRAMPercentage", MinRAMFraction: "MinRAMPercentage", InitialRAMFraction: "InitialRAMPercentage", DefaultMaxRAMFraction: "MaxRAMPercentage",
}));

/** What to write instead of a deprecated, ignored or refused option on a JDK; null when nothing is known. */
export function replacementFor(option: JvmOption, jdk: number): Replacement | null {
  const { name, value } = option;
  const log = LOG_TAGS.get(name);
  if (log !== undefined && jdk >= 9) return option.isOn === false ? DELETE("delete it: nothing is printed unless asked for") : { advice: `use ${log}`, text: log };
  if (name === "-Xloggc" && jdk >= 9) return { advice: `use -Xlog:gc*:file=${value ?? ""}`, text: `-Xlog:gc*:file=${value ?? ""}` };
  if (/^(Print(GC|CMS|Adaptive|Tenuring|Heap|Promotion|OldPLAB|PLAB|Safepoint)|Trace(Gen|Safepoint|Scavenge|Parallel|Biased)|UseGCLogFileRotation|NumberOfGCLogFiles|GCLogFileSize)/.test(name)) return LOGGING;
  const percentage = PERCENTAGES.get(name);
  if (percentage !== undefined) {
    const fraction = value === null ? null : parseWholeNumber(value);
    const text = fraction !== null && fraction > 0 ? `-XX:${percentage}=${Number((100 / fraction).toFixed(4))}` : null;
    return { advice: `use -XX:${percentage}, in percent of memory`, text };
  }
  if (name === "PermSize" || name === "MaxPermSize") {
    const flag = name === "PermSize" ? "MetaspaceSize" : "MaxMetaspaceSize";
    return { advice: `the permanent generation is gone since 8; delete it, or limit metaspace with -XX:${flag}`, text: null };
  }
  if (name === "UseConcMarkSweepGC") return { advice: "CMS was removed in 14: use -XX:+UseG1GC and delete all CMS options", text: option.isOn === true ? "-XX:+UseG1GC" : null };
  if (/^(CMS|UseCMS|UseParNewGC|ParCMS|BindCMS|ParGCUseLocalOverflow)/.test(name)) return DELETE("delete it: it steered CMS, which was removed in 14");
  if (name === "UseParallelOldGC") return { advice: "use -XX:+UseParallelGC, which always collects the old generation in parallel", text: option.isOn === true ? "-XX:+UseParallelGC" : null };
  if (name === "ZGenerational") return DELETE("delete it: ZGC is always generational from 24 on");
  if (name === "UseBiasedLocking" || name.startsWith("BiasedLocking")) return DELETE("delete it: biased locking was switched off in 15 and removed in 18");
  if (name === "MaxGCMinorPauseMillis") return { advice: "use -XX:MaxGCPauseMillis", text: value === null ? null : `-XX:MaxGCPauseMillis=${value}` };
  if (name === "UseCGroupMemoryLimitForHeap") return { advice: "delete it: container limits are read by default; size the heap with -XX:MaxRAMPercentage", text: null };
  if (name === "InitiatingHeapOccupancyPercent" && jdk >= 27) return DELETE("it is about to be renamed G1IHOP; check with -XX:+PrintFlagsFinal on that JDK");
  if (name === "ParallelRefProcEnabled") return DELETE("delete it: references are handled in parallel by default since 17");
  if (name === "ShenandoahPacing") return DELETE("delete it: pacing is on its way out");
  if (name === "MaxRAM") return { advice: `set -Xmx, or limit the container${sizeHint(value)}`, text: null };
  if (name === "AggressiveHeap" || name === "AggressiveOpts") return DELETE("delete it and set the heap with -Xmx and -Xms");
  if (name === "OldSize") return DELETE("delete it and set the heap with -Xmx and the young generation with -Xmn");
  if (/^G1ConcRefinement|^G1ConcRS|^G1RSet(Region|Sparse)|^G1UseAdaptiveConcRefinement$/.test(name)) return DELETE("delete it: remembered sets work another way since 18 and steer themselves");
  if (/^(DumpSharedSpaces|UseSharedSpaces)$/.test(name)) return { advice: "use -Xshare:auto, -Xshare:off or -Xshare:dump", text: null };
  if (/^(UseCompressedClassPointers|FlightRecorder|CreateMinidumpOnCrash)$/.test(name)) return DELETE("delete it: the default does the right thing");
  return null;
}

function sizeHint(value: string | null): string {
  const bytes = value === null ? null : parseWholeNumber(value);
  return bytes === null || bytes <= 0 ? "" : ` (a quarter of it, ${formatSize(Math.floor(bytes / 4))}, is the heap it gave)`;
}
