import type { HeapCost, HeapCurvePoint } from "../../analysis/analysis.js";
import { formatBytes, formatShare, formatValue } from "../../units/format-quantity.js";
import type { ReportSeries } from "../series.js";
import { axis, frame, pointLabel, type Annotation, type Chart, type ChartDefinition } from "./chart.js";
import { COLORS, fade } from "./palette.js";
import { sizeUnit } from "./scales.js";

const TITLE = "What another heap size would cost";

/** What is drawn: share of time paused where it can be said, otherwise the CPU of the collector. */
interface Curve {
  readonly points: readonly { readonly heapBytes: number; readonly cost: HeapCost; readonly isNow: boolean; readonly mayFail: boolean }[];
  readonly axisTitle: string;
  readonly words: string;
  readonly scale: number;
  readonly format: (value: number) => string;
}

/** Cost of collecting by heap size: the usual value, the band that holds about four reruns in five, and the present heap. */
export const whatIfHeap: ChartDefinition = {
  name: "what-if-heap",
  title: TITLE,
  section: "what-if",
  appliesTo: (series) => curveOf(series) !== null,
  build: (series) => {
    const curve = curveOf(series);
    const points = curve?.points ?? [];
    const unit = sizeUnit(points.at(-1)?.heapBytes ?? 0);
    const scale = curve?.scale ?? 1;
    const line = (pick: (cost: HeapCost) => number): object[] => points.map(({ heapBytes, cost }) => ({ x: unit.convert(heapBytes), y: Number((pick(cost) * scale).toPrecision(4)) }));
    const edge = { borderWidth: 0, pointRadius: 0, borderColor: COLORS.blue, backgroundColor: fade(COLORS.blue, 0.16) };
    const now = points.find(({ isNow }) => isNow);
    const annotations: Record<string, Annotation> = {};
    if (now !== undefined) annotations["now"] = pointLabel(unit.convert(now.heapBytes), now.cost.expected * scale, `now ${curve?.format(now.cost.expected) ?? ""}`, COLORS.vermillion, "start", -14);
    const lastAtRisk = points.findLast(({ mayFail }) => mayFail);
    if (lastAtRisk !== undefined) {
      annotations["risk"] = {
        type: "box", xMax: unit.convert(lastAtRisk.heapBytes), backgroundColor: fade(COLORS.orange, 0.1), borderWidth: 0,
        label: { display: true, content: "evacuation failures may come on top", position: { x: "start", y: "start" }, color: COLORS.muted, font: { size: 12 } },
      };
    }
    return {
      config: {
        type: "line",
        data: {
          datasets: [
            { ...edge, label: "Range, lower edge", data: line(({ low }) => low) },
            { ...edge, label: "About four reruns in five", data: line(({ high }) => high), fill: "-1", pointStyle: "rect" },
            { label: "Expected", data: line(({ expected }) => expected), borderColor: COLORS.blue, borderWidth: 2.4, pointRadius: 0, pointStyle: "line" },
            { label: "Measured", data: line(({ expected }) => expected).filter((_, i) => points[i]?.isNow === true), borderColor: COLORS.vermillion, backgroundColor: COLORS.vermillion, showLine: false, pointRadius: 5 },
          ],
        },
        options: frame(TITLE, subtitleOf(series), { x: axis(`Heap (${unit.name})`, { type: "linear" }), y: axis(curve?.axisTitle ?? "", { beginAtZero: true, grace: "6%" }) }, annotations, false),
      } as Chart["config"],
      ticks: {},
    };
  },
  describe: (series) => `${TITLE}: ${subtitleOf(series)}.`,
};

function curveOf({ overheadAgainstHeap }: ReportSeries): Curve | null {
  const all = overheadAgainstHeap?.points ?? [];
  const pick = (cost: (point: HeapCurvePoint) => HeapCost | null): Curve["points"] => all.flatMap((point) => {
    const known = cost(point);
    return known === null ? [] : [{ heapBytes: point.heapBytes, cost: known, isNow: point.isNow, mayFail: point.mayFail }];
  });
  const paused = pick(({ pauseShare }) => pauseShare);
  if (paused.length > 1) return { points: paused, axisTitle: "Time paused (%)", words: "time paused", scale: 100, format: formatShare };
  const busy = pick(({ gcCpuCores }) => gcCpuCores);
  return busy.length > 1 ? { points: busy, axisTitle: "CPUs busy with collecting", words: "CPU of the collector", scale: 1, format: (value) => formatValue(value, "cores") } : null;
}

function subtitleOf(series: ReportSeries): string {
  const curve = curveOf(series);
  const now = curve?.points.find(({ isNow }) => isNow);
  const last = curve?.points.at(-1);
  if (curve === null || now === undefined || last === undefined) return "";
  return `${curve.words} ${curve.format(now.cost.expected)} at the present ${formatBytes(now.heapBytes)}; at ${formatBytes(last.heapBytes)} about ${curve.format(last.cost.expected)} (${curve.format(last.cost.low)} to ${curve.format(last.cost.high)})`;
}
