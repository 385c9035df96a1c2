import type { CorrelationSeries } from "../../correlate/correlation-series.js";
import { formatMs } from "../../units/format-time.js";
import { axis, frame, type ChartDefinition } from "./chart.js";
import { COLORS } from "./palette.js";
import { logScale } from "./scales.js";

const TITLE = "Latency percentiles with and without stops";
type Percentiles = NonNullable<CorrelationSeries["percentiles"]>;

/** Percentiles of requests as measured, and with the stopped time inside each taken off. Ends where fewer than three requests lie beyond. */
export const percentilesWithoutPauses: ChartDefinition = {
  name: "latency-percentiles",
  title: TITLE,
  section: "latency",
  appliesTo: ({ correlation }) => (correlation?.percentiles?.length ?? 0) > 2,
  build: ({ correlation }) => {
    const rows = correlation?.percentiles as Percentiles;
    const values = rows.flatMap(({ withMs, withoutMs }) => [withMs, withoutMs]).filter((value) => value > 0);
    const y = logScale("Latency (log scale)", Math.min(...values), Math.max(...values) * 1.3);
    const curve = (label: string, color: string, dash: number[], valueOf: (row: Percentiles[number]) => number): object => ({
      label, data: rows.map((row) => ({ x: nines(row.quantile), y: Math.max(y.min, valueOf(row)) })), borderColor: color, backgroundColor: color, borderWidth: 2.4, borderDash: dash, pointRadius: 2.5, pointStyle: "line",
    });
    const ticks = rows.filter(({ quantile }) => [0.5, 0.9, 0.99, 0.999, 0.9999].includes(quantile)).map(({ quantile }) => ({ value: nines(quantile), label: `p${Number((quantile * 100).toFixed(2))}` }));
    return {
      config: {
        type: "line",
        data: { datasets: [curve("As measured", COLORS.vermillion, [], ({ withMs }) => withMs), curve("Without stops", COLORS.blue, [7, 4], ({ withoutMs }) => withoutMs)] },
        options: frame(TITLE, subtitleOf(rows), { x: axis("Percentile of requests", { type: "linear", min: nines(0.5), max: nines(rows.at(-1)?.quantile ?? 0.99) * 1.02 }), y: y.scale }),
      } as ReturnType<ChartDefinition["build"]>["config"],
      ticks: { x: ticks, y: y.ticks },
    };
  },
  describe: ({ correlation }) => `Percentiles of requests: ${subtitleOf(correlation?.percentiles as Percentiles)}.`,
};

function subtitleOf(rows: Percentiles): string {
  const row = rows.find(({ quantile }) => quantile === 0.99) ?? (rows.at(-1) as Percentiles[number]);
  return `p${Number((row.quantile * 100).toFixed(2))} ${formatMs(row.withMs)} as measured, ${formatMs(row.withoutMs)} without the time in stops`;
}

/** How many nines: p90 is 1, p99 is 2. */
function nines(quantile: number): number {
  return Math.round(-Math.log10(1 - quantile) * 1e6) / 1e6;
}
