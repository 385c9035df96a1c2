import { ANALYSIS_OPTIONS } from "../analysis-options.js";
import type { Command } from "../command.js";
import { INPUT_OPTIONS, INPUTS } from "../input-options.js";
import { EXIT } from "../io.js";

const COLORS = { healthy: "green", tune: "yellow", "switch-collector": "yellow", "application-problem": "red", "insufficient-data": "gray" } as const;

export const badge: Command = {
  usage: "badge <inputs..>",
  summary: "Print an SVG badge with the verdict and the longest pause",
  positionals: [INPUTS],
  options: { ...INPUT_OPTIONS, ...ANALYSIS_OPTIONS },
  examples: [
    { line: "badge gc.log", tells: "SVG on standard output" },
  ],
  async run(argv, io) {
    const [{ analyzeGroups }, { renderBadge }, { formatMs }] = await Promise.all([import("../analyze-groups.js"), import("../../gate/output/badge.js"), import("../../units/format-time.js")]);
    for (const { analysis } of await analyzeGroups(argv, io)) {
      const { verdict, pauses } = analysis;
      await io.out(renderBadge({ label: "GC", text: `${verdict.replaceAll("-", " ")}, longest pause ${formatMs(pauses.maxMs)}`, color: COLORS[verdict] }));
    }
    return EXIT.ok;
  },
};
