import { formatCount } from "../../units/format-quantity.js";
import { formatMs } from "../../units/format-time.js";
import type { ReportSeries } from "../series.js";
import type { ChartDefinition } from "./chart.js";
import { dotChart } from "./pause-timeline.js";

const TITLE = "Threads held up by the collector";

/** Stalls of single threads as dots. They are no pauses, and the requests on those threads wait all the same. */
export const stalls: ChartDefinition = {
  name: "stalls",
  title: TITLE,
  section: "stalls",
  appliesTo: (series) => series.stalls.length > 0,
  build: (series) => dotChart(TITLE, subtitleOf(series), "Stall (log scale)", series.stalls, series, series.slo),
  describe: (series) => `Stalled threads over time: ${subtitleOf(series)}.`,
};

function subtitleOf({ stalls: kinds }: ReportSeries): string {
  const count = kinds.reduce((sum, kind) => sum + kind.count, 0);
  const totalMs = kinds.reduce((sum, kind) => sum + kind.totalMs, 0);
  const maxMs = kinds.reduce((max, kind) => Math.max(max, kind.maxMs), 0);
  return `${formatCount(count)} ${count === 1 ? "stall" : "stalls"}, longest ${formatMs(maxMs)}, ${formatMs(totalMs)} in all threads together`;
}
