import { OPERATORS } from "../advise/judge-condition.js";
import type { Operator } from "../advise/rule.js";
import { PauselineError } from "../errors/pauseline-error.js";
import type { ConfiguredLimit } from "./config.js";
import type { Limit } from "./limit.js";
import { KNOWN_CAUSES } from "./known-causes.js";
import { findSubjects, knownNames, wordsOf } from "./limit-subject.js";
import { parseThreshold } from "./parse-threshold.js";
import { nearestWord, suggestWord } from "./suggest-word.js";

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
export function parseLimit({ expression, why, origin, originAt }: ConfiguredLimit, phases: Iterable<string>): Limit {
  const fail = (part: string, message: string, hint: string, index = expression.lastIndexOf(part)): never => {
    const column = part === "" || originAt !== null ? "" : `, column ${index + 1}`;
    throw new PauselineError("usage", `limit "${expression}"${column}: ${part === "" ? "" : `"${part}" `}${message}`, { path: originAt?.(part === "" ? expression.length : index) ?? origin, hint });
  };
  const match = LIMIT.exec(expression);
  if (match === null) return explainShape(expression, fail);
  const { level, metric = "", operator = "", rest = "" } = match.groups ?? {};
  const [metricAt, operatorAt, restAt] = ["metric", "operator", "rest"].map((part) => match.indices?.groups?.[part]?.[0] ?? 0) as [number, number, number];
  const segments = segmentsOf(metric);
  const subjects = findSubjects(segments);
  const [first] = subjects;
  if (first === undefined) return fail(metric, "is no metric", suggestWord(segments.join("."), knownNames()), metricAt);
  const cause = segments[1] === "byCause" ? (segments[2] ?? "") : "";
  const meant = KNOWN_CAUSES.includes(cause) ? null : nearestWord(cause, KNOWN_CAUSES, CAUSE_SLIPS);
  if (meant !== null) return fail(cause, "is no cause of collections", `did you mean "${meant}"?`, metricAt + metric.indexOf(cause));
  if (!Object.hasOwn(OPERATORS, operator)) return fail(operator, "is no comparison", knownOperators(operator), operatorAt);
  const { value, phase, phaseAt, isOptional } = splitEnd(rest);
  const names = [...phases];
  if (phase !== null && !names.includes(phase)) return fail(`in ${phase}`, "names no phase of the run", names.length === 0 ? "define it with --phase or under /gate/phases" : suggestWord(phase, names), restAt + phaseAt);
  const subject = subjects.find(({ unit }) => typeof parseThreshold(value, unit) !== "object") ?? first;
  if ((subject.unit === "text" || subject.unit === "yesNo") && operator !== "==" && operator !== "!=") return fail(operator, `does not fit: ${subject.name} is ${subject.unit === "text" ? "a word" : "yes or no"}`, "use == or !=", operatorAt);
  const threshold = parseThreshold(value, subject.unit);
  if (typeof threshold === "object") return fail(value, threshold.problem, threshold.hint, restAt);
  const words = wordsOf(subject);
  if (words !== null && !words.includes(String(threshold))) return fail(value, `is nothing that ${subject.name} can be`, suggestWord(String(threshold), words), restAt);
  return { expression, origin, why, level: level === "warn" ? "warn" : "fail", subject, operator: operator as Operator, threshold, phase, isOptional };
}

/** A cause that differs by so few letters from a known one is a slip; what differs more may be a cause of another JDK. */
const CAUSE_SLIPS = 2;

const LIMIT = /^\s*(?:(?<level>fail|warn)\s+)?(?<metric>[A-Za-z]\w*(?:\.\w+|\["[^"]*"\])*)\s*(?<operator>[<>=!]+)\s*(?<rest>[^\s<>=!].*?)\s*$/d;

function segmentsOf(metric: string): readonly string[] {
  return [...metric.matchAll(/\["([^"]*)"\]|\w+/g)].map(([whole, quoted]) => quoted ?? whole);
}

/** The value, and what follows it. */
function splitEnd(rest: string): { value: string; phase: string | null; phaseAt: number; isOptional: boolean } {
  const match = /^(?<value>"[^"]*"|.*?)(?:\s+in\s+(?<phase>[A-Za-z][\w-]*))?(?<known>\s+if\s+known)?$/d.exec(rest);
  return { value: match?.groups?.["value"] ?? rest, phase: match?.groups?.["phase"] ?? null, phaseAt: match?.indices?.groups?.["phase"]?.[0] ?? 0, isOptional: match?.groups?.["known"] !== undefined };
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
  const word = after.split(/\s/)[0] ?? after;
  return fail(word, "is no comparison", knownOperators(word));
}

const MEANT_OPERATORS: ReadonlyMap<string, Operator> = new Map([["=", "=="], ["=>", ">="], ["=<", "<="], ["===", "=="], ["!==", "!="], ["<>", "!="], ["is", "=="]]);

function knownOperators(written: string): string {
  const meant = MEANT_OPERATORS.get(written);
  return `known: ${Object.keys(OPERATORS).join(" ")}${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
}
