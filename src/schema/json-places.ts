/** Where something stands in a text, both from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A JSON text that was read, with the place of each value by JSON pointer; `key` pointers tell where a property's name is. */
export interface PlacedJson {
  readonly value: unknown;
  placeOf(pointer: string, of?: "value" | "key"): TextPlace;
  /** Where a character of a text value stands, by its index in the text that was read; escapes are longer in the file. */
  placeInText(pointer: string, index: number): TextPlace;
}

/** What is wrong with a JSON text, and where. */
export class JsonSyntaxError extends Error {
  constructor(
    message: string,
    readonly place: TextPlace,
  ) {
    super(message);
  }
}

/**
 * Reads JSON (RFC 8259) and remembers where each value stands, so that a mistake in the content can be shown at its line
 * and column. Refuses what `JSON.parse` refuses, and a property that is given twice, of which one would be lost.
 * Throws a {@link JsonSyntaxError}.
 */
export function readPlacedJson(text: string): PlacedJson {
  const reader = new PlacedReader(text);
  const value = reader.readDocument();
  return {
    value,
    placeOf: (pointer, of = "value") => placeAt(text, (of === "key" ? reader.keys.get(pointer) : undefined) ?? reader.values.get(pointer) ?? 0),
    placeInText: (pointer, index) => placeAt(text, offsetInString(text, reader.values.get(pointer) ?? 0, index)),
  };
}

/** A step of a JSON pointer. */
export function pointerStep(name: string): string {
  return `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([["true", true], ["false", false], ["null", null]]);
const DEPTH_MOST = 200;

class PlacedReader {
  readonly values = new Map<string, number>();
  readonly keys = new Map<string, number>();
  private at = 0;

  constructor(private readonly text: string) {}

  readDocument(): unknown {
    if (this.text.startsWith("\uFEFF")) this.at = 1;
    const value = this.readValue("", 0);
    this.skipSpace();
    if (this.at < this.text.length) throw this.fault("nothing more is expected after the end of the JSON value");
    return value;
  }

  private readValue(pointer: string, depth: number): unknown {
    this.skipSpace();
    this.values.set(pointer, this.at);
    const char = this.text[this.at];
    if (depth > DEPTH_MOST) throw this.fault("too deeply nested");
    if (char === "{") return this.readObject(pointer, depth);
    if (char === "[") return this.readArray(pointer, depth);
    if (char === '"') return this.readString();
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text);
    if (number === null) throw this.fault("a value is expected");
    this.at += number[0].length;
    return Number(number[0]);
  }

  private readObject(pointer: string, depth: number): unknown {
    const entries: [string, unknown][] = [];
    const known = new Set<string>();
    this.at++;
    if (this.takes("}")) return {};
    do {
      this.skipSpace();
      const keyAt = this.at;
      if (this.text[this.at] !== '"') throw this.fault("a property name in double quotes is expected");
      const name = this.readString();
      const child = pointer + pointerStep(name);
      if (known.has(name)) {
        this.at = keyAt;
        throw this.fault(`the property "${name}" is given twice`);
      }
      known.add(name);
      this.keys.set(child, keyAt);
      if (!this.takes(":")) throw this.fault('":" is expected');
      entries.push([name, this.readValue(child, depth + 1)]);
    } while (this.takes(","));
    if (!this.takes("}")) throw this.fault('"," or "}" is expected');
    return Object.fromEntries(entries);
  }

  private readArray(pointer: string, depth: number): unknown {
    const items: unknown[] = [];
    this.at++;
    if (this.takes("]")) return items;
    do items.push(this.readValue(`${pointer}/${items.length}`, depth + 1));
    while (this.takes(","));
    if (!this.takes("]")) throw this.fault('"," or "]" is expected');
    return items;
  }

  private readString(): string {
    STRING.lastIndex = this.at;
    const match = STRING.exec(this.text);
    if (match === null) throw this.fault("this string does not end, or holds something that JSON does not allow");
    this.at += match[0].length;
    return JSON.parse(match[0]) as string;
  }

  private takes(char: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? "")) this.at++;
  }

  private fault(message: string): JsonSyntaxError {
    return new JsonSyntaxError(message, placeAt(this.text, this.at));
  }
}

const CHARACTER = /\\u[0-9a-fA-F]{4}|\\.|[^"]/y;

/** Offset of a character of the string that begins at `start` with its quote. */
function offsetInString(text: string, start: number, index: number): number {
  CHARACTER.lastIndex = start + 1;
  for (let at = 0; at < index && CHARACTER.test(text); at++);
  return CHARACTER.lastIndex;
}

function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - (before.lastIndexOf("\n") + 1) + 1 };
}
