import type { Chart as ChartInstance, ChartConfiguration, TooltipItem } from "chart.js";
import type { Page, PageChart } from "./page-content.js";

/** The global of the chart library. */
declare const Chart: (new (canvas: HTMLCanvasElement, config: ChartConfiguration) => ChartInstance) & { readonly defaults: { readonly font: { family?: string } } };

interface Point {
  readonly x: number | readonly number[];
  readonly y: number;
  readonly line?: number;
  readonly input?: number;
}

/** Draws the charts of the page, with colors for light and dark and with words beside the pointer. Runs in the browser: see {@link Page}. */
export function prepareCharts(page: Page): void {
  const { content, charts } = page;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const paint = (value: unknown): unknown => {
    if (typeof value === "string") return /^#[0-9a-f]{6}/i.test(value) ? (content.darkColors[value.slice(0, 7).toUpperCase()] ?? value.slice(0, 7)) + value.slice(7) : value;
    if (Array.isArray(value)) return value.map(paint);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, paint(entry)]));
  };

  const lineOf = ({ line, input }: Point): string => (line === undefined ? "" : ` (${content.inputs[input ?? 0] ?? ""}:${line})`);
  const number = (value: number): string => (Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(4))));

  const describe = (item: TooltipItem<"line">, unit: string, msPerUnit: number | null): string => {
    const name = (item.dataset.label ?? "").replace(/ \([\d,]+\)$/, "");
    const point = item.raw as Point;
    if (point !== null && typeof point === "object" && Array.isArray(point.x) && msPerUnit !== null) {
      const [from, to] = point.x as [number, number];
      return `${name}: ${page.showMs((to - from) * msPerUnit)}`;
    }
    const value = typeof item.raw === "number" ? item.raw : point.y;
    return `${name}: ${unit === "log ms" ? page.showMs(value) : `${number(value)}${unit === "" ? "" : ` ${unit}`}`}${lineOf(point)}`;
  };

  /** `Rate (MB/s)` is in MB/s, `Pause (log scale)` in ms. */
  const unitOf = (config: ChartConfiguration): string => {
    const scales = config.options?.scales ?? {};
    const horizontal = config.options?.indexAxis === "y";
    const title = String((scales[horizontal ? "x" : "y"] as { title?: { text?: string } } | undefined)?.title?.text ?? "");
    const unit = /\(([^()]*)\)$/.exec(title)?.[1] ?? "";
    if (unit === "log scale") return "log ms";
    return unit === "mean" ? "CPUs" : unit;
  };

  const configure = ({ config: light, ticks, msPerUnit }: PageChart): ChartConfiguration => {
    const copy = structuredClone(light);
    const config = (dark.matches && !page.isPrinting ? paint(copy) : copy) as ChartConfiguration;
    const { color: text, backgroundColor: background, fontFamily } = getComputedStyle(document.body);
    for (const [id, own] of Object.entries(ticks)) {
      const scale = config.options?.scales?.[id];
      if (scale === undefined) continue;
      const labels = new Map(own.map(({ value, label }) => [value, label]));
      scale.afterBuildTicks = (built) => {
        built.ticks = own.map(({ value }) => ({ value }));
      };
      Object.assign(scale.ticks ?? {}, { autoSkip: false, callback: (value: number | string) => labels.get(Number(value)) ?? "" });
    }
    Chart.defaults.font.family = fontFamily;
    const unit = unitOf(config);
    const isBarOverTime = config.type === "bar" && msPerUnit !== null;
    const plugins = { ...config.options?.plugins } as Record<string, unknown>;
    // The page has a heading of its own for each chart.
    plugins["title"] = { display: false };
    plugins["subtitle"] = { display: false };
    plugins["annotation"] = { ...(plugins["annotation"] as object), clip: page.range !== null && msPerUnit !== null };
    plugins["tooltip"] = {
      backgroundColor: text,
      titleColor: background,
      bodyColor: background,
      displayColors: false,
      callbacks: {
        title: ([item]: TooltipItem<"line">[]) => {
          if (item === undefined) return "";
          const { x } = (item.raw ?? {}) as { x?: number | readonly number[] };
          if (msPerUnit !== null && x !== undefined) return page.showPlace((typeof x === "number" ? x : (x[0] ?? 0)) * msPerUnit);
          return Array.isArray(item.label) ? item.label.join(" ") : item.label;
        },
        label: (item: TooltipItem<"line">) => describe(item, unit, msPerUnit),
        afterLabel: (item: TooltipItem<"line">) => (isBarOverTime ? item.label : ""),
      },
    };
    config.options = {
      ...config.options,
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: { top: 10, right: 14, bottom: 2, left: 2 } },
      interaction: { mode: config.type === "line" && msPerUnit !== null ? "index" : "nearest", intersect: false, axis: config.type === "scatter" ? "xy" : "x" },
      plugins,
    } as ChartConfiguration["options"] & object;
    if (config.type === "bar") Object.assign(config.options ?? {}, { interaction: { mode: "nearest", intersect: true } });
    return config;
  };

  page.drawCharts = () => {
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>("canvas[data-chart]")) {
      const name = canvas.dataset["chart"] ?? "";
      const chart = content.charts[name];
      if (chart === undefined) continue;
      charts.get(name)?.destroy();
      charts.set(name, new Chart(canvas, configure(chart)));
    }
    if (page.range !== null) page.showRange(page.range);
  };

  dark.addEventListener("change", () => page.drawCharts());
}
