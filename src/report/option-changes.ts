import type { Analysis } from "../analysis/analysis.js";

/** The argument file with the proposed options, beside a report that is written to a folder. */
export const ARGFILE_NAME = "jvm.options";

/** Whether there is something to write to it: options that change, for a launcher that reads such files (JDK 9 and later). */
export function hasArgfile({ jvmOptions: { current, proposed }, jvm: { jdk, jdkRange } }: Analysis): boolean {
  const { added, removed } = optionChanges(current, proposed);
  return added.length + removed.length > 0 && (jdk ?? jdkRange?.from ?? 0) >= 9;
}

/** Which options a proposal adds and removes, each in its own order; `kept` are in both. */
export function optionChanges(current: readonly string[], proposed: readonly string[]): { readonly added: readonly string[]; readonly removed: readonly string[]; readonly kept: readonly string[] } {
  const before = new Set(current);
  const after = new Set(proposed);
  return {
    added: proposed.filter((option) => !before.has(option)),
    removed: current.filter((option) => !after.has(option)),
    kept: current.filter((option) => after.has(option)),
  };
}

/** Options as one line for a shell; quoted where a shell would take a character for its own. */
export function joinOptions(options: readonly string[]): string {
  return options.map((option) => (/^[\w@%+=:,./-]+$/.test(option) ? option : `'${option.replaceAll("'", "'\\''")}'`)).join(" ");
}
