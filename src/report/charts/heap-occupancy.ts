import { formatBytes, formatCount, formatShare } from "../../units/format-quantity.js";
import type { HeapSeries } from "../series/heap-curve.js";
import type { ReportSeries } from "../series.js";
import { axis, frame, limitLine, type Annotation, type Chart, type ChartDefinition } from "./chart.js";
import { COLORS, fade } from "./palette.js";
import { restartLines, sizeUnit, timeScale } from "./scales.js";

const TITLE = "Heap occupancy";

/** Heap used before and after collections, committed and maximum size, and the live set: what a full collection would leave. */
export const heapOccupancy: ChartDefinition = {
  name: "heap",
  title: TITLE,
  section: "heap",
  appliesTo: (series) => series.heap !== null,
  build: (series) => drawHeap(series, series.heap as HeapSeries),
  describe: (series) => `Heap occupancy over time: ${series.heap === null ? "" : subtitleOf(series.heap)}.`,
};

function drawHeap(series: ReportSeries, heap: HeapSeries): Chart {
  const time = timeScale(series.axis);
  const highest = Math.max(...heap.beforeBytes, ...heap.committedBytes.map((bytes) => bytes ?? 0));
  // A maximum far above all use would flatten the curve; it is then told in the subtitle alone.
  const showMax = heap.maxBytes !== null && heap.maxBytes <= 4 * highest;
  const unit = sizeUnit(Math.max(highest, showMax ? (heap.maxBytes ?? 0) : 0));
  const line = (bytes: readonly (number | null)[]): { x: number; y: number | null }[] =>
    bytes.map((value, i) => ({ x: time.convert(heap.x[i] as number), y: value === null ? null : unit.convert(value) }));
  const annotations: Record<string, Annotation> = restartLines(series.axis, time.convert);
  if (showMax && heap.maxBytes !== null) annotations["max"] = limitLine(unit.convert(heap.maxBytes), `maximum heap ${formatBytes(heap.maxBytes)}`, COLORS.text, "start");
  if (heap.liveSetBytes !== null) annotations["live"] = limitLine(unit.convert(heap.liveSetBytes), `live set ${formatBytes(heap.liveSetBytes)}`, COLORS.green, "end", "below");
  const base = { borderWidth: 1.6, pointRadius: 0, pointStyle: "line" };
  const datasets: object[] = [
    { ...base, label: "Used before collection", data: line(heap.beforeBytes), borderColor: COLORS.sky, backgroundColor: fade(COLORS.sky, 0.22), fill: "+1" },
    { ...base, label: "Used after collection", data: line(heap.afterBytes), borderColor: COLORS.blue },
  ];
  if (heap.committedBytes.some((bytes) => bytes !== null)) {
    datasets.push({ ...base, label: "Committed", data: line(heap.committedBytes), borderColor: COLORS.slate, borderDash: [3, 3], stepped: "before", spanGaps: true });
  }
  if (heap.livePoints.length > 0) {
    const points = heap.livePoints.map(({ x, bytes }) => ({ x: time.convert(x), y: unit.convert(bytes) }));
    datasets.push({ label: "Left by a collection of the whole heap", data: points, showLine: false, pointStyle: "triangle", pointRadius: 4.5, backgroundColor: COLORS.green, borderColor: COLORS.green });
  }
  return {
    config: {
      type: "line",
      data: { datasets },
      options: frame(TITLE, subtitleOf(heap), { x: time.scale, y: axis(`Heap (${unit.name})`, { beginAtZero: true, grace: "6%" }) }, annotations),
    } as Chart["config"],
    ticks: {},
  };
}

function subtitleOf(heap: HeapSeries): string {
  const highest = heap.beforeBytes.reduce((a, b) => Math.max(a, b), 0);
  const parts = [`most used ${formatBytes(highest)}`];
  if (heap.maxBytes !== null) parts[0] += ` of ${formatBytes(heap.maxBytes)} (${formatShare(highest / heap.maxBytes)})`;
  if (heap.liveSetBytes !== null) parts.push(`live set ${formatBytes(heap.liveSetBytes)}`);
  parts.push(`n=${formatCount(heap.count)}`);
  return parts.join(", ");
}
