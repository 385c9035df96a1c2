import type { ast } from "peggy";
import { unwrapExpression, type Expression } from "../grammar-model.js";
import { addBytes, allLineBytes, bytesOfClass, type ByteSet } from "./byte-set.js";
import { isNullable, type NullableRules } from "./compute-nullable.js";

/** For each rule the bytes that a match which consumes something can begin with. */
export type FirstBytes = ReadonlyMap<string, ByteSet>;

/** Finds the possible first bytes of each rule, by repeating until no set grows. */
export function computeFirstBytes(rules: readonly ast.Rule[], nullable: NullableRules): FirstBytes {
  const first = new Map<string, ByteSet>(rules.map((rule) => [rule.name, new Uint8Array(256)]));
  let isChanged: boolean;
  do {
    isChanged = false;
    for (const rule of rules) {
      if (addBytes(first.get(rule.name)!, firstBytesOf(rule.expression, first, nullable))) isChanged = true;
    }
  } while (isChanged);
  return first;
}

/**
 * The bytes that a match of `expression` can begin with; never too few. An expression that can match nothing may also
 * stand before any other byte, which callers check with isNullable.
 */
export function firstBytesOf(expression: Expression, first: FirstBytes, nullable: NullableRules): ByteSet {
  const inner = unwrapExpression(expression);
  switch (inner.type) {
    case "literal":
      return firstBytesOfLiteral(inner);
    case "class":
      return bytesOfClass(inner);
    case "choice":
      return union(inner.alternatives);
    case "sequence": {
      const end = inner.elements.findIndex((element) => !isNullable(element, nullable));
      return union(end < 0 ? inner.elements : inner.elements.slice(0, end + 1));
    }
    case "action":
    case "labeled":
    case "text":
    case "optional":
    case "zero_or_more":
    case "one_or_more":
    case "repeated":
      return firstBytesOf(inner.expression, first, nullable);
    case "rule_ref":
      return first.get(inner.name)!.slice();
    case "any":
      return allLineBytes();
    default:
      // Lookahead and predicates consume nothing.
      return new Uint8Array(256);
  }

  function union(expressions: readonly Expression[]): ByteSet {
    const set = new Uint8Array(256);
    for (const each of expressions) addBytes(set, firstBytesOf(each, first, nullable));
    return set;
  }
}

function firstBytesOfLiteral(node: ast.Literal): ByteSet {
  const set = new Uint8Array(256);
  const variants = node.ignoreCase ? [node.value.toLowerCase(), node.value.toUpperCase()] : [node.value];
  for (const variant of variants) {
    const byte = new TextEncoder().encode(variant)[0];
    if (byte !== undefined) set[byte] = 1;
  }
  return set;
}
