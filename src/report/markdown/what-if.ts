import type { Analysis, HeapCost, HeapCurvePoint } from "../../analysis/analysis.js";
import { formatBytes, formatCount, formatShare, formatValue } from "../../units/format-quantity.js";
import { describePrediction } from "../figures.js";
import { escapeProse, inlineCode, table } from "../markdown-text.js";

/** Rows of the table of heap sizes. */
const MOST_ROWS = 6;

/** Questions about other settings and their answers. Empty when none was asked. */
export function writeWhatIf(analysis: Analysis): string {
  return analysis.details.whatIf
    .map((answer) => {
      const figures = answer.figures.map((figure) => `- ${inlineCode(figure.metric)}: ${describePrediction(analysis, figure)}`);
      const refused = answer.refused.filter((reason) => !answer.sentence.includes(reason)).map((reason) => `- Not predicted: ${escapeProse(reason)}`);
      return [`**${escapeProse(answer.question)}** ${escapeProse(answer.sentence)} Basis: ${escapeProse(answer.basis)}.`, [...figures, ...refused].join("\n")].filter((part) => part !== "").join("\n\n");
    })
    .join("\n\n");
}

/** What collecting would cost at other heap sizes, or why that is not said. Empty without collections, and where the answers above say the same reason. */
export function writeHeapCurve({ details: { overheadAgainstHeap: curve, whatIf } }: Analysis): string {
  if (curve === null) return "";
  const title = "**What would other heap sizes cost?**";
  if ("refused" in curve) return whatIf.some(({ refused }) => refused.some((reason) => reason.includes(curve.refused))) ? "" : `${title} Not predicted: ${escapeProse(curve.refused)}.`;
  const shown = chooseRows(curve.points);
  const hasShare = shown.some(({ pauseShare }) => pauseShare !== null);
  const hasCpu = shown.some(({ gcCpuCores }) => gcCpuCores !== null);
  if (!hasShare && !hasCpu) return "";
  const rows = shown.map(({ heapBytes, pauseShare, gcCpuCores, isNow, mayFail }) => [
    `${formatBytes(heapBytes)}${isNow ? " (now)" : ""}${mayFail ? " \\*" : ""}`,
    ...(hasShare ? [describeCost(pauseShare, isNow, mayFail, formatShare)] : []),
    ...(hasCpu ? [describeCost(gcCpuCores, isNow, mayFail, (cores) => formatValue(cores, "cores"))] : []),
  ]);
  const risk = shown.some(({ mayFail }) => mayFail) ? "\n\n\\* In a heap below three times what stays alive evacuation failures may come on top, so that only the lower end is said." : "";
  return `${title} ${escapeProse(curve.note)}\n\n${table(["Heap", ...(hasShare ? ["Time paused:"] : []), ...(hasCpu ? ["CPU for collecting:"] : [])], rows)}${risk}`;
}

/** The present heap and a few others, evenly chosen. */
function chooseRows(points: readonly HeapCurvePoint[]): readonly HeapCurvePoint[] {
  const step = Math.max(1, Math.ceil(points.length / (MOST_ROWS - 1)));
  return points.filter(({ isNow }, index) => isNow || index % step === 0 || index === points.length - 1);
}

function describeCost(cost: HeapCost | null, isNow: boolean, mayFail: boolean, format: (value: number) => string): string {
  if (cost === null) return "";
  if (isNow) return format(cost.expected);
  return mayFail ? `at least ${format(cost.low)}` : `${format(cost.expected)} (${format(cost.low)} to ${format(cost.high)})`;
}

/** How near G1 came to an evacuation failure. Empty for other collectors and where it cannot be said. */
export function writeEvacuationRisk({ details: { evacuationFailureRisk: risk } }: Analysis): string {
  if (risk === null || "refused" in risk) return "";
  return `**Room to copy into:** ${escapeProse(risk.sentence)} (n=${formatCount(risk.sampleSize)})`;
}
