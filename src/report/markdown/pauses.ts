import type { Analysis, PauseStatistics } from "../../analysis/analysis.js";
import { formatCount, formatShare } from "../../units/format-quantity.js";
import { formatDuration, formatMs } from "../../units/format-time.js";
import { commonDay, describeDistribution, kindAndCause, lineReference, percentileMs, sampleNeeded, shortenDay, whenOf, zoneOf, type PercentileName } from "../figures.js";
import { escapeMarkdown, fold, inlineCode, table } from "../markdown-text.js";

const SHOWN = ["p50", "p90", "p99"] as const satisfies readonly PercentileName[];
const TOO_FEW = "too few";

/** How long pauses are, and what a request feels of them, in a few sentences. */
export function writePauseFacts({ pauses, details }: Analysis): string {
  if (pauses.count === 0) return "The input has no pauses.";
  const facts = [`${formatCount(pauses.count)} ${pauses.count === 1 ? "pause" : "pauses"}, ${formatDuration(pauses.totalMs)} in all: ${describeDistribution(pauses)}.`];
  const { hitShare, delayP99Ms, serviceMs } = details.requestDelay;
  if (hitShare !== null) facts.push(`A request that ${serviceMs > 0 ? `takes ${formatMs(serviceMs)}` : "comes at a random moment"} meets a pause with a chance of ${formatShare(hitShare)}.`);
  if (delayP99Ms !== null && delayP99Ms > 0) facts.push(`Pauses alone delay 1 % of the requests by ${formatMs(delayP99Ms)} or more.`);
  return facts.join(" ");
}

/** Pauses by kind, and folded by cause where that groups them differently. */
export function writePauseTables({ pauses }: Analysis): string {
  const columns = ["n:", "Total:", "p50:", "p90:", "p99:", "Longest:", "Share of stopped time:"];
  const kinds = table(["Kind", ...columns], rowsOf(pauses.byKind, pauses.totalMs));
  const figures = (rows: string[][]): string => rows.map(([, ...rest]) => rest.join("|")).join("\n");
  const byCause = rowsOf(pauses.byCause, pauses.totalMs);
  const isOwnGrouping = byCause.length > 1 && figures(byCause) !== figures(rowsOf(pauses.byKind, pauses.totalMs));
  return [kinds, writeSampleNote(pauses), isOwnGrouping ? fold("Pauses by cause", table(["Cause", ...columns], byCause)) : ""].filter((part) => part !== "").join("\n\n");
}

/** The longest pauses and what set them apart. */
export function writeWorstPauses(analysis: Analysis): string {
  const { worstPauses } = analysis.details;
  const day = commonDay(worstPauses);
  const rows = worstPauses.map((pause) => [
    escapeMarkdown(shortenDay(whenOf(pause), day)),
    formatMs(pause.durationMs),
    escapeMarkdown(kindAndCause(pause)),
    pause.gcId === null ? "" : `GC(${pause.gcId})`,
    inlineCode(lineReference(analysis, pause.path, pause.line)),
    escapeMarkdown(pause.different.join("; ")),
  ]);
  const clock = [day, zoneOf(worstPauses)].filter((part) => part !== null).join(" ");
  return table([clock === "" ? "When" : `When (${clock})`, "Pause:", "Kind", "GC", "Line", "What was different"], rows);
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
