import type { GrammarModel } from "../grammar-model.js";
import { BYTE_RUNTIME } from "./byte-runtime.js";
import { computeFirstBytes } from "./compute-first-bytes.js";
import type { NullableRules } from "./compute-nullable.js";
import { TablePool } from "./emit-byte-test.js";
import { emitExpression } from "./emit-expression.js";
import { emitIntrinsic } from "./emit-intrinsic.js";
import { scopeOfRule, type Emitter } from "./emitter.js";
import { findTinyRules } from "./find-tiny-rules.js";

/**
 * The source of a TypeScript module that parses lines straight from bytes.
 *
 * Each rule becomes up to two functions: `value$Rule(p)` makes the rule's value and leaves the end in `$position` (-1: no
 * match); `match$Rule(p)` only matches and returns the end or -1. Only functions that a start rule needs are emitted.
 */
export function emitBytes(model: GrammarModel, nullable: NullableRules): string {
  const functions = new Map<string, string>();
  const missing: { rule: string; wantsValue: boolean; name: string }[] = [];
  let freshNumber = 0;
  const emitter: Emitter = {
    model,
    nullable,
    firstBytes: computeFirstBytes([...model.rules.values()], nullable),
    tinyRules: findTinyRules(model.rules.values()),
    tables: new TablePool(),
    codeFunctions: [],
    emit: (node, wantsValue, onFail, scope) => emitExpression(node, wantsValue, onFail, scope, emitter),
    fresh: (prefix) => `${prefix}${freshNumber++}`,
    functionFor: (rule, wantsValue) => {
      const name = `${wantsValue ? "value" : "match"}$${rule}`;
      if (!functions.has(name)) {
        functions.set(name, "");
        missing.push({ rule, wantsValue, name });
      }
      return name;
    },
  };

  const starts = model.annotations.starts.map(({ rule, valueType }) => emitStart(rule, valueType, emitter.functionFor(rule, true)));
  for (let next = missing.pop(); next !== undefined; next = missing.pop()) {
    functions.set(next.name, emitRule(next.rule, next.wantsValue, next.name, emitter));
  }
  return [
    "// @ts-nocheck",
    "// Generated from the grammar by grammar/compiler: do not edit.",
    ...model.annotations.typeImports,
    model.topLevelCode,
    BYTE_RUNTIME,
    emitter.tables.declarations(),
    ...emitter.codeFunctions,
    ...functions.values(),
    ...starts,
    "",
  ].join("\n");
}

function emitRule(rule: string, wantsValue: boolean, name: string, emitter: Emitter): string {
  const body = emitter.model.rules.get(rule)!.expression;
  const intrinsic = emitter.model.annotations.intrinsics.get(rule);
  const onFail = wantsValue ? "{$position=-1;return undefined;}" : "return -1;";
  const { code, value } =
    intrinsic === undefined
      ? emitExpression(body, wantsValue, onFail, scopeOfRule(body, wantsValue), emitter)
      : emitIntrinsic(intrinsic, { wantsValue, onFail, fresh: () => emitter.fresh("n") });
  const counter = code.includes("c=b[p]") ? "let c=0;" : "";
  return `function ${name}(p){const b=$bytes;${counter}\n${code}${wantsValue ? `$position=p;return ${value};` : "return p;"}}`;
}

function emitStart(rule: string, valueType: string, functionName: string): string {
  return `/** Matches ${rule} at \`position\`; undefined when it does not match. It need not reach the end of the line. */
export function parse${rule}(position: number): ${valueType} | undefined {
  if($hasCopy)$selectLine(position);
  const value=${functionName}(position-$origin);
  if($position<0)return undefined;
  $lastPosition=$position+$origin;
  return value;
}`;
}
