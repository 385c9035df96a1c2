import { PauselineError } from "../errors/pauseline-error.js";
import { judgeComparison } from "../gate/compare/judge-comparison.js";
import { DEFAULT_TOLERANCE, type GateConfig, type Tolerance } from "../gate/config.js";
import type { Acceptable } from "../schema/config-schema.js";
import { parseDurationMs } from "../units/parse-quantity.js";
import type { CommandIo, ExitCode } from "./io.js";
import { parseGiven } from "./parse-given.js";
import { readConfig, withConfig } from "./read-config.js";
import { readSide } from "./read-side.js";
import { writeCheck } from "./write-check.js";

/** The `compare` command. */
export async function runCompare(commandLine: Readonly<Record<string, unknown>>, io: CommandIo): Promise<ExitCode> {
  const config = commandLine["config"] === undefined ? null : await readConfig(String(commandLine["config"]));
  const argv = await withConfig(commandLine, config);
  const tolerance = toleranceOf(argv, config?.gate ?? null);
  const { slo } = parseGiven(argv);
  const before = await readSide("before", argv, io);
  const after = await readSide("after", argv, io);
  return writeCheck(judgeComparison(before, after, { tolerance, accept: acceptedOf(argv, config?.gate ?? null), slo }), argv, io);
}

/** Tolerances of the configuration, changed by the command line. */
export function toleranceOf(argv: Readonly<Record<string, unknown>>, gate: GateConfig | null): Tolerance {
  const tolerance = gate?.tolerance ?? DEFAULT_TOLERANCE;
  const relative = shareOption(argv, "tolerance");
  const noise = shareOption(argv, "run-noise");
  return {
    ...tolerance,
    ...(relative === null ? {} : { pauses: relative, tail: relative, overhead: relative, latency: relative }),
    ...(noise === null ? {} : { runNoise: noise }),
    ...(argv["min-duration"] === undefined ? {} : { minimumMs: durationOption(argv, "min-duration") }),
  };
}

/** Differences that the configuration or the command line declare to be intended. */
export function acceptedOf(argv: Readonly<Record<string, unknown>>, gate: GateConfig | null): readonly Acceptable[] {
  return [...(gate?.accept ?? []), ...((argv["accept"] ?? []) as readonly Acceptable[])];
}

function shareOption(argv: Readonly<Record<string, unknown>>, name: string): number | null {
  if (argv[name] === undefined) return null;
  const match = /^(\d+(?:\.\d+)?) ?%$/.exec(String(argv[name]).trim());
  if (match === null) throw new PauselineError("usage", `"${String(argv[name])}" is no share`, { path: `--${name}`, hint: "write it like 10%" });
  return Number(match[1]) / 100;
}

function durationOption(argv: Readonly<Record<string, unknown>>, name: string): number {
  const ms = parseDurationMs(String(argv[name]));
  if (ms === null) throw new PauselineError("usage", `"${String(argv[name])}" is no duration`, { path: `--${name}`, hint: "write it like 90s or 5m" });
  return ms;
}
