import type { Analysis, WorstPause } from "../../analysis/analysis.js";
import { formatInstant, formatMs } from "../../units/format-time.js";
import type { ChartDefinition } from "../charts/chart.js";
import { DARK_COLORS } from "../charts/palette.js";
import { timeScale } from "../charts/scales.js";
import { commonDay, kindAndCause, lineReference, shortenDay, shortPath, whenOf } from "../figures.js";
import { toPlainLine } from "../plain-text.js";
import type { ReportSeries } from "../series.js";
import type { LongPause } from "../series/longest-pauses.js";
import type { PageChart, PageContent, PagePause } from "./page/page-content.js";

/** What the scripts of the page draw and list. */
export function collectPageData(analysis: Analysis, series: ReportSeries, charts: readonly ChartDefinition[]): PageContent {
  return {
    charts: Object.fromEntries(charts.map((chart) => [chart.name, toPageChart(chart, series)])),
    axis: series.axis,
    inputs: analysis.inputs.map(({ path }) => toPlainLine(shortPath(analysis, path))),
    longest: listPauses(analysis, series),
    darkColors: DARK_COLORS,
  };
}

/** A chart is over time when its x axis is the time axis of the report. */
function toPageChart(definition: ChartDefinition, series: ReportSeries): PageChart {
  const { config, ticks } = definition.build(series);
  const time = timeScale(series.axis);
  const isOverTime = JSON.stringify(config.options?.scales?.["x"]) === JSON.stringify(time.scale);
  return { config, ticks, msPerUnit: isOverTime ? time.msPerUnit : null };
}

/** Rows of the table of worst pauses, in its columns. */
function listPauses(analysis: Analysis, series: ReportSeries): readonly PagePause[] {
  const inputs = analysis.inputs.map(({ path }) => path);
  const described = new Map(analysis.details.worstPauses.map((pause) => [placeKey(pause.path, pause.line), pause]));
  const day = commonDay(analysis.details.worstPauses);
  return series.longest.map((pause) => {
    const path = inputs[pause.input] ?? "";
    const known = described.get(placeKey(path, pause.line));
    const cells = [
      shortenDay(known === undefined ? whenItBegan(pause, series) : whenOf(known), day),
      formatMs(pause.durationMs),
      kindAndCause(pause),
      pause.gcId === null ? "" : `GC(${pause.gcId})`,
      lineReference(analysis, path, pause.line),
      known?.different.join("; ") ?? "",
    ];
    return { x: pause.x, cells: cells.map(toPlainLine) };
  });
}

function placeKey(path: string, line: number): string {
  return `${path}\n${line}`;
}

function whenItBegan({ x }: LongPause, { axis }: ReportSeries): string {
  const isTimed = axis.unit === "ms";
  const time = isTimed && axis.epochMs !== null ? formatInstant(axis.epochMs + x, axis.zoneMinutes) : null;
  const pause: Pick<WorstPause, "time" | "uptimeMs"> = { time, uptimeMs: isTimed && axis.isUptime ? x : null };
  return whenOf(pause);
}
