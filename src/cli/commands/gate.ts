import type { Command } from "../command.js";
import { ANALYSIS_OPTIONS } from "../analysis-options.js";
import { CHECK_OUTPUT_OPTIONS, COMPARISON_OPTIONS } from "../check-options.js";
import { INPUT_OPTIONS, INPUTS } from "../input-options.js";
import { PRESET_NAMES } from "../../schema/config-schema.js";

export const gate: Command = {
  usage: "gate <inputs..>",
  summary: "Pass or fail the run by limits, for CI",
  positionals: [INPUTS],
  options: {
    ...INPUT_OPTIONS,
    ...ANALYSIS_OPTIONS,
    limit: { type: "string", array: true, nargs: 1, describe: 'limit such as "pauses.p99 <= 50ms" (repeatable); "warn …" only warns' },
    preset: { type: "string", choices: [...PRESET_NAMES], describe: "ready-made limits" },
    phase: { type: "string", array: true, nargs: 1, describe: "named part of the run for limits: load=30s..5m (repeatable)" },
    baseline: { type: "string", requiresArg: true, describe: "file of an earlier measurement to compare with" },
    "update-baseline": { type: "boolean", default: false, describe: "write this run to the file that --baseline names" },
    ...COMPARISON_OPTIONS,
    ...CHECK_OUTPUT_OPTIONS,
  },
  examples: [
    { line: 'gate gc.log --limit "pauses.max <= 500ms"', tells: "pass or fail by a limit" },
    { line: "gate gc.log --config pauseline.json --out result", tells: "limits of a file; JUnit, SARIF and a comment for the pull request" },
  ],
  async run(argv, io) {
    const { runGate } = await import("../run-gate.js");
    return runGate(argv, io);
  },
};
