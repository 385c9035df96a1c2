import type { Analysis, FindingReport, Outcome } from "../../analysis/analysis.js";
import { formatBytes, formatCount, formatShare } from "../../units/format-quantity.js";
import { formatInUnit, lineReference, shortPath } from "../figures.js";
import { codeBlock, escapeMarkdown, escapeProse, fold, inlineCode, table } from "../markdown-text.js";
import { joinOptions } from "../option-changes.js";

const OUTCOMES: Readonly<Record<Outcome, string>> = { fired: "fired", clear: "clear", "not-applicable": "does not apply", "no-evidence": "no evidence" };

/** What asks for attention first. */
const CHECK_ORDER: readonly Outcome[] = ["fired", "no-evidence", "clear", "not-applicable"];

/** What the input could not show, and the logging that would. Empty when everything could be judged. */
export function writeUnjudged({ details }: Analysis): string {
  const open = details.findings.filter(({ outcome }) => outcome === "no-evidence");
  if (open.length === 0 && details.loggingLine === null) return "";
  const titlesByNeed = new Map<string, string[]>();
  for (const finding of open) {
    const need = writeMissing(finding);
    titlesByNeed.set(need, [...(titlesByNeed.get(need) ?? []), escapeProse(finding.title)]);
  }
  const needs = [...titlesByNeed].map(([need, titles]) => [`- With ${need}:`, ...titles.map((title) => `  - ${title}`)].join("\n"));
  const logging = details.loggingLine === null ? [] : ["This logging would give what is missing:", codeBlock("sh", [details.loggingLine])];
  const list = needs.length === 0 ? "" : `Whether any of these is so:\n\n${needs.join("\n")}`;
  return [list, ...logging].filter((part) => part !== "").join("\n\n");
}

/** What the team's own folder changes about the rules; empty for nothing. */
export function writeRuleChanges({ details }: Analysis): string {
  return details.ruleChanges.map((change) => `- ${escapeProse(change)}`).join("\n");
}

/** What would give the evidence: a log tag, a recorded event, or something else that neither names. */
function writeMissing({ missing, reason }: FindingReport): string {
  if (missing === null) return `more than this (${escapeProse(reason)})`;
  const { logTag, jfrEvent } = missing;
  const other = missing.other?.replace(/\.$/, "") ?? "";
  const isNamed = [logTag, jfrEvent].some((name) => name !== null && other.includes(name));
  const named = [logTag === null ? "" : `log tag ${inlineCode(logTag)}`, jfrEvent === null ? "" : `event ${inlineCode(jfrEvent)}`, isNamed ? "" : escapeProse(other)].filter((part) => part !== "");
  return named.length === 0 ? `more than this (${escapeProse(reason)})` : named.join(" or ");
}

/** How much of the inputs was understood, what was not, and warnings. */
export function writeInputs(analysis: Analysis): string {
  const rows = analysis.inputs.map(({ path, kind, bytes, lines }) => [
    inlineCode(path), kind, formatBytes(bytes), formatCount(lines.total), formatCount(lines.parsed), formatCount(lines.ignored),
    `${formatCount(lines.unrecognized)}${lines.total > 0 && lines.unrecognized > 0 ? ` (${formatShare(lines.unrecognized / lines.total)})` : ""}`,
  ]);
  const warnings = analysis.inputs.flatMap((input) =>
    input.warnings.map(({ message, line }) => `- ${inlineCode(line === null ? shortPath(analysis, input.path) : lineReference(analysis, input.path, line))}: ${escapeMarkdown(message)}`),
  );
  const unread = analysis.inputs.flatMap((input) => input.unrecognizedSamples.map(({ line, text }) => `line ${line} of ${shortPath(analysis, input.path)}: ${text}`));
  const { witnesses } = analysis.details;
  return [
    table(["Input", "Kind", "Size:", "Lines or events:", "Read:", "Not needed:", "Not understood:"], rows),
    warnings.join("\n"),
    unread.length === 0 ? "" : fold("Lines that were not understood", codeBlock("text", unread)),
    witnesses === null ? "" : `Pauses seen by both log and recording: ${formatCount(witnesses.both)}; by the log alone: ${formatCount(witnesses.logOnly)}; by the recording alone: ${formatCount(witnesses.recordingOnly)}.`,
    (witnesses?.disagreements ?? []).map((text) => `- ${escapeMarkdown(text)}`).join("\n"),
  ].filter((part) => part !== "").join("\n\n");
}

/** Everything that was checked, every metric, and the options of the JVM: folded. */
export function writeReference({ details, jvm }: Analysis): string {
  const checks = table(
    ["Check", "Outcome", "Reason"],
    details.findings.toSorted((a, b) => CHECK_ORDER.indexOf(a.outcome) - CHECK_ORDER.indexOf(b.outcome)).map((finding) => [`${escapeProse(finding.title)} (${inlineCode(finding.ruleId)})`, OUTCOMES[finding.outcome], finding.reason === finding.title ? "" : escapeProse(finding.reason)]),
  );
  const metrics = table(
    ["Metric", "Value:", "n:"],
    Object.entries(details.metrics)
      .filter(([, { value }]) => value !== null)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { value, unit, sampleSize }]) => [inlineCode(name), escapeMarkdown(formatInUnit(value, unit)), formatCount(sampleSize)]),
  );
  return [
    checks === "" ? "" : fold(`All checks (${details.findings.length})`, checks),
    metrics === "" ? "" : fold("All metrics", metrics),
    jvm.options.length === 0 ? "" : fold("Options of this JVM", codeBlock("sh", [joinOptions(jvm.options)])),
  ].filter((part) => part !== "").join("\n\n");
}
