import { CARRIAGE_RETURN, rangesOf, type ByteSet } from "./byte-set.js";

/** Collects the lookup tables of a module and gives equal tables one name. */
export class TablePool {
  readonly #names = new Map<string, string>();

  /** The name of a constant that holds these 256 numbers. */
  nameOf(type: "Uint8Array" | "Int32Array", values: ArrayLike<number>): string {
    return this.#nameOfText(`$table(${type},[${runsOf(values).join(",")}])`);
  }

  /** The name of a constant that holds a few bytes. */
  bytesOf(bytes: readonly number[]): string {
    return this.#nameOfText(`Uint8Array.of(${bytes.join(",")})`);
  }

  #nameOfText(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = `$table${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }

  /** The declarations of all tables. */
  declarations(): string {
    return [...this.#names].map(([text, name]) => `const ${name}=${text};`).join("\n");
  }
}

/** Run lengths and values in turn, as `$table` of the byte runtime reads them. */
function runsOf(values: ArrayLike<number>): number[] {
  const runs: number[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (runs.at(-1) === value && index > 0) runs[runs.length - 2]!++;
    else runs.push(1, value);
  }
  return runs;
}

/**
 * A JavaScript condition that tells whether the byte in `byte` (a variable or a cheap expression) is in the set.
 *
 * A set with the carriage return needs the bound as well, because that byte may be the end of the line; every other set is
 * safe by itself, because the end of the line is in none.
 */
export function emitByteTest(set: ByteSet, byte: string, tables: TablePool): string {
  const test = emitMembership(set, byte, tables);
  return set[CARRIAGE_RETURN] === 1 ? `p<$end&&${test}` : test;
}

function emitMembership(set: ByteSet, byte: string, tables: TablePool): string {
  const included = rangesOf(set);
  if (included.length === 0) return "false";
  if (included.length <= 2) {
    const tests = included.map(([first, last]) => (first === last ? `${byte}===${first}` : `${byte}>=${first}&&${byte}<=${last}`));
    return `(${tests.join("||")})`;
  }
  const excluded = rangesOf(set.map((flag) => 1 - flag));
  if (excluded.length <= 3 && excluded.every(([first, last]) => first === last)) {
    return `(${excluded.map(([only]) => `${byte}!==${only}`).join("&&")})`;
  }
  return `${tables.nameOf("Uint8Array", set)}[${byte}]===1`;
}

/** Whether members of the set can be longer than one byte. */
export function hasLongCharacters(set: ByteSet): boolean {
  return set[0x80] === 1;
}

