import type { Collector } from "../events/gc-event.js";
import { collectorOfFlag, effectiveCollector } from "./collector-choice.js";
import { noEffectReason } from "./flag-effects.js";
import { flagOn } from "./flag-table.js";
import { findSetting, isAmong, isSameWords, optionText, renumberOptions, type JvmOption } from "./jvm-option.js";
import { makeStartable, type DroppedOption } from "./make-startable.js";
import { formatSize, numberSetting } from "./option-value.js";
import { parseOption, parseOptions } from "./parse-options.js";

/** What a piece of advice wants changed, as it is written: `add` whole options, `remove` options with or without value, or families (`CMS*`). */
export interface OptionChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export interface ChangedOptions {
  readonly options: readonly JvmOption[];
  /** Options of the user that the change did not name but had to remove or rewrite. */
  readonly dropped: readonly DroppedOption[];
  /** Additions that this JDK does not take, or that contradict what has to stay. */
  readonly leftOut: readonly DroppedOption[];
}

/** What the JVM itself decides beside a collector and then prints as a flag: not the user's wish, so it goes with the collector. */
const ERGONOMIC_FLAGS: ReadonlySet<string> = new Set(["NewSize", "MaxNewSize", "OldSize", "OldPLABSize", "YoungPLABSize", "MaxTenuringThreshold", "UseParNewGC"]);

/**
 * Applies advice to a command line. Replacements stand where the old option stood, additions behind the last JVM
 * option; everything else keeps its place. A new collector replaces the old one with all that does nothing under it;
 * under G1 a pause goal drives out a fixed young size; `-Xms` never exceeds `-Xmx`; unlock options come first.
 *
 * The result starts on that JDK by `checkOptions`: additions it refuses, ignores or that nobody established are left
 * out, and options of the user that would stop it are dropped. Applying the same change twice changes nothing more;
 * an empty change changes nothing at all. With `jdk` null no table is asked, so add nothing that depends on a version.
 */
export function applyChanges(current: readonly JvmOption[], change: OptionChange, jdk: number | null, known?: Collector): ChangedOptions {
  if (change.add.length === 0 && change.remove.length === 0) return { options: current, dropped: [], leftOut: [] };
  let changed = applyOnce(current, change, jdk, known);
  // What is dropped in one round can uncover an earlier setting of the same flag; each round drops something, so it ends.
  for (let round = 0; round < current.length; round++) {
    const again = applyOnce(changed.options, change, jdk, known);
    if (isSameList(again.options, changed.options)) break;
    changed = { ...again, dropped: [...changed.dropped, ...again.dropped] };
  }
  return changed;
}

function applyOnce(current: readonly JvmOption[], change: OptionChange, jdk: number | null, known?: Collector): ChangedOptions {
  const dropped: DroppedOption[] = [];
  const leftOut: DroppedOption[] = [];
  const additions = parseOptions(change.add).filter((option) => {
    const reason = jdk === null ? null : refusalReason(option, jdk);
    if (reason !== null) leftOut.push({ option, reason });
    return reason === null;
  });
  let options = current.filter((option) => !change.remove.some((text) => isNamedBy(option, text)) || additions.some((added) => isSameWords(added, option)));
  const isCollectorNew = additions.some((added) => added.isOn === true && collectorOfFlag(added.name) !== null);
  if (isCollectorNew) options = dropOtherCollectors(options, additions, dropped);
  for (const added of additions) options = place(options, added);
  if (jdk !== null) {
    const collector = effectiveCollector(options, jdk, known);
    if (isCollectorNew) options = dropIdle(options, additions, collector, jdk, dropped);
    if (collector === "G1") options = freeYoungSize(options, additions, dropped);
  }
  options = fitHeap(options, dropped);
  if (jdk !== null) options = makeStartable(options, additions, jdk, known, dropped, leftOut);
  return { options: renumberOptions(options), dropped, leftOut };
}

function refusalReason(option: JvmOption, jdk: number): string | null {
  if (option.form !== "toggle" && option.form !== "setting") return null;
  const flag = flagOn(option.name, jdk);
  if (option.name.startsWith("Unlock")) return null;
  if (flag === null || flag.status === "unknown") return `whether JDK ${jdk} takes it is not established`;
  if (flag.status === "error") return `JDK ${jdk} does not start with it`;
  return flag.status === "ignored" ? `JDK ${jdk} ignores it` : null;
}

/** Whether a removal ("-Xmn", "-XX:NewRatio=2", "NewRatio", "CMS*", "-XX:+UseG1GC") means this option; values do not matter for flags. */
function isNamedBy(option: JvmOption, text: string): boolean {
  const named = parseOption(text);
  if (named.sets.length === 0 && named.form !== "program") {
    return option.name === named.name && (named.value === null || optionText(option) === text);
  }
  const name = named.form === "program" ? text : named.name;
  if (name.endsWith("*")) return option.sets.some((flag) => flag.startsWith(name.slice(0, -1)));
  const names = named.sets.length > 1 ? named.sets : [name];
  return option.sets.length > 0 && (option.name === name || option.sets.every((flag) => names.includes(flag)) || (option.name === "-Xmn" && names.includes("NewSize")));
}

function isSameList(left: readonly JvmOption[], right: readonly JvmOption[]): boolean {
  return left.length === right.length && left.every((option, at) => isSameWords(option, right[at] ?? option));
}

function drop(options: readonly JvmOption[], isGone: (option: JvmOption) => string | null, dropped: DroppedOption[]): JvmOption[] {
  return options.filter((option) => {
    const reason = isGone(option);
    if (reason !== null) dropped.push({ option, reason });
    return reason === null;
  });
}

function dropOtherCollectors(options: readonly JvmOption[], additions: readonly JvmOption[], dropped: DroppedOption[]): JvmOption[] {
  return drop(
    options,
    (option) => {
      if (isAmong(additions, option)) return null;
      if (collectorOfFlag(option.name) !== null) return "another collector takes its place";
      return option.origin === "reported" && ERGONOMIC_FLAGS.has(option.name) ? "the JVM had chosen it for the old collector" : null;
    },
    dropped,
  );
}

function dropIdle(options: readonly JvmOption[], additions: readonly JvmOption[], collector: Collector, jdk: number, dropped: DroppedOption[]): JvmOption[] {
  return drop(
    options,
    (option) => {
      if (option.sets.length === 0 || isAmong(additions, option)) return null;
      const reasons = option.sets.map((flag) => noEffectReason(flag, collector, jdk));
      return reasons.every((reason) => reason !== null) ? `it has no effect under ${collector}: ${reasons[0] ?? ""}` : null;
    },
    dropped,
  );
}

/** A pause goal works by sizing the young generation: what fixes that size goes, unless the same advice wants it. */
function freeYoungSize(options: readonly JvmOption[], additions: readonly JvmOption[], dropped: DroppedOption[]): JvmOption[] {
  if (!additions.some(({ name }) => name === "MaxGCPauseMillis")) return [...options];
  const pins = new Set(["NewSize", "MaxNewSize", "NewRatio"]);
  return drop(options, (option) => (option.sets.some((flag) => pins.has(flag)) && !isAmong(additions, option) ? "it fixes the young size, which the pause goal has to move" : null), dropped);
}

/** Puts an addition where the option it replaces stood, or behind the last option of the JVM. */
function place(options: readonly JvmOption[], added: JvmOption): JvmOption[] {
  if (isAmong(options, added) && added.sets.length === 0) return [...options];
  const isReplaced = (option: JvmOption): boolean =>
    added.sets.length > 0 ? option.sets.length > 0 && option.sets.every((flag) => added.sets.includes(flag)) : added.form === "property" && option.name === added.name;
  const last = options.findLastIndex(isReplaced);
  const end = options.findIndex((option) => option.form === "program" || ["-jar", "-m", "--module"].includes(option.name));
  const at = last >= 0 ? last : end >= 0 ? end : options.length;
  const before = options.slice(0, at).filter((option) => !isReplaced(option));
  return [...before, added, ...options.slice(last >= 0 ? at + 1 : at)];
}

/** Keeps initial, soft and young size within the largest heap. */
function fitHeap(options: readonly JvmOption[], dropped: DroppedOption[]): JvmOption[] {
  const heapBytes = numberSetting(options, "MaxHeapSize");
  if (heapBytes === null) return [...options];
  const isAbove = (flag: string): boolean => (numberSetting(options, flag) ?? 0) > heapBytes;
  const initial = isAbove("InitialHeapSize") ? findSetting(options, "InitialHeapSize") : null;
  const smallest = isAbove("MinHeapSize") ? findSetting(options, "MinHeapSize") : null;
  const soft = isAbove("SoftMaxHeapSize") ? findSetting(options, "SoftMaxHeapSize") : null;
  const young = (numberSetting(options, "NewSize") ?? 0) >= heapBytes ? findSetting(options, "NewSize") : null;
  return options.flatMap((option) => {
    if (option === soft || option === young) {
      dropped.push({ option, reason: `it does not fit in a heap of ${formatSize(heapBytes)}` });
      return [];
    }
    if (option !== initial && option !== smallest) return [option];
    dropped.push({ option, reason: `lowered to the largest heap, ${formatSize(heapBytes)}` });
    const word = option.form === "shorthand" ? `-Xms${formatSize(heapBytes)}` : `-XX:${option.name}=${formatSize(heapBytes)}`;
    return [{ ...parseOption(word), origin: option.origin }];
  });
}
