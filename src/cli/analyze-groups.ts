import { type AnalysisResult, analyzeReading } from "../analysis/analyze.js";
import { parseWindow, type WindowOptions } from "../analysis/parse-window.js";
import { readRuleSet } from "../advise/read-rules.js";
import type { LatencySeries } from "../latency/latency-series.js";
import type { CommandIo } from "./io.js";
import { parseGiven } from "./parse-given.js";
import { withConfig } from "./read-config.js";
import { readGroups } from "./read-groups.js";
import { readLatencyFiles } from "./read-latency-files.js";
import { rulesFolder } from "./product-files.js";

/** Inputs that are one analysis, read and ready to be looked at through any window. */
export interface PreparedGroup {
  readonly paths: readonly string[];
  /** The window that the command line asks for. */
  readonly asked: WindowOptions;
  readonly analyze: (window: WindowOptions) => AnalysisResult;
  /** The latency files of the same run. */
  readonly latency: readonly LatencySeries[];
}

/** Reads what a command line, and the configuration that it names, tell to read: one group, or one for each input with `--per-input`. */
export async function prepareGroups(commandLine: Readonly<Record<string, unknown>>, io: CommandIo): Promise<readonly PreparedGroup[]> {
  // A mistake in the command line, the configuration or a rule should show before a large log is read.
  const argv = await withConfig(commandLine);
  const given = parseGiven(argv);
  const { rules, changes: ruleChanges } = await readRuleSet(rulesFolder(), argv["rules"] === undefined ? null : String(argv["rules"]));
  const latency = await readLatencyFiles(argv, io);
  const groups = await readGroups(argv, io);
  const asked = { from: textOf(argv["from"]), to: textOf(argv["to"]), skipWarmup: textOf(argv["skip-warmup"]) };
  return groups.map(({ paths, reading }) => ({
    paths,
    asked,
    latency,
    analyze: (window) => analyzeReading(reading, { given, rules, ruleChanges, latency, window: parseWindow(window, reading.timeline) }),
  }));
}

/** Reads and analyzes what a command line names: one result, or one for each input with `--per-input`. */
export async function analyzeGroups(argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<readonly AnalysisResult[]> {
  return (await prepareGroups(argv, io)).map(({ analyze, asked }) => analyze(asked));
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : String(value);
}
