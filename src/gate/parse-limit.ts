import { OPERATORS } from "../advise/judge-condition.js";
import type { Operator } from "../advise/rule.js";
import { PauselineError } from "../errors/pauseline-error.js";
import type { ConfiguredLimit } from "./config.js";
import type { Limit } from "./limit.js";
import { findSubjects, knownNames } from "./limit-subject.js";
import { parseThreshold } from "./parse-threshold.js";
import { suggestWord } from "./suggest-word.js";

/**
 * Reads a limit:
 *
 *     limit     ::= [ level ] metric operator value [ "in" phase ] [ "if known" ]
 *     level     ::= "fail" | "warn"                             ; fail unless told
 *     metric    ::= name { "." name | "[" quoted "]" }          ; alias, catalog name, or place in the analysis
 *     operator  ::= "<=" | "<" | ">=" | ">" | "==" | "!="
 *     value     ::= number [ unit ] | word | quoted
 *     unit      ::= time | size | size "/s" | size "/h" | "%" | "/s" | "/min" | "/h"
 *     time      ::= "us" | "ms" | "s" | "min" | "h" | "d"
 *     size      ::= "B" | "KB" | "MB" | "GB" | "TB"
 *
 * as in `pauses.p99 <= 50ms`, `fullGcs == 0`, `warn overhead < 2% in load`, `correlation.verdict != gc-explains`,
 * `pauses.byCause["System.gc()"].count == 0`. Times and sizes need their unit: a bare number could be anything.
 * Throws a usage error that quotes the expression, and names the part that failed and its column in it.
 */
export function parseLimit({ expression, why, origin }: ConfiguredLimit, phases: Iterable<string>): Limit {
  const fail = (part: string, message: string, hint: string): never => {
    const at = part === "" ? "" : `, column ${expression.lastIndexOf(part) + 1}`;
    throw new PauselineError("usage", `limit "${expression}"${at}: ${part === "" ? "" : `"${part}" `}${message}`, { path: origin, hint });
  };
  const match = LIMIT.exec(expression);
  if (match === null) return explainShape(expression, fail);
  const { level, metric = "", operator = "", rest = "" } = match.groups ?? {};
  const segments = segmentsOf(metric);
  const subjects = findSubjects(segments);
  const [first] = subjects;
  if (first === undefined) return fail(metric, "is no metric", suggestWord(segments.join("."), knownNames()));
  if (!Object.hasOwn(OPERATORS, operator)) return fail(operator, "is no comparison", `known: ${Object.keys(OPERATORS).join(" ")}`);
  const { value, phase, isOptional } = splitEnd(rest);
  const names = [...phases];
  if (phase !== null && !names.includes(phase)) return fail(`in ${phase}`, "names no phase of the run", names.length === 0 ? "define it with --phase or under /gate/phases" : suggestWord(phase, names));
  const subject = subjects.find(({ unit }) => typeof parseThreshold(value, unit) !== "object") ?? first;
  if ((subject.unit === "text" || subject.unit === "yesNo") && operator !== "==" && operator !== "!=") return fail(operator, `does not fit: ${subject.name} is ${subject.unit === "text" ? "a word" : "yes or no"}`, "use == or !=");
  const threshold = parseThreshold(value, subject.unit);
  if (typeof threshold === "object") return fail(value, threshold.problem, threshold.hint);
  return { expression, origin, why, level: level === "warn" ? "warn" : "fail", subject, operator: operator as Operator, threshold, phase, isOptional };
}

const LIMIT = /^\s*(?:(?<level>fail|warn)\s+)?(?<metric>[A-Za-z]\w*(?:\.\w+|\["[^"]*"\])*)\s*(?<operator>[<>=!]+)\s*(?<rest>[^\s<>=!].*?)\s*$/;

function segmentsOf(metric: string): readonly string[] {
  return [...metric.matchAll(/\["([^"]*)"\]|\w+/g)].map(([whole, quoted]) => quoted ?? whole);
}

/** The value, and what follows it. */
function splitEnd(rest: string): { value: string; phase: string | null; isOptional: boolean } {
  const match = /^(?<value>"[^"]*"|.*?)(?:\s+in\s+(?<phase>[A-Za-z][\w-]*))?(?<known>\s+if\s+known)?$/.exec(rest);
  return { value: match?.groups?.["value"] ?? rest, phase: match?.groups?.["phase"] ?? null, isOptional: match?.groups?.["known"] !== undefined };
}

/** Says which part of a limit is missing. */
function explainShape(expression: string, fail: (part: string, message: string, hint: string) => never): never {
  const example = 'write it like "pauses.p99 <= 50ms"';
  const text = expression.trim();
  if (text === "") return fail("", "is empty", example);
  const name = /^(?:(?:fail|warn)\s+)?[A-Za-z][^\s<>=!]*/.exec(text)?.[0] ?? "";
  if (name === "") return fail(text.split(/\s/)[0] ?? "", "is no metric", example);
  const after = text.slice(name.length).trim();
  if (after === "") return fail("", "ends after the metric; a comparison and a value are missing", example);
  if (/^[<>=!]+$/.test(after)) return fail(after, "is not followed by a value", example);
  return fail(after.split(/\s/)[0] ?? after, "is no comparison", `known: ${Object.keys(OPERATORS).join(" ")}`);
}
