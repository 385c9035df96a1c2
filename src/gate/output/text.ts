import { toPlainLine, wrapWords } from "../../report/plain-text.js";
import type { Check, CheckOutcome, CheckReport } from "../check.js";

const WORDS: Readonly<Record<CheckOutcome, string>> = { failed: "FAIL", warned: "warn", "not-judged": "????", passed: "ok", noted: "note" };
const OUTCOME_WIDTH = 6;
const NAME_MOST = 48;

/** The result for a terminal: the verdict, a table of checks, why each failed, what was looked at. Ends with a line break. */
export function renderCheckText(report: CheckReport, width: number): string {
  const lines = [toPlainLine(report.headline), "", ...tableOf(report.checks)];
  for (const check of report.checks) if (check.outcome !== "passed" && check.outcome !== "noted") lines.push("", ...explain(check, width));
  const [columns, ...rows] = report.context;
  if (columns !== undefined && rows.length > 0) lines.push("", ...contextLines(rows, columns.length > 2 ? columns : null, width));
  for (const note of report.notes) lines.push("", ...wrapWords(toPlainLine(note), width));
  return `${lines.join("\n")}\n`;
}

function tableOf(checks: readonly Check[]): readonly string[] {
  const name = Math.min(NAME_MOST, Math.max(0, ...checks.map((check) => check.name.length)));
  const measured = Math.max(0, ...checks.map((check) => check.measured.length));
  return checks.map((check) => `${WORDS[check.outcome].padEnd(OUTCOME_WIDTH)}${toPlainLine(check.name).padEnd(name)}  ${toPlainLine(check.measured).padEnd(measured)}  ${toPlainLine(check.limit)}`.trimEnd());
}

function explain(check: Check, width: number): readonly string[] {
  const indented = (text: string): readonly string[] => wrapWords(toPlainLine(text), width - 2).map((line) => `  ${line}`);
  return [
    `${WORDS[check.outcome]}  ${toPlainLine(check.name)}`,
    ...indented(check.message),
    ...check.offenders.map(({ path, line, when, text }) => `  ${toPlainLine(`${path}:${line}${when === null ? "" : `  ${when}`}  ${text}`)}`),
    ...check.explanation.flatMap(indented),
    ...(check.origin === null ? [] : [`  set by ${toPlainLine(check.origin)}`]),
  ];
}

function contextLines(told: CheckReport["context"], columns: readonly string[] | null, width: number): readonly string[] {
  const rows = told.map((row) => row.map(toPlainLine));
  const all = columns === null ? rows : [columns.map(toPlainLine), ...rows];
  const [label, first] = [0, 1].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) as [number, number];
  if (columns === null) return rows.map(([name = "", value = ""]) => `${name.padEnd(label)}  ${value}`);
  const isNarrow = label + 2 + first + 2 + 10 > width;
  return all.map(([name = "", before = "", after = ""]) =>
    (isNarrow ? `${name.padEnd(label)}  ${before} | ${after}` : `${name.padEnd(label)}  ${before.padEnd(first)}  ${after}`).trimEnd());
}
