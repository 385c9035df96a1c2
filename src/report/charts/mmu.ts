import { formatShare } from "../../units/format-quantity.js";
import { formatMs } from "../../units/format-time.js";
import type { ReportSeries } from "../series.js";
import { axis, frame, pointLabel, type Annotation, type Chart, type ChartDefinition } from "./chart.js";
import { COLORS, fade } from "./palette.js";

const TITLE = "Minimum mutator utilization";

/** In the worst window of each length, the share of time the application could run. Reaches 0 where one pause fills the window. */
export const mmu: ChartDefinition = {
  name: "mmu",
  title: TITLE,
  section: "overhead",
  appliesTo: (series) => series.mmu.length >= 3,
  build: (series) => {
    const points = series.mmu.map(({ windowMs, utilization }) => ({ x: windowMs, y: Math.round(utilization * 1e4) / 100 }));
    const last = points.at(-1)?.x ?? 1;
    const annotations: Record<string, Annotation> = {};
    series.mmu.forEach(({ windowMs, utilization }, index) => {
      annotations[`point${index}`] = pointLabel(windowMs, utilization * 100, formatShare(utilization), COLORS.text, windowMs === last ? "end" : "start", utilization > 0.92 ? 13 : -13);
    });
    return {
      config: {
        type: "line",
        data: { datasets: [{ label: "Worst window", data: points, borderColor: COLORS.blue, backgroundColor: fade(COLORS.blue, 0.12), fill: "start", borderWidth: 2.4, pointRadius: 4, pointBackgroundColor: COLORS.blue }] },
        options: frame(TITLE, subtitleOf(series), { x: axis("Length of window", { type: "logarithmic", min: (points[0]?.x ?? 1) * 0.9, max: last * 1.1 }), y: axis("Time left for the application (%)", { min: 0, max: 100 }) }, annotations, false),
      } as Chart["config"],
      ticks: { x: points.map(({ x }) => ({ value: x, label: formatMs(x) })) },
    };
  },
  describe: (series) => `Minimum mutator utilization: ${subtitleOf(series)}.`,
};

function subtitleOf({ mmu: points }: ReportSeries): string {
  const stopped = points.filter(({ utilization }) => utilization === 0).at(-1);
  const shown = points.find(({ windowMs }) => windowMs >= 1000) ?? points.at(-1);
  const worst = shown === undefined ? "" : `in the worst ${formatMs(shown.windowMs)} the application ran ${formatShare(shown.utilization)} of the time`;
  return stopped === undefined ? worst : `${worst}; windows of up to ${formatMs(stopped.windowMs)} can be lost whole`;
}
