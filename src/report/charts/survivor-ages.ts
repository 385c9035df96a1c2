import { formatBytes, formatCount, formatShare } from "../../units/format-quantity.js";
import type { AgeSeries } from "../series/survivor-ages.js";
import { axis, frame, pointLabel, type Annotation, type ChartDefinition } from "./chart.js";
import { COLORS } from "./palette.js";
import { sizeUnit } from "./scales.js";

const TITLE = "Survivors by age";

/** Mean bytes that are alive after a young collection, by the number of collections that they have survived. Bars that fall slowly are objects that age for nothing. */
export const survivorAges: ChartDefinition = {
  name: "ages",
  title: TITLE,
  section: "heap",
  appliesTo: ({ ages }) => (ages?.meanBytes.length ?? 0) >= 2,
  build: ({ ages }) => {
    const { meanBytes, threshold } = ages as AgeSeries;
    const most = Math.max(...meanBytes);
    const unit = sizeUnit(most);
    const annotations: Record<string, Annotation> = {};
    // Labels of each bar would touch where there are many.
    if (meanBytes.length <= 8) meanBytes.forEach((bytes, index) => (annotations[`age${index}`] = pointLabel(index, unit.convert(bytes), formatBytes(Math.round(bytes)), COLORS.text, "center", -10)));
    if (threshold !== null && threshold >= 1 && threshold < meanBytes.length) {
      annotations["threshold"] = {
        type: "line", scaleID: "x", value: threshold - 0.5, borderColor: COLORS.vermillion, borderWidth: 1.6, borderDash: [7, 4],
        label: { display: true, content: `promoted beyond age ${threshold}`, position: "start", color: COLORS.vermillion, backgroundColor: "#FFFFFFD9", padding: 3, font: { size: 12, weight: "bold" } },
      };
    }
    return {
      config: {
        type: "bar",
        data: { labels: meanBytes.map((_, index) => String(index + 1)), datasets: [{ label: "Alive", data: meanBytes.map(unit.convert), backgroundColor: COLORS.blue, borderColor: COLORS.blue, barPercentage: 0.9, categoryPercentage: 0.9 }] },
        options: {
          ...frame(TITLE, subtitleOf(ages as AgeSeries), { x: axis("Collections survived", { grid: { display: false } }), y: axis(`Alive on average (${unit.name})`, { beginAtZero: true, grace: "10%" }) }, annotations, false),
          parsing: undefined,
        },
      } as unknown as ReturnType<ChartDefinition["build"]>["config"],
      ticks: {},
    };
  },
  describe: ({ ages }) => `Survivors by age: ${subtitleOf(ages as AgeSeries)}.`,
};

function subtitleOf({ count, meanBytes, threshold, maxThreshold }: AgeSeries): string {
  const [first = 0, second = 0] = meanBytes;
  const further = first > 0 ? `, ${formatShare(second / first)} of that a second` : "";
  const promoted = threshold === null ? "" : `; promoted beyond age ${threshold} (median${maxThreshold === null ? "" : `, at most ${maxThreshold}`})`;
  return `n=${formatCount(count)} collections: ${formatBytes(Math.round(first))} survive one collection${further}${promoted}`;
}
