import type { Collector } from "../events/gc-event.js";
import { checkOptions } from "./check-options.js";
import { namedCollector } from "./collector-choice.js";
import { isAmong, renumberOptions, type JvmOption } from "./jvm-option.js";
import { parseOption } from "./parse-options.js";

/** An option that had to go, or was not let in, and why. */
export interface DroppedOption {
  readonly option: JvmOption;
  /** Completes a sentence: "it has no effect under ZGC: it belongs to G1". */
  readonly reason: string;
}

/** Moves unlock options up, then removes what still stops the JVM: the user's part of a conflict first, additions that clash with defaults last. */
export function makeStartable(
  start: readonly JvmOption[],
  additions: readonly JvmOption[],
  jdk: number,
  known: Collector | undefined,
  dropped: DroppedOption[],
  leftOut: DroppedOption[],
): JvmOption[] {
  let options = renumberOptions(start);
  const context = known === undefined ? {} : { collector: namedCollector(options, jdk) ?? known };
  // Every round inserts one unlock option or removes one option, so it ends; the bound guards against a fault here.
  for (let round = 0; round <= start.length + 2; round++) {
    const fatal = checkOptions(options, jdk, context).filter(({ stopsJvm }) => stopsJvm);
    const finding = fatal.find(({ position }) => !isAmong(additions, options[position] ?? parseOption(""))) ?? fatal[0];
    const option = finding === undefined ? undefined : options[finding.position];
    if (finding === undefined || option === undefined) return options;
    const unlock = /-XX:\+(Unlock\w+)/.exec(finding.code === "needs-unlock" || finding.code === "unlock-after-use" ? (finding.fix ?? "") : "")?.[1];
    if (unlock !== undefined) {
      options = unlockFirst(options, unlock, option);
      continue;
    }
    const isAdded = isAmong(additions, option);
    const rival = isAdded ? rivalOf(options, additions, option, jdk, context) : null;
    const victim = rival ?? option;
    (victim === option && isAdded ? leftOut : dropped).push({ option: victim, reason: finding.message });
    options = renumberOptions(options.filter((other) => other !== victim));
  }
  return options;
}

/** The option of the user whose absence ends the conflict of an addition; null when none does. */
function rivalOf(options: readonly JvmOption[], additions: readonly JvmOption[], added: JvmOption, jdk: number, context: { readonly collector?: Collector }): JvmOption | null {
  const isFatal = (list: readonly JvmOption[]): boolean => checkOptions(list, jdk, context).some(({ stopsJvm, position }) => stopsJvm && isAmong([added], list[position] ?? parseOption("")));
  const candidates = options.filter((option) => option.sets.length > 0 && !isAmong(additions, option) && !option.name.startsWith("Unlock"));
  return candidates.find((candidate) => !isFatal(renumberOptions(options.filter((option) => option !== candidate)))) ?? null;
}

function unlockFirst(options: readonly JvmOption[], unlock: string, needed: JvmOption): JvmOption[] {
  const unlocking = options.find((option) => option.name === unlock && option.isOn === true) ?? parseOption(`-XX:+${unlock}`);
  const rest = options.filter((option) => option.name !== unlock);
  const at = rest.indexOf(needed);
  return renumberOptions([...rest.slice(0, at), unlocking, ...rest.slice(at)]);
}
