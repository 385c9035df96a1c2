import type { Command } from "../command.js";
import { EXIT } from "../io.js";
import { INPUTS, INPUT_OPTIONS } from "../input-options.js";

/** Rows written at once: large enough to be fast, small enough to stream. */
const ROWS_PER_WRITE = 500;

export const timeline: Command = {
  usage: "timeline <inputs..>",
  summary: "The pause timeline as rows: pauses, concurrent phases, stalls, safepoints",
  positionals: [INPUTS],
  options: {
    ...INPUT_OPTIONS,
    format: { type: "string", choices: ["ndjson", "csv"], default: "ndjson", describe: "one JSON object a line, or CSV with a header" },
  },
  examples: [
    { line: "timeline gc.log --format csv", tells: "every pause as a row" },
  ],
  async run(argv, io) {
    const [{ readGroups }, { timelineRows }, { csvHeader, csvRow }, { escapeInvisible }] = await Promise.all([
      import("../read-groups.js"),
      import("../../report/timeline-rows.js"),
      import("../../report/timeline-csv.js"),
      import("../../report/plain-text.js"),
    ]);
    const isCsv = argv["format"] === "csv";
    const groups = await readGroups(argv, io);
    if (isCsv) await io.out(csvHeader());
    for (const { reading } of groups) {
      let block = "";
      let rows = 0;
      for (const row of timelineRows(reading.timeline)) {
        block += isCsv ? csvRow(row) : `${escapeInvisible(JSON.stringify(row))}\n`;
        if (++rows % ROWS_PER_WRITE === 0) {
          await io.out(block);
          block = "";
        }
      }
      if (block !== "") await io.out(block);
    }
    return EXIT.ok;
  },
};
