import type { AnalysisResult } from "../analysis/analyze.js";
import { explainMessage } from "../generated/unified-stock.js";
import { maskSecrets } from "../jvm-options/mask-secrets.js";
import type { CommandIo } from "./io.js";

/** Control characters, and what is invisible or turns the reading direction. */
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;

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
        // Behind a bar, since CI runners take a line that begins with "::" for a command.
        io.err(`  | ${printable(message)}`);
        io.err(`  | ${" ".repeat(Math.max(0, reason.column - 1))}^ expected ${expected}${reason.expected.length > 6 ? ", …" : ""}`);
      }
    }
  }
  if (shown === 0) io.err("pauseline: every GC line was understood");
}

/** One character for each of the message's, so that the caret stays in its place, except where a secret is hidden. */
function printable(text: string): string {
  return maskSecrets(text.replace(UNSEEN, "?")).replaceAll("##[", "##?");
}
