import { formatCount } from "../../units/format-quantity.js";
import { formatMs } from "../../units/format-time.js";
import type { ReportSeries } from "../series.js";
import type { PointSeries } from "../series/point-series.js";
import { frame, limitLine, pointLabel, type Annotation, type Chart, type ChartDefinition } from "./chart.js";
import { COLORS, fade, styleSeries } from "./palette.js";
import { logScale, restartLines, timeScale } from "./scales.js";

/**
 * Every pause as a dot (thinned where dots would cover each other). x: when it began. y: how long it stopped the application,
 * on a log scale, so that one full collection does not flatten a thousand young ones.
 */
export const pauseTimeline: ChartDefinition = {
  name: "pauses",
  title: "Pauses over time",
  section: "pauses",
  appliesTo: (series) => series.pauses.length > 0,
  build: (series) => {
    const chart = dotChart("Pauses over time", subtitleOf(series), "Pause (log scale)", series.pauses, series, series.slo);
    return { ...chart, config: { ...chart.config, data: { datasets: [...chart.config.data.datasets, ...ringEvidence(series)] } } as Chart["config"] };
  },
  describe: (series) => `Pauses over time on a log scale: ${subtitleOf(series)}. ${series.pauses.map(describeKind).join("; ")}.${series.evidence.map(({ title, x }) => ` Ringed: ${formatCount(x.length)} that show "${title}".`).join("")}`,
};

/** A dot for each stop, one look per name, the three longest labelled, limits drawn. */
export function dotChart(title: string, subtitle: string, yTitle: string, groups: readonly PointSeries[], series: ReportSeries, slo: ReportSeries["slo"]): Chart {
  const time = timeScale(series.axis);
  const styles = styleSeries(groups.map(({ name }) => name));
  const all = groups.flatMap((group) => group.x.map((x, i) => ({ x: time.convert(x), y: group.y[i] as number, group })));
  const positive = all.map(({ y }) => y).filter((y) => y > 0);
  const limits = slo.map(({ limitMs }) => limitMs);
  const y = logScale(yTitle, smallest([...positive, ...limits]) * 0.85, largest([...positive, ...limits]) * 1.5);
  const radius = all.length > 3000 ? 1.8 : all.length > 400 ? 2.4 : 3.6;
  const longest = farApart(all.toSorted((a, b) => b.y - a.y).slice(0, 40), time.max - time.min);
  const annotations: Record<string, Annotation> = restartLines(series.axis, time.convert);
  slo.forEach((promise, index) => (annotations[`slo${index}`] = limitLine(promise.limitMs, `SLO ${promise.name} ${formatMs(promise.limitMs)}`, COLORS.vermillion, ...emptiestPlace(all, promise.limitMs, time, y))));
  longest.forEach((dot, index) => {
    const side = dot.x > (time.min + time.max) / 2 ? "end" : "start";
    annotations[`longest${index}`] = pointLabel(dot.x, dot.y, formatMs(dot.y), COLORS.text, side, -9);
  });
  const datasets = groups.map((group) => {
    const style = styles.get(group.name);
    const color = style?.color ?? COLORS.slate;
    return {
      label: `${group.name} (${formatCount(group.count)})`,
      data: group.x.map((x, i) => ({ x: time.convert(x), y: Math.max(group.y[i] as number, y.min), line: group.line[i], input: group.input[i] })),
      clip: 8,
      pointStyle: style?.shape ?? "circle",
      pointRadius: radius * (style?.scale ?? 1),
      backgroundColor: fade(color, all.length > 1500 ? 0.6 : 0.8),
      borderColor: color,
      borderWidth: style?.shape === "cross" ? 1.5 : 0,
    };
  });
  // Rare kinds are drawn last, so that the many do not cover the few.
  datasets.forEach((dataset, index) => Object.assign(dataset, { order: datasets.length - index }));
  return {
    config: { type: "scatter", data: { datasets }, options: frame(title, subtitle, { x: time.scale, y: y.scale }, annotations) } as Chart["config"],
    ticks: { y: y.ticks },
  };
}

/** Rings of different size around the pauses that the advice rests on, so that one pause can be in several. */
function ringEvidence({ evidence, axis }: ReportSeries): readonly object[] {
  const { convert } = timeScale(axis);
  return evidence.map(({ title, x, y, line, input }, index) => ({
    label: `Shows: ${title}`,
    data: x.map((place, i) => ({ x: convert(place), y: y[i], line: line[i], input: input[i] })),
    clip: 12,
    pointStyle: "circle",
    pointRadius: 7 + 3 * index,
    backgroundColor: "transparent",
    borderColor: RING_COLORS[index] ?? COLORS.text,
    borderWidth: 1.8,
    // Drawn first and named last in the legend; a ring is wider than its dot.
    order: 1000,
  }));
}

const RING_COLORS = [COLORS.text, COLORS.purple] as const;

type LabelPlace = readonly [end: "start" | "end", side: "above" | "below"];
const LABEL_PLACES: readonly LabelPlace[] = [["end", "above"], ["start", "above"], ["end", "below"], ["start", "below"]];

/** Where at a limit line its label covers the fewest dots; a label takes about a seventh of the width and a tenth of the height. */
function emptiestPlace(dots: readonly { readonly x: number; readonly y: number }[], limitMs: number, x: Extent, y: Extent): LabelPlace {
  const width = (x.max - x.min) / 7;
  const factor = (y.max / y.min) ** 0.1;
  const covered = ([end, side]: LabelPlace): number =>
    dots.filter((dot) => (end === "end" ? dot.x > x.max - width : dot.x < x.min + width) && (side === "above" ? dot.y > limitMs && dot.y < limitMs * factor : dot.y < limitMs && dot.y > limitMs / factor)).length;
  return LABEL_PLACES.reduce((best, place) => (covered(place) < covered(best) ? place : best));
}

interface Extent {
  readonly min: number;
  readonly max: number;
}

function farApart<D extends { readonly x: number; readonly y: number }>(dots: readonly D[], width: number): readonly D[] {
  const chosen: D[] = [];
  for (const dot of dots) {
    if (chosen.length < 3 && chosen.every((other) => Math.abs(other.x - dot.x) > width * 0.12)) chosen.push(dot);
  }
  return chosen;
}

function subtitleOf({ pauseStatistics: pauses, slo }: ReportSeries): string {
  const longest = pauses.maxMs === null ? "" : `, longest ${formatMs(pauses.maxMs)}`;
  const limit = slo[0] === undefined ? "" : `; promise ${slo[0].name} ${formatMs(slo[0].limitMs)}`;
  return `${formatCount(pauses.count)} ${pauses.count === 1 ? "pause" : "pauses"}${longest}, ${formatMs(pauses.totalMs)} in all${limit}`;
}

function describeKind(kind: PointSeries): string {
  return `${kind.name}: ${formatCount(kind.count)}, longest ${formatMs(kind.maxMs)}`;
}

function smallest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) || 1;
}

function largest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 0) || 1;
}
