import { readFile } from "node:fs/promises";
import { PauselineError } from "../errors/pauseline-error.js";
import { parseBaseline, renderBaseline } from "../gate/compare/baseline-file.js";
import { pauseCount, type RunFacts } from "../gate/compare/run-facts.js";
import type { Tolerance } from "../gate/config.js";
import { formatCount } from "../units/format-quantity.js";
import { formatDuration } from "../units/format-time.js";
import { writeWhole } from "./write-whole.js";

/** Reads a baseline file. Throws a usage error when there is none, or it is broken. */
export async function readBaseline(path: string): Promise<readonly RunFacts[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new PauselineError("usage", "the baseline cannot be read", { path, hint: "measure it once with --update-baseline and commit it", cause });
  }
  return parseBaseline(text, path);
}

/** Writes a baseline. Refuses runs that could never be compared: such a baseline would leave every gate undecided. */
export async function writeBaseline(path: string, runs: readonly RunFacts[], { minimumMs, minimumPauses }: Tolerance): Promise<void> {
  const wallMs = runs.reduce((sum, run) => sum + run.wallMs, 0);
  const pauses = runs.reduce((sum, run) => sum + pauseCount(run), 0);
  if (wallMs < minimumMs || pauses < minimumPauses) {
    throw new PauselineError("usage", `${formatDuration(wallMs)} after warm-up with ${formatCount(pauses)} pauses are too little for a baseline`, {
      path,
      hint: `it needs ${formatDuration(minimumMs)} and ${formatCount(minimumPauses)} pauses; test longer, or lower --min-duration`,
    });
  }
  try {
    await writeWhole(path, renderBaseline(runs));
  } catch (cause) {
    throw new PauselineError("output", "the baseline cannot be written", { path, hint: "give --baseline a file that can be written", cause });
  }
}
