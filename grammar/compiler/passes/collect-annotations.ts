import { GrammarBuildError } from "../grammar-build-error.js";
import type { Annotations, GrammarSource, StartRule } from "../grammar-model.js";
import { isIntrinsicName, INTRINSIC_NAMES } from "./emit-intrinsic.js";

const COMMENT = /^\/\/\s*(.*)$/;
const ANNOTATION = /^@(\w+)\s*(.*)$/;
const RULE_NAME = /^([\p{ID_Start}$_][\p{ID_Continue}$]*)/u;

/**
 * Reads the annotation comments of a grammar: `// @start Returns <Type>`, `// @intrinsic <scanner>` (both in the comment
 * directly above a rule) and `// @import { Type } from "module"` (anywhere).
 *
 * @throws GrammarBuildError for an annotation that is unknown, incomplete or stands above no rule, and when no rule is a start rule.
 */
export function collectAnnotations(sources: readonly GrammarSource[]): Annotations {
  const starts: StartRule[] = [];
  const intrinsics = new Map<string, string>();
  const typeImports: string[] = [];

  for (const { source, text } of sources) {
    let pending: { keyword: string; argument: string; place: string }[] = [];
    text.split(/\r\n|\n|\r/).forEach((line, index) => {
      const comment = COMMENT.exec(line)?.[1];
      if (comment !== undefined) {
        const annotation = ANNOTATION.exec(comment.trim());
        if (annotation === null) return;
        const [, keyword = "", argument = ""] = annotation;
        const place = `${source}:${index + 1}:1`;
        if (keyword === "import") typeImports.push(typeImport(argument, place));
        else pending.push({ keyword, argument, place });
        return;
      }
      const rule = RULE_NAME.exec(line)?.[1];
      for (const { keyword, argument, place } of pending) {
        if (rule === undefined) throw new GrammarBuildError(`@${keyword} must stand directly above a rule`, place, null);
        if (keyword === "start") starts.push({ rule, valueType: startType(argument, place, rule) });
        else if (keyword === "intrinsic") intrinsics.set(rule, intrinsicName(argument, place, rule));
        else throw new GrammarBuildError(`unknown annotation @${keyword}; known: @start, @intrinsic, @import`, place, rule);
      }
      pending = [];
    });
    const orphan = pending[0];
    if (orphan !== undefined) throw new GrammarBuildError(`@${orphan.keyword} must stand directly above a rule`, orphan.place, null);
  }
  if (starts.length === 0) {
    throw new GrammarBuildError('no start rule: put "// @start Returns <Type>" above one', sources[0]?.source ?? "grammar", null);
  }
  return { starts, intrinsics, typeImports };
}

function typeImport(argument: string, place: string): string {
  if (!/^\{[^}]+\}\s+from\s+"[^"]+";?$/.test(argument)) {
    throw new GrammarBuildError('@import is written { Type } from "module"', place, null);
  }
  return `import type ${argument.replace(/;$/, "")};`;
}

function startType(argument: string, place: string, rule: string): string {
  const type = /^Returns\s+(.+)$/.exec(argument.trim())?.[1];
  if (type === undefined) throw new GrammarBuildError('@start is written "@start Returns <Type>"', place, rule);
  return /^<(.*)>$/.exec(type)?.[1] ?? type;
}

function intrinsicName(argument: string, place: string, rule: string): string {
  const name = argument.trim();
  if (!isIntrinsicName(name)) {
    throw new GrammarBuildError(`unknown intrinsic "${name}"; known: ${INTRINSIC_NAMES.join(", ")}`, place, rule);
  }
  return name;
}
