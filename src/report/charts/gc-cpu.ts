import { formatCount, formatValue } from "../../units/format-quantity.js";
import { formatDuration } from "../../units/format-time.js";
import type { ReportSeries } from "../series.js";
import { axis, frame, type Chart, type ChartDefinition } from "./chart.js";
import { COLORS, fade } from "./palette.js";
import { restartLines, timeScale } from "./scales.js";

const TITLE = "CPU spent on collection";
const WORTH_DRAWING_CORES = 0.01;

/** How many CPUs collections kept busy on average: pauses as measured, and on top of them concurrent work as estimated from its time and workers. */
export const gcCpu: ChartDefinition = {
  name: "gc-cpu",
  title: TITLE,
  section: "cpu",
  appliesTo: (series) => busyCores(series).some((cores) => cores >= WORTH_DRAWING_CORES),
  build: (series) => {
    const time = timeScale(series.axis);
    const line = (values: readonly (number | null)[]): object[] =>
      values.map((cores, i) => ({ x: time.convert(series.rates?.x[i] ?? 0), y: cores === null ? null : Math.round(cores * 1e4) / 1e4 }));
    const { gcCores = [], concurrentCores = [] } = series.rates ?? {};
    const base = { borderWidth: 2, pointRadius: 0, pointStyle: "line", fill: "stack" };
    const datasets: object[] = [];
    if (isKnown(gcCores)) datasets.push({ ...base, label: "In pauses", data: line(gcCores), borderColor: COLORS.purple, backgroundColor: fade(COLORS.purple, 0.3) });
    if (isKnown(concurrentCores)) datasets.push({ ...base, label: "Beside the application (estimate)", data: line(concurrentCores), borderColor: COLORS.green, backgroundColor: fade(COLORS.green, 0.18) });
    return {
      config: {
        type: "line",
        data: { datasets },
        options: frame(TITLE, subtitleOf(series), { x: time.scale, y: axis("CPUs busy (mean)", { stacked: true, beginAtZero: true, grace: "6%" }) }, restartLines(series.axis, time.convert), datasets.length > 1),
      } as Chart["config"],
      ticks: {},
    };
  },
  describe: (series) => `CPU spent on collection over time: ${subtitleOf(series)}.`,
};

function subtitleOf(series: ReportSeries): string {
  const cores = busyCores(series);
  const parts = isKnown(series.rates?.concurrentCores ?? []) ? (isKnown(series.rates?.gcCores ?? []) ? "" : "; concurrent work alone, an estimate") : "; pauses alone";
  const mean = cores.reduce((a, b) => a + b, 0) / cores.length;
  return `means of ${formatDuration(series.rates?.bucketMs ?? 0)}: ${series.cpus === null ? formatValue(mean, "cores") : `${formatCount(mean)} of ${formatValue(series.cpus, "cores")}`} on average, at most ${formatValue(Math.max(...cores), "cores")}${parts}`;
}

/** Pauses and concurrent work together, where either is known. */
function busyCores({ rates }: ReportSeries): readonly number[] {
  return (rates?.x ?? []).flatMap((_, i) => {
    const parts = [rates?.gcCores[i] ?? null, rates?.concurrentCores[i] ?? null].filter((cores) => cores !== null);
    return parts.length === 0 ? [] : [parts.reduce((a, b) => a + b, 0)];
  });
}

function isKnown(values: readonly (number | null)[]): boolean {
  return values.some((value) => value !== null);
}
