import type { Rule } from "./advise/rule.js";
import { givenBy, windowOf, type AnalyzeOptions } from "./analysis/analyze-options.js";
import { analyzeReading, type AnalysisResult } from "./analysis/analyze.js";
import { readInputs } from "./analysis/read-inputs.js";
import { blobFile } from "./input/blob-file.js";

/** What a page has to give beside the files. */
export interface BrowserOptions extends AnalyzeOptions {
  /** `pauseline/rules.json`, which holds the built-in rules, checked; others can be added to them or left out. */
  readonly rules: readonly Rule[];
  /** Told the bytes read since the last call. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Analyzes the GC logs and recordings of one JVM in a page; nothing leaves it. The same object as `pauseline analyze
 * --format json` gives, and what the charts draw. Throws a {@link PauselineError} for files that cannot be read.
 */
export async function analyzeFiles(files: readonly File[], options: BrowserOptions): Promise<AnalysisResult> {
  const given = givenBy(options);
  const reading = await readInputs(await Promise.all(files.map((file) => blobFile(file.name, file))), options.onBytes);
  return analyzeReading(reading, { given, rules: options.rules, window: windowOf(options, reading.timeline) });
}

export { PauselineError } from "./errors/pauseline-error.js";
export { chooseCharts } from "./report/charts/index.js";
export { withTicks } from "./report/charts/chart.js";
export { renderHtml } from "./report/html.js";
export { renderJson } from "./report/json.js";
export { renderMarkdown } from "./report/markdown.js";
export { reduceSeries } from "./report/series.js";
export { timelineRows } from "./report/timeline-rows.js";
export type { Analysis } from "./analysis/analysis.js";
export type { Timeline } from "./timeline/timeline.js";
export type { AnalysisResult, AnalyzeOptions, Rule };
