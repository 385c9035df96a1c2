import { optionText, type JvmOption } from "./jvm-option.js";
import { maskWords } from "./mask-secrets.js";

/** What is wrong with an option; every code has one meaning on all JDKs. */
export type OptionFindingCode =
  /** The JVM does not know it, and does not start. */
  | "refused"
  /** Taken with a warning, without effect. */
  | "ignored"
  /** Works, with a warning; will go. */
  | "deprecated"
  /** Not established for this JDK. */
  | "unknown"
  | "out-of-range"
  | "not-power-of-two"
  /** Experimental or diagnostic, and no unlock option anywhere. */
  | "needs-unlock"
  /** The unlock option is there, but further right. */
  | "unlock-after-use"
  /** Two options contradict each other. */
  | "conflict"
  | "duplicate"
  | "redundant-default"
  /** Taken silently, and without effect under this collector or beside another option. */
  | "no-effect"
  /** The value has the wrong shape for the flag. */
  | "type";

/** One remark on one option. */
export interface OptionFinding {
  readonly code: OptionFindingCode;
  /** The option as written, secrets masked. */
  readonly option: string;
  /** Place in the option list. */
  readonly position: number;
  readonly message: string;
  readonly severity: "critical" | "warning" | "info";
  /** True when a JVM of that release does not start because of it. */
  readonly stopsJvm: boolean;
  /** What to do, without full stop. */
  readonly fix?: string;
  /** The option to write instead, where there is one. */
  readonly replaceWith?: string;
}

/** Builds a finding; the rest follows from the severity: critical means the JVM does not start. */
export function findingOn(
  option: JvmOption,
  code: OptionFindingCode,
  severity: OptionFinding["severity"],
  message: string,
  fix?: string | null,
  replaceWith?: string | null,
): OptionFinding {
  return {
    code,
    option: maskWords(option.words).join(" "),
    position: option.position,
    message,
    severity,
    stopsJvm: severity === "critical",
    ...(fix ? { fix } : {}),
    ...(replaceWith ? { replaceWith } : {}),
  };
}

/** How messages name an option: `-XX:NewRatio` without its value, `-Xmn` as it is. */
export function optionLabel(option: JvmOption): string {
  if (option.form === "setting") return `-XX:${option.name}`;
  if (option.form === "shorthand") return optionText(option).slice(0, 4);
  return option.form === "toggle" ? optionText(option) : option.name;
}
