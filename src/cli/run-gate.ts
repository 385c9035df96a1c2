import type { AnalysisResult } from "../analysis/analyze.js";
import { PauselineError } from "../errors/pauseline-error.js";
import { compareRuns } from "../gate/compare/judge-comparison.js";
import { takeRunFacts } from "../gate/compare/run-facts.js";
import { type Config, type ConfiguredLimit, DEFAULT_TOLERANCE, type GateConfig, type PhaseWindow } from "../gate/config.js";
import { type AnalyzePhase, judgeGate } from "../gate/judge-gate.js";
import { parseLimit } from "../gate/parse-limit.js";
import { limitsOfPreset } from "../gate/presets.js";
import type { PresetName } from "../schema/config-schema.js";
import { prepareGroups, type PreparedGroup } from "./analyze-groups.js";
import { EXIT, type CommandIo, type ExitCode } from "./io.js";
import { parseGiven } from "./parse-given.js";
import { readBaseline, writeBaseline } from "./baseline-files.js";
import { besideConfig, readConfig, withConfig } from "./read-config.js";
import { acceptedOf, toleranceOf } from "./run-compare.js";
import { writeCheck } from "./write-check.js";

const NO_GATE: GateConfig = { preset: null, limits: [], phases: new Map(), baseline: null, tolerance: DEFAULT_TOLERANCE, accept: [], silent: false };

/** The `gate` command: limits and a baseline, from the command line and the configuration, judged on each run that was read. */
export async function runGate(commandLine: Readonly<Record<string, unknown>>, io: CommandIo): Promise<ExitCode> {
  const config = commandLine["config"] === undefined ? null : await readConfig(String(commandLine["config"]));
  const argv: Readonly<Record<string, unknown>> = { ...(await withConfig(commandLine, config)), ...(config?.gate.silent === true ? { silent: true } : {}) };
  const phases = phasesOf(argv, config);
  const limits = limitsOf(argv, config).map((limit) => parseLimit(limit, phases.keys()));
  const baseline = baselinePath(argv, config);
  if (limits.length === 0 && baseline === null) {
    throw new PauselineError("usage", "there is no limit to judge", { path: config?.path ?? "gate", hint: 'give --limit "pauses.max <= 200ms", --preset web-service, --baseline, or a configuration with /gate' });
  }
  const isUpdate = argv["update-baseline"] === true;
  const tolerance = toleranceOf(argv, config?.gate ?? null);
  const earlier = baseline === null || isUpdate ? null : await readBaseline(baseline);
  const groups = await prepareGroups(argv, io);
  const runs = groups.map((group) => analyzeOnce(group, phases));
  const facts = baseline === null ? [] : runs.map((analyzePhase, index) => takeRunFacts(analyzePhase(null), groups[index]?.latency));
  if (baseline !== null && isUpdate) {
    await writeBaseline(baseline, facts, tolerance);
    if (argv["quiet"] !== true) io.err(`pauseline: wrote the baseline ${baseline}; commit it to make it count`);
    if (limits.length === 0) return EXIT.ok;
  }
  const compared = earlier === null ? null : compareRuns(earlier, facts, { tolerance, accept: acceptedOf(argv, config?.gate ?? null), slo: parseGiven(argv).slo });
  return writeCheck(judgeGate(limits, runs, compared?.checks, compared?.remarks), argv, io);
}

/** A baseline on the command line is relative to here, one of the configuration to the file. */
function baselinePath(argv: Readonly<Record<string, unknown>>, config: Config | null): string | null {
  if (argv["baseline"] !== undefined) return String(argv["baseline"]);
  const named = config?.gate.baseline ?? null;
  if (named !== null && config !== null) return besideConfig(config, named);
  if (argv["update-baseline"] === true) throw new PauselineError("usage", "no baseline file is named", { path: "--update-baseline", hint: "name it with --baseline gc-baseline.json" });
  return null;
}

/** The analysis of each phase, made when first asked for. */
function analyzeOnce({ analyze, asked }: PreparedGroup, phases: ReadonlyMap<string, PhaseWindow>): AnalyzePhase {
  const known = new Map<string | null, AnalysisResult>();
  return (phase) => {
    const result = known.get(phase) ?? analyze((phase === null ? undefined : phases.get(phase)) ?? asked);
    known.set(phase, result);
    return result;
  };
}

/** Everything adds up: a preset, the limits of the configuration, and those of the command line. */
function limitsOf(argv: Readonly<Record<string, unknown>>, config: Config | null): readonly ConfiguredLimit[] {
  const gate = config?.gate ?? NO_GATE;
  const preset = (argv["preset"] as PresetName | undefined) ?? gate.preset;
  return [
    ...(preset === null ? [] : limitsOfPreset(preset, parseGiven(argv).slo)),
    ...gate.limits,
    ...((argv["limit"] ?? []) as readonly string[]).map((expression) => ({ expression, why: null, origin: "--limit", originAt: null })),
  ];
}

function phasesOf(argv: Readonly<Record<string, unknown>>, config: Config | null): ReadonlyMap<string, PhaseWindow> {
  const phases = new Map(config?.gate.phases ?? []);
  for (const text of (argv["phase"] ?? []) as readonly string[]) {
    const match = /^([A-Za-z][\w-]*)=(.*?)\.\.(.*)$/.exec(text);
    if (match === null || (match[2] === "" && match[3] === "")) {
      throw new PauselineError("usage", `"${text}" is no phase`, { path: "--phase", hint: "write a name and a window, such as load=30s..5m or end=5m.." });
    }
    phases.set(match[1] as string, { from: match[2] === "" ? null : (match[2] as string), to: match[3] === "" ? null : (match[3] as string), skipWarmup: null });
  }
  return phases;
}
