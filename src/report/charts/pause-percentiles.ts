import { formatCount } from "../../units/format-quantity.js";
import { formatMs } from "../../units/format-time.js";
import type { ReportSeries } from "../series.js";
import { EXCEEDANCES_NEEDED, supportedQuantile } from "../series/pause-distribution.js";
import { axis, frame, limitLine, pointLabel, type Annotation, type ChartDefinition, type Tick } from "./chart.js";
import { COLORS, fade } from "./palette.js";
import { logScale } from "./scales.js";

const TITLE = "Pause percentiles";
const MARKS = [
  { quantile: 0.5, label: "p50" },
  { quantile: 0.9, label: "p90" },
  { quantile: 0.95, label: "p95" },
  { quantile: 0.99, label: "p99" },
  { quantile: 0.999, label: "p99.9" },
  { quantile: 0.9999, label: "p99.99" },
  { quantile: 0.99999, label: "p99.999" },
] as const;

/**
 * Pause length against percentile, each further nine as wide as the one before. The curve ends where fewer than three pauses
 * lie beyond: from there on only the longest is shown, as what it is.
 */
export const pausePercentiles: ChartDefinition = {
  name: "pause-percentiles",
  title: TITLE,
  section: "pauses",
  appliesTo: (series) => series.pauseStatistics.count >= 20 && series.percentiles.length > 1,
  build: (series) => {
    const count = series.pauseStatistics.count;
    const end = nines(1 - 1 / Math.max(count, 10));
    const right = end * 1.04;
    const maxMs = series.pauseStatistics.maxMs ?? 0;
    const limits = series.slo.map(({ limitMs }) => limitMs);
    const y = logScale("Pause (log scale)", Math.min(series.percentiles[0]?.ms || 1, ...limits), Math.max(maxMs, ...limits) * 1.4);
    const supported = nines(supportedQuantile(count));
    const annotations: Record<string, Annotation> = {
      longest: pointLabel(end, maxMs, `longest ${formatMs(maxMs)}`, COLORS.text, "end", -10),
    };
    series.slo.forEach((slo, index) => (annotations[`slo${index}`] = limitLine(slo.limitMs, `SLO ${slo.name} ${formatMs(slo.limitMs)}`, COLORS.vermillion, "start")));
    for (const mark of knownMarks(series)) {
      if (nines(mark.quantile) <= supported) annotations[mark.label] = pointLabel(nines(mark.quantile), mark.ms, `${mark.label} ${formatMs(mark.ms)}`, COLORS.blue, nines(mark.quantile) < 0.2 * end ? "center" : "end", -13);
    }
    const ticks: Tick[] = [{ value: 0, label: "p0" }, ...MARKS.map(({ quantile, label }) => ({ value: nines(quantile), label })).filter(({ value }) => value <= right)];
    return {
      config: {
        type: "line",
        data: {
          datasets: [
            {
              label: `All pauses (${formatCount(count)})`,
              data: series.percentiles.map(({ quantile, ms }) => ({ x: nines(quantile), y: Math.max(ms, y.min) })),
              borderColor: COLORS.blue,
              backgroundColor: fade(COLORS.blue, 0.12),
              borderWidth: 2.4,
              pointRadius: 0,
              pointStyle: "line",
              stepped: "after",
              fill: "start",
            },
            {
              label: `Longest (fewer than ${EXCEEDANCES_NEEDED} pauses beyond the curve)`,
              data: [{ x: end, y: maxMs }],
              borderColor: COLORS.blue,
              backgroundColor: COLORS.background,
              borderWidth: 2,
              pointRadius: 5,
              pointStyle: "circle",
              showLine: false,
            },
          ],
        },
        options: frame(TITLE, subtitleOf(series), { x: axis("Percentile of pauses", { type: "linear", min: 0, max: right }), y: y.scale }, annotations),
      } as ReturnType<ChartDefinition["build"]>["config"],
      ticks: { x: ticks, y: y.ticks },
    };
  },
  describe: (series) => `Pause percentiles: ${subtitleOf(series)}.`,
};

function knownMarks({ pauseStatistics: pauses }: ReportSeries): { readonly quantile: number; readonly label: string; readonly ms: number }[] {
  const values = { p50: pauses.p50Ms, p90: pauses.p90Ms, p99: pauses.p99Ms, "p99.9": pauses.p999Ms };
  return MARKS.flatMap(({ quantile, label }) => {
    const ms = values[label as keyof typeof values] ?? null;
    return ms === null || quantile > supportedQuantile(pauses.count) ? [] : [{ quantile, label, ms }];
  });
}

function subtitleOf(series: ReportSeries): string {
  const { count, maxMs } = series.pauseStatistics;
  const marks = knownMarks(series).map(({ label, ms }) => `${label} ${formatMs(ms)}`);
  return `n=${formatCount(count)}: ${[...marks, `longest ${formatMs(maxMs)}`].join(", ")}`;
}

/** How many nines: p90 is 1, p99 is 2. */
function nines(quantile: number): number {
  return Math.round(-Math.log10(1 - quantile) * 1e6) / 1e6;
}
