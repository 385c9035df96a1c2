import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readChartScript } from "../../src/cli/chart-script.js";
import { chooseCharts } from "../../src/report/charts/index.js";
import { renderHtml } from "../../src/report/html.js";
import { reduceSeries } from "../../src/report/series.js";
import { tuneG1 } from "./fake-stories.js";

const BROWSERS = [process.env["CHROMIUM"] ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = BROWSERS.find((path) => path !== "" && existsSync(path));
const whyNot = executablePath === undefined ? "no Chromium is installed (set CHROMIUM to its path)" : null;

if (whyNot !== null) process.stderr.write(`report.html is not tested in a browser: ${whyNot}\n`);

describe.skipIf(whyNot !== null)(`report.html in Chromium${whyNot === null ? "" : ` [skipped: ${whyNot}]`}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let page: Page;
  let folder = "";
  const complaints: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pauseline-page-"));
    const { timeline, analysis } = tuneG1();
    const series = reduceSeries(timeline, analysis);
    const file = join(folder, "report.html");
    await writeFile(file, await renderHtml({ analysis, series, charts: chooseCharts(series), chartScript: await readChartScript() }));
    browser = await chromium.launch({ executablePath: executablePath as string, args: ["--no-sandbox"] });
    page = await browser.newPage({ viewport: { width: 800, height: 900 }, colorScheme: "light" });
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
    expect(complaints).toEqual([]);
  });

  const rows = (): Promise<string[][]> => page.evaluate(`[...document.querySelectorAll("#worst-pauses tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent))`);
  const scaleOf = (name: string): Promise<{ min: number; max: number }> => page.evaluate(`(({ min, max }) => ({ min, max }))(Chart.getChart(document.querySelector("[data-chart=${name}]")).scales.x)`);
  const drag = async (name: string, from: number, to: number): Promise<void> => {
    const box = await page.evaluate<{ left: number; top: number; width: number; height: number }>(
      `(() => { const canvas = document.querySelector("[data-chart=${name}]"); canvas.scrollIntoView({ block: "center" }); const area = Chart.getChart(canvas).chartArea; const box = canvas.getBoundingClientRect(); return { left: box.left + area.left, top: box.top + area.top, width: area.width, height: area.height }; })()`,
    );
    const y = box.top + box.height / 2;
    await page.mouse.move(box.left + box.width * from, y);
    await page.mouse.down();
    await page.mouse.move(box.left + box.width * to, y, { steps: 4 });
    await page.mouse.up();
  };

  test("loads nothing, runs under its own policy, and draws every chart", async () => {
    expect(requests).toHaveLength(1);
    expect(complaints).toEqual([]);
    const drawn = await page.evaluate<boolean[]>(
      `[...document.querySelectorAll("canvas[data-chart]")].map((canvas) => Chart.getChart(canvas) !== undefined && (canvas.offsetWidth === 0 || canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte > 0)))`,
    );
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn.every(Boolean)).toBe(true);
  });

  test("fits its width", async () => {
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(800);
  });

  test("dragging zooms all charts over time and filters the worst pauses; Escape shows all again", async () => {
    const before = await rows();
    const whole = await scaleOf("pauses");
    await drag("pauses", 0.25, 0.5);
    const part = await scaleOf("pauses");
    const width = whole.max - whole.min;
    expect(part.min).toBeCloseTo(whole.min + width * 0.25, 0);
    expect(part.max).toBeCloseTo(whole.min + width * 0.5, 0);
    const heap = await scaleOf("heap");
    expect([heap.min, heap.max]).toEqual([part.min, part.max]);
    const { timeline } = tuneG1();
    const starts = [...timeline.pauses.startMs];
    const inside = starts.map((startMs, row) => ({ minutes: startMs / 60_000, row })).filter(({ minutes }) => minutes >= part.min && minutes <= part.max);
    const longest = inside.toSorted((a, b) => (timeline.pauses.durationMs[b.row] as number) - (timeline.pauses.durationMs[a.row] as number)).slice(0, 10);
    expect((await rows()).map((cells) => cells[4])).toEqual(longest.map(({ row }) => `gc.log:${timeline.pauses.line[row]}`));
    expect(await page.evaluate<string>(`document.querySelector("#range").textContent`)).toMatch(/^7 min \d+ s from 2026-03-01 .*longest pause/);
    await page.keyboard.press("Escape");
    expect(await rows()).toEqual(before);
    expect(await scaleOf("pauses")).toEqual(whole);
    await drag("heap", 0.6, 0.9);
    expect((await scaleOf("pauses")).min).toBeGreaterThan(whole.min);
    await page.click("#range button");
    expect(await scaleOf("pauses")).toEqual(whole);
  });

  test("a dot says when, how long, what kind and where in the log", async () => {
    const said = await page.evaluate<{ title: string[]; body: string }>(
      `(() => { const chart = Chart.getChart(document.querySelector("[data-chart=pauses]")); chart.tooltip.setActiveElements([{ datasetIndex: 0, index: 3 }], { x: 0, y: 0 }); chart.update(); return { title: chart.tooltip.title, body: chart.tooltip.body[0].lines[0], point: chart.data.datasets[0].data[3] }; })()`,
    );
    expect(said.title[0]).toMatch(/^2026-03-01 09:\d\d:\d\d\.\d{3}, [\d.]+ s after JVM start$/);
    expect(said.body).toMatch(/^Young \(Normal\): [\d.]+ ms \(gc\.log:\d+\)$/);
  });

  test("follows the preference for dark, and is light on paper", async () => {
    const title = `Chart.getChart(document.querySelector("[data-chart=pauses]")).options.scales.y.title.color`;
    expect(await page.evaluate(title)).toBe("#57606A");
    await page.emulateMedia({ colorScheme: "dark" });
    // The browser tells of the change with its next frame.
    await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(0))))");
    expect(await page.evaluate(title)).toBe("#A7B1BC");
    await page.evaluate(`dispatchEvent(new Event("beforeprint"))`);
    expect(await page.evaluate(title)).toBe("#57606A");
    expect(await page.evaluate(`document.querySelectorAll("details:not([open])").length`)).toBe(0);
    await page.evaluate(`dispatchEvent(new Event("afterprint"))`);
    expect(await page.evaluate(`document.querySelectorAll("details:not([open])").length`)).toBeGreaterThan(0);
    await page.emulateMedia({ colorScheme: "light" });
  });
});
