import type { AnalysisResult } from "../analysis/analyze.js";
import type { CommandIo } from "./io.js";

/** Prints each result in each format that was asked for, in the order in which they were named. */
export async function printFormats(results: readonly AnalysisResult[], formats: readonly string[], argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<void> {
  for (const format of formats) {
    for (const result of results) await io.out(await render(format, result, argv, io));
  }
}

async function render(format: string, { analysis, timeline, window, correlationSeries }: AnalysisResult, argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<string> {
  switch (format) {
    case "json": {
      const { renderJson } = await import("../report/json.js");
      return renderJson(analysis);
    }
    case "markdown": {
      const { renderMarkdown } = await import("../report/markdown.js");
      return renderMarkdown(analysis, []);
    }
    case "html": {
      const [{ renderHtml }, { reduceSeries }, { chooseCharts }, { readChartScript }] = await Promise.all([
        import("../report/html.js"), import("../report/series.js"), import("../report/charts/index.js"), import("./chart-script.js"),
      ]);
      const series = reduceSeries(timeline, analysis, window, correlationSeries);
      return renderHtml({ analysis, series, charts: chooseCharts(series), chartScript: await readChartScript() });
    }
    default: {
      const [{ renderTerminal }, { reduceSeries }] = await Promise.all([import("../report/terminal.js"), import("../report/series.js")]);
      return renderTerminal(analysis, reduceSeries(timeline, analysis, window, correlationSeries), { width: Math.min(io.columns, 120), useColor: wantsColors(argv, io) });
    }
  }
}

/** Colours only on a terminal, unless NO_COLOR or `--no-color` forbid or `--color` demands them. */
function wantsColors(argv: Readonly<Record<string, unknown>>, io: CommandIo): boolean {
  if (argv["color"] !== undefined) return argv["color"] === true;
  return io.isTerminal && (io.environment["NO_COLOR"] ?? "") === "";
}
