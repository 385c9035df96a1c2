import type { Annotations } from "../grammar-model.js";

/**
 * The source of a TypeScript module around peggy's own parser of the grammar, in the shape of the byte module: the oracle
 * of the tests, and the explainer of rejected lines.
 *
 * @param parserExpression peggy's output in the format "bare"
 */
export function emitStock(annotations: Annotations, parserExpression: string): string {
  return [
    "// @ts-nocheck",
    "// Generated from the grammar by grammar/compiler: do not edit.",
    ...annotations.typeImports,
    STOCK_RUNTIME,
    `const $parser=${parserExpression};`,
    ...annotations.starts.map(({ rule, valueType }) => emitStart(rule, valueType)),
    "",
  ].join("\n");
}

function emitStart(rule: string, valueType: string): string {
  return `
/** Matches ${rule} in one line of text at \`position\`; undefined when it does not match. It need not reach the end of the line. */
export function parse${rule}(text: string, position = 0): Match<${valueType}> | undefined {
  return $match("${rule}", text, position);
}

/** Why ${rule} does not match at the start of a line; null when it does. */
export function explain${rule}(text: string): Rejection | null {
  return $explain("${rule}", text);
}`;
}

const STOCK_RUNTIME = `
export interface Match<Value> {
  readonly value: Value;
  /** Index after the match, in UTF-16 units. */
  readonly position: number;
}

/** The furthest place up to which a line makes sense, and what could stand there. */
export interface Rejection {
  /** Display names, sorted, each once. */
  readonly expected: string[];
  /** The character at that place; null at the end of the line. */
  readonly found: string | null;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

function $run(startRule, text, position) {
  return $parser.parse(text, { startRule, peg$library: true, peg$currPos: position });
}

function $match(startRule, text, position) {
  const run = $run(startRule, text, position);
  return run.peg$result === run.peg$FAILED ? undefined : { value: run.peg$result, position: run.peg$currPos };
}

function $explain(startRule, text) {
  const run = $run(startRule, text, 0);
  if (run.peg$result !== run.peg$FAILED) return null;
  const place = text.codePointAt(run.peg$maxFailPos);
  return {
    expected: [...new Set(run.peg$maxFailExpected.map($describe))].sort(),
    found: place === undefined ? null : String.fromCodePoint(place),
    column: run.peg$maxFailPos + 1,
  };
}

function $describe(expectation) {
  switch (expectation.type) {
    case "literal":
      return JSON.stringify(expectation.text);
    case "class":
      return $describeClass(expectation);
    case "other":
      return expectation.description;
    default:
      return "any character";
  }
}

function $describeClass({ parts, inverted }) {
  const shown = inverted ? parts.filter((part) => part !== "\\n" && part !== "\\r") : parts;
  if (inverted && shown.length === 0) return "any character";
  const texts = shown.map((part) => (Array.isArray(part) ? part.join("-") : part)).join("");
  // A class of line breaks alone only asks for the end of the line.
  if (/^[\\r\\n]+$/.test(texts)) return "end of line";
  return "[" + (inverted ? "^" : "") + JSON.stringify(texts).slice(1, -1) + "]";
}
`;
