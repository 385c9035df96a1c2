import type { ast } from "peggy";
import type { Expression } from "../grammar-model.js";
import { bytesOfClass } from "./byte-set.js";
import { wordsOf } from "./code-words.js";
import { emitByteTest, hasLongCharacters } from "./emit-byte-test.js";
import { emitChoice } from "./emit-choice.js";
import { emitIntrinsic } from "./emit-intrinsic.js";
import { emitOptional, emitRepetition } from "./emit-loop.js";
import { nestedScope, scopeOfRule, type Emitted, type Emitter, type Scope } from "./emitter.js";

/** Emits any expression; see {@link Emitted}. */
export function emitExpression(node: Expression, wantsValue: boolean, onFail: string, scope: Scope, emitter: Emitter): Emitted {
  switch (node.type) {
    case "named":
      return emitExpression(node.expression, wantsValue, onFail, scope, emitter);
    case "group":
      return emitExpression(node.expression, wantsValue, onFail, nestedScope(scope), emitter);
    case "literal":
      return emitLiteral(node, onFail, emitter);
    case "class":
      return emitClass(node, wantsValue, onFail, emitter);
    case "rule_ref":
      return emitRuleReference(node, wantsValue, onFail, emitter);
    case "text":
      return emitText(node, wantsValue, onFail, scope, emitter);
    case "labeled":
      return emitLabeled(node, wantsValue, onFail, scope, emitter);
    case "sequence":
      return emitSequence(node, wantsValue, onFail, scope, emitter);
    case "action":
      return emitAction(node, wantsValue, onFail, scope, emitter);
    case "optional":
      return emitOptional(node, wantsValue, scope, emitter);
    case "zero_or_more":
    case "one_or_more":
    case "repeated":
      return emitRepetition(node, wantsValue, onFail, scope, emitter);
    case "simple_and":
    case "simple_not":
      return emitLookahead(node, onFail, scope, emitter);
    case "semantic_and":
    case "semantic_not": {
      const call = emitCall(node, scope, emitter);
      return { code: `if(${node.type === "semantic_and" ? "!" : ""}${call})${onFail}\n`, value: "undefined" };
    }
    case "choice":
      return emitChoice(node, wantsValue, onFail, scope, emitter);
    default:
      throw new Error(`checked grammars have no ${node.type}`);
  }
}

/** Bytes of a literal that are compared one by one in place; the rest of a longer one is compared by a loop, to keep functions small enough for the JIT. */
const BYTES_IN_PLACE = 4;

function emitLiteral(node: ast.Literal, onFail: string, emitter: Emitter): Emitted {
  const bytes = [...new TextEncoder().encode(node.value)];
  if (bytes.length === 0) return { code: "", value: '""' };
  const usesLoop = !node.ignoreCase && bytes.length > BYTES_IN_PLACE + 2;
  const tests = (usesLoop ? bytes.slice(0, BYTES_IN_PLACE) : bytes).map((byte, index) => {
    const at = index === 0 ? "b[p]" : `b[p+${index}]`;
    const isLetter = /[a-z]/i.test(String.fromCharCode(byte));
    return node.ignoreCase && isLetter ? `(${at}|32)===${byte | 32}` : `${at}===${byte}`;
  });
  if (usesLoop) tests.push(`$follows(b,p+${BYTES_IN_PLACE},${emitter.tables.bytesOf(bytes.slice(BYTES_IN_PLACE))})`);
  const code = `if(!(${tests.join("&&")}))${onFail}p+=${bytes.length};\n`;
  return { code, value: node.ignoreCase ? `$text(p-${bytes.length},p)` : JSON.stringify(node.value) };
}

function emitClass(node: ast.CharacterClass, wantsValue: boolean, onFail: string, emitter: Emitter): Emitted {
  const set = bytesOfClass(node);
  const test = `if(!(${emitByteTest(set, "b[p]", emitter.tables)}))${onFail}`;
  const isLong = hasLongCharacters(set);
  const advance = isLong ? "p=b[p]<128?p+1:$characterEnd(p);" : "p++;";
  if (!wantsValue) return { code: `${test}${advance}\n`, value: "undefined" };
  const value = emitter.fresh("v");
  const from = emitter.fresh("s");
  return isLong
    ? { code: `${test}const ${from}=p;${advance}const ${value}=$text(${from},p);\n`, value }
    : { code: `${test}const ${value}=String.fromCharCode(b[p]);p++;\n`, value };
}

function emitRuleReference(node: ast.RuleReference, wantsValue: boolean, onFail: string, emitter: Emitter): Emitted {
  const intrinsic = emitter.model.annotations.intrinsics.get(node.name);
  if (intrinsic !== undefined) return emitIntrinsic(intrinsic, { wantsValue, onFail, fresh: () => emitter.fresh("n") });
  const body = emitter.model.rules.get(node.name)!.expression;
  if (emitter.tinyRules.has(node.name)) return emitExpression(body, wantsValue, onFail, scopeOfRule(body, wantsValue), emitter);
  const name = emitter.functionFor(node.name, wantsValue);
  if (!wantsValue) return { code: `p=${name}(p);if(p<0)${onFail}\n`, value: "undefined" };
  const value = emitter.fresh("v");
  return { code: `const ${value}=${name}(p);p=$position;if(p<0)${onFail}\n`, value };
}

function emitText(node: ast.Prefixed, wantsValue: boolean, onFail: string, scope: Scope, emitter: Emitter): Emitted {
  const inner = emitExpression(node.expression, false, onFail, matchingScope(scope), emitter);
  if (!wantsValue) return inner;
  const from = emitter.fresh("s");
  const value = emitter.fresh("v");
  return { code: `const ${from}=p;\n${inner.code}const ${value}=$text(${from},p);\n`, value };
}

function emitLookahead(node: ast.Prefixed, onFail: string, scope: Scope, emitter: Emitter): Emitted {
  const from = emitter.fresh("s");
  const inner = matchingScope(scope);
  if (node.type === "simple_and") {
    const { code } = emitExpression(node.expression, false, onFail, inner, emitter);
    return { code: `const ${from}=p;\n${code}p=${from};\n`, value: "undefined" };
  }
  const label = emitter.fresh("L");
  const isMatch = emitter.fresh("m");
  const { code } = emitExpression(node.expression, false, `break ${label};`, inner, emitter);
  return { code: `const ${from}=p;let ${isMatch}=false;${label}:{\n${code}${isMatch}=true;}p=${from};if(${isMatch})${onFail}\n`, value: "undefined" };
}

/** Inside an expression whose value nobody wants: only predicates may still read labels. */
function matchingScope(scope: Scope): Scope {
  return { ...nestedScope(scope), readsLabels: scope.hasPredicate };
}

function emitLabeled(node: ast.Labeled, wantsValue: boolean, onFail: string, scope: Scope, emitter: Emitter): Emitted {
  const isRead = node.label !== null && scope.readsLabels && scope.usedWords.has(node.label);
  const inner = emitExpression(node.expression, wantsValue || isRead, onFail, nestedScope(scope), emitter);
  if (node.label !== null && isRead) scope.labels.push([node.label, inner.value]);
  return inner;
}

function emitSequence(node: ast.Sequence, wantsValue: boolean, onFail: string, scope: Scope, emitter: Emitter): Emitted {
  const isPick = (element: Expression): boolean => element.type === "labeled" && element.pick === true;
  const hasPicks = node.elements.some(isPick);
  const values: string[] = [];
  let code = "";
  for (const element of node.elements) {
    const isWanted = wantsValue && (!hasPicks || isPick(element));
    const emitted = emitExpression(element, isWanted, onFail, scope, emitter);
    code += emitted.code;
    if (isWanted) values.push(emitted.value);
  }
  if (!wantsValue) return { code, value: "undefined" };
  const isSinglePick = hasPicks && values.length === 1;
  return { code, value: isSinglePick ? values[0]! : `[${values.join(",")}]` };
}

function emitAction(node: ast.Action, wantsValue: boolean, onFail: string, scope: Scope, emitter: Emitter): Emitted {
  const inner = nestedScope(wantsValue ? scope : matchingScope(scope));
  const { code } = emitExpression(node.expression, false, onFail, inner, emitter);
  if (!wantsValue) return { code, value: "undefined" };
  const value = emitter.fresh("v");
  return { code: `${code}const ${value}=${emitCall(node, inner, emitter)};\n`, value };
}

/** A call of a function made from action or predicate code, with the labels that the code mentions. */
function emitCall(node: ast.Action | ast.SemanticPredicate, scope: Scope, emitter: Emitter): string {
  // Of two labels with one name in nested scopes the inner one counts, as in peggy.
  const labels = [...new Map(scope.labels)].filter(([name]) => wordsOf(node.code).has(name));
  const name = emitter.fresh("$code");
  emitter.codeFunctions.push(`function ${name}(${labels.map(([label]) => label).join(",")}){${node.code}}`);
  return `${name}(${labels.map(([, value]) => value).join(",")})`;
}
