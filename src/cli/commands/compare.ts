import { ANALYSIS_OPTIONS } from "../analysis-options.js";
import { CHECK_OUTPUT_OPTIONS, COMPARISON_OPTIONS } from "../check-options.js";
import type { Command } from "../command.js";

const { latency: _latency, ...OPTIONS_OF_A_SIDE } = ANALYSIS_OPTIONS;

export const compare: Command = {
  usage: "compare <before> <after>",
  summary: "Two sides of one run or several, with significance",
  positionals: [
    { name: "before", type: "string", demandOption: true, describe: "log, recording, or baseline file; a directory, a glob or a list with commas is several runs" },
    { name: "after", type: "string", demandOption: true, describe: "the same of the side after" },
  ],
  options: {
    "max-input-bytes": { type: "string", requiresArg: true, describe: "refuse to read more than this after decompression, e.g. 2g" },
    "latency-before": { type: "string", array: true, requiresArg: true, describe: "load-test files of the side before: the load, and the p99 of requests" },
    "latency-after": { type: "string", array: true, requiresArg: true, describe: "the same of the side after" },
    ...OPTIONS_OF_A_SIDE,
    ...COMPARISON_OPTIONS,
    ...CHECK_OUTPUT_OPTIONS,
  },
  examples: [
    { line: "compare before.log after.log", tells: "did the run get worse" },
  ],
  async run(argv, io) {
    const { runCompare } = await import("../run-compare.js");
    return runCompare(argv, io);
  },
};
