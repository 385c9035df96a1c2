import { checkOptions, type CheckContext } from "./check-options.js";
import type { JvmOption } from "./jvm-option.js";
import type { OptionFinding } from "./option-finding.js";
import { parseOptions } from "./parse-options.js";

/** What `pauseline flags` says about a command line. */
export interface CommandLineLint {
  readonly jdk: number;
  readonly from: number | null;
  readonly options: readonly JvmOption[];
  readonly findings: readonly OptionFinding[];
  /** False when the JVM refuses to start, or when it is not established that it takes one of the listed flags. */
  readonly starts: boolean;
  /** False when the line holds flags outside the table: `starts` then only speaks for the others. */
  readonly isCertain: boolean;
}

/** Checks a command line (text as for a shell, or words) for one JDK, and with `from` the upgrade to it. */
export function lintCommandLine(commandLine: string | readonly string[], jdk: number, context: CheckContext = {}): CommandLineLint {
  const options = parseOptions(commandLine);
  const findings = checkOptions(options, jdk, context);
  return { jdk, from: context.from ?? null, options, findings, starts: startsWith(findings), isCertain: !findings.some(({ code, severity }) => code === "unknown" && severity === "info") };
}

/** Whether findings leave the JVM able to start. A listed flag whose status is not established counts as no. */
export function startsWith(findings: readonly OptionFinding[]): boolean {
  return !findings.some((finding) => finding.stopsJvm || (finding.code === "unknown" && finding.severity !== "info"));
}
