import type { InputFile } from "../input/input-file.js";
import { formatBytes, formatShare } from "../units/format-quantity.js";
import { formatDuration } from "../units/format-time.js";
import type { CommandIo } from "./io.js";

/** Shown only when work takes longer than this, and then this often. */
const STEP_MS = 500;

/** Progress of reading on standard error: bytes, share, rate, time left. Silent on pipes, in quiet mode and for short work. */
export function startProgress(argv: Readonly<Record<string, unknown>>, io: CommandIo, files: readonly InputFile[]): { add: (bytes: number) => void; end: () => void } {
  const isWanted = argv["quiet"] !== true && (argv["progress"] === true || (io.isErrorTerminal && argv["progress"] !== false));
  if (!isWanted) return { add: () => {}, end: () => {} };
  const total = files.every(({ sizeBytes }) => sizeBytes !== null) ? files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0) : null;
  const startedAt = Date.now();
  let done = 0;
  let shownAt = startedAt;
  return {
    add(bytes) {
      done += bytes;
      const now = Date.now();
      if (now - shownAt < STEP_MS) return;
      shownAt = now;
      const rate = (done / (now - startedAt)) * 1000;
      const rest = total === null || total === 0 ? "" : `, ${formatShare(Math.min(1, done / total))}, ${formatDuration(Math.round(((total - done) / rate) * 1000))} left`;
      io.err(`pauseline: read ${formatBytes(done)} at ${formatBytes(Math.round(rate))}/s${rest}`);
    },
    end() {},
  };
}
