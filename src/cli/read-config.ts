import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { PauselineError } from "../errors/pauseline-error.js";
import type { Config } from "../gate/config.js";

/** Options that name files; in a configuration they are relative to it. */
const PATH_OPTIONS = new Set(["rules", "latency"]);

/** Reads and checks a configuration file. Throws a usage error that names the place. */
export async function readConfig(path: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new PauselineError("usage", "the configuration cannot be read", { path, hint: "give --config a file such as pauseline.json", cause });
  }
  // The schema compiler is a tenth of the start-up of a small analysis, and most runs have no configuration.
  const { parseConfig } = await import("../gate/parse-config.js");
  return parseConfig(text, path);
}

/** The command line completed by the configuration that it names, or by the given one; what is on the command line wins. */
export async function withConfig(argv: Readonly<Record<string, unknown>>, given?: Config | null): Promise<Readonly<Record<string, unknown>>> {
  const config = given ?? (argv["config"] === undefined ? null : await readConfig(String(argv["config"])));
  if (config === null) return argv;
  const completed: Record<string, unknown> = { ...argv };
  for (const [option, value] of config.analysis) {
    if (argv[option] !== undefined) continue;
    completed[option] = PATH_OPTIONS.has(option) ? (typeof value === "string" ? besideConfig(config, value) : value.map((path) => besideConfig(config, path))) : value;
  }
  return completed;
}

/** A path of a configuration, as it is from here. */
export function besideConfig({ path }: Config, named: string): string {
  return isAbsolute(named) ? named : join(dirname(path), named);
}
