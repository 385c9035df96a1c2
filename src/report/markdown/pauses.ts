import type { Analysis, PauseStatistics } from "../../analysis/analysis.js";
import { formatCount, formatShare } from "../../units/format-quantity.js";
import { formatDuration, formatMs } from "../../units/format-time.js";
import { describeDistribution, lineReference, percentileMs, sampleNeeded, whenOf, type PercentileName } from "../figures.js";
import { escapeMarkdown, inlineCode, table } from "../markdown-text.js";

const SHOWN = ["p50", "p90", "p99"] as const satisfies readonly PercentileName[];
const TOO_FEW = "too few";

/** How long pauses are, and what a request feels of them, in a few sentences. */
export function writePauseFacts({ pauses, details }: Analysis): string {
  if (pauses.count === 0) return "The input has no pauses.";
  const facts = [`${formatCount(pauses.count)} pauses, ${formatDuration(pauses.totalMs)} in all: ${describeDistribution(pauses)}.`];
  const { hitShare, delayP99Ms, serviceMs } = details.requestDelay;
  if (hitShare !== null) facts.push(`A request that takes ${formatMs(serviceMs)} meets a pause with a chance of ${formatShare(hitShare)}.`);
  if (delayP99Ms !== null && delayP99Ms > 0) facts.push(`Pauses alone delay 1 % of the requests by ${formatMs(delayP99Ms)} or more.`);
  return facts.join(" ");
}

/** Pauses by kind, and by cause where there are several. */
export function writePauseTables({ pauses }: Analysis): string {
  const columns = ["n:", "Total:", "p50:", "p90:", "p99:", "Longest:", "Share of stopped time:"];
  const kinds = table(["Kind", ...columns], rowsOf(pauses.byKind, pauses.totalMs));
  const causes = Object.keys(pauses.byCause).length > 1 ? table(["Cause", ...columns], rowsOf(pauses.byCause, pauses.totalMs)) : "";
  return [kinds, causes, writeSampleNote(pauses)].filter((part) => part !== "").join("\n\n");
}

/** The longest pauses and what set them apart. */
export function writeWorstPauses(analysis: Analysis): string {
  const rows = analysis.details.worstPauses.map((pause) => [
    escapeMarkdown(whenOf(pause)),
    formatMs(pause.durationMs),
    escapeMarkdown(pause.cause === null ? pause.kind : `${pause.kind} (${pause.cause})`),
    pause.gcId === null ? "" : `GC\\(${pause.gcId}\\)`,
    inlineCode(lineReference(analysis, pause.path, pause.line)),
    escapeMarkdown(pause.different.join("; ")),
  ]);
  return table(["When", "Pause:", "Kind", "GC", "Line", "What was different"], rows);
}

function rowsOf(groups: Readonly<Record<string, PauseStatistics>>, totalMs: number): string[][] {
  return Object.entries(groups)
    .toSorted((a, b) => b[1].totalMs - a[1].totalMs)
    .map(([name, statistics]) => [
      escapeMarkdown(name),
      formatCount(statistics.count),
      formatDuration(statistics.totalMs),
      ...SHOWN.map((percentile) => {
        const ms = percentileMs(statistics, percentile);
        return ms === null ? TOO_FEW : formatMs(ms);
      }),
      formatMs(statistics.maxMs),
      formatShare(totalMs > 0 ? statistics.totalMs / totalMs : null),
    ]);
}

function writeSampleNote(pauses: Analysis["pauses"]): string {
  const isShort = [...Object.values(pauses.byKind), ...Object.values(pauses.byCause)].some(({ count }) => count < sampleNeeded("p99"));
  const needs = SHOWN.map((name) => `${name} needs ${sampleNeeded(name)} pauses`).join(", ");
  return isShort ? `"${TOO_FEW}": ${needs}; below that the longest pause is the honest figure.` : "";
}
