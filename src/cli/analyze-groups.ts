import { type AnalysisResult, analyzeReading } from "../analysis/analyze.js";
import { parseWindow } from "../analysis/parse-window.js";
import { readRules } from "../advise/read-rules.js";
import type { CommandIo } from "./io.js";
import { parseGiven } from "./parse-given.js";
import { readGroups } from "./read-groups.js";
import { rulesFolder } from "./product-files.js";

/** Reads and analyzes what a command line names: one result, or one for each input with `--per-input`. */
export async function analyzeGroups(argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<readonly AnalysisResult[]> {
  // A mistake in the command line or in a rule should show before a large log is read.
  const given = parseGiven(argv);
  const rules = await readRules(rulesFolder(), argv["rules"] === undefined ? null : String(argv["rules"]));
  const groups = await readGroups(argv, io);
  return groups.map(({ reading }) =>
    analyzeReading(reading, {
      given,
      rules,
      window: parseWindow({ from: textOf(argv["from"]), to: textOf(argv["to"]), skipWarmup: textOf(argv["skip-warmup"]) }, reading.timeline),
    }),
  );
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : String(value);
}
