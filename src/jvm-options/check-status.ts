import { LAST_JDK, flagOn, knownFlagNames, type FlagOnJdk } from "./flag-table.js";
import { replacementFor } from "./flag-replacements.js";
import { findSetting, type JvmOption } from "./jvm-option.js";
import { findingOn, optionLabel, type OptionFinding } from "./option-finding.js";

/** Releases in which an option that is no flag works, is warned about, or stops the JVM. */
interface LauncherSpan {
  readonly option: RegExp;
  readonly since?: number;
  readonly deprecatedFrom?: number;
  readonly ignoredFrom?: number;
  readonly refusedFrom?: number;
}

const LAUNCHER_SPANS: readonly LauncherSpan[] = [
  { option: /^-Xlog$/, since: 9 },
  { option: /^-Xloggc$/, deprecatedFrom: 9 },
  { option: /^--(add-opens|add-exports|add-reads|add-modules|limit-modules|module-path|upgrade-module-path|patch-module|module|class-path)$/, since: 9 },
  { option: /^(@|-p|-m)$/, since: 9 },
  { option: /^--enable-preview$/, since: 11 },
  { option: /^--enable-native-access$/, since: 17 },
  { option: /^--illegal-access$/, since: 9, ignoredFrom: 17 },
  { option: /^(-Xincgc|-Xrunhprof|-Xbootclasspath\/p)$/, refusedFrom: 9 },
  { option: /^-(d32|d64|Xprof)$/, refusedFrom: 10 },
];

/** What the JVM does with options that are no `-XX` flag; nothing is said about words we do not know. */
export function checkLauncherOption(option: JvmOption, jdk: number): OptionFinding[] {
  const span = LAUNCHER_SPANS.find((candidate) => candidate.option.test(option.name));
  if (span === undefined || option.form === "program" || option.form === "property") return [];
  const label = optionLabel(option);
  if (span.since !== undefined && jdk < span.since) return [findingOn(option, "refused", "critical", `${label} came with JDK ${span.since}; JDK ${jdk} does not start with it`, "delete it")];
  const replacement = replacementFor(option, jdk);
  if (span.refusedFrom !== undefined && jdk >= span.refusedFrom) return [findingOn(option, "refused", "critical", `${label} was removed in JDK ${span.refusedFrom}; JDK ${jdk} does not start with it`, "delete it")];
  if (span.ignoredFrom !== undefined && jdk >= span.ignoredFrom) return [findingOn(option, "ignored", "warning", `${label} does nothing from JDK ${span.ignoredFrom} on`, "delete it")];
  if (span.deprecatedFrom !== undefined && jdk >= span.deprecatedFrom) {
    return [findingOn(option, "deprecated", "info", `${label} is deprecated since JDK ${span.deprecatedFrom} and still works`, replacement?.advice, replacement?.text)];
  }
  return [];
}

/** What a JVM of that release does with a flag: life cycle and unlock options, in the order of the command line. */
export function checkFlagStatus(options: readonly JvmOption[], option: JvmOption, jdk: number): OptionFinding[] {
  const flag = flagOn(option.name, jdk);
  const label = optionLabel(option);
  if (flag === null || (!flag.isListed && flag.status === "unknown")) return [unlistedFinding(option, jdk)];
  const replacement = replacementFor(option, jdk);
  switch (flag.status) {
    case "error": {
      if (findSetting(options, "IgnoreUnrecognizedVMOptions")?.isOn === true) {
        return [findingOn(option, "ignored", "warning", `JDK ${jdk} does not know ${label}; -XX:+IgnoreUnrecognizedVMOptions hides that`, replacement?.advice ?? "delete it", replacement?.text)];
      }
      return [findingOn(option, "refused", "critical", `JDK ${jdk} does not start with ${label}`, replacement?.advice ?? refusedAdvice(option.name, jdk), replacement?.text)];
    }
    case "unknown":
      return [findingOn(option, "unknown", "warning", `Whether JDK ${jdk} takes ${label} is not established`, "try it with -version on that JDK before relying on it")];
    case "ignored":
      return [findingOn(option, "ignored", "warning", `JDK ${jdk} warns about ${label} and ignores it`, replacement?.advice ?? "delete it", replacement?.text)];
    case "deprecated":
      return [findingOn(option, "deprecated", "info", `${label} still works on JDK ${jdk}, with a warning: it is deprecated`, replacement?.advice, replacement?.text), ...checkUnlock(options, option, flag)];
    case "accepted":
      return checkUnlock(options, option, flag);
  }
}

function checkUnlock(options: readonly JvmOption[], option: JvmOption, flag: FlagOnJdk): OptionFinding[] {
  if (flag.unlock === null) return [];
  const before = options.findLast((other) => other.position < option.position && other.name === flag.unlock);
  if (before?.isOn === true) return [];
  const unlock = `-XX:+${flag.unlock}`;
  const isLater = options.some((other) => other.position > option.position && other.name === flag.unlock && other.isOn === true);
  return isLater
    ? [findingOn(option, "unlock-after-use", "critical", `${optionLabel(option)} is ${flag.kind ?? ""}, and ${unlock} comes only after it; the JVM does not start`, `move ${unlock} before it`)]
    : [findingOn(option, "needs-unlock", "critical", `${optionLabel(option)} is ${flag.kind ?? ""}; without ${unlock} before it the JVM does not start`, `put ${unlock} before it`)];
}

function refusedAdvice(name: string, jdk: number): string {
  for (let later = jdk + 1; later <= LAST_JDK; later++) {
    if (flagOn(name, later)?.status === "accepted") return `delete it: it came only with JDK ${later}`;
  }
  return "delete it";
}

/**
 * A name the table has not: flags for collection, memory and logging are known in full, so one that nearly spells such
 * a flag is a slip of the pen, and the JVM does not start. Anything else may be a compiler flag; nothing is proven.
 */
function unlistedFinding(option: JvmOption, jdk: number): OptionFinding {
  const label = optionLabel(option);
  const similar = flagOn(option.name, jdk) === null ? similarFlag(option.name, jdk) : null;
  if (similar !== null) return findingOn(option, "refused", "critical", `JDK ${jdk} does not know ${label}`, `did you mean ${similar}?`);
  return findingOn(option, "unknown", "info", `${label} is not among the flags known for JDK ${jdk}`, "try it with -version on that JDK");
}

function similarFlag(name: string, jdk: number): string | null {
  let best: string | null = null;
  let bestDistance = 3;
  for (const known of knownFlagNames()) {
    if (Math.abs(known.length - name.length) >= bestDistance) continue;
    const flag = flagOn(known, jdk);
    if (flag === null || !flag.isListed || !["accepted", "deprecated"].includes(flag.status)) continue;
    const distance = editDistance(known.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [known, distance];
  }
  return best;
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
