import type { Check, CheckReport, Offender } from "../check.js";

const LEVELS = { failed: "error", warned: "warning" } as const;

/** The result as SARIF 2.1.0, for code scanning and editors: one result for each place that broke a limit. */
export function renderSarif(report: CheckReport, version: string): string {
  const told = report.checks.filter(({ outcome, isRequired }) => outcome === "failed" || outcome === "warned" || (outcome === "not-judged" && isRequired));
  const rules = told.map((check, index) => ({ id: ruleId(report, check), name: `check${index + 1}`, shortDescription: { text: check.name }, help: { text: check.message } }));
  const sarif = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "pauseline", version, rules } },
        columnKind: "utf16CodeUnits",
        results: told.flatMap((check, ruleIndex) => resultsOf(report, check, ruleIndex)),
        properties: { verdict: report.verdict, headline: report.headline },
      },
    ],
  };
  return `${JSON.stringify(sarif, null, 2)}\n`;
}

function ruleId({ command }: CheckReport, { facts, name }: Check): string {
  return `${command}/${typeof facts["metric"] === "string" ? facts["metric"] : name}`;
}

function resultsOf(report: CheckReport, check: Check, ruleIndex: number): readonly object[] {
  const text = [check.message, ...check.explanation].join(". ");
  const verdict = check.outcome === "failed" || check.outcome === "warned" ? { level: LEVELS[check.outcome] } : { kind: "open", level: "none" };
  const common = { ruleId: ruleId(report, check), ruleIndex, ...verdict };
  if (check.offenders.length === 0) return [{ ...common, message: { text } }];
  return check.offenders.map((offender) => ({ ...common, message: { text: offender.text === "" ? text : `${text}. Here: ${offender.text}` }, locations: [locationOf(offender)] }));
}

function locationOf({ path, line }: Offender): object {
  return { physicalLocation: { artifactLocation: { uri: uriOf(path) }, ...(line >= 1 ? { region: { startLine: line } } : {}) } };
}

/** A path as a reference that stays relative where the path is. */
function uriOf(path: string): string {
  // A file name may hold half of a surrogate pair, which no reference can.
  const slashes = path.replace(/\p{Surrogate}/gu, "\ufffd").replaceAll("\\", "/");
  const encoded = slashes.split("/").map(encodeURIComponent).join("/");
  if (slashes.startsWith("/")) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(slashes) ? `file:///${encoded}` : encoded;
}
