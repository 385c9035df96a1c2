import type { ast } from "peggy";
import { unwrapExpression, type Expression } from "../grammar-model.js";
import { bytesOfClass } from "./byte-set.js";
import { emitByteTest } from "./emit-byte-test.js";
import { emitFirstByteTest, nestedScope, type Emitted, type Emitter, type Scope } from "./emitter.js";

/** `expression?`: the value, or null. */
export function emitOptional(node: ast.Suffixed, wantsValue: boolean, scope: Scope, emitter: Emitter): Emitted {
  const from = emitter.fresh("s");
  const label = emitter.fresh("L");
  const value = emitter.fresh("v");
  const inner = emitter.emit(node.expression, wantsValue, `{p=${from};break ${label};}`, nestedScope(scope));
  const test = emitFirstByteTest(node.expression, emitter);
  const declare = wantsValue ? `let ${value}=null;` : "";
  const keep = wantsValue ? `${value}=${inner.value};` : "";
  const guard = test === null ? "" : `if(!(${test}))break ${label};`;
  return { code: `${declare}const ${from}=p;${label}:{${guard}\n${inner.code}${keep}}\n`, value };
}

interface Bounds {
  readonly min: number;
  /** null: no limit. */
  readonly max: number | null;
  readonly delimiter: Expression | null;
}

function boundsOf(node: ast.Suffixed | ast.Repeated): Bounds {
  if (node.type !== "repeated") return { min: node.type === "one_or_more" ? 1 : 0, max: null, delimiter: null };
  const max = node.max.value as number | null;
  return { min: node.min === null ? (max ?? 0) : Number(node.min.value), max, delimiter: node.delimiter };
}

/** `expression*`, `expression+`, `expression|min..max, delimiter|`: the array of values. */
export function emitRepetition(node: ast.Suffixed | ast.Repeated, wantsValue: boolean, onFail: string, scope: Scope, emitter: Emitter): Emitted {
  const bounds = boundsOf(node);
  const repeated = unwrapExpression(node.expression);
  if (!wantsValue && repeated.type === "class" && bounds.max === null && bounds.delimiter === null && bounds.min <= 1) {
    return emitClassRun(repeated, bounds.min, onFail, emitter);
  }
  const from = emitter.fresh("s");
  const label = emitter.fresh("L");
  const values = emitter.fresh("v");
  const count = emitter.fresh("k");
  const leave = `{p=${from};break ${label};}`;
  const inner = emitter.emit(node.expression, wantsValue, leave, nestedScope(scope));
  const delimiter = bounds.delimiter === null ? "" : emitter.emit(bounds.delimiter, false, leave, nestedScope(scope)).code;
  const test = emitFirstByteTest(node.expression, emitter);
  const isCounted = bounds.max !== null || bounds.min > 0 || bounds.delimiter !== null;

  let body = bounds.max === null ? "" : `if(${count}===${bounds.max})break ${label};`;
  body += `const ${from}=p;`;
  if (delimiter !== "") body += `if(${count}>0){${delimiter}}`;
  if (test !== null) body += `if(!(${test}))${leave}`;
  body += `\n${inner.code}`;
  if (wantsValue) body += `${values}.push(${inner.value});`;
  if (isCounted) body += `${count}++;`;

  let code = wantsValue ? `const ${values}=[];` : "";
  if (isCounted) code += `let ${count}=0;`;
  code += `${label}:for(;;){${body}}\n`;
  if (bounds.min > 0) code += `if(${count}<${bounds.min})${onFail}\n`;
  return { code, value: values };
}

/** A run of class members whose number nobody needs: byte by byte, since all bytes of a long character are in an inverted class. */
function emitClassRun(node: ast.CharacterClass, min: number, onFail: string, emitter: Emitter): Emitted {
  const test = emitByteTest(bytesOfClass(node), "b[p]", emitter.tables);
  const first = min > 0 ? `if(!(${test}))${onFail}p++;` : "";
  return { code: `${first}while(${test})p++;\n`, value: "undefined" };
}
