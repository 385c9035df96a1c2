import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { AnalysisResult } from "../analysis/analyze.js";
import { PauselineError } from "../errors/pauseline-error.js";
import { parseOptions } from "../jvm-options/parse-options.js";
import { writeArgfile } from "../jvm-options/render-options.js";
import { chooseCharts } from "../report/charts/index.js";
import { renderHtml } from "../report/html.js";
import { renderJson } from "../report/json.js";
import { type EmbeddedChart, renderMarkdown } from "../report/markdown.js";
import { ARGFILE_NAME, hasArgfile } from "../report/option-changes.js";
import { createPngRenderer } from "../report/png.js";
import { reduceSeries } from "../report/series.js";
import { readChartScript } from "./chart-script.js";
import type { CommandIo } from "./io.js";
import { writeWhole } from "./write-whole.js";

/**
 * Writes report.md, report.html, analysis.json, the charts that say something and, where options are proposed, an argument file into `folder`; several results go into a subfolder each.
 * Each file is written under a temporary name and then renamed, so that a failure leaves no half file behind.
 * Throws an output error that names the folder.
 */
export async function writeReport(results: readonly AnalysisResult[], folder: string, io: CommandIo, isQuiet: boolean): Promise<void> {
  try {
    for (const [index, result] of results.entries()) {
      const target = results.length === 1 ? folder : join(folder, String(index + 1));
      await mkdir(target, { recursive: true });
      for (const { name, content } of await renderFiles(result)) await writeWhole(join(target, name), content);
      if (!isQuiet) io.err(`pauseline: wrote ${join(target, "report.html")} and report.md`);
    }
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new PauselineError("output", `cannot write the report (${error.code})`, { path: folder, hint: "give --out a folder that can be written", cause: error });
  }
}

async function renderFiles({ analysis, timeline, window, correlationSeries }: AnalysisResult): Promise<{ name: string; content: string | Uint8Array }[]> {
  const series = reduceSeries(timeline, analysis, window, correlationSeries);
  const charts = chooseCharts(series);
  const files: { name: string; content: string | Uint8Array }[] = [];
  const embedded: EmbeddedChart[] = [];
  if (charts.length > 0) {
    const renderer = await createPngRenderer();
    for (const chart of charts) {
      const file = `${chart.name}.png`;
      files.push({ name: file, content: renderer.render(chart.build(series)) });
      embedded.push({ name: chart.name, section: chart.section, title: chart.title, alt: chart.describe(series), file });
    }
  }
  files.push({ name: "report.md", content: renderMarkdown(analysis, embedded) });
  files.push({ name: "report.html", content: await renderHtml({ analysis, series, charts, chartScript: await readChartScript() }) });
  files.push({ name: "analysis.json", content: renderJson(analysis) });
  if (hasArgfile(analysis)) files.push({ name: ARGFILE_NAME, content: writeArgfile(parseOptions(analysis.jvmOptions.proposed)) });
  return files;
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string" && "syscall" in error;
}
