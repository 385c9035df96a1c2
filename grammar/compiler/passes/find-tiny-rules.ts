import type { ast } from "peggy";
import { visitExpressions } from "../grammar-model.js";

/** Largest number of expressions in a rule that is copied to where it is used. */
const MAX_EXPRESSIONS = 4;

/** Rules so small that a call costs more than their body: few expressions, no code, no reference to other rules. */
export function findTinyRules(rules: Iterable<ast.Rule>): ReadonlySet<string> {
  const tiny = new Set<string>();
  for (const rule of rules) {
    let expressions = 0;
    visitExpressions(rule.expression, ({ type }) => {
      const isPlain = type !== "rule_ref" && type !== "action" && type !== "semantic_and" && type !== "semantic_not";
      expressions += isPlain ? 1 : MAX_EXPRESSIONS + 1;
    });
    if (expressions <= MAX_EXPRESSIONS) tiny.add(rule.name);
  }
  return tiny;
}
