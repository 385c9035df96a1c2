import type { AnalysisResult } from "../analysis/analyze.js";
import { PauselineError } from "../errors/pauseline-error.js";
import type { CheckReport } from "../gate/check.js";
import { type Config, type ConfiguredLimit, DEFAULT_TOLERANCE, type GateConfig, type PhaseWindow } from "../gate/config.js";
import { judgeGate } from "../gate/judge-gate.js";
import type { Limit } from "../gate/limit.js";
import { parseLimit } from "../gate/parse-limit.js";
import { limitsOfPreset } from "../gate/presets.js";
import type { PresetName } from "../schema/config-schema.js";
import { prepareGroups, type PreparedGroup } from "./analyze-groups.js";
import { EXIT, type CommandIo, type ExitCode } from "./io.js";
import { parseGiven } from "./parse-given.js";
import { readConfig, withConfig } from "./read-config.js";
import { writeCheck } from "./write-check.js";

const NO_GATE: GateConfig = { preset: null, limits: [], phases: new Map(), baseline: null, tolerance: DEFAULT_TOLERANCE, accept: [], silent: false };

/** The `gate` command: limits from the command line and the configuration, judged on each JVM's run; the worst result is the status. */
export async function runGate(commandLine: Readonly<Record<string, unknown>>, io: CommandIo): Promise<ExitCode> {
  const config = commandLine["config"] === undefined ? null : await readConfig(String(commandLine["config"]));
  const argv = { ...(await withConfig(commandLine, config)), ...(config?.gate.silent === true ? { silent: true } : {}) };
  const phases = phasesOf(argv, config);
  const limits = limitsOf(argv, config).map((limit) => parseLimit(limit, phases.keys()));
  if (limits.length === 0) {
    throw new PauselineError("usage", "there is no limit to judge", { path: config?.path ?? "gate", hint: 'give --limit "pauses.max <= 200ms", --preset web-service, or a configuration with /gate' });
  }
  const statuses: ExitCode[] = [];
  for (const group of await prepareGroups(argv, io)) statuses.push(await writeCheck(judgeGroup(group, limits, phases), argv, io));
  return worstOf(statuses);
}

function judgeGroup({ analyze, asked }: PreparedGroup, limits: readonly Limit[], phases: ReadonlyMap<string, PhaseWindow>): CheckReport {
  const known = new Map<string | null, AnalysisResult>();
  const analyzePhase = (phase: string | null): AnalysisResult => {
    const result = known.get(phase) ?? analyze((phase === null ? undefined : phases.get(phase)) ?? asked);
    known.set(phase, result);
    return result;
  };
  return judgeGate(limits, analyzePhase);
}

/** Everything adds up: a preset, the limits of the configuration, and those of the command line. */
function limitsOf(argv: Readonly<Record<string, unknown>>, config: Config | null): readonly ConfiguredLimit[] {
  const gate = config?.gate ?? NO_GATE;
  const preset = (argv["preset"] as PresetName | undefined) ?? gate.preset;
  return [
    ...(preset === null ? [] : limitsOfPreset(preset, parseGiven(argv).slo)),
    ...gate.limits,
    ...((argv["limit"] ?? []) as readonly string[]).map((expression) => ({ expression, why: null, origin: "--limit" })),
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

/** A failure outweighs what could not be judged, and that outweighs what is fine. */
export function worstOf(statuses: readonly ExitCode[]): ExitCode {
  for (const status of [EXIT.failed, EXIT.notJudged] as const) if (statuses.includes(status)) return status;
  return statuses.length === 0 ? EXIT.notJudged : EXIT.ok;
}
