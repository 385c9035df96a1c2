import { readRules } from "./advise/read-rules.js";
import type { Rule } from "./advise/rule.js";
import type { Analysis } from "./analysis/analysis.js";
import { analyzeReading } from "./analysis/analyze.js";
import { parseSlo } from "./analysis/parse-slo.js";
import { parseWindow } from "./analysis/parse-window.js";
import { readInputs } from "./analysis/read-inputs.js";
import { rulesFolder } from "./cli/product-files.js";
import { resolveInputs } from "./input/resolve-inputs.js";
import type { Given } from "./metrics/metric.js";

/** What {@link analyze} can be told beside the inputs; everything is optional. */
export interface AnalyzeOptions {
  /** Latency promises such as `p99=50ms`. */
  readonly slo?: readonly string[];
  readonly heapMaxBytes?: number;
  readonly memoryBytes?: number;
  readonly jdk?: number;
  readonly cpus?: number;
  /** What the JVM was started with, in command-line order. */
  readonly jvmOptions?: readonly string[];
  readonly objective?: Given["objective"];
  /** Folder with a team's own rules. */
  readonly rules?: string;
  readonly from?: string;
  readonly to?: string;
  readonly skipWarmup?: string;
}

/**
 * Analyzes the GC logs and recordings of one JVM, exactly as `pauseline analyze --format json` does.
 * Throws a {@link PauselineError} for inputs that cannot be read or options that make no sense.
 */
export async function analyze(inputs: readonly string[], options: AnalyzeOptions = {}): Promise<Analysis> {
  const rules = await readRules(rulesFolder(), options.rules ?? null);
  const reading = await readInputs(await resolveInputs(inputs));
  const given: Given = {
    slo: (options.slo ?? []).map(parseSlo),
    heapMaxBytes: options.heapMaxBytes ?? null,
    memoryBytes: options.memoryBytes ?? null,
    jdk: options.jdk ?? null,
    cpus: options.cpus ?? null,
    options: options.jvmOptions ?? null,
    objective: options.objective ?? null,
  };
  const window = parseWindow({ from: options.from ?? null, to: options.to ?? null, skipWarmup: options.skipWarmup ?? null }, reading.timeline);
  return analyzeReading(reading, { given, rules, window }).analysis;
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
