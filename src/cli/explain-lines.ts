import type { AnalysisResult } from "../analysis/analyze.js";
import { explainMessage } from "../generated/unified-stock.js";
import type { CommandIo } from "./io.js";

/** Tells for each kept unread line where the grammar stopped understanding it and what it would have accepted there. */
export function explainLines(results: readonly AnalysisResult[], io: CommandIo): void {
  let shown = 0;
  for (const { rejected } of results) {
    for (const { path, lines } of rejected) {
      for (const { line, message } of lines) {
        const reason = explainMessage(message);
        if (reason === null) continue;
        shown++;
        const expected = reason.expected.slice(0, 6).join(", ");
        io.err(`${path}:${line}: not understood from column ${reason.column} of the message`);
        io.err(`  ${printable(message)}`);
        io.err(`  ${" ".repeat(Math.max(0, reason.column - 1))}^ expected ${expected}${reason.expected.length > 6 ? ", …" : ""}`);
      }
    }
  }
  if (shown === 0) io.err("pauseline: every GC line was understood");
}

function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}
