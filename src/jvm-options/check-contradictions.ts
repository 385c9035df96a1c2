import type { Collector } from "../events/gc-event.js";
import { collectorOfFlag, collectorOptions } from "./collector-choice.js";
import { usesCompressedReferences } from "./ergonomics.js";
import { flagDefault } from "./flag-table.js";
import { findSetting, type JvmOption } from "./jvm-option.js";
import { findingOn, optionLabel, type OptionFinding } from "./option-finding.js";
import { formatSize, numberSetting } from "./option-value.js";

interface Context {
  readonly options: readonly JvmOption[];
  readonly jdk: number;
  readonly collector: Collector;
}

/** A lower bound that may not exceed an upper one; the JVM checks the pair at start, defaults included. */
interface OrderedPair {
  readonly low: string;
  readonly high: string;
  readonly collectors: readonly Collector[] | null;
  /** Whether the flag that is not given counts with its default. */
  readonly countsDefaults: boolean;
}

const ORDERED_PAIRS: readonly OrderedPair[] = [
  { low: "InitialHeapSize", high: "MaxHeapSize", collectors: null, countsDefaults: false },
  { low: "MinHeapSize", high: "InitialHeapSize", collectors: null, countsDefaults: false },
  { low: "SoftMaxHeapSize", high: "MaxHeapSize", collectors: null, countsDefaults: false },
  { low: "G1NewSizePercent", high: "G1MaxNewSizePercent", collectors: ["G1"], countsDefaults: true },
  // Parallel brings its own bounds (0 and 100) unless both are given.
  { low: "MinHeapFreeRatio", high: "MaxHeapFreeRatio", collectors: null, countsDefaults: true },
  { low: "MinMetaspaceFreeRatio", high: "MaxMetaspaceFreeRatio", collectors: null, countsDefaults: true },
  { low: "ConcGCThreads", high: "ParallelGCThreads", collectors: ["G1", "Shenandoah", "GenShenandoah"], countsDefaults: false },
];

/** Options that stand against each other: those the JVM refuses, and those where one silently wins. */
export function checkContradictions(options: readonly JvmOption[], jdk: number, collector: Collector): OptionFinding[] {
  const context: Context = { options, jdk, collector };
  return [
    ...checkCollectors(context),
    ...ORDERED_PAIRS.flatMap((pair) => checkPair(pair, context)),
    ...checkPauseGoal(context),
    ...checkYoungSize(context),
    ...checkHeapChoice(context),
    ...checkThreads(context),
  ];
}

function checkCollectors({ options, jdk }: Context): OptionFinding[] {
  const chosen = collectorOptions(options, jdk);
  const last = chosen.at(-1);
  if (last === undefined) {
    const usual = findSetting(options, jdk < 9 ? "UseParallelGC" : "UseG1GC");
    if (usual?.isOn !== false || jdk < 9) return [];
    return [findingOn(usual, "conflict", "critical", `${optionLabel(usual)} switches the default collector off and none is named; the JVM does not start`, "name a collector")];
  }
  const collector = collectorOfFlag(last.name);
  return chosen
    .filter((option) => collectorOfFlag(option.name) !== collector)
    .map((option) => findingOn(option, "conflict", "critical", `${optionLabel(option)} and ${optionLabel(last)} name two collectors; the JVM does not start`, "keep one of them"));
}

function checkPair({ low, high, collectors, countsDefaults }: OrderedPair, { options, jdk, collector }: Context): OptionFinding[] {
  const lowOption = findSetting(options, low);
  const highOption = findSetting(options, high);
  const option = lowOption ?? highOption;
  if (option === null || (collectors !== null && !collectors.includes(collector))) return [];
  const fallback = (flag: string): number | null => {
    const text = countsDefaults ? flagDefault(flag, jdk, collector) : null;
    return text === null ? null : Number(text);
  };
  const lowValue = numberSetting(options, low) ?? fallback(low);
  const highValue = numberSetting(options, high) ?? fallback(high);
  // 0 means "choose yourself" for sizes and threads.
  if (lowValue === null || highValue === null || lowValue <= highValue || (highValue === 0 && !countsDefaults)) return [];
  const isSize = low.endsWith("Size");
  const write = (value: number): string => (isSize ? formatSize(value) : String(value));
  return [findingOn(option, "conflict", "critical", `${low} (${write(lowValue)}) is above ${high} (${write(highValue)}); the JVM does not start`, `set ${low} to ${write(highValue)} or less`)];
}

function checkPauseGoal({ options, collector }: Context): OptionFinding[] {
  const interval = findSetting(options, "GCPauseIntervalMillis");
  const goal = findSetting(options, "MaxGCPauseMillis");
  if (collector !== "G1") return [];
  if (interval !== null) {
    const goalMs = numberSetting(options, "MaxGCPauseMillis");
    const intervalMs = numberSetting(options, "GCPauseIntervalMillis");
    if (goal === null) return [findingOn(interval, "conflict", "critical", "GCPauseIntervalMillis needs MaxGCPauseMillis beside it; the JVM does not start", "add -XX:MaxGCPauseMillis")];
    if (goalMs !== null && intervalMs !== null && goalMs >= intervalMs) {
      return [findingOn(interval, "conflict", "critical", `MaxGCPauseMillis (${goalMs}) must be below GCPauseIntervalMillis (${intervalMs}); the JVM does not start`, "raise the interval or delete it")];
    }
  }
  const pinned = ["NewSize", "MaxNewSize", "NewRatio"].map((flag) => findSetting(options, flag)).find((option) => option !== null);
  if (goal === null || pinned === null || pinned === undefined) return [];
  return [findingOn(pinned, "conflict", "warning", `${optionLabel(pinned)} fixes the young generation, so that G1 cannot size it for the pause goal`, `delete ${optionLabel(pinned)} and let the goal work`)];
}

function checkYoungSize({ options, collector }: Context): OptionFinding[] {
  const findings: OptionFinding[] = [];
  const young = findSetting(options, "NewSize");
  const most = findSetting(options, "MaxNewSize");
  const youngBytes = numberSetting(options, "NewSize");
  const mostBytes = numberSetting(options, "MaxNewSize");
  const heapBytes = numberSetting(options, "MaxHeapSize");
  if (young !== null && youngBytes !== null && heapBytes !== null && youngBytes >= heapBytes) {
    findings.push(findingOn(young, "conflict", "warning", `The young generation (${formatSize(youngBytes)}) fills the whole heap (${formatSize(heapBytes)}); the JVM makes it smaller`, "leave room for the old generation"));
  }
  if (young !== null && youngBytes !== null && mostBytes !== null && mostBytes > 0 && youngBytes > mostBytes) {
    findings.push(findingOn(young, "conflict", "warning", `NewSize (${formatSize(youngBytes)}) is above MaxNewSize (${formatSize(mostBytes)}); NewSize wins`, "delete one of them"));
  }
  const ratio = findSetting(options, "NewRatio");
  if (ratio !== null && (young ?? most) !== null && ["Serial", "Parallel", "G1", "CMS"].includes(collector)) {
    findings.push(findingOn(ratio, "no-effect", "warning", "NewRatio gives way to the young size given beside it", "delete it"));
  }
  return findings;
}

function checkHeapChoice({ options, collector }: Context): OptionFinding[] {
  const findings: OptionFinding[] = [];
  const heap = findSetting(options, "MaxHeapSize");
  const heapBytes = numberSetting(options, "MaxHeapSize");
  const initialBytes = numberSetting(options, "InitialHeapSize");
  const overruled = (flag: string, by: JvmOption | null): void => {
    const option = findSetting(options, flag);
    if (option !== null && by !== null) findings.push(findingOn(option, "no-effect", "info", `${optionLabel(option)} gives way to ${optionLabel(by)}`, "delete it"));
  };
  for (const flag of ["MaxRAMPercentage", "MinRAMPercentage", "MaxRAMFraction", "MinRAMFraction"]) overruled(flag, heap);
  for (const flag of ["InitialRAMPercentage", "InitialRAMFraction"]) overruled(flag, findSetting(options, "InitialHeapSize"));
  const uncommit = findSetting(options, "ZUncommit") ?? findSetting(options, "ZUncommitDelay");
  if (uncommit !== null && uncommit.isOn !== false && heapBytes !== null && heapBytes === initialBytes && (collector === "ZGC" || collector === "GenZGC")) {
    findings.push(findingOn(uncommit, "no-effect", "info", "A heap of fixed size (Xms = Xmx) is never given back", "lower -Xms, or delete it"));
  }
  const compressed = findSetting(options, "UseCompressedOops");
  const alignment = numberSetting(options, "ObjectAlignmentInBytes") ?? 8;
  if (compressed?.isOn === true && heapBytes !== null && !usesCompressedReferences(collector, heapBytes, alignment) && usesCompressedReferences(collector, 0)) {
    findings.push(findingOn(compressed, "no-effect", "warning", `A heap of ${formatSize(heapBytes)} is too large for compressed references; the JVM switches them off`, "stay below 32g"));
  }
  const explicit = findSetting(options, "ExplicitGCInvokesConcurrent");
  if (explicit?.isOn === true && findSetting(options, "DisableExplicitGC")?.isOn === true) {
    findings.push(findingOn(explicit, "no-effect", "info", "-XX:+DisableExplicitGC leaves no explicit collection to run", "delete one of them"));
  }
  return findings;
}

function checkThreads({ options, collector }: Context): OptionFinding[] {
  const threads = findSetting(options, "ParallelGCThreads");
  if (threads === null || numberSetting(options, "ParallelGCThreads") !== 0 || collector === "Serial" || collector === "Epsilon" || collector === "CMS") return [];
  return [findingOn(threads, "conflict", "critical", `${collector} cannot work with no thread; the JVM does not start`, "delete it, or give it a thread")];
}
