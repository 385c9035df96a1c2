/**
 * Scanners written by hand that stand for the body of a rule with `// @intrinsic <name>`. The rule body stays the
 * definition: a test compares both. Each scanner gives the JavaScript that reads a number at `p`.
 */

/** Names to use after `@intrinsic`, as shown in build errors. */
export const INTRINSIC_NAMES = ["integer", "signedInteger", "decimal", "number", "digits1 … digits9"] as const;

/** Whether `name` may stand after `@intrinsic`. */
export function isIntrinsicName(name: string): boolean {
  return /^(integer|signedInteger|decimal|number|digits[1-9])$/.test(name);
}

/** Parts of the emitter that a scanner needs. */
export interface IntrinsicContext {
  readonly wantsValue: boolean;
  /** Statement to run when the scanner does not match. */
  readonly onFail: string;
  /** Makes a name for a local variable. */
  readonly fresh: () => string;
}

/** JavaScript that reads the number and leaves `p` behind it; `value` is the expression that holds the number. */
export function emitIntrinsic(name: string, context: IntrinsicContext): { code: string; value: string } {
  const { wantsValue, onFail } = context;
  const value = context.fresh();
  const from = context.fresh();
  const firstDigit = `c=b[p]-48;if(!(c>=0&&c<=9))${onFail}`;

  if (name.startsWith("digits")) return emitFixedDigits(Number(name.slice("digits".length)), value, context);

  // Up to 15 digits the sum is exact; beyond, the language's own conversion rounds correctly.
  const readDigits = wantsValue
    ? `let ${value}=c;p++;while((c=b[p]-48)>=0&&c<=9){${value}=${value}*10+c;p++;}\n`
    : `do p++;while(b[p]>=48&&b[p]<=57);\n`;
  const exactInteger = wantsValue ? `if(p-${from}>15)${value}=$longNumber(${from},p);\n` : "";

  if (name === "integer") {
    return { code: `${wantsValue ? `const ${from}=p;` : ""}${firstDigit}${readDigits}${exactInteger}`, value };
  }
  if (name === "signedInteger") {
    const sign = context.fresh();
    const readSign = wantsValue ? `const ${sign}=b[p]===45;if(${sign})p++;const ${from}=p;` : "if(b[p]===45)p++;";
    return { code: `${readSign}${firstDigit}${readDigits}${exactInteger}${wantsValue ? `if(${sign})${value}=-${value};\n` : ""}`, value };
  }
  const mark = context.fresh();
  const readFraction = wantsValue
    ? `const ${mark}=++p;do{${value}=${value}*10+(b[p]-48);p++;}while(b[p]>=48&&b[p]<=57);` +
      `if(p-${from}>16)${value}=$longNumber(${from},p);else ${value}/=$powersOfTen[p-${mark}];`
    : "p+=2;while(b[p]>=48&&b[p]<=57)p++;";
  const hasFraction = "(b[p]===46||b[p]===44)&&b[p+1]>=48&&b[p+1]<=57";
  const fraction = name === "decimal" ? `if(!(${hasFraction}))${onFail}${readFraction}\n` : `if(${hasFraction}){${readFraction}}${wantsValue ? `else ${exactInteger}` : ""}\n`;
  return { code: `${wantsValue ? `const ${from}=p;` : ""}${firstDigit}${readDigits}${fraction}`, value };
}

function emitFixedDigits(count: number, value: string, { wantsValue, onFail }: IntrinsicContext): { code: string; value: string } {
  const at = (index: number): string => (index === 0 ? "b[p]" : `b[p+${index}]`);
  const indices = Array.from({ length: count }, (_, index) => index);
  const test = indices.map((index) => `${at(index)}>=48&&${at(index)}<=57`).join("&&");
  const sum = indices.map((index) => `(${at(index)}-48)*${10 ** (count - 1 - index)}`).join("+");
  return { code: `if(!(${test}))${onFail}${wantsValue ? `const ${value}=${sum};` : ""}p+=${count};\n`, value };
}
