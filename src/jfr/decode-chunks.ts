/** What the first bytes say about the encoding of an export: a byte order mark, or the zeros of UTF-16 between ASCII letters. */
export function encodingOf(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head.length >= 4 && head[1] === 0 && head[3] === 0 && head[0] !== 0) return "utf-16le";
  if (head.length >= 4 && head[0] === 0 && head[2] === 0 && head[1] !== 0) return "utf-16be";
  return "utf-8";
}

/** The chunks as text, without a byte order mark; characters that lie across a cut are joined. */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder !== null) yield decoder.decode();
}

/** The chunks as UTF-8 bytes without a byte order mark: recoded from UTF-16, otherwise as they are. */
export async function* decodeBytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | null = null;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && encodingOf(chunk) !== "utf-8") decoder = new TextDecoder(encodingOf(chunk));
    const hasMark = isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    if (decoder !== null) yield ENCODER.encode(decoder.decode(chunk, { stream: true }));
    else yield hasMark ? chunk.subarray(3) : chunk;
    isFirst = false;
  }
  if (decoder !== null) yield ENCODER.encode(decoder.decode());
}

const ENCODER = new TextEncoder();
