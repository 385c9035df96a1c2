import type { ast } from "peggy";
import { formatPlace, GrammarBuildError } from "../grammar-build-error.js";
import type { Expression } from "../grammar-model.js";
import { childrenOf } from "../grammar-model.js";
import { isNullable, type NullableRules } from "./compute-nullable.js";

/** Names that peggy offers to actions and that a parser over bytes does not keep. */
const PARSER_FUNCTIONS = /(?<![.\w$])(text|location|range|offset|expected|error)\s*\(|(?<![.\w$])(input|options|peg\$\w+)\b\s*[.[(]/;
// With the u flag this finds surrogates only when they stand alone. U+FFFD also stands for broken UTF-8.
const UNWRITABLE = /[\uD800-\uDFFF\uFFFD]/u;

/**
 * Refuses what the byte parser cannot do exactly as peggy's own parser does.
 *
 * @throws GrammarBuildError with the rule and the place of the first unsupported construct.
 */
export function checkSupported(grammar: ast.Grammar, nullable: NullableRules): void {
  if (grammar.imports.length > 0) refuse("imports of other grammars are not supported", grammar.imports[0]!.location, null);
  const initializer = [grammar.initializer ?? []].flat()[0];
  if (initializer !== undefined) {
    refuse("an initializer { … } per parse is not supported; use {{ … }}", initializer.location, null);
  }
  for (const rule of grammar.rules) checkExpression(rule.expression, rule.name, [], nullable);
}

/** Returns the labels in scope after `expression`. */
function checkExpression(expression: Expression, rule: string, labels: readonly string[], nullable: NullableRules): readonly string[] {
  checkNode(expression, rule, labels, nullable);
  if (expression.type === "labeled") {
    checkExpression(expression.expression, rule, labels, nullable);
    return expression.label === null ? labels : [...labels, expression.label];
  }
  let inner = labels;
  for (const child of childrenOf(expression)) {
    const after = checkExpression(child, rule, expression.type === "choice" ? labels : inner, nullable);
    inner = after;
  }
  if (expression.type === "action") checkCode(expression, inner, rule);
  return expression.type === "sequence" || expression.type === "named" ? inner : labels;
}

function checkNode(expression: Expression, rule: string, labels: readonly string[], nullable: NullableRules): void {
  switch (expression.type) {
    case "literal":
      if (/[\r\n]/.test(expression.value)) refuse("a line holds no line break; its end is !.", expression.location, rule);
      if (UNWRITABLE.test(expression.value)) refuse("a literal must be valid text", expression.location, rule);
      if (expression.ignoreCase && !isAscii(expression.value)) refuse("a case-insensitive literal must be ASCII", expression.location, rule);
      break;
    case "class":
      if (!expression.parts.flat().every((part) => typeof part === "string" && isAscii(part))) {
        refuse("a character class may list ASCII characters only", expression.location, rule);
      }
      break;
    case "semantic_and":
    case "semantic_not":
      checkCode(expression, labels, rule);
      break;
    case "zero_or_more":
    case "one_or_more":
      if (isNullable(expression.expression, nullable)) refuse("a loop over an expression that can match nothing", expression.location, rule);
      break;
    case "repeated":
      checkRepetition(expression, rule, nullable);
      break;
    case "library_ref":
      refuse("imports of other grammars are not supported", expression.location, rule);
  }
}

function checkRepetition(expression: ast.Repeated, rule: string, nullable: NullableRules): void {
  const { min, max } = expression;
  if (max.type !== "constant" || (min !== null && min.type !== "constant")) {
    refuse("the bounds of a repetition must be numbers", expression.location, rule);
  }
  if (max.value === 0) refuse("a repetition of zero times", expression.location, rule);
  if (isNullable(expression.expression, nullable)) refuse("a loop over an expression that can match nothing", expression.location, rule);
}

function checkCode(node: ast.Action | ast.SemanticPredicate, labels: readonly string[], rule: string): void {
  const used = PARSER_FUNCTIONS.exec(node.code);
  const name = used?.[1] ?? used?.[2];
  if (name !== undefined && !labels.includes(name)) refuse(`code may use labels only, not ${name}`, node.location, rule);
  try {
    Function(...labels, node.code);
  } catch (error) {
    refuse(`code is not valid JavaScript: ${error instanceof Error ? error.message : String(error)}`, node.location, rule);
  }
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

function refuse(problem: string, location: Parameters<typeof formatPlace>[0], rule: string | null): never {
  throw new GrammarBuildError(problem, formatPlace(location), rule);
}
