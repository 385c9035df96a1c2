import { PauselineError } from "../../errors/pauseline-error.js";
import type { Command } from "../command.js";
import { INPUT_OPTIONS, INPUTS } from "../input-options.js";
import { EXIT } from "../io.js";

export const sample: Command = {
  usage: "sample <inputs..>",
  summary: "The smallest log that still shows a finding or a line that was not understood, fit to be passed on",
  positionals: [INPUTS],
  options: {
    ...INPUT_OPTIONS,
    rule: { type: "string", requiresArg: true, describe: "id of the finding to show; without it the lines that were not understood, else the first advice" },
    redact: { type: "boolean", default: false, describe: "mask hosts, pids, paths, thread names and option values" },
  },
  examples: [
    { line: "sample gc.log --redact", tells: "the smallest log that still shows what is wrong, without names" },
  ],
  async run(argv, io) {
    const { sampleLog } = await import("../sample-log.js");
    const files = (argv["inputs"] as readonly string[]).length;
    if (files !== 1) throw new PauselineError("usage", "a sample is taken from one log", { hint: "name one file" });
    const { text, note } = await sampleLog(argv, io);
    await io.out(text);
    if (argv["quiet"] !== true) io.err(`pauseline: ${note}`);
    return EXIT.ok;
  },
};
