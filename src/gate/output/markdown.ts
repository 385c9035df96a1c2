import { escapeMarkdown, fold, inlineCode, table } from "../../report/markdown-text.js";
import type { Check, CheckOutcome, CheckReport } from "../check.js";
import { renderMermaid } from "./mermaid.js";

/** GitHub refuses comments of 65,536 characters and more. */
const LENGTH_MOST = 64_900;
const CHECKS_MOST = 100;
const TEXT_MOST = 400;

const SIGNS: Readonly<Record<CheckOutcome, string>> = { failed: "❌", warned: "⚠️", "not-judged": "❔", passed: "✅", noted: "ℹ️" };
const VERDICT_SIGNS = { passed: "✅", failed: "❌", "not-judged": "❔" } as const;

/** Finds the comment again, so that there is one a pull request; `name` tells several gates apart. */
function markerOf(report: CheckReport, name = ""): string {
  return `<!-- pauseline:${report.command}${name === "" ? "" : `:${name.replace(/[^\w.-]/g, "-")}`} -->`;
}

/** What a comment may be told besides the report. */
export interface CommentOptions {
  /** Tells several gates of one pull request apart. */
  readonly name?: string;
  /** Address of the full report and its pictures. */
  readonly link?: string | null;
}

/**
 * The result as a comment for a pull request: a hidden marker, the verdict, what failed and why; everything else folded. Shorter
 * than 65,000 characters whatever the input. Text from inputs is escaped: it makes no markup, mention or link.
 */
export function renderCheckMarkdown(report: CheckReport, { name = "", link = null }: CommentOptions = {}): string {
  const open = report.checks.filter(({ outcome }) => outcome === "failed" || outcome === "not-judged" || outcome === "warned");
  const others = report.checks.filter((check) => !open.includes(check));
  const head = [markerOf(report, name), `### ${VERDICT_SIGNS[report.verdict]} ${shortText(report.headline)}`];
  if (open.length > 0) head.push(checkTable(open));
  const told = new Set<string>();
  const parts = [
    ...open.slice(0, CHECKS_MOST).map((check) => explain(check, told)),
    others.length === 0 ? "" : fold(`${others.length} ${others.length === 1 ? "check" : "checks"} without a finding`, checkTable(others)),
    report.chart === null ? "" : fold(escapeMarkdown(report.chart.title), renderMermaid(report.chart)),
    contextPart(report),
    link === null ? "" : `[Full report and charts](${encodeURI(link).replace(/[()]/g, (char) => (char === "(" ? "%28" : "%29"))})`,
  ].filter((part) => part !== "");
  return withinLength(head, parts);
}

/** Whether there is nothing that anybody has to read: for teams that want no comment then. */
export function isQuiet(report: CheckReport): boolean {
  return report.verdict === "passed" && report.checks.every(({ outcome }) => outcome === "passed" || outcome === "noted");
}

/** Leaves out whole parts, last ones first, until the rest fits. */
function withinLength(head: readonly string[], parts: readonly string[]): string {
  const note = (left: number): readonly string[] => (left === 0 ? [] : [`_${left} more ${left === 1 ? "part is" : "parts are"} left out here; the JSON output holds everything._`]);
  const headLength = head.join("\n\n").length;
  let kept = 0;
  for (let length = headLength + (note(parts.length)[0]?.length ?? 0) + 3; kept < parts.length; kept++) {
    length += (parts[kept] as string).length + 2;
    if (length > LENGTH_MOST) break;
  }
  const text = `${[...head, ...parts.slice(0, kept), ...note(parts.length - kept)].join("\n\n")}\n`;
  return text.length <= LENGTH_MOST ? text : `${head.slice(0, 2).join("\n\n").slice(0, LENGTH_MOST)}\n`;
}

function checkTable(checks: readonly Check[]): string {
  const rows = checks.slice(0, CHECKS_MOST).map((check) => [`${SIGNS[check.outcome]} ${check.outcome.replace("-", " ")}`, inlineCode(cut(check.name)), shortText(check.measured), shortText(check.limit)]);
  const more = checks.length > CHECKS_MOST ? `\n\n${checks.length - CHECKS_MOST} more are in the JSON output.` : "";
  return table(["", "check", "measured:", "limit:"], rows) + more;
}

/** Why a check ended as it did: the reason in the open, the places folded; places that were told already are not told again. */
function explain(check: Check, told: Set<string>): string {
  const places = check.offenders.map(({ path, line, when, text }) => `- ${inlineCode(cut(`${path}:${line}`))}${when === null ? "" : ` ${shortText(when)}`} ${shortText(text)}`).join("\n");
  const isTold = places !== "" && told.has(places);
  told.add(places);
  const sentences = check.explanation.map((sentence) => `- ${shortText(sentence)}`);
  return [
    `**${SIGNS[check.outcome]} ${shortText(check.message)}**`,
    [...sentences, ...(isTold ? ["- The worst places are those of a check above"] : [])].join("\n"),
    places === "" || isTold ? "" : fold(`Worst ${check.offenders.length === 1 ? "place" : "places"}`, places),
  ].filter((part) => part !== "").join("\n\n");
}

function contextPart({ context, notes }: CheckReport): string {
  const [columns, ...rows] = context;
  const facts = columns === undefined ? "" : table(columns.map((column) => escapeMarkdown(column)), rows.map((row) => row.map(shortText)));
  const remarks = notes.map((note) => `- ${shortText(note)}`).join("\n");
  const body = [facts, remarks].filter((part) => part !== "").join("\n\n");
  return body === "" ? "" : fold("What was looked at", body);
}

function shortText(text: string): string {
  return escapeMarkdown(cut(text));
}

function cut(text: string): string {
  return text.length <= TEXT_MOST ? text : `${text.slice(0, TEXT_MOST)}…`;
}
