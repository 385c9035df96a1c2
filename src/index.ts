import { readRuleSet } from "./advise/read-rules.js";
import type { Rule } from "./advise/rule.js";
import type { Analysis } from "./analysis/analysis.js";
import { givenBy, windowOf, type AnalyzeOptions as SharedOptions } from "./analysis/analyze-options.js";
import { analyzeReading } from "./analysis/analyze.js";
import { readInputs } from "./analysis/read-inputs.js";
import { rulesFolder } from "./cli/product-files.js";
import { resolveInputs } from "./input/resolve-inputs.js";

/** What {@link analyze} can be told beside the inputs; everything is optional. */
export interface AnalyzeOptions extends SharedOptions {
  /** Folder with a team's own rules. */
  readonly rules?: string;
}

/**
 * Analyzes the GC logs and recordings of one JVM, exactly as `pauseline analyze --format json` does.
 * Throws a {@link PauselineError} for inputs that cannot be read or options that make no sense.
 */
export async function analyze(inputs: readonly string[], options: AnalyzeOptions = {}): Promise<Analysis> {
  const given = givenBy(options);
  const { rules, changes: ruleChanges } = await readRuleSet(rulesFolder(), options.rules ?? null);
  const reading = await readInputs(await resolveInputs(inputs));
  return analyzeReading(reading, { given, rules, ruleChanges, window: windowOf(options, reading.timeline) }).analysis;
}

export { PauselineError } from "./errors/pauseline-error.js";
export { analyzeReading } from "./analysis/analyze.js";
export { readInputs } from "./analysis/read-inputs.js";
export { resolveInputs } from "./input/resolve-inputs.js";
export { readRules } from "./advise/read-rules.js";
export { renderJson } from "./report/json.js";
export { renderMarkdown } from "./report/markdown.js";
export { timelineRows } from "./report/timeline-rows.js";
export type { Analysis, Rule };
export type { Timeline } from "./timeline/timeline.js";
