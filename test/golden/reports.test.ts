import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ChartDefinition } from "../../src/report/charts/chart.js";
import { chooseCharts } from "../../src/report/charts/index.js";
import { renderJson } from "../../src/report/json.js";
import { renderMarkdown } from "../../src/report/markdown.js";
import { createPngRenderer, REPORT_PICTURE } from "../../src/report/png.js";
import { reduceSeries, type ReportSeries } from "../../src/report/series.js";
import { renderTerminal } from "../../src/report/terminal.js";
import { analyzeSample, ROOT, SAMPLE_NAMES } from "../support/samples.js";

/**
 * Approved reports show what changed, never that it is right: truth is for `test/samples`. `npm run approve` rewrites them;
 * read the difference as you would read code.
 */
const APPROVES = process.env["PAUSELINE_APPROVE"] === "1";
/** Reports to be shown to people: these have their pictures beside them. */
const SHOWN: ReadonlySet<string> = new Set(["g1/evacuation-failure-jdk17", "zgc/allocation-stalls-jdk17", "genzgc/steady-jdk25"]);
const PROMISES: Readonly<Record<string, readonly string[]>> = { "epsilon/steady-jdk17": [], "parallel/steady-jdk8": [] };

describe.each(SAMPLE_NAMES)("report of %s", (sample) => {
  test("is as approved", async () => {
    const { analysis, timeline, window } = await analyzeSample(sample, PROMISES[sample] ?? ["p99=50ms"]);
    const series = reduceSeries(timeline, analysis, window);
    const chosen = chooseCharts(series);
    const charts = chosen.map((chart) => ({ name: chart.name, section: chart.section, title: chart.title, alt: chart.describe(series), file: `${chart.name}.png` }));
    expectApproved(`${sample}/report.md`, renderMarkdown(analysis, SHOWN.has(sample) ? charts : []));
    expectApproved(`${sample}/charts.txt`, charts.map(({ file, alt }) => `${file}: ${alt}\n`).join(""));
    if (SHOWN.has(sample)) await expectPictures(sample, chosen, series);
    expectApproved(`${sample}/terminal.txt`, renderTerminal(analysis, series, { width: 100, useColor: false }));
    const { details, ...contract } = JSON.parse(renderJson(analysis)) as Record<string, unknown>;
    expect(details).toBeDefined();
    expectApproved(`${sample}/analysis.json`, `${JSON.stringify(contract, null, 1)}\n`);
  });
});

/** Pictures are drawn anew when reports are approved, and else only have to be there: what they show is in the texts. */
async function expectPictures(sample: string, charts: readonly ChartDefinition[], series: ReportSeries): Promise<void> {
  const renderer = APPROVES ? await createPngRenderer() : null;
  for (const chart of charts) {
    const path = join(ROOT, "reports", sample, `${chart.name}.png`);
    if (renderer !== null) writeFileSync(path, renderer.render(chart.build(series), { ...REPORT_PICTURE, pixelRatio: 1 }));
    expect(existsSync(path), path).toBe(true);
  }
}

function expectApproved(name: string, content: string): void {
  const path = join(ROOT, "reports", name);
  if (APPROVES) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return;
  }
  expect(existsSync(path), `${name} was never approved: npm run approve`).toBe(true);
  expect(content, `${name} changed: look at it, then npm run approve`).toBe(readFileSync(path, "utf8"));
}
