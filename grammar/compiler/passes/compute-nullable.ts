import type { ast } from "peggy";
import { unwrapExpression, type Expression } from "../grammar-model.js";

/** Names of the rules that can match without consuming a byte. */
export type NullableRules = ReadonlySet<string>;

/** Finds the rules that can match nothing, by repeating until no further rule is found. */
export function computeNullable(rules: readonly ast.Rule[]): NullableRules {
  const nullable = new Set<string>();
  let size: number;
  do {
    size = nullable.size;
    for (const rule of rules) if (isNullable(rule.expression, nullable)) nullable.add(rule.name);
  } while (nullable.size > size);
  return nullable;
}

/** Whether an expression can match without consuming a byte. */
export function isNullable(expression: Expression, nullable: NullableRules): boolean {
  const inner = unwrapExpression(expression);
  switch (inner.type) {
    case "literal":
      return inner.value === "";
    case "class":
    case "any":
      return false;
    case "choice":
      return inner.alternatives.some((alternative) => isNullable(alternative, nullable));
    case "sequence":
      return inner.elements.every((element) => isNullable(element, nullable));
    case "repeated":
      return (inner.min ?? inner.max).value === 0 || isNullable(inner.expression, nullable);
    case "rule_ref":
      return nullable.has(inner.name);
    case "action":
    case "labeled":
    case "text":
    case "one_or_more":
      return isNullable(inner.expression, nullable);
    default:
      return true;
  }
}
