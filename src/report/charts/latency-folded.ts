import type { CorrelationSeries } from "../../correlate/correlation-series.js";
import { formatDuration, formatMs } from "../../units/format-time.js";
import { axis, frame, type Annotation, type ChartDefinition } from "./chart.js";
import { COLORS, fade } from "./palette.js";
import { logScale } from "./scales.js";

const TITLE = "Latency folded at the period";
type Folded = NonNullable<CorrelationSeries["folded"]>;

/** All periods laid over each other: what comes at one phase of the period piles up there. The ticks are ends of stops. */
export const latencyFolded: ChartDefinition = {
  name: "latency-folded",
  title: TITLE,
  section: "latency",
  appliesTo: ({ correlation }) => (correlation?.folded?.phase.length ?? 0) > 10,
  build: ({ correlation }) => {
    const folded = correlation?.folded as Folded;
    const y = logScale("Latency (log scale)", Math.max(0.1, Math.min(...folded.latencyMs.filter((value) => value > 0))), Math.max(...folded.latencyMs) * 1.3);
    const seconds = (phase: number): number => Math.round(phase * folded.periodMs) / 1000;
    const annotations: Record<string, Annotation> = Object.fromEntries(folded.stopPhase.slice(0, 100).map((phase, index) => [`stop${index}`, { type: "line", scaleID: "x", value: seconds(phase), borderColor: fade(COLORS.vermillion, 0.35), borderWidth: 1.2 } satisfies Annotation]));
    return {
      config: {
        type: "scatter",
        data: { datasets: [
          { label: "Slowest of each hundredth of a period", data: folded.phase.map((phase, i) => ({ x: seconds(phase), y: Math.max(y.min, folded.latencyMs[i] as number) })), pointStyle: "circle", pointRadius: 2.2, backgroundColor: fade(COLORS.blue, 0.6), borderColor: COLORS.blue, borderWidth: 0 },
          { label: "End of a stop", data: [], pointStyle: "line", borderColor: COLORS.vermillion, backgroundColor: COLORS.vermillion, borderWidth: 2 },
        ] },
        options: frame(TITLE, subtitleOf(folded), { x: axis("Time within the period (s)", { type: "linear", min: 0, max: Number((folded.periodMs / 1000).toPrecision(3)) }), y: y.scale }, annotations),
      } as ReturnType<ChartDefinition["build"]>["config"],
      ticks: { y: y.ticks },
    };
  },
  describe: ({ correlation }) => `Latency folded at the period: ${subtitleOf(correlation?.folded as Folded)}.`,
};

function subtitleOf({ periodMs, what, phase, latencyMs }: Folded): string {
  const slowest = latencyMs.indexOf(latencyMs.reduce((most, value) => Math.max(most, value), 0));
  return `${what} every ${formatDuration(periodMs)}; the slowest, ${formatMs(latencyMs[slowest] ?? null)}, ${formatDuration((phase[slowest] ?? 0) * periodMs)} into the period`;
}
