import { formatRate } from "../../units/format-quantity.js";
import { formatDuration } from "../../units/format-time.js";
import type { ReportSeries } from "../series.js";
import { axis, frame, type Chart, type ChartDefinition } from "./chart.js";
import { COLORS, fade } from "./palette.js";
import { restartLines, sizeUnit, timeScale } from "./scales.js";

const TITLE = "Allocation and promotion";

/** Bytes allocated, and bytes that grew the old generation, per second. */
export const allocationRate: ChartDefinition = {
  name: "allocation",
  title: TITLE,
  section: "heap",
  appliesTo: (series) => known(series.rates?.allocationBytesPerSecond).length > 0,
  build: (series) => {
    const { rates } = series;
    const time = timeScale(series.axis);
    const unit = sizeUnit(Math.max(...known(rates?.allocationBytesPerSecond), 0));
    const line = (values: readonly (number | null)[]): object[] =>
      values.map((value, i) => ({ x: time.convert(rates?.x[i] ?? 0), y: value === null ? null : unit.convert(value) }));
    const base = { borderWidth: 2, pointRadius: 0, pointStyle: "line" };
    const datasets: object[] = [{ ...base, label: "Allocated", data: line(rates?.allocationBytesPerSecond ?? []), borderColor: COLORS.blue, backgroundColor: fade(COLORS.blue, 0.12), fill: "start" }];
    if (known(rates?.promotionBytesPerSecond).length > 0) {
      datasets.push({ ...base, label: "Promoted to the old generation", data: line(rates?.promotionBytesPerSecond ?? []), borderColor: COLORS.vermillion, borderDash: [6, 3] });
    }
    return {
      config: {
        type: "line",
        data: { datasets },
        options: frame(TITLE, subtitleOf(series), { x: time.scale, y: axis(`Rate (${unit.name}/s)`, { beginAtZero: true, grace: "6%" }) }, restartLines(series.axis, time.convert)),
      } as Chart["config"],
      ticks: {},
    };
  },
  describe: (series) => `Allocation rate over time: ${subtitleOf(series)}.`,
};

function subtitleOf({ rates }: ReportSeries): string {
  const allocated = known(rates?.allocationBytesPerSecond);
  const promoted = known(rates?.promotionBytesPerSecond);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const promotion = promoted.length === 0 ? "" : `; promoted ${formatRate(mean(promoted), "bytesPerSecond")}`;
  return `means of ${formatDuration(rates?.bucketMs ?? 0)}: allocated ${formatRate(mean(allocated), "bytesPerSecond")} on average, at most ${formatRate(Math.max(...allocated), "bytesPerSecond")}${promotion}`;
}

function known(values: readonly (number | null)[] | undefined): readonly number[] {
  return (values ?? []).filter((value) => value !== null);
}
