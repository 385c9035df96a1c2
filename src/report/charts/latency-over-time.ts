import type { CorrelationSeries } from "../../correlate/correlation-series.js";
import { formatCount } from "../../units/format-quantity.js";
import { formatMs } from "../../units/format-time.js";
import { axis, frame, limitLine, type Annotation, type ChartDefinition } from "./chart.js";
import { COLORS, fade } from "./palette.js";
import { logScale, timeScale } from "./scales.js";

const TITLE = "Latency and stops over time";

/** The slowest requests of each moment as dots, those that lie mostly in a stop in their own color and shape; the stops as bands behind them. */
export const latencyOverTime: ChartDefinition = {
  name: "latency",
  title: TITLE,
  section: "latency",
  appliesTo: ({ correlation }) => (correlation?.overTime.x.length ?? 0) > 1,
  build: ({ correlation, axis: log }) => {
    const series = correlation as CorrelationSeries;
    const { overTime, stops, spanMs, thresholdMs } = series;
    const time = timeScale({ ...log, unit: "ms", from: 0, to: spanMs, isUptime: false, epochMs: series.startEpochMs > 1e11 ? series.startEpochMs : null, restarts: [] });
    const y = logScale("Latency (log scale)", Math.max(0.1, Math.min(...overTime.y.filter((value) => value > 0))), Math.max(...overTime.y, thresholdMs) * 1.4);
    const annotations: Record<string, Annotation> = {};
    stops.forEach((stop, index) => {
      const color = stop.isCulprit ? COLORS.vermillion : COLORS.slate;
      annotations[`stop${index}`] = { type: "box", xMin: time.convert(stop.fromMs), xMax: time.convert(stop.toMs), backgroundColor: fade(color, stop.isCulprit ? 0.25 : 0.12), borderColor: fade(color, stop.isCulprit ? 0.5 : 0.25), borderWidth: 1, drawTime: "beforeDatasetsDraw" };
    });
    annotations["slow"] = limitLine(thresholdMs, `slow: above ${formatMs(thresholdMs)}`, COLORS.muted, "start");
    const dots = (isInStop: boolean): { x: number; y: number }[] => overTime.x.flatMap((x, i) => (overTime.isInStop[i] === isInStop ? [{ x: time.convert(x), y: Math.max(y.min, overTime.y[i] as number) }] : []));
    const scale = axis(`Time since log and latency file overlap (${time.msPerUnit === 1 ? "ms" : time.msPerUnit === 1000 ? "s" : time.msPerUnit === 60_000 ? "min" : time.msPerUnit === 3_600_000 ? "h" : "days"})`, { type: "linear", min: time.min, max: time.max, grid: { drawOnChartArea: false } });
    return {
      config: {
        type: "scatter",
        data: {
          datasets: [
            { label: "Slowest of each moment", data: dots(false), pointStyle: "circle", pointRadius: 2.2, backgroundColor: fade(COLORS.blue, 0.7), borderColor: COLORS.blue, borderWidth: 0, order: 2 },
            { label: "Lies mostly in a stop", data: dots(true), pointStyle: "triangle", pointRadius: 4.5, backgroundColor: COLORS.vermillion, borderColor: COLORS.vermillion, borderWidth: 0, order: 1 },
          ],
        },
        options: frame(TITLE, subtitleOf(series), { x: scale, y: y.scale }, annotations),
      } as ReturnType<ChartDefinition["build"]>["config"],
      ticks: { y: y.ticks },
    };
  },
  describe: ({ correlation }) => `Latency over time with the stops behind it: ${subtitleOf(correlation as CorrelationSeries)}.`,
};

function subtitleOf({ stops, overTime }: CorrelationSeries): string {
  const culprits = stops.filter(({ isCulprit }) => isCulprit).length;
  const worst = overTime.y.reduce((most, value) => Math.max(most, value), 0);
  return `slowest ${formatMs(worst)}; ${formatCount(culprits)} of ${formatCount(stops.length)} stops shown hold slow requests`;
}
