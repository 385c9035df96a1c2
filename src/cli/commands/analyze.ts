import type { Command } from "../command.js";
import { ANALYSIS_OPTIONS } from "../analysis-options.js";
import { INPUT_OPTIONS, INPUTS } from "../input-options.js";
import { EXIT } from "../io.js";

export const analyze: Command = {
  usage: "analyze <inputs..>",
  summary: "What the pauses are, whether they break the promise, and what to change",
  positionals: [INPUTS],
  options: {
    ...INPUT_OPTIONS,
    ...ANALYSIS_OPTIONS,
    format: { type: "string", array: true, nargs: 1, choices: ["text", "json", "markdown", "html"], describe: "what to print on standard output (repeatable); text without --out" },
    out: { type: "string", requiresArg: true, describe: "folder for report.html, report.md, charts and analysis.json" },
    "explain-lines": { type: "boolean", default: false, describe: "say for each unread line why it was not understood" },
  },
  examples: [
    { line: "analyze gc.log --slo p99=50ms", tells: "what the pauses do to a promise, and what to change" },
    { line: "analyze gc.log recording.jfr --latency latency.csv --out report", tells: "log, recording and load test of one run; Markdown, HTML, charts and JSON" },
    { line: "analyze gc.log --from 90s --to 10m", tells: "only a stretch of the run" },
    { line: 'analyze gc.log --jdk 21 --memory 2g --jvm-options "-Xmx1g -XX:+UseG1GC"', tells: "what the log does not say" },
  ],
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
