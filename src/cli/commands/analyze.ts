import type { Command } from "../command.js";
import { ANALYSIS_OPTIONS } from "../analysis-options.js";
import { INPUT_OPTIONS, INPUTS } from "../input-options.js";
import { EXIT } from "../io.js";

export const analyze: Command = {
  usage: "analyze <inputs..>",
  summary: "Parse, measure, correlate, advise, report",
  positionals: [INPUTS],
  options: {
    ...INPUT_OPTIONS,
    ...ANALYSIS_OPTIONS,
    format: { type: "string", array: true, nargs: 1, choices: ["text", "json", "markdown", "html"], describe: "what to print on standard output (repeatable); text without --out" },
    out: { type: "string", requiresArg: true, describe: "folder for report.md, charts and analysis.json" },
    "explain-lines": { type: "boolean", default: false, describe: "say for each unread line why it was not understood" },
  },
  async run(argv, io) {
    const [{ analyzeGroups }, { writeReport }, { printFormats }] = await Promise.all([import("../analyze-groups.js"), import("../write-report.js"), import("../print-formats.js")]);
    const results = await analyzeGroups(argv, io);
    if (argv["explain-lines"] === true) {
      const { explainLines } = await import("../explain-lines.js");
      explainLines(results, io);
    }
    if (argv["out"] !== undefined) await writeReport(results, String(argv["out"]), io, argv["quiet"] === true);
    const formats = (argv["format"] as readonly string[] | undefined) ?? (argv["out"] === undefined ? ["text"] : []);
    await printFormats(results, formats, argv, io);
    return EXIT.ok;
  },
};
