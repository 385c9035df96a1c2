import type { ast } from "peggy";

/** One `.peggy` file. `source` is the name that build errors show. */
export interface GrammarSource {
  readonly source: string;
  readonly text: string;
}

/** A rule that callers may start from, and the TypeScript type of its value. */
export interface StartRule {
  readonly rule: string;
  readonly valueType: string;
}

/** What the annotation comments of a grammar declare. */
export interface Annotations {
  readonly starts: readonly StartRule[];
  /** Rule name → name of the hand-written scanner that stands for its body in the byte parser. */
  readonly intrinsics: ReadonlyMap<string, string>;
  /** `import type …` statements for the value types, in the order of the grammar. */
  readonly typeImports: readonly string[];
}

/** Any expression of a rule, an error-display name included. */
export type Expression = ast.Expression | ast.Named;

/** A checked grammar with everything the emitters need to know about its rules. */
export interface GrammarModel {
  readonly rules: ReadonlyMap<string, ast.Rule>;
  readonly annotations: Annotations;
  /** Code of the `{{ … }}` blocks. */
  readonly topLevelCode: string;
}

/** The expression below groups and error-display names, which match exactly what their content matches. */
export function unwrapExpression(expression: Expression): Exclude<Expression, ast.Group | ast.Named> {
  let inner = expression;
  while (inner.type === "group" || inner.type === "named") inner = inner.expression;
  return inner;
}

/** The expressions directly below one expression, in the order in which they are matched. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case "choice":
      return expression.alternatives;
    case "sequence":
      return expression.elements;
    case "repeated":
      return expression.delimiter === null ? [expression.expression] : [expression.expression, expression.delimiter];
    case "literal":
    case "class":
    case "any":
    case "rule_ref":
    case "library_ref":
    case "semantic_and":
    case "semantic_not":
      return [];
    default:
      return [expression.expression];
  }
}

/** Calls `visit` for an expression and everything below it. */
export function visitExpressions(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression);
  for (const child of childrenOf(expression)) visitExpressions(child, visit);
}
