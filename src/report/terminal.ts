import type { Analysis, Recommendation } from "../analysis/analysis.js";
import { formatBytes, formatCount, formatRate, formatShare } from "../units/format-quantity.js";
import { formatDuration, formatMs } from "../units/format-time.js";
import { describeDistribution, describeLimit, describePrediction, formatInUnit, lineReference, metricSentence } from "./figures.js";
import { writeHeadline } from "./headline.js";
import { toPlainLine, wrapWords } from "./plain-text.js";
import type { ReportSeries } from "./series.js";
import { drawSparkline } from "./sparkline.js";

/** How the terminal shows text. */
export interface TerminalStyle {
  /** Columns; lines are wrapped to it, words are never cut. */
  readonly width: number;
  readonly useColor: boolean;
}

type Tone = "good" | "bad" | "notice" | "quiet" | "strong";
const CODES: Readonly<Record<Tone, string>> = { good: "32;1", bad: "31;1", notice: "33;1", quiet: "2", strong: "1" };
const VERDICT_TONES: Readonly<Record<Analysis["verdict"], Tone>> = { healthy: "good", tune: "notice", "switch-collector": "notice", "application-problem": "notice", "insufficient-data": "quiet" };
const LABEL_WIDTH = 10;
const NARROWEST = 40;

/** The report on one screen: verdict, pauses as a sparkline, the first advice and the figures that matter. Ends with a line feed. */
export function renderTerminal(analysis: Analysis, series: ReportSeries | null, style: TerminalStyle): string {
  const width = Math.max(NARROWEST, style.width);
  const paint = (text: string, tone: Tone): string => (style.useColor ? `\u001B[${CODES[tone]}m${text}\u001B[0m` : text);
  const entry = (label: string, text: string, tone: Tone = "quiet"): string[] =>
    wrapWords(toPlainLine(text), width - LABEL_WIDTH).map((line, index) => (index === 0 ? paint(label.padEnd(LABEL_WIDTH), tone) : " ".repeat(LABEL_WIDTH)) + line);
  const headline = writeHeadline(analysis);
  const lines = [
    ...wrapWords(toPlainLine(headline.verdict), width).map((line) => paint(line, VERDICT_TONES[analysis.verdict])),
    ...wrapWords(toPlainLine(headline.finding), width),
    "",
    ...drawPauses(analysis, series, width, paint),
    ...figures(analysis).flatMap(([label, text]) => entry(label, text)),
  ];
  const now = analysis.recommendations.filter(({ when }) => when === "now");
  if (headline.firstStep !== null) {
    lines.push("", ...entry("Do first", headline.firstStep, "strong"));
    lines.push(...describeAdvice(analysis, now[0] as Recommendation).flatMap(([label, text]) => entry(label, text)));
    for (const next of now.slice(1)) lines.push(...entry("Then", next.title));
  }
  const notes = writeNotes(analysis);
  if (notes.length > 0) lines.push("", ...notes.flatMap(([label, text]) => entry(label, text)));
  return `${lines.join("\n")}\n`;
}

type Entry = readonly [label: string, text: string];

function figures(analysis: Analysis): readonly Entry[] {
  const { pauses, heap, jvm, latency, correlation, details, stalls } = analysis;
  const entries: Entry[] = [];
  if (pauses.count > 0) entries.push(["", describeDistribution(pauses)]);
  const [worst] = details.worstPauses;
  if (worst !== undefined) entries.push(["Worst", `${formatMs(worst.durationMs)} ${worst.kind}${worst.cause === null ? "" : ` (${worst.cause})`}, ${lineReference(analysis, worst.path, worst.line)}${worst.different[0] === undefined ? "" : `: ${worst.different[0]}`}`]);
  if (stalls.count > 0) entries.push(["Stalls", `${formatCount(stalls.count)}, longest ${formatMs(stalls.maxMs)}, ${formatDuration(stalls.totalMs)} in all threads together`]);
  const memory = [
    heap.maxUsedBytes === null ? "" : `most used ${formatBytes(heap.maxUsedBytes)}${jvm.heapMaxBytes === null ? "" : ` of ${formatBytes(jvm.heapMaxBytes)}`}`,
    heap.liveSetBytes === null ? "" : `live set ${formatBytes(heap.liveSetBytes)}`,
    heap.allocationRateBytesPerSec === null ? "" : `allocates ${formatRate(heap.allocationRateBytesPerSec, "bytesPerSecond")}`,
  ].filter((part) => part !== "");
  if (memory.length > 0) entries.push(["Heap", memory.join(", ")]);
  const caller = details.recording?.systemGcCallers[0];
  if (caller !== undefined) entries.push(["Calls GC", `${caller.frames[0] ?? "unknown"} calls System.gc(), ${formatCount(caller.count)} ${caller.count === 1 ? "time" : "times"}`]);
  const site = details.recording?.allocationSites[0];
  if (site !== undefined) entries.push(["Allocates", `most in ${site.frame}: ${site.className}, ${formatShare(site.share)} of what was sampled`]);
  if (latency !== null) entries.push(["Requests", `p99 ${formatMs(latency.p99Ms)} (n=${formatCount(latency.requests)})${correlation?.slowDuringPauseShare == null ? "" : `; ${formatShare(correlation.slowDuringPauseShare)} of the slow ones met a pause, ${formatShare(correlation.expectedByChance)} by chance`}`]);
  return entries;
}

function describeAdvice(analysis: Analysis, advice: Recommendation): readonly Entry[] {
  const [evidence] = advice.why;
  const entries: Entry[] = [];
  if (evidence !== undefined) {
    const [place] = evidence.lines;
    const limit = describeLimit(evidence);
    entries.push(["Why", `${nameOf(evidence.metric)} ${formatInUnit(evidence.value, evidence.unit)} (${limit === "" ? "" : `fires at ${limit}, `}n=${formatCount(evidence.sampleSize)})${place === undefined ? "" : `, ${lineReference(analysis, place.path, place.line)}`}`]);
  }
  if (advice.prediction !== null) entries.push(["Expect", `${nameOf(advice.prediction.metric)} ${describePrediction(analysis, advice.prediction)}`]);
  else if (advice.expect !== "") entries.push(["Expect", advice.expect]);
  if (advice.tradeoff !== "") entries.push(["Price", advice.tradeoff]);
  return entries;
}

/** A metric in words where there are any. */
function nameOf(metric: string): string {
  const sentence = metricSentence(metric);
  return sentence === null ? metric : `${sentence}:`;
}

function writeNotes({ details, inputs }: Analysis): readonly Entry[] {
  const open = details.findings.filter(({ outcome }) => outcome === "no-evidence").length;
  const unread = inputs.reduce((sum, { lines }) => sum + lines.unrecognized, 0);
  const total = inputs.reduce((sum, { lines }) => sum + lines.total, 0);
  const entries: Entry[] = [];
  if (open > 0) entries.push(["Unjudged", `${formatCount(open)} ${open === 1 ? "check lacks" : "checks lack"} evidence${details.loggingLine === null ? "" : `; log with ${details.loggingLine}`}`]);
  if (details.ruleChanges.length > 0) entries.push(["Rules", details.ruleChanges.join("; ")]);
  if (unread > 0) entries.push(["Unread", `${formatCount(unread)} of ${formatCount(total)} lines`]);
  return entries;
}

function drawPauses(analysis: Analysis, series: ReportSeries | null, width: number, paint: (text: string, tone: Tone) => string): readonly string[] {
  if (series === null || series.pauses.length === 0) return [];
  const limitMs = analysis.details.slo[0]?.limitMs ?? null;
  const cells = drawSparkline(series, Math.min(width - LABEL_WIDTH, 120), limitMs);
  return [paint("Pauses".padEnd(LABEL_WIDTH), "quiet") + cells.map(({ text, isOverLimit }) => (isOverLimit ? paint(text, "bad") : text)).join("").trimEnd()];
}
