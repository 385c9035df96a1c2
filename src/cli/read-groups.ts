import { type Reading, readInputs } from "../analysis/read-inputs.js";
import { PauselineError } from "../errors/pauseline-error.js";
import type { InputFile } from "../input/input-file.js";
import { resolveInputs } from "../input/resolve-inputs.js";
import { parseBytes } from "../units/parse-quantity.js";
import { STDIN_ARGUMENT } from "./input-options.js";
import type { CommandIo } from "./io.js";
import { startProgress } from "./progress.js";

/** Inputs that are one analysis, and what reading them gave. */
export interface ReadGroup {
  readonly paths: readonly string[];
  readonly reading: Reading;
}

/** Resolves and reads the inputs of a command line: one group, or one for each input with `--per-input`. */
export async function readGroups(argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<readonly ReadGroup[]> {
  const files = await resolveArguments((argv["inputs"] ?? []) as readonly string[], argv, io);
  const groups = argv["per-input"] === true ? files.map((file) => [file]) : [files];
  const progress = startProgress(argv, io, files);
  const read: ReadGroup[] = [];
  try {
    for (const group of groups) {
      const reading = await readInputs(group, progress.add);
      for (const input of reading.inputs) {
        if (argv["quiet"] === true) break;
        for (const { message, line } of input.warnings) io.err(`pauseline: warning: ${input.path}${line === null ? "" : `:${line}`}: ${message}`);
      }
      read.push({ paths: group.map(({ path }) => path), reading });
    }
  } finally {
    progress.end();
  }
  return read;
}

/** The files behind the arguments, with the limit that the user set. */
export async function resolveArguments(paths: readonly string[], argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<readonly InputFile[]> {
  const limit = argv["max-input-bytes"];
  const named = paths.map((path) => (path === STDIN_ARGUMENT ? "-" : path));
  if (limit === undefined) return resolveInputs(named, { stdin: io.stdin });
  const maxInputBytes = parseBytes(String(limit));
  if (maxInputBytes === null) {
    throw new PauselineError("usage", `"${String(limit)}" is no size`, { path: "--max-input-bytes", hint: "write it like 500m or 2g" });
  }
  return resolveInputs(named, { stdin: io.stdin, maxInputBytes });
}
