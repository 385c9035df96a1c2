import { parseSlo } from "../analysis/parse-slo.js";
import { PauselineError } from "../errors/pauseline-error.js";
import { splitWords } from "../jvm-options/split-words.js";
import type { Given } from "../metrics/metric.js";
import { parseBytes } from "../units/parse-quantity.js";

/** What the command line tells about the JVM and its promise. Throws usage errors that name the option. */
export function parseGiven(argv: Readonly<Record<string, unknown>>): Given {
  const options = argv["jvm-options"];
  return {
    slo: ((argv["slo"] ?? []) as readonly string[]).map(parseSlo),
    heapMaxBytes: bytesOption(argv, "heap"),
    memoryBytes: bytesOption(argv, "memory"),
    jdk: wholeOption(argv, "jdk", 8, 99),
    cpus: wholeOption(argv, "cpus", 1, 100_000),
    options: options === undefined ? null : [options].flat().flatMap((words) => splitWords(String(words))),
    objective: (argv["objective"] as Given["objective"] | undefined) ?? null,
  };
}

function bytesOption(argv: Readonly<Record<string, unknown>>, name: string): number | null {
  const text = argv[name];
  if (text === undefined) return null;
  const bytes = parseBytes(String(text));
  if (bytes === null || !(bytes > 0)) throw new PauselineError("usage", `"${String(text)}" is no size`, { path: `--${name}`, hint: "write it like 512m or 8g" });
  return bytes;
}

function wholeOption(argv: Readonly<Record<string, unknown>>, name: string, least: number, most: number): number | null {
  const text = argv[name];
  if (text === undefined) return null;
  const value = Number(String(text).replace(/^1\.(?=[5-9]$)/, ""));
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new PauselineError("usage", `"${String(text)}" is no whole number from ${least} to ${most}`, { path: `--${name}`, hint: `for example --${name} ${name === "jdk" ? 21 : 4}` });
  }
  return value;
}
