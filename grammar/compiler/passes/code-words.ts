import type { Expression } from "../grammar-model.js";
import { visitExpressions } from "../grammar-model.js";

/** All identifiers in a piece of action code; words in strings and comments count too, which only costs a superfluous label. */
export function wordsOf(code: string): ReadonlySet<string> {
  return new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
}

/** The identifiers in all actions and predicates of a rule, and whether it has predicates at all. */
export function codeWordsOf(body: Expression): { words: ReadonlySet<string>; hasPredicate: boolean } {
  const words = new Set<string>();
  let hasPredicate = false;
  visitExpressions(body, (expression) => {
    if (expression.type === "semantic_and" || expression.type === "semantic_not") hasPredicate = true;
    else if (expression.type !== "action") return;
    for (const word of wordsOf(expression.code)) words.add(word);
  });
  return { words, hasPredicate };
}
