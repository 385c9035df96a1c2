import type { Analysis, CorrelationReport, LatencyReport } from "../../analysis/analysis.js";
import { formatCount, formatShare } from "../../units/format-quantity.js";
import { formatMs } from "../../units/format-time.js";
import { escapeMarkdown, escapeProse, inlineCode, table } from "../markdown-text.js";

const VERDICTS: Readonly<Record<CorrelationReport["verdict"], string>> = {
  "gc-explains": "Pauses explain the slow requests.",
  "gc-contributes": "Pauses contribute to the slow requests, and something else does too.",
  "gc-innocent": "Pauses do not explain the slow requests.",
  inconclusive: "Whether pauses explain the slow requests cannot be told.",
};

const LEVELS: Readonly<Record<string, string>> = {
  E0: ": the files cannot decide it", E1: ": the link is excluded or no stronger than chance", E2: ": the link is possible and not shown", E3: ": both coincide more than by chance",
  E4: ": coincidence, dose and the requests themselves agree. E5 takes a second run after a change, held against this report with `pauseline verify`", E5: ": confirmed by a second run",
};

/** Requests beside pauses. Empty without a latency file. */
export function writeCorrelation({ latency, correlation }: Analysis): string {
  if (latency === null) return "";
  const quantiles = quantilesOf(latency);
  const requests = `${formatCount(latency.requests)} ${latency.isWindowed ? "windows of requests" : "requests"} from ${inlineCode(latency.source)} (${escapeMarkdown(latency.format)})${quantiles.length === 0 ? "" : `: ${quantiles.join(", ")} (n=${formatCount(latency.requests)})`}.`;
  const { corrected } = latency;
  const omitted = corrected === null ? "" : `Corrected for coordinated omission, one request every ${formatMs(corrected.expectedIntervalMs)} and worker: ${quantilesOf(corrected).join(", ")} (n=${formatCount(corrected.requests)}).`;
  const notes = latency.notes.map((note) => `- ${escapeProse(note)}`).join("\n");
  return [correlation === null ? "" : writeVerdict(correlation), requests, omitted, notes].filter((part) => part !== "").join("\n\n");
}

function quantilesOf({ p50Ms, p95Ms, p99Ms, p999Ms, maxMs }: NonNullable<LatencyReport["corrected"]> | LatencyReport): readonly string[] {
  return ([["p50", p50Ms], ["p95", p95Ms], ["p99", p99Ms], ["p99.9", p999Ms], ["longest", maxMs]] as const).filter(([, ms]) => ms !== null).map(([name, ms]) => `${name} ${formatMs(ms)}`);
}

function writeVerdict(correlation: CorrelationReport): string {
  const { slowDuringPauseShare, expectedByChance, slowRequests, pValue, p99WithoutPausesMs, clockOffsetMs, attributableShare } = correlation;
  const facts = [
    ["Slow requests that met a pause", slowDuringPauseShare === null ? "" : `${formatShare(slowDuringPauseShare)}${slowRequests === null ? "" : ` (n=${formatCount(slowRequests)})`}`],
    ["Expected by chance", expectedByChance === null ? "" : formatShare(expectedByChance)],
    ["p-value", pValue === null ? "" : formatPValue(pValue)],
    ["Share that pauses account for", attributableShare === null ? "" : `${formatShare(attributableShare.value)} (${formatShare(attributableShare.low)} to ${formatShare(attributableShare.high)})`],
    ["p99 without the time in pauses", p99WithoutPausesMs === null ? "" : formatMs(p99WithoutPausesMs)],
    ["Clock offset between the two files", clockOffsetMs === null ? "" : formatMs(clockOffsetMs)],
  ].filter(([, value]) => value !== "");
  return [
    `**${VERDICTS[correlation.verdict]}** Strength of the evidence: ${escapeMarkdown(correlation.evidenceLevel)} on a scale from E0 to E5${LEVELS[correlation.evidenceLevel] ?? ""}.`,
    correlation.reasons.map((reason) => `- ${escapeProse(reason)}`).join("\n"),
    table(["Figure", "Value"], facts),
  ].filter((part) => part !== "").join("\n\n");
}

/** What recurs at a fixed interval. Empty when nothing does. */
export function writePeriodicity({ periodicity }: Analysis): string {
  const rows = periodicity.map((period) => [escapeMarkdown(period.what), formatMs(period.periodMs), formatCount(period.events), formatPValue(period.pValue), period.driver === "unknown" ? "not known" : period.driver, escapeProse(period.explanation)]);
  return table(["What recurs", "Every:", "n:", "p-value:", "Driven by", "Because"], rows);
}

function formatPValue(value: number): string {
  return value < 0.0001 ? "below 0.0001" : String(Number(value.toPrecision(2)));
}
