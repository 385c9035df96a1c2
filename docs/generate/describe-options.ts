import type { Options } from "yargs";

/** One option or argument as reference pages tell it. */
export interface OptionEntry {
  /** `--slo <value>`; `--debug` for switches. */
  readonly name: string;
  /** What it does, with the words it takes and its default. */
  readonly text: string;
}

/** Options in the order in which the help shows them. */
export function describeOptions(options: Readonly<Record<string, Options>>): readonly OptionEntry[] {
  return Object.entries(options).map(([name, option]) => ({
    name: option.type === "boolean" ? `--${name}` : `--${name} ${option.choices === undefined ? "<value>" : `<${option.choices.join("|")}>`}${option.array === true && option.nargs === undefined ? " …" : ""}`,
    text: `${option.describe ?? ""}${typeof option.default === "string" ? ` (default ${option.default})` : ""}`,
  }));
}
