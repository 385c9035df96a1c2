import type { ast } from "peggy";
import { firstBytesOf } from "./compute-first-bytes.js";
import { isNullable } from "./compute-nullable.js";
import { nestedScope, type Emitted, type Emitter, type Scope } from "./emitter.js";

/** Bits in one dispatch mask; the sign bit is left alone, so that masks stay small integers. */
const MASK_BITS = 30;

/**
 * `a / b / …`: one look-up by the next byte gives a mask of the alternatives that can begin with it; only these are tried,
 * in order. Choices of more than 30 alternatives have several masks.
 */
export function emitChoice(node: ast.Choice, wantsValue: boolean, onFail: string, scope: Scope, emitter: Emitter): Emitted {
  const from = emitter.fresh("s");
  const done = emitter.fresh("L");
  const value = emitter.fresh("v");
  let code = `${wantsValue ? `let ${value};` : ""}const ${from}=p;${done}:{\n`;
  for (let start = 0; start < node.alternatives.length; start += MASK_BITS) {
    const group = node.alternatives.slice(start, start + MASK_BITS);
    const mask = emitter.fresh("m");
    code += `const ${mask}=${emitter.tables.nameOf("Int32Array", masksOf(group, emitter))}[b[p]];if(${mask}!==0){\n`;
    group.forEach((alternative, index) => {
      const next = emitter.fresh("L");
      const inner = emitter.emit(alternative, wantsValue, `{p=${from};break ${next};}`, nestedScope(scope));
      const keep = wantsValue ? `${value}=${inner.value};` : "";
      code += `if((${mask}&${2 ** index})!==0)${next}:{\n${inner.code}${keep}break ${done};}\n`;
    });
    code += "}\n";
  }
  return { code: `${code}${onFail}}\n`, value };
}

/** For each next byte the alternatives that may match, one bit each. */
function masksOf(alternatives: readonly ast.Alternative[], emitter: Emitter): Int32Array {
  const masks = new Int32Array(256);
  alternatives.forEach((alternative, index) => {
    const canMatchNothing = isNullable(alternative, emitter.nullable);
    const first = firstBytesOf(alternative, emitter.firstBytes, emitter.nullable);
    for (let byte = 0; byte < 256; byte++) {
      if (canMatchNothing || first[byte] === 1) masks[byte]! |= 2 ** index;
    }
  });
  return masks;
}
