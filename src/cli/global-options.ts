import type { Options } from "yargs";

/** Options of every command. */
export const GLOBAL_OPTIONS: Readonly<Record<string, Options>> = {
  debug: { type: "boolean", default: false, describe: "print the stack trace of a failure" },
  color: { type: "boolean", describe: "colors in the terminal; --no-color (or NO_COLOR in the environment) switches them off" },
  quiet: { type: "boolean", default: false, describe: "no warnings and no progress on standard error" },
  progress: { type: "boolean", describe: "show progress on standard error even when it is no terminal" },
};
