import type { Condition, Rule } from "../advise/rule.js";
import { formatValue } from "../units/format-quantity.js";

/** One entry of a card: text, or a list of steps or reasons. */
export type CardEntry = readonly [name: string, text: string | readonly string[]];

/** What a rule looks for, why, what it advises, what that costs and where it comes from; entries that say nothing are left out. */
export function ruleCard(rule: Rule): readonly CardEntry[] {
  const collectors = rule.appliesTo.collectors === "all" ? "all collectors" : rule.appliesTo.collectors.join(", ");
  const range = rule.appliesTo.jdk;
  const releases = range === undefined ? "" : `, JDK ${range.min ?? "…"}–${range.max ?? "…"}`;
  const severity = typeof rule.severity === "string" ? rule.severity : rule.severity.map(({ is, when }) => (when === undefined ? is : `${is} when ${describeCondition(when)}`)).join("; otherwise ");
  const entries: readonly CardEntry[] = [
    ["Applies to", collectors + releases],
    ["Severity", severity],
    ["Fires when", describeCondition(rule.when)],
    ["Threshold", rule.threshold],
    ["Why", rule.why],
    ["Advice", rule.advice.map(({ do: text, options }) => [text.replace(/\.$/, ""), ...(options?.add ?? []).map((option) => `add ${option}`), ...(options?.remove ?? []).map((option) => `remove ${option}`)].join("; "))],
    ["Expect", rule.expect],
    ["Price", rule.price],
    ["Not if", rule.contraindications.map(({ text }) => text)],
    ["Verify", rule.verify],
    ["Needs", rule.missingEvidence ?? ""],
    ["Sources", rule.sources],
  ];
  return entries.filter(([, text]) => text.length > 0);
}

/** The card as text for a terminal. */
export function explainRuleCard(rule: Rule): string {
  const lines = ruleCard(rule).map(([name, text]) => (typeof text === "string" ? `${name}: ${text}` : `${name}:\n${text.map((item) => `  - ${item}`).join("\n")}`));
  return `${rule.code} ${rule.id}\n${rule.title}\n\n${lines.join("\n")}\n`;
}

/** A condition in words: `pauses.p99Ms > 50 and not (jvm.collector is G1)`. */
function describeCondition(condition: Condition): string {
  if ("all" in condition) return condition.all.map(inner).join(" and ");
  if ("any" in condition) return condition.any.map(inner).join(" or ");
  if ("not" in condition) return `not ${inner(condition.not)}`;
  if ("in" in condition) return `${condition.metric} is one of ${condition.in.join(", ")}`;
  if ("known" in condition) return condition.known ? `${condition.metric} is known` : `${condition.metric} is not known`;
  if ("than" in condition) return `${condition.metric} ${condition.op} ${condition.than.times === 1 ? "" : `${condition.than.times} × `}${condition.than.metric}`;
  return `${condition.metric} ${condition.op} ${formatValue(condition.value, condition.unit)}`;
}

function inner(condition: Condition): string {
  const text = describeCondition(condition);
  return "all" in condition || "any" in condition ? `(${text})` : text;
}
