import { stat, readFile } from "node:fs/promises";
import { readRules } from "../advise/read-rules.js";
import { analyzeReading } from "../analysis/analyze.js";
import { parseWindow } from "../analysis/parse-window.js";
import { readInputs } from "../analysis/read-inputs.js";
import { PauselineError } from "../errors/pauseline-error.js";
import { isBaselineText, parseBaseline } from "../gate/compare/baseline-file.js";
import { type RunFacts, takeRunFacts } from "../gate/compare/run-facts.js";
import { isGlob } from "../input/glob.js";
import type { InputFile } from "../input/input-file.js";
import type { CommandIo } from "./io.js";
import { parseGiven } from "./parse-given.js";
import { rulesFolder } from "./product-files.js";
import { resolveArguments } from "./read-groups.js";

/**
 * The runs of one side of a comparison. A file is a run; so is each file of a list with commas, and each log that a directory,
 * a glob or an archive holds, where the rotated parts of a log (`gc.log`, `gc.log.0`, `gc.log.1.gz`) are one run. A baseline file
 * holds its runs itself. Other files of a directory are passed over with a warning.
 */
export async function readSide(argument: string, argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<readonly RunFacts[]> {
  const exists = (await stat(argument).catch(() => null)) !== null;
  const runs: RunFacts[] = [];
  for (const part of exists ? [argument] : argument.split(",").filter((path) => path !== "")) runs.push(...(await readPart(part, argv, io)));
  if (runs.length === 0) throw new PauselineError("input", "no run given", { path: argument, hint: "name a log, a directory with a log for each run, or a baseline file" });
  return runs;
}

async function readPart(part: string, argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<readonly RunFacts[]> {
  const baseline = await readBaselineFile(part);
  if (baseline !== null) return baseline;
  const files = await resolveArguments([part], argv, io);
  const groups = groupByRun(files);
  const isNamed = groups.length === 1 && !isGlob(part);
  const runs: RunFacts[] = [];
  const passedOver: PauselineError[] = [];
  for (const group of groups) {
    try {
      runs.push(await readRun(group, argv));
    } catch (error) {
      if (isNamed || !(error instanceof PauselineError) || error.code !== "input") throw error;
      passedOver.push(error);
    }
  }
  if (runs.length === 0 && passedOver[0] !== undefined) throw passedOver[0];
  if (argv["quiet"] !== true) for (const { message, details } of passedOver) io.err(`pauseline: warning: passed over ${details.path ?? part}: ${message}`);
  return runs;
}

/** The runs of a baseline file; null when the path is something else. */
async function readBaselineFile(path: string): Promise<readonly RunFacts[] | null> {
  if (!path.endsWith(".json")) return null;
  const text = await readFile(path, "utf8").catch(() => null);
  return text === null || !isBaselineText(text.slice(0, 200)) ? null : parseBaseline(text, path);
}

async function readRun(files: readonly InputFile[], argv: Readonly<Record<string, unknown>>): Promise<RunFacts> {
  const text = (name: string): string | null => (argv[name] === undefined ? null : String(argv[name]));
  const rules = await readRules(rulesFolder(), text("rules"));
  const reading = await readInputs(files);
  const window = parseWindow({ from: text("from"), to: text("to"), skipWarmup: text("skip-warmup") }, reading.timeline);
  return takeRunFacts(analyzeReading(reading, { given: parseGiven(argv), rules, window }));
}

/** Files that differ only by the number of rotation or by compression are one run. */
function groupByRun(files: readonly InputFile[]): readonly (readonly InputFile[])[] {
  const groups = new Map<string, InputFile[]>();
  for (const file of files) {
    const run = file.path.replace(/\.(gz|zst|zip)$/i, "").replace(/(\.\d+)(\.current)?$|\.current$/, "");
    const group = groups.get(run);
    if (group === undefined) groups.set(run, [file]);
    else group.push(file);
  }
  return [...groups.values()];
}
