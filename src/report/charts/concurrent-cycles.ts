import { formatCount, formatShare } from "../../units/format-quantity.js";
import { formatDuration, formatMs } from "../../units/format-time.js";
import type { ReportSeries } from "../series.js";
import type { TimeAxis } from "../series/time-axis.js";
import type { ConcurrentRow } from "../series/concurrent-spans.js";
import { axis, frame, type Chart, type ChartDefinition } from "./chart.js";
import { COLORS } from "./palette.js";
import { restartLines, timeScale } from "./scales.js";

const TITLE = "Concurrent work";
const LONGEST_NAME = 28;
const NARROWEST_SHARE = 0.0015;

/** When the collector worked beside the application: a row for each phase, a bar for each time it ran. */
export const concurrentCycles: ChartDefinition = {
  name: "concurrent",
  title: TITLE,
  section: "concurrent",
  appliesTo: (series) => series.concurrent.length > 0,
  build: (series) => {
    const time = timeScale(series.axis);
    const labels = series.concurrent.map((row) => labelOf(row, series.axis));
    // Wide enough to be seen on a long axis.
    const least = (time.max - time.min) * NARROWEST_SHARE;
    const bar = (from: number, to: number): number[] => [time.convert(from), Math.max(time.convert(to), time.convert(from) + least)];
    const spans = (isAborted: boolean): object[] =>
      series.concurrent.flatMap((row) => row.spans.filter((span) => span.isAborted === isAborted).map((span) => ({ x: bar(span.from, span.to), y: labelOf(row, series.axis) })));
    const base = { grouped: false, barPercentage: 0.7, categoryPercentage: 1, borderWidth: 0, pointStyle: "rect" };
    const aborted = spans(true);
    const datasets: object[] = [{ ...base, label: "Concurrent phase", data: spans(false), backgroundColor: COLORS.green, borderColor: COLORS.green }];
    if (aborted.length > 0) datasets.push({ ...base, label: "Aborted", data: aborted, backgroundColor: COLORS.vermillion, borderColor: COLORS.vermillion });
    return {
      config: {
        type: "bar",
        data: { labels, datasets },
        options: {
          ...frame(TITLE, subtitleOf(series), { x: time.scale, y: axis("", { grid: { display: false }, ticks: { color: COLORS.text, autoSkip: false } }) }, restartLines(series.axis, time.convert), aborted.length > 0),
          indexAxis: "y",
          parsing: undefined,
        },
      } as unknown as Chart["config"],
      ticks: {},
    };
  },
  describe: (series) => `Concurrent phases over time: ${subtitleOf(series)}.`,
};

/** `Mark: 240×, 16 %`: how often, and for how much of the time; short bars are drawn wider than they are. */
function labelOf(row: ConcurrentRow, time: TimeAxis): string {
  const name = row.phase.replace(/^Concurrent /, "");
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
  return `${short}: ${formatCount(row.count)}×, ${formatShare(row.totalMs / (time.to - time.from))}`;
}

function subtitleOf(series: ReportSeries): string {
  const [row] = series.concurrent;
  if (row === undefined) return "";
  const aborted = series.concurrent.reduce((sum, { spans }) => sum + spans.filter((span) => span.isAborted).length, 0);
  const share = ` of ${formatDuration(series.axis.to - series.axis.from)}`;
  return `${row.phase}: ${formatCount(row.count)} times, ${formatDuration(row.totalMs)}${share}, ${formatMs(row.totalMs / row.count)} on average${aborted > 0 ? `; ${formatCount(aborted)} aborted` : ""}`;
}
