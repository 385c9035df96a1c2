import { PauselineError } from "../errors/pauseline-error.js";
import type { Condition, Rule, RuleOverride } from "./rule.js";

/** What a team keeps in its own folder: rules of its own, and changes to ours. */
export interface TeamRules {
  readonly rules: readonly Rule[];
  readonly overrides: readonly RuleOverride[];
}

/** Rules in force and what the team changed, as sentences for the report. */
export interface MergedRules {
  readonly rules: readonly Rule[];
  readonly changes: readonly string[];
}

/**
 * Puts a team's rules beside the built-in ones: a rule with a known id replaces that rule, overrides change thresholds or
 * severity or switch off. An override of an unknown rule or threshold is a `usage` error.
 */
export function mergeRules(builtin: readonly Rule[], team: TeamRules): MergedRules {
  const changes: string[] = [];
  const own = new Map(team.rules.map((rule) => [rule.id, rule]));
  const replaced = builtin.map((rule) => own.get(rule.id) ?? rule);
  const added = team.rules.filter(({ id }) => !builtin.some((rule) => rule.id === id));
  for (const { id } of team.rules) changes.push(added.some((rule) => rule.id === id) ? `${id} added` : `${id} replaced`);
  let rules: readonly Rule[] = [...replaced, ...added];
  for (const override of team.overrides) {
    const rule = rules.find(({ id }) => id === override.id);
    if (rule === undefined) {
      throw new PauselineError("usage", `There is no rule "${override.id}" to override`, { hint: "`pauseline rules list` prints the ids" });
    }
    if (override.off === true) {
      rules = rules.filter(({ id }) => id !== override.id);
      changes.push(`${override.id} switched off: ${override.reason}`);
      continue;
    }
    const changed = changeRule(rule, override);
    rules = rules.map((other) => (other.id === override.id ? changed : other));
    changes.push(`${override.id} changed: ${override.reason}`);
  }
  return { rules, changes };
}

function changeRule(rule: Rule, override: RuleOverride): Rule {
  const thresholds = override.thresholds ?? {};
  const used = new Set<string>();
  const when = changeCondition(rule.when, thresholds, used);
  const unknown = Object.keys(thresholds).find((metric) => !used.has(metric));
  if (unknown !== undefined) {
    throw new PauselineError("usage", `Rule "${rule.id}" compares no "${unknown}" with a number`, { hint: `\`pauseline rules explain ${rule.id}\` prints its condition` });
  }
  const severity = override.severity ?? rule.severity;
  return { ...rule, when, severity, threshold: used.size === 0 ? rule.threshold : `${rule.threshold} Changed by the team: ${override.reason}` };
}

function changeCondition(condition: Condition, thresholds: Readonly<Record<string, number>>, used: Set<string>): Condition {
  if ("all" in condition) return { all: condition.all.map((part) => changeCondition(part, thresholds, used)) };
  if ("any" in condition) return { any: condition.any.map((part) => changeCondition(part, thresholds, used)) };
  if ("not" in condition) return { not: changeCondition(condition.not, thresholds, used) };
  const value = thresholds[condition.metric];
  if (value === undefined || !("value" in condition) || typeof condition.value !== "number") return condition;
  used.add(condition.metric);
  return { ...condition, value };
}
