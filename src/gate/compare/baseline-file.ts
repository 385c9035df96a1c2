import { Ajv } from "ajv";
import { PauselineError } from "../../errors/pauseline-error.js";
import { BASELINE_SCHEMA } from "../../schema/config-schema.js";
import { JsonSyntaxError, readPlacedJson } from "../../schema/json-places.js";
import { BINS_PER_DECADE, type RunFacts } from "./run-facts.js";

const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(BASELINE_SCHEMA);

/** Whether a text looks like a baseline, so that a broken one is refused as such and not taken for a log. */
export function isBaselineText(head: string): boolean {
  return /^\s*\{\s*"pauselineBaseline"/.test(head);
}

/**
 * Runs as a baseline file: JSON that can be reviewed, one fact a line, the histogram and the stretches a line each. The same
 * runs give the same text.
 */
export function renderBaseline(runs: readonly RunFacts[]): string {
  const blocks = runs.map((run) => {
    const rows = Object.entries({ ...run, binsPerDecade: BINS_PER_DECADE }).map(([name, value]) => `      ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    return `    {\n${rows.join(",\n")}\n    }`;
  });
  return `{\n  "pauselineBaseline": 1,\n  "runs": [\n${blocks.join(",\n")}\n  ]\n}\n`;
}

/** Reads a baseline file. Throws a usage error that names the place when it is none. */
export function parseBaseline(text: string, path: string): readonly RunFacts[] {
  try {
    const placed = readPlacedJson(text);
    if (validate(placed.value)) return (placed.value as { readonly runs: readonly RunFacts[] }).runs;
    const [error] = validate.errors ?? [];
    throw new PauselineError("usage", `no baseline: ${error?.instancePath ?? ""} ${error?.message ?? "is wrong"}`, { path, ...placed.placeOf(error?.instancePath ?? ""), hint: "measure it again with pauseline gate --baseline <file> --update-baseline" });
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new PauselineError("usage", `no baseline: ${error.message}`, { path, ...error.place, hint: "measure it again with pauseline gate --baseline <file> --update-baseline", cause: error });
  }
}
