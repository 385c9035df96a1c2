import type { CorrelationSeries } from "../../correlate/correlation-series.js";
import { formatCount } from "../../units/format-quantity.js";
import { formatMs } from "../../units/format-time.js";
import { frame, type ChartDefinition } from "./chart.js";
import { COLORS, fade } from "./palette.js";
import { logScale } from "./scales.js";

const TITLE = "Delay against length of the stop";
type Dose = CorrelationSeries["dose"];

/** Each stop that slow requests met: its length, and the largest delay that came with it. On the line a request waited for exactly the stop. */
export const doseResponse: ChartDefinition = {
  name: "dose-response",
  title: TITLE,
  section: "latency",
  appliesTo: ({ correlation }) => (correlation?.dose.length ?? 0) >= 5,
  build: ({ correlation }) => {
    const dose = correlation?.dose as Dose;
    const lengths = dose.map(({ stopMs }) => stopMs);
    const delays = dose.map(({ excessMs }) => excessMs);
    const x = logScale("Length of the stop (log scale)", Math.min(...lengths) * 0.9, Math.max(...lengths) * 1.2);
    const y = logScale("Largest delay (log scale)", Math.min(...delays, Math.max(...lengths)) * 0.9, Math.max(...delays) * 1.3);
    const ends = [Math.max(x.min, y.min), Math.min(x.max, y.max)];
    return {
      config: {
        type: "scatter",
        data: { datasets: [
          { label: `Stop (${formatCount(dose.length)})`, data: dose.map(({ stopMs, excessMs }) => ({ x: stopMs, y: excessMs })), pointStyle: "circle", pointRadius: 4, backgroundColor: fade(COLORS.blue, 0.75), borderColor: COLORS.blue, borderWidth: 0 },
          { label: "Delay = stop", data: (ends[0] as number) < (ends[1] as number) ? ends.map((value) => ({ x: value, y: value })) : [], type: "line", pointRadius: 0, pointStyle: "line", borderColor: COLORS.slate, backgroundColor: COLORS.slate, borderDash: [5, 4], borderWidth: 1.5 },
        ] },
        options: frame(TITLE, subtitleOf(dose), { x: x.scale, y: y.scale }),
      } as ReturnType<ChartDefinition["build"]>["config"],
      ticks: { x: x.ticks, y: y.ticks },
    };
  },
  describe: ({ correlation }) => `Delay against length of the stop: ${subtitleOf(correlation?.dose as Dose)}.`,
};

function subtitleOf(dose: Dose): string {
  const longest = dose.reduce((most, next) => (next.stopMs > most.stopMs ? next : most));
  return `${formatCount(dose.length)} stops met slow requests; the longest, ${formatMs(longest.stopMs)}, came with a delay of ${formatMs(longest.excessMs)}`;
}
