import { stat, readFile } from "node:fs/promises";
import { readRules } from "../advise/read-rules.js";
import type { Rule } from "../advise/rule.js";
import { analyzeReading } from "../analysis/analyze.js";
import { parseWindow } from "../analysis/parse-window.js";
import { readInputs } from "../analysis/read-inputs.js";
import { PauselineError } from "../errors/pauseline-error.js";
import { isBaselineText, parseBaseline } from "../gate/compare/baseline-file.js";
import { type RunFacts, takeRunFacts } from "../gate/compare/run-facts.js";
import type { InputFile } from "../input/input-file.js";
import type { LatencySeries } from "../latency/latency-series.js";
import type { CommandIo } from "./io.js";
import { parseGiven } from "./parse-given.js";
import { rulesFolder } from "./product-files.js";
import { resolveArguments } from "./read-groups.js";
import { readLatencyFiles } from "./read-latency-files.js";

/** A side of a comparison, which is also the end of its option for latency files. */
export type Side = "before" | "after";

/** A run that was read; its facts also hold what the latency files of the side tell about it. */
interface ReadRun {
  readonly folder: string;
  readonly isLog: boolean;
  readonly source: string;
  readonly hasWallClock: boolean;
  readonly takeFacts: (series: readonly LatencySeries[]) => RunFacts;
}

/**
 * The runs of one side of a comparison. A file is a run; so is each file of a list with commas, and each log that a directory,
 * a glob or an archive holds, where the rotated parts of a log (`gc.log`, `gc.log.0`, `gc.log.1.gz`) are one run. A recording
 * beside a log shows the same run and is passed over, as are other files, with a warning, and a run that is there twice: runs
 * counted twice would look like runs that agree. A baseline file holds its runs itself.
 */
export async function readSide(side: Side, argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<readonly RunFacts[]> {
  const argument = String(argv[side]);
  const exists = (await stat(argument).catch(() => null)) !== null;
  const passOver: PassOver = (path, reason) => {
    if (argv["quiet"] !== true) io.err(`pauseline: warning: passed over ${path}: ${reason}`);
  };
  const option = `latency-${side}`;
  const series = await readLatencyFiles(argv, io, option);
  const read: ReadRun[] = [];
  for (const part of exists ? [argument] : argument.split(",").filter((path) => path !== "")) read.push(...(await readPart(part, argv, io, passOver)));
  const seriesOf = latencyByRun(read, series, `--${option}`);
  const runs = new Map<string, RunFacts>();
  for (const [index, { takeFacts }] of read.entries()) {
    const run = takeFacts(seriesOf(index));
    const { source, ...facts } = run;
    const key = JSON.stringify(facts);
    const same = runs.get(key);
    if (same === undefined) runs.set(key, run);
    else passOver(source, `the same run as ${same.source}`);
  }
  if (runs.size === 0) throw new PauselineError("input", "no run given", { path: argument, hint: "name a log, a directory with a log for each run, or a baseline file" });
  return [...runs.values()];
}

type PassOver = (path: string, reason: string) => void;

/** Which latency files tell about which run: all about a single run, else by the wall clock, else one a run in the order given. */
function latencyByRun(runs: readonly ReadRun[], series: readonly LatencySeries[], option: string): (index: number) => readonly LatencySeries[] {
  const hasClocks = runs.every(({ hasWallClock }) => hasWallClock) && series.every((one) => one.kind !== "summary" && one.zone === "absolute");
  if (series.length === 0 || runs.length === 1 || hasClocks) return () => series;
  if (series.length === runs.length) return (index) => series.slice(index, index + 1);
  throw new PauselineError("usage", `${series.length} latency ${series.length === 1 ? "file" : "files"} for ${runs.length} runs, and no common clock to match them by`, { path: option, hint: "give one latency file a run, in the order of the runs" });
}

async function readPart(part: string, argv: Readonly<Record<string, unknown>>, io: CommandIo, passOver: PassOver): Promise<readonly ReadRun[]> {
  const baseline = await readBaselineFile(part);
  if (baseline !== null) return baseline.map((facts) => ({ folder: part, isLog: true, source: facts.source, hasWallClock: true, takeFacts: () => facts }));
  const groups = groupByRun(await resolveArguments([part], argv, io));
  const rules = await readRules(rulesFolder(), argv["rules"] === undefined ? null : String(argv["rules"]));
  const read: ReadRun[] = [];
  const refused: PauselineError[] = [];
  for (const group of groups) {
    try {
      read.push(await readRun(group, rules, argv));
    } catch (error) {
      if (groups.length === 1 || !(error instanceof PauselineError) || error.code !== "input") throw error;
      refused.push(error);
    }
  }
  if (read.length === 0 && refused[0] !== undefined) throw refused[0];
  for (const { message, details } of refused) passOver(details.path ?? part, message);
  const withLog = new Set(read.filter(({ isLog }) => isLog).map(({ folder }) => folder));
  return read.filter(({ folder, isLog, source }) => {
    if (isLog || !withLog.has(folder)) return true;
    passOver(source, "a log of the same folder shows the run");
    return false;
  });
}

/** The runs of a baseline file; null when the path is something else. */
async function readBaselineFile(path: string): Promise<readonly RunFacts[] | null> {
  if (!path.endsWith(".json")) return null;
  const text = await readFile(path, "utf8").catch(() => null);
  return text === null || !isBaselineText(text.slice(0, 200)) ? null : parseBaseline(text, path);
}

async function readRun(files: readonly InputFile[], rules: readonly Rule[], argv: Readonly<Record<string, unknown>>): Promise<ReadRun> {
  const text = (name: string): string | null => (argv[name] === undefined ? null : String(argv[name]));
  const reading = await readInputs(files);
  const window = parseWindow({ from: text("from"), to: text("to"), skipWarmup: text("skip-warmup") }, reading.timeline);
  const result = analyzeReading(reading, { given: parseGiven(argv), rules, window });
  return {
    folder: (files[0]?.path ?? "").replace(/[^/\\!]*$/, ""),
    isLog: reading.inputs.some(({ kind }) => kind.endsWith("-log")),
    source: reading.inputs.map(({ path }) => path).join(", "),
    hasWallClock: reading.timeline.runs.every(({ clock }) => !Number.isNaN(clock.epochMs)),
    takeFacts: (series) => takeRunFacts(result, series),
  };
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
