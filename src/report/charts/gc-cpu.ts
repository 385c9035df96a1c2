import { formatValue } from "../../units/format-quantity.js";
import { formatDuration } from "../../units/format-time.js";
import type { ReportSeries } from "../series.js";
import { axis, frame, type Chart, type ChartDefinition } from "./chart.js";
import { COLORS, fade } from "./palette.js";
import { restartLines, timeScale } from "./scales.js";

const TITLE = "CPU spent inside pauses";
const WORTH_DRAWING_CORES = 0.01;

/** How many CPUs the pauses kept busy on average. Concurrent work is not in it: logs do not say how much CPU that took. */
export const gcCpu: ChartDefinition = {
  name: "gc-cpu",
  title: TITLE,
  section: "cpu",
  appliesTo: (series) => known(series).some((cores) => cores >= WORTH_DRAWING_CORES),
  build: (series) => {
    const time = timeScale(series.axis);
    const data = (series.rates?.gcCores ?? []).map((cores, i) => ({ x: time.convert(series.rates?.x[i] ?? 0), y: cores === null ? null : Math.round(cores * 1e4) / 1e4 }));
    return {
      config: {
        type: "line",
        data: { datasets: [{ label: "CPUs busy in pauses", data, borderColor: COLORS.purple, backgroundColor: fade(COLORS.purple, 0.18), fill: "start", borderWidth: 2, pointRadius: 0, pointStyle: "line" }] },
        options: frame(TITLE, subtitleOf(series), { x: time.scale, y: axis("CPUs busy (mean)", { beginAtZero: true, grace: "6%" }) }, restartLines(series.axis, time.convert), false),
      } as Chart["config"],
      ticks: {},
    };
  },
  describe: (series) => `CPU spent inside pauses over time: ${subtitleOf(series)}.`,
};

function subtitleOf(series: ReportSeries): string {
  const cores = known(series);
  const mean = cores.reduce((a, b) => a + b, 0) / cores.length;
  const machine = series.cpus === null ? "" : ` of ${formatValue(series.cpus, "cores")}`;
  return `means of ${formatDuration(series.rates?.bucketMs ?? 0)}: ${formatValue(mean, "cores")}${machine} on average, at most ${formatValue(Math.max(...cores), "cores")}`;
}

function known(series: ReportSeries): readonly number[] {
  return (series.rates?.gcCores ?? []).filter((cores) => cores !== null);
}
