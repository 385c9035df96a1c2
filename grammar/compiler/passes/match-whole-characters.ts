import type { ast } from "peggy";
import { visitExpressions } from "../grammar-model.js";

const LINE_FEED = "\n";

/**
 * Makes "one character" mean the same in both parsers: `.` and inverted classes match one whole code point (peggy's own
 * meaning is one UTF-16 unit) and never a line feed, which ends the line. Letters of case-insensitive classes are written
 * out in both cases, because JavaScript's own folding also knows letters outside ASCII.
 *
 * Changes the grammar in place, before either parser is generated.
 */
export function matchWholeCharacters(grammar: ast.Grammar): void {
  for (const rule of grammar.rules) {
    visitExpressions(rule.expression, (expression) => {
      if (expression.type === "any") {
        // peggy has no option for `.`, but a class that excludes only the line feed is the same thing.
        Object.assign(expression, { type: "class", parts: [LINE_FEED], inverted: true, ignoreCase: false, unicode: true });
      } else if (expression.type === "class") {
        if (expression.ignoreCase) {
          expression.parts = expression.parts.flatMap(bothCases);
          expression.ignoreCase = false;
        }
        if (expression.inverted) {
          expression.unicode = true;
          if (!expression.parts.includes(LINE_FEED)) expression.parts.push(LINE_FEED);
        }
      }
    });
  }
}

type ClassPart = string | string[] | object;

function bothCases<Part extends ClassPart>(part: Part): (Part | string)[] {
  if (typeof part === "string") return [part.toLowerCase(), part.toUpperCase()];
  if (!Array.isArray(part)) return [part];
  const [first = "", last = ""] = part as string[];
  const extra: string[] = [];
  for (let code = first.charCodeAt(0); code <= Math.min(last.charCodeAt(0), 127); code++) {
    const letter = String.fromCharCode(code);
    if (/[a-z]/.test(letter)) extra.push(letter.toUpperCase());
    else if (/[A-Z]/.test(letter)) extra.push(letter.toLowerCase());
  }
  return [part, ...extra];
}
