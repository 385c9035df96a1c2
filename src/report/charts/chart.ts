import type { ChartConfiguration, ChartType } from "chart.js";
import type { ReportSeries } from "../series.js";
import { COLORS } from "./palette.js";

/** A tick with its label. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/**
 * A chart as plain data: a chart.js configuration without functions, and the ticks of the axes that have ticks of their own.
 * {@link withTicks} makes it drawable; the configuration alone draws too, with default ticks.
 */
export interface Chart {
  readonly config: ChartConfiguration;
  readonly ticks: Readonly<Record<string, readonly Tick[]>>;
}

/** One entry of the table of charts. */
export interface ChartDefinition {
  /** File name without extension. */
  readonly name: string;
  readonly title: string;
  /** Where in the report it stands. */
  readonly section: "pauses" | "latency" | "heap" | "overhead" | "cpu" | "concurrent" | "safepoints" | "stalls" | "phases" | "what-if";
  /** Whether the chart says something about this input. */
  readonly appliesTo: (series: ReportSeries) => boolean;
  readonly build: (series: ReportSeries) => Chart;
  /** The finding with its numbers, for people who do not see the picture. */
  readonly describe: (series: ReportSeries) => string;
}

/** An annotation of chartjs-plugin-annotation, whose own types do not resolve under `nodenext`. */
export type Annotation = { readonly type: "line" | "label" | "box" } & Readonly<Record<string, unknown>>;
type Options = NonNullable<ChartConfiguration["options"]>;
type Scales = NonNullable<Options["scales"]>;

/** The frame that all charts share: type sizes, quiet grid, legend with the marks that are drawn, title and subtitle flush left. */
export function frame(
  title: string,
  subtitle: string,
  scales: Scales,
  annotations: Readonly<Record<string, Annotation>> = {},
  legend = true,
): Options {
  return {
    responsive: false,
    maintainAspectRatio: false,
    animation: false,
    parsing: false,
    normalized: true,
    layout: { padding: { top: 12, right: 20, bottom: 10, left: 10 } },
    scales,
    plugins: {
      title: { display: true, text: title, align: "start", color: COLORS.text, font: { size: 17, weight: "bold" }, padding: { bottom: 4 } },
      subtitle: { display: subtitle !== "", text: subtitle, align: "start", color: COLORS.muted, font: { size: 13 }, padding: { bottom: 8 } },
      legend: {
        display: legend,
        position: "top",
        align: "start",
        labels: { usePointStyle: true, boxHeight: 8, boxWidth: 18, padding: 14, color: COLORS.text, font: { size: 13 } },
      },
      annotation: { clip: false, annotations: { ...annotations } },
    },
  } as Options;
}

/** An axis with a title that names its unit. */
export function axis(title: string, extra: Readonly<Record<string, unknown>> = {}): NonNullable<Scales[string]> {
  const { ticks, grid, ...rest } = extra;
  return {
    title: { display: title !== "", text: title, color: COLORS.muted, font: { size: 13 } },
    border: { color: "#AFB8C1" },
    ...rest,
    grid: { color: COLORS.grid, tickColor: "#AFB8C1", ...(grid as object | undefined) },
    ticks: { color: COLORS.muted, font: { size: 12 }, maxRotation: 0, ...(ticks as object | undefined) },
  } as NonNullable<Scales[string]>;
}

/** A horizontal limit with its name at one end. */
export function limitLine(value: number, label: string, color: string, position: "start" | "end" = "end", side: "above" | "below" = "above"): Annotation {
  return {
    type: "line",
    scaleID: "y",
    value,
    borderColor: color,
    borderWidth: 1.6,
    borderDash: [7, 4],
    label: { display: true, content: label, position, yAdjust: side === "above" ? -11 : 11, color, backgroundColor: "#FFFFFFD9", padding: 3, font: { size: 12, weight: "bold" } },
  };
}

/** A word or number beside a point. */
export function pointLabel(x: number, y: number, content: string, color: string, side: "start" | "end" | "center", yAdjust = 0): Annotation {
  const xAdjust = side === "start" ? 9 : side === "end" ? -9 : 0;
  return {
    type: "label",
    xValue: x,
    yValue: y,
    content,
    color,
    backgroundColor: "#FFFFFFC8",
    padding: 2,
    font: { size: 12, weight: "bold" },
    position: { x: side, y: "center" },
    xAdjust,
    yAdjust,
  };
}

/** The configuration of a chart with its own ticks in place, fit for chart.js; a copy, because chart.js writes into what it draws. */
export function withTicks(chart: Chart): ChartConfiguration {
  const config = structuredClone(chart.config) as ChartConfiguration<ChartType>;
  for (const [id, ticks] of Object.entries(chart.ticks)) {
    const scale = config.options?.scales?.[id];
    if (scale === undefined) continue;
    const labels = new Map(ticks.map(({ value, label }) => [value, label]));
    scale.afterBuildTicks = (built) => {
      built.ticks = ticks.map(({ value }) => ({ value }));
    };
    Object.assign(scale.ticks ?? {}, { autoSkip: false, callback: (value: number | string) => labels.get(Number(value)) ?? "" });
  }
  return config;
}
