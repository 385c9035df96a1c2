import { formatCount, formatShare } from "../../units/format-quantity.js";
import { formatMs } from "../../units/format-time.js";
import type { ReportSeries } from "../series.js";
import type { HistogramBin } from "../series/pause-distribution.js";
import { axis, frame, type Annotation, type ChartDefinition } from "./chart.js";
import { COLORS } from "./palette.js";

const TITLE = "How long pauses are, and where the stopped time goes";

/**
 * Two bars per pause length: the share of all pauses, and the share of all stopped time. The two differ where a few long
 * pauses cost more than all short ones, which a plain count hides.
 */
export const pauseHistogram: ChartDefinition = {
  name: "pause-histogram",
  title: TITLE,
  section: "pauses",
  appliesTo: (series) => series.pauseStatistics.count >= 5 && series.histogram.length > 1,
  build: (series) => {
    const bins = series.histogram;
    const count = sum(bins, "count");
    const totalMs = sum(bins, "totalMs") || 1;
    const percent = (share: number): number => Math.round(share * 1e4) / 100;
    const annotations: Record<string, Annotation> = {};
    const last = bins.length - 1;
    if (bins[last] !== undefined) {
      const tail = bins[last];
      annotations["tail"] = {
        type: "label",
        xValue: last,
        yValue: percent(Math.max(tail.count / count, tail.totalMs / totalMs)),
        content: `n=${formatCount(tail.count)}`,
        color: COLORS.text,
        font: { size: 12, weight: "bold" },
        yAdjust: -10,
      };
    }
    return {
      config: {
        type: "bar",
        data: {
          labels: bins.map(labelOf),
          datasets: [
            { label: "Share of pauses", data: bins.map((bin) => percent(bin.count / count)), backgroundColor: COLORS.blue, pointStyle: "rect" },
            { label: "Share of stopped time", data: bins.map((bin) => percent(bin.totalMs / totalMs)), backgroundColor: COLORS.orange, pointStyle: "rect" },
          ].map((dataset) => ({ ...dataset, categoryPercentage: 0.82, barPercentage: 0.95 })),
        },
        options: {
          ...frame(TITLE, subtitleOf(series), { x: axis(`Pause length (${bins[0] === undefined ? "" : unitOf(bins)})`, { grid: { display: false } }), y: axis("Share (%)", { beginAtZero: true, grace: "8%" }) }, annotations),
          parsing: undefined as never,
        },
      },
      ticks: {},
    };
  },
  describe: (series) => `Histogram of pause lengths: ${subtitleOf(series)}.`,
};

function subtitleOf(series: ReportSeries): string {
  const { histogram: bins } = series;
  const count = sum(bins, "count");
  const mode = bins.reduce((most, bin) => (bin.count > most.count ? bin : most), bins[0] as HistogramBin);
  const costly = bins.reduce((most, bin) => (bin.totalMs > most.totalMs ? bin : most), bins[0] as HistogramBin);
  const range = ({ fromMs, toMs }: HistogramBin): string => `${formatMs(fromMs)}–${formatMs(toMs)}`;
  const most = `${formatCount(count)} pauses, most often ${range(mode)} (${formatShare(mode.count / count)})`;
  if (costly === mode) return `${most}, which is also where most of the stopped time goes (${formatShare(costly.totalMs / sum(bins, "totalMs"))})`;
  return `${most}; most stopped time in ${range(costly)}: ${formatShare(costly.totalMs / sum(bins, "totalMs"))} from ${formatCount(costly.count)} ${costly.count === 1 ? "pause" : "pauses"}`;
}

function unitOf(bins: readonly HistogramBin[]): string {
  return (bins.at(-1)?.fromMs ?? 0) >= 1000 && (bins[0]?.fromMs ?? 0) >= 100 ? "s" : "ms";
}

function labelOf(bin: HistogramBin, _index: number, bins: readonly HistogramBin[]): string {
  const divisor = unitOf(bins) === "s" ? 1000 : 1;
  return `${Number((bin.fromMs / divisor).toPrecision(3))}–${Number((bin.toMs / divisor).toPrecision(3))}`;
}

function sum(bins: readonly HistogramBin[], field: "count" | "totalMs"): number {
  return bins.reduce((total, bin) => total + bin[field], 0);
}
