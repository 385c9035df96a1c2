import type { Collector } from "../events/gc-event.js";
import { checkContradictions } from "./check-contradictions.js";
import { checkFlagStatus, checkLauncherOption } from "./check-status.js";
import { checkValue } from "./check-values.js";
import { COLLECTOR_FLAG_NAMES, effectiveCollector, namedCollector } from "./collector-choice.js";
import { noEffectReason } from "./flag-effects.js";
import { flagDefault, flagOn } from "./flag-table.js";
import { findSetting, renumberOptions, type JvmOption } from "./jvm-option.js";
import { findingOn, optionLabel, type OptionFinding } from "./option-finding.js";
import { isSameValue } from "./option-value.js";

export interface CheckContext {
  /** The collector that runs, where the command line does not name it. */
  readonly collector?: Collector;
  /** The release the options come from: findings then say what the upgrade changes. */
  readonly from?: number;
}

/**
 * Checks a command line against one JDK: what the JVM refuses, warns about or ignores; values and unlock options;
 * contradictions; options that do nothing. In the order of the options; an empty list means nothing to say.
 *
 * Flags that only exist in part of a vendor's builds (Shenandoah) count as there; large pages, NUMA and the like,
 * which depend on the machine, are not judged.
 */
export function checkOptions(options: readonly JvmOption[], jdk: number, context: CheckContext = {}): OptionFinding[] {
  const ordered = renumberOptions(options);
  const collector = effectiveCollector(ordered, jdk, context.collector);
  const isCollectorKnown = context.collector !== undefined || namedCollector(ordered, jdk) !== null;
  const findings = [...ordered.flatMap((option) => checkOption(ordered, option, jdk, collector, isCollectorKnown)), ...checkContradictions(ordered.filter((option) => isTaken(option, jdk)), jdk, collector)];
  const upgraded = context.from === undefined ? findings : explainUpgrade(findings, ordered, context.from, jdk, collector);
  return upgraded.toSorted((a, b) => a.position - b.position);
}

/** Whether the JVM gets as far as reading the value: flags it refuses or ignores contradict nothing. */
function isTaken(option: JvmOption, jdk: number): boolean {
  if (option.form === "shorthand") return true;
  const status = flagOn(option.name, jdk)?.status;
  return status === "accepted" || status === "deprecated";
}

function checkOption(options: readonly JvmOption[], option: JvmOption, jdk: number, collector: Collector, isCollectorKnown: boolean): OptionFinding[] {
  if (option.form !== "toggle" && option.form !== "setting" && option.form !== "shorthand") return checkLauncherOption(option, jdk);
  if (option.form !== "shorthand" && ["Flags", "VMOptionsFile"].includes(option.name)) return [];
  const status = option.form === "shorthand" ? [] : checkFlagStatus(options, option, jdk);
  if (status.some(({ code }) => code === "refused" || code === "unknown" || code === "ignored")) return status;
  const values = checkValue(options, option, jdk, collector);
  const superseding = options.find((other) => other.position > option.position && option.sets.every((flag) => other.sets.includes(flag)));
  if (superseding !== undefined && !option.name.startsWith("Unlock")) {
    return [...status, ...values, duplicateFinding(option, superseding)];
  }
  return [...status, ...values, ...checkUse(option, jdk, collector, isCollectorKnown)];
}

function duplicateFinding(option: JvmOption, later: JvmOption): OptionFinding {
  const isSame = option.isOn === later.isOn && isSameValue(option.value ?? "", later.value ?? "");
  const message = isSame ? `${optionLabel(option)} is there twice` : `${optionLabel(option)} is overruled by ${later.words.join(" ")} further right`;
  return findingOn(option, "duplicate", isSame ? "info" : "warning", message, "keep the last one");
}

/** Whether an option that is taken does anything: nothing under another collector, nothing new when it is the default. */
function checkUse(option: JvmOption, jdk: number, collector: Collector, isCollectorKnown: boolean): OptionFinding[] {
  // What the JVM prints about itself is full of its own choices, which nobody can delete.
  if (option.origin === "reported") return [];
  const reasons = option.sets.map((flag) => noEffectReason(flag, collector, jdk));
  const reason = reasons[0] ?? null;
  if (isCollectorKnown && reason !== null && reasons.every((each) => each !== null) && !COLLECTOR_FLAG_NAMES.has(option.name)) {
    return [findingOn(option, "no-effect", "info", `${optionLabel(option)} has no effect under ${collector}: ${reason}`, "delete it")];
  }
  if (!isDefaultSetting(option, jdk, collector)) return [];
  return [findingOn(option, "redundant-default", "info", `${option.words.join(" ")} is the default of JDK ${jdk}`, "delete it")];
}

/** Given by the user these change what the JVM decides by itself, even with their default value: G1 stops sizing its young generation. */
const NEVER_REDUNDANT: ReadonlySet<string> = new Set(["NewRatio", "SurvivorRatio", "InitialSurvivorRatio", "MinSurvivorRatio", "MaxTenuringThreshold"]);

/** Whether an option sets what the JVM does anyway. Collector choices and unlock options never count. */
function isDefaultSetting(option: JvmOption, jdk: number, collector: Collector): boolean {
  if (NEVER_REDUNDANT.has(option.name)) return false;
  if (option.form === "shorthand" || COLLECTOR_FLAG_NAMES.has(option.name) || /^(Unlock|IgnoreUnrecognized)/.test(option.name)) return false;
  const standard = flagDefault(option.name, jdk, collector);
  return standard !== null && isSameValue(option.isOn === null ? (option.value ?? "") : String(option.isOn), standard);
}

/**
 * Turns findings about the new release into findings about the way there: what the old one also said is no news and is
 * kept only as long as it matters; defaults that moved under an option are named.
 */
function explainUpgrade(findings: readonly OptionFinding[], options: readonly JvmOption[], from: number, jdk: number, collector: Collector): OptionFinding[] {
  const explained = findings.map((finding) => {
    const option = options[finding.position];
    if (option === undefined) return finding;
    const before = flagOn(option.name, from)?.status;
    if (["refused", "ignored", "deprecated"].includes(finding.code) && (before === "accepted" || before === "deprecated")) {
      return { ...finding, message: `${finding.message} (it worked on ${from})` };
    }
    const oldCollector = effectiveCollector(options, from, collector);
    if (finding.code === "redundant-default" && flagDefault(option.name, from, oldCollector) !== null && !isDefaultSetting(option, from, oldCollector)) {
      return { ...finding, message: `${option.words.join(" ")} became the default between JDK ${from} and ${jdk}` };
    }
    return finding;
  });
  return [...explained, ...changedCollector(options, from, jdk)];
}

function changedCollector(options: readonly JvmOption[], from: number, jdk: number): OptionFinding[] {
  const zgc = findSetting(options, "UseZGC");
  if (zgc?.isOn === true && namedCollector(options, from) === "ZGC" && namedCollector(options, jdk) === "GenZGC") {
    return [findingOn(zgc, "conflict", "info", `ZGC runs generational on JDK ${jdk}; on ${from} it did not`, "measure again: it needs less room and more bookkeeping")];
  }
  const first = options.find((option) => option.form === "toggle" || option.form === "setting" || option.form === "shorthand");
  if (first === undefined || namedCollector(options, from) !== null || namedCollector(options, jdk) !== null || from > 8 || jdk < 9) return [];
  return [findingOn(first, "conflict", "info", `No collector is named: JDK ${from} chose Parallel, JDK ${jdk} chooses G1 (on two processors or more)`, "name the collector you want")];
}
