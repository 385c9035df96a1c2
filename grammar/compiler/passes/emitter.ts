import type { Expression, GrammarModel } from "../grammar-model.js";
import type { ByteSet } from "./byte-set.js";
import { codeWordsOf } from "./code-words.js";
import { firstBytesOf, type FirstBytes } from "./compute-first-bytes.js";
import { isNullable, type NullableRules } from "./compute-nullable.js";
import { emitByteTest, type TablePool } from "./emit-byte-test.js";

/**
 * JavaScript for one expression: statements that match at local `p` and move it, and the expression that holds the value
 * afterwards. On failure the statements run `onFail`, with `p` anywhere: whoever goes on from there restores it.
 */
export interface Emitted {
  readonly code: string;
  readonly value: string;
}

/** A label and the JavaScript expression of its value. */
type Label = readonly [name: string, value: string];

/** What is visible at one place of a rule. */
export interface Scope {
  readonly labels: Label[];
  /** Identifiers used by the code of the rule; other labels are matched without making a value. */
  readonly usedWords: ReadonlySet<string>;
  /** False where no code will look at the labels: inside `$`, lookahead and rules that are only matched. */
  readonly readsLabels: boolean;
  readonly hasPredicate: boolean;
}

/** The same place with labels of its own. */
export function nestedScope(scope: Scope): Scope {
  return { ...scope, labels: [...scope.labels] };
}

/** State of one byte module while it is emitted. */
export interface Emitter {
  readonly model: GrammarModel;
  readonly nullable: NullableRules;
  readonly firstBytes: FirstBytes;
  readonly tinyRules: ReadonlySet<string>;
  readonly tables: TablePool;
  /** Functions made from actions and predicates. */
  readonly codeFunctions: string[];
  /** Emits any expression in a scope. */
  readonly emit: (node: Expression, wantsValue: boolean, onFail: string, scope: Scope) => Emitted;
  /** Makes a name for a local variable, a label or a function. */
  readonly fresh: (prefix: string) => string;
  /** The name of the function for a rule in one mode; schedules the function when it is new. */
  readonly functionFor: (rule: string, wantsValue: boolean) => string;
}

/** The scope at the start of a rule's body. */
export function scopeOfRule(body: Expression, wantsValue: boolean): Scope {
  const { words, hasPredicate } = codeWordsOf(body);
  return { labels: [], usedWords: words, readsLabels: wantsValue || hasPredicate, hasPredicate };
}

/** A test of the next byte that refuses early what cannot match; null when any byte may come or the expression can match nothing. */
export function emitFirstByteTest(expression: Expression, emitter: Emitter): string | null {
  if (isNullable(expression, emitter.nullable)) return null;
  const set: ByteSet = firstBytesOf(expression, emitter.firstBytes, emitter.nullable);
  return emitByteTest(set, "b[p]", emitter.tables);
}
