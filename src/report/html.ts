import type { Analysis } from "../analysis/analysis.js";
import type { ChartDefinition } from "./charts/chart.js";
import { writeHeadline } from "./headline.js";
import { escapeHtml, scriptJson } from "./html/escape-html.js";
import { collectPageData } from "./html/page-data.js";
import { CONTENT_ID, writePageScript } from "./html/page-script.js";
import { PAGE_STYLE } from "./html/page-style.js";
import { setMarkdown } from "./html/set-markdown.js";
import { renderMarkdown } from "./markdown.js";
import { toPlainLine } from "./plain-text.js";
import type { ReportSeries } from "./series.js";

/** What a page is made of. `chartScript` is the chart library with its annotations, as a script that sets the global `Chart`. */
export interface PageParts {
  readonly analysis: Analysis;
  readonly series: ReportSeries;
  readonly charts: readonly ChartDefinition[];
  readonly chartScript: string;
}

/**
 * The report as one HTML file that needs nothing else: what the Markdown says, with charts that can be asked. The page may run
 * only the scripts and the style that it was written with, and may load nothing, whatever an input contains.
 */
export async function renderHtml({ analysis, series, charts, chartScript }: PageParts): Promise<string> {
  const scripts = [chartScript, writePageScript()].map(endSafely);
  const sources = await Promise.all(scripts.map(hashSource));
  const policy = `default-src 'none'; script-src ${sources.join(" ")}; style-src ${await hashSource(PAGE_STYLE)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(toPlainLine(writeHeadline(analysis).verdict))}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main class="${analysis.verdict}">
<div id="range" role="status" hidden><span></span><button type="button">Show all</button></div>
${setReport(analysis, series, charts)}
<footer>Drag over a chart to see a stretch of time; Escape shows all again. This file holds all it needs and loads nothing.</footer>
</main>
<script type="application/json" id="${CONTENT_ID}">${scriptJson(collectPageData(analysis, series, charts))}</script>
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}

function setReport(analysis: Analysis, series: ReportSeries, charts: readonly ChartDefinition[]): string {
  const byName = new Map(charts.map((chart) => [chart.name, chart]));
  const embedded = charts.map((chart) => ({ name: chart.name, section: chart.section, title: chart.title, alt: chart.describe(series), file: chart.name }));
  return setMarkdown(renderMarkdown(analysis, embedded), (file, alt) => {
    const chart = byName.get(file);
    if (chart === undefined) return escapeHtml(alt);
    const finding = toPlainLine(String(chart.build(series).config.options?.plugins?.subtitle?.text ?? ""));
    return `<figure><figcaption><strong>${escapeHtml(chart.title)}</strong>${escapeHtml(finding)}</figcaption><div class="plot"><canvas data-chart="${escapeHtml(file)}" role="img" aria-label="${escapeHtml(alt)}"></canvas></div></figure>`;
  });
}

/** A script must not close its own element, and must not ask for a map of its source. */
function endSafely(script: string): string {
  return script.replace(/^\/\/# sourceMappingURL=.*$/gm, "").replace(/<\/(?=script)/gi, "<\\/");
}

async function hashSource(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return `'sha256-${btoa(String.fromCharCode(...digest))}'`;
}
