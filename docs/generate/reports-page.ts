import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../../src/report/markdown-text.js";
import { GENERATED_NOTE } from "./generated-note.js";

/** `reports/README.md`: the approved report of every sample with its verdict, which is Markdown already. */
export function writeReportsPage(root: string): string {
  const reports = readdirSync(join(root, "reports"), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith("/report.md"))
    .toSorted();
  const rows = reports.map((path) => {
    const [heading = ""] = readFileSync(join(root, "reports", path), "utf8").split("\n");
    const sample = path.replace("/report.md", "");
    return [`[${sample}](${path})`, heading.replace(/^# /, ""), `[terminal](${sample}/terminal.txt), [JSON](${sample}/analysis.json)`];
  });
  return `${["# Reports of all samples", GENERATED_NOTE, "Each is what `pauseline analyze <log> --slo p99=50ms` says of the log of the same name in `samples`. They show what a change of the program changes; that the figures are right is proved elsewhere, by `truth.json` beside each sample.", table(["Report", "Verdict", "Also as"], rows)].join("\n\n")}\n`;
}
