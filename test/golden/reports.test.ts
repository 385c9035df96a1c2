import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { chooseCharts } from "../../src/report/charts/index.js";
import { renderJson } from "../../src/report/json.js";
import { renderMarkdown } from "../../src/report/markdown.js";
import { reduceSeries } from "../../src/report/series.js";
import { renderTerminal } from "../../src/report/terminal.js";
import { analyzeSample, ROOT, SAMPLE_NAMES } from "../support/samples.js";

/**
 * Approved reports show what changed, never that it is right: truth is for `test/samples`. `npm run approve` rewrites them;
 * read the difference as you would read code.
 */
const APPROVES = process.env["PAUSELINE_APPROVE"] === "1";
const PROMISES: Readonly<Record<string, readonly string[]>> = { "epsilon/steady-jdk17": [], "parallel/steady-jdk8": [] };

describe.each(SAMPLE_NAMES)("report of %s", (sample) => {
  test("is as approved", async () => {
    const { analysis, timeline, window } = await analyzeSample(sample, PROMISES[sample] ?? ["p99=50ms"]);
    const series = reduceSeries(timeline, analysis, window);
    const charts = chooseCharts(series).map((chart) => ({ name: chart.name, section: chart.section, title: chart.title, alt: chart.describe(series), file: `${chart.name}.png` }));
    expectApproved(`${sample}/report.md`, renderMarkdown(analysis, charts));
    expectApproved(`${sample}/terminal.txt`, renderTerminal(analysis, series, { width: 100, useColor: false }));
    const { details, ...contract } = JSON.parse(renderJson(analysis)) as Record<string, unknown>;
    expect(details).toBeDefined();
    expectApproved(`${sample}/analysis.json`, `${JSON.stringify(contract, null, 1)}\n`);
  });
});

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
