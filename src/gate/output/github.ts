import { toPlainLine } from "../../report/plain-text.js";
import type { Check, CheckReport } from "../check.js";

/** GitHub shows ten annotations of a kind for a step. */
const ANNOTATIONS_MOST = 10;

/** Workflow commands that mark the failed checks in the run and, where the log is in the repository, in the file. */
export function renderAnnotations(report: CheckReport): string {
  const lines = [
    ...annotations("error", report.checks.filter(({ outcome, isRequired }) => outcome === "failed" || (outcome === "not-judged" && isRequired))),
    ...annotations("warning", report.checks.filter(({ outcome, isRequired }) => outcome === "warned" || (outcome === "not-judged" && !isRequired))),
    ...(report.verdict === "passed" ? [`::notice title=${property("GC gate")}::${message(report.headline)}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function annotations(kind: "error" | "warning", checks: readonly Check[]): readonly string[] {
  return checks.slice(0, ANNOTATIONS_MOST).map((check) => {
    const [worst] = check.offenders;
    const place = worst === undefined ? "" : `file=${property(worst.path)},line=${worst.line},`;
    const reasons = [check.message, ...check.offenders.map(({ path, line, text }) => `${path}:${line} ${text}`), ...check.explanation].map(toPlainLine);
    return `::${kind} ${place}title=${property(check.name)}::${message(reasons.join("\n"))}`;
  });
}

/** The outputs of a step, in the form of the file that GITHUB_OUTPUT names. Values are single lines, so nothing can add a name. */
export function renderOutputs(report: CheckReport): string {
  const count = (outcome: Check["outcome"]): number => report.checks.filter((check) => check.outcome === outcome).length;
  return [
    `verdict=${report.verdict}`,
    `headline=${toPlainLine(report.headline)}`,
    `failed=${count("failed")}`,
    `warned=${count("warned")}`,
    `not-judged=${count("not-judged")}`,
  ].map((line) => `${line}\n`).join("");
}

function message(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function property(text: string): string {
  return message(toPlainLine(text)).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
