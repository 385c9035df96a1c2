import { formatCount } from "../../units/format-quantity.js";
import { formatMs } from "../../units/format-time.js";
import type { ReportSeries } from "../series.js";
import { axis, frame, type ChartDefinition } from "./chart.js";
import { COLORS, STACK_COLORS } from "./palette.js";

const TITLE = "Where the worst pauses spend more time";
const MOST_PHASES = 7;
const MOST_KINDS = 4;

interface KindPhases {
  readonly kind: string;
  readonly phases: ReportSeries["phases"];
  readonly typicalMs: number;
  readonly worstMs: number;
}

/** Phases of typical pauses beside those of the worst ones of the same kind, stacked, so that the phase that grew stands out. */
export const phaseStack: ChartDefinition = {
  name: "phases",
  title: TITLE,
  section: "phases",
  appliesTo: (series) => series.phases.length > 0,
  build: (series) => {
    const kinds = groupByKind(series.phases);
    const phases = largestPhases(kinds.flatMap(({ phases }) => phases));
    const value = (kind: KindPhases, phase: string, field: "typicalMs" | "worstMs"): number =>
      round(kind.phases.filter((row) => row.phase === phase).reduce((sum, row) => sum + row[field], 0));
    const rest = (kind: KindPhases, field: "typicalMs" | "worstMs"): number =>
      round(kind.phases.filter((row) => !phases.includes(row.phase)).reduce((sum, row) => sum + row[field], 0));
    const datasets = phases.map((phase, index) => ({
      label: phase,
      data: kinds.flatMap((kind) => [value(kind, phase, "typicalMs"), value(kind, phase, "worstMs")]),
      backgroundColor: STACK_COLORS[index] ?? COLORS.slate,
    }));
    const others = kinds.flatMap((kind) => [rest(kind, "typicalMs"), rest(kind, "worstMs")]);
    if (others.some((ms) => ms > 0)) datasets.push({ label: "Other phases", data: others, backgroundColor: COLORS.slate });
    const labels = kinds.flatMap((kind) => [
      [kind.kind, `typical (n=${formatCount(kind.phases[0]?.typicalCount ?? 0)})`],
      `worst (n=${formatCount(kind.phases[0]?.worstCount ?? 0)})`,
    ]);
    return {
      config: {
        type: "bar",
        data: { labels: labels as unknown as string[], datasets: datasets.map((dataset) => ({ ...dataset, pointStyle: "rect", barPercentage: 0.9, categoryPercentage: 0.86, borderColor: COLORS.background, borderWidth: 1 })) },
        options: {
          ...frame(TITLE, subtitleOf(kinds), { x: axis("Mean time in phase (ms)", { stacked: true, beginAtZero: true }), y: axis("", { stacked: true, grid: { display: false }, ticks: { color: COLORS.text, autoSkip: false } }) }),
          indexAxis: "y",
          parsing: undefined as never,
        },
      },
      ticks: {},
    };
  },
  describe: (series) => `Phases of typical and worst pauses: ${subtitleOf(groupByKind(series.phases))}.`,
};

function groupByKind(rows: ReportSeries["phases"]): readonly KindPhases[] {
  const kinds = [...new Set(rows.map(({ kind }) => kind))].map((kind) => {
    const phases = rows.filter((row) => row.kind === kind);
    return { kind, phases, typicalMs: total(phases, "typicalMs"), worstMs: total(phases, "worstMs") };
  });
  return kinds.toSorted((a, b) => b.worstMs - a.worstMs).slice(0, MOST_KINDS);
}

function largestPhases(rows: ReportSeries["phases"]): readonly string[] {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.phase, (sums.get(row.phase) ?? 0) + row.worstMs + row.typicalMs);
  return [...sums].toSorted((a, b) => b[1] - a[1]).slice(0, MOST_PHASES).map(([phase]) => phase);
}

function subtitleOf(kinds: readonly KindPhases[]): string {
  const [kind] = kinds;
  if (kind === undefined) return "";
  const grown = kind.phases.reduce((most, row) => (row.worstMs - row.typicalMs > most.worstMs - most.typicalMs ? row : most), kind.phases[0] as KindPhases["phases"][number]);
  return `${kind.kind}: ${formatMs(kind.typicalMs)} typically, ${formatMs(kind.worstMs)} in the worst pauses; ${grown.phase} grew most, from ${formatMs(grown.typicalMs)} to ${formatMs(grown.worstMs)}`;
}

function total(rows: ReportSeries["phases"], field: "typicalMs" | "worstMs"): number {
  return rows.reduce((sum, row) => sum + row[field], 0);
}

function round(ms: number): number {
  return Math.round(ms * 1e4) / 1e4;
}
