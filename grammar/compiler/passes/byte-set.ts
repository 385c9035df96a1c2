import type { ast } from "peggy";

const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;

/** 256 flags, 1 for each byte that belongs to the set. */
export type ByteSet = Uint8Array;

/** The set of all bytes that can stand inside a line. */
export function allLineBytes(): ByteSet {
  const set = new Uint8Array(256).fill(1);
  set[LINE_FEED] = 0;
  return set;
}

/** Adds the bytes of `source` to `target`; tells whether any was new. */
export function addBytes(target: ByteSet, source: ByteSet): boolean {
  let isChanged = false;
  for (let byte = 0; byte < 256; byte++) {
    if (source[byte] === 1 && target[byte] === 0) {
      target[byte] = 1;
      isChanged = true;
    }
  }
  return isChanged;
}

/** First bytes of the characters of a class: for an inverted class also the bytes that lead or continue longer characters. */
export function bytesOfClass(node: ast.CharacterClass): ByteSet {
  const set = new Uint8Array(256);
  for (const part of node.parts) {
    const [first, last] = Array.isArray(part) ? part : [part, part];
    if (typeof first !== "string" || typeof last !== "string") continue;
    set.fill(1, first.charCodeAt(0), last.charCodeAt(0) + 1);
  }
  if (node.inverted) for (let byte = 0; byte < 256; byte++) set[byte] = set[byte] === 1 ? 0 : 1;
  set[LINE_FEED] = 0;
  return set;
}

/** The set's bytes as inclusive runs, ascending. */
export function rangesOf(set: ByteSet): [first: number, last: number][] {
  const ranges: [number, number][] = [];
  for (let byte = 0; byte < 256; byte++) {
    const open = ranges.at(-1);
    if (set[byte] !== 1) continue;
    if (open !== undefined && open[1] === byte - 1) open[1] = byte;
    else ranges.push([byte, byte]);
  }
  return ranges;
}
