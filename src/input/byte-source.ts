/** Size of the chunks that are passed on: large enough that the cost of a chunk does not show, small enough to stay in cache. */
export const CHUNK_BYTES = 1 << 20;

/** Bytes that can be read from any place onward, as often as wished. */
export interface ByteSource {
  /** Null when only reading will tell. */
  readonly sizeBytes: number | null;
  open(startByte?: number): AsyncIterable<Uint8Array>;
  /** Present where a read at an offset is cheap; then `sizeBytes` is known. Shorter than asked only at the end. */
  readonly read?: (offset: number, length: number) => Promise<Uint8Array>;
}

/** A source whose every offset is at hand. */
export type SeekableSource = ByteSource & { readonly sizeBytes: number; readonly read: NonNullable<ByteSource["read"]> };

export function isSeekable(source: ByteSource): source is SeekableSource {
  return source.read !== undefined && source.sizeBytes !== null;
}

/** The first `maxBytes` of a source, fewer when it has no more. */
export async function readHead(source: ByteSource, maxBytes: number): Promise<Uint8Array> {
  if (source.read) return source.read(0, maxBytes);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.open()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maxBytes) break;
  }
  return joinChunks(chunks).subarray(0, maxBytes);
}

/** One array of all chunks; the chunk itself when there is only one. */
export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only;
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}

/** Gathers small chunks into chunks of about {@link CHUNK_BYTES}; what arrived before a failure is passed on before it. */
export async function* gatherChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = [];
  let length = 0;
  let failure: { readonly error: unknown } | null = null;
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await iterator.next().catch((error: unknown) => {
        failure = { error };
        return { done: true as const, value: undefined };
      });
      if (next.done) break;
      pending.push(next.value);
      length += next.value.length;
      if (length >= CHUNK_BYTES) {
        yield joinChunks(pending);
        pending = [];
        length = 0;
      }
    }
    if (length > 0) yield joinChunks(pending);
  } finally {
    await iterator.return?.();
  }
  if (failure) throw (failure as { readonly error: unknown }).error;
}

/**
 * A range of another source, such as an entry of a tar.
 * `onShort` is called when the outer source ends before the range does.
 */
export function sliceSource(outer: ByteSource, startByte: number, sizeBytes: number, onShort: () => void): ByteSource {
  const source: ByteSource = {
    sizeBytes,
    async *open(from = 0) {
      let left = sizeBytes - from;
      if (left <= 0) return;
      for await (const chunk of outer.open(startByte + from)) {
        if (chunk.length >= left) {
          yield chunk.subarray(0, left);
          return;
        }
        left -= chunk.length;
        yield chunk;
      }
      onShort();
    },
  };
  const readOuter = outer.read;
  if (!readOuter) return source;
  const read = (offset: number, length: number) =>
    readOuter(startByte + offset, Math.max(0, Math.min(length, sizeBytes - offset)));
  return { ...source, read };
}

/** A source over bytes in memory. */
export function memorySource(bytes: Uint8Array): SeekableSource {
  return {
    sizeBytes: bytes.length,
    async *open(startByte = 0) {
      for (let at = startByte; at < bytes.length; at += CHUNK_BYTES) yield bytes.slice(at, at + CHUNK_BYTES);
    },
    read: async (offset, length) => bytes.slice(offset, offset + length),
  };
}
