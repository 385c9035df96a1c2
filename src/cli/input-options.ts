import type { Options, PositionalOptions } from "yargs";

/** The positional of every command that reads logs and recordings. */
export const INPUTS: PositionalOptions & { readonly name: string } = {
  name: "inputs",
  type: "string",
  array: true,
  demandOption: true,
  describe: "files, directories, globs, archives, or - for standard input; recognized by content",
};

/** Stands for `-` while yargs parses, which loses a lone dash among several positionals. */
export const STDIN_ARGUMENT = "<standard input>";

/** How inputs are read, for all such commands. */
export const INPUT_OPTIONS: Readonly<Record<string, Options>> = {
  "per-input": { type: "boolean", default: false, describe: "keep inputs apart instead of taking them for one JVM" },
  "max-input-bytes": { type: "string", requiresArg: true, describe: "refuse to read more than this after decompression, e.g. 2g" },
};
