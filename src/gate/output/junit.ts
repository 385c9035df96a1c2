import type { Check, CheckReport } from "../check.js";

/**
 * The result as JUnit XML, which most CI systems show: one test case a check. A check that could not be judged and has to be is
 * an error, because a skipped test counts as fine nearly everywhere.
 */
export function renderJunit(report: CheckReport): string {
  const { checks, command } = report;
  const count = (outcomeIs: (check: Check) => boolean): number => checks.filter(outcomeIs).length;
  const failures = count(({ outcome }) => outcome === "failed");
  const errors = count(isError) + (report.verdict === "not-judged" && !checks.some(isError) ? 1 : 0);
  const skipped = count((check) => isSkipped(check));
  const undecided = report.verdict === "not-judged" && !checks.some(isError) ? [`    <testcase classname="pauseline.${command}" name="verdict">`, `      <error message="${xml(report.headline)}"/>`, "    </testcase>"] : [];
  const tests = checks.length + (undecided.length > 0 ? 1 : 0);
  // The schema that Jenkins reads by knows no skipped tests of all suites together.
  const totals = `tests="${tests}" failures="${failures}" errors="${errors}"`;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="pauseline" ${totals}>`,
    `  <testsuite name="pauseline ${command}" ${totals} skipped="${skipped}">`,
    ...checks.flatMap((check) => testCase(check, command)),
    ...undecided,
    "  </testsuite>",
    "</testsuites>",
  ].join("\n")}\n`;
}

function isError({ outcome, isRequired }: Check): boolean {
  return outcome === "not-judged" && isRequired;
}

function isSkipped({ outcome, isRequired }: Check): boolean {
  return outcome === "noted" || (outcome === "not-judged" && !isRequired);
}

function testCase(check: Check, command: string): readonly string[] {
  const open = `    <testcase classname="pauseline.${command}" name="${xml(check.name)}"`;
  const message = xml(check.message);
  const told = [...check.offenders.map(({ path, line, when, text }) => `${path}:${line}${when === null ? "" : ` ${when}`} ${text}`), ...check.explanation].map(xml).join("\n");
  if (check.outcome === "failed") return [`${open}>`, `      <failure message="${message}" type="limit">${told}</failure>`, "    </testcase>"];
  if (isError(check)) return [`${open}>`, `      <error message="${message}" type="not-judged">${told}</error>`, "    </testcase>"];
  if (isSkipped(check)) return [`${open}>`, `      <skipped message="${message}"/>`, "    </testcase>"];
  if (check.outcome === "warned") return [`${open}>`, `      <system-out>warning: ${message}${told === "" ? "" : `\n${told}`}</system-out>`, "    </testcase>"];
  return [`${open}/>`];
}

/** Text for an element or an attribute; characters that XML 1.0 does not allow become question marks. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "?")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/\r?\n|\r/g, "&#10;");
}
