import { formatCount } from "../../units/format-quantity.js";
import { formatMs } from "../../units/format-time.js";
import { GC_SAFEPOINTS, type PointSeries } from "../series/point-series.js";
import type { ReportSeries } from "../series.js";
import type { ChartDefinition } from "./chart.js";
import { dotChart } from "./pause-timeline.js";

const TITLE = "Stops that are not garbage collections";
const WORTH_DRAWING_MS = 5;
const WORTH_DRAWING_SHARE = 0.05;

/** Safepoints of other operations as dots: what stopped the application although no collection ran. */
export const safepoints: ChartDefinition = {
  name: "safepoints",
  title: TITLE,
  section: "safepoints",
  appliesTo: (series) => {
    const other = otherStops(series);
    const totalMs = sum(series.safepoints, "totalMs");
    return other.some(({ maxMs }) => maxMs >= WORTH_DRAWING_MS) || sum(other, "totalMs") > WORTH_DRAWING_SHARE * totalMs;
  },
  build: (series) => dotChart(TITLE, subtitleOf(series), "Stopped (log scale)", otherStops(series), series, []),
  describe: (series) => `Safepoints of other operations over time: ${subtitleOf(series)}.`,
};

function otherStops(series: ReportSeries): readonly PointSeries[] {
  return series.safepoints.filter(({ name }) => name !== GC_SAFEPOINTS);
}

function subtitleOf(series: ReportSeries): string {
  const other = otherStops(series);
  const worst = other.reduce((most, stop) => (stop.maxMs > most.maxMs ? stop : most), other[0] as PointSeries);
  return `${formatCount(sum(other, "count"))} ${sum(other, "count") === 1 ? "stop" : "stops"}, ${formatMs(sum(other, "totalMs"))} in all; longest ${formatMs(worst.maxMs)} (${worst.name})`;
}

function sum(groups: readonly PointSeries[], field: "count" | "totalMs"): number {
  return groups.reduce((total, group) => total + group[field], 0);
}
