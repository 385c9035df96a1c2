import { copyOf, DamagedBytes } from "./byte-cursor.js";
import { CHUNK_HEADER_BYTES, type ChunkHeader } from "./chunk-header.js";
import { ChunkScanner } from "./chunk-scanner.js";
import { bindEvents, bindMetadataOnly, type EventBindings } from "./event-binding.js";
import { parseMetadata } from "./metadata.js";
import type { RandomAccess } from "./random-access.js";
import type { TypeLayout } from "./type-layout.js";

/** The types of a chunk and what is wanted of them. */
export interface ChunkTypes {
  readonly types: ReadonlyMap<number, TypeLayout>;
  readonly bindings: EventBindings;
}

/** Real metadata has about 110 kB; far more is damage. */
const LARGEST_METADATA = 32 * 2 ** 20;

/** Remembers the metadata read last: chunks of one run repeat it byte by byte, and parsing it costs more than scanning a small chunk. */
export class MetadataCache {
  private lastBytes = new Uint8Array(0);
  private last: ChunkTypes | null = null;

  /** Types from a metadata event; null when its bytes make no sense. */
  read(event: Uint8Array): ChunkTypes | null {
    const body = event.subarray(bodyOffset(event));
    if (this.last !== null && equalBytes(body, this.lastBytes)) return this.last;
    try {
      const types = parseMetadata(event);
      this.last = { types, bindings: bindEvents(types) };
      this.lastBytes = copyOf(body, 0, body.length);
      return this.last;
    } catch (error) {
      if (error instanceof DamagedBytes) return null;
      throw error;
    }
  }
}

/**
 * Finds the metadata of a chunk: where its head says or, in chunks that were never finished or are damaged, by walking
 * over the events. null when there is none: nothing of the chunk can be read then.
 */
export async function readChunkTypes(
  access: RandomAccess,
  start: number,
  chunkEnd: number,
  header: ChunkHeader,
  cache: MetadataCache,
): Promise<ChunkTypes | null> {
  const { metadataOffset } = header;
  if (metadataOffset >= CHUNK_HEADER_BYTES && start + metadataOffset < Math.min(chunkEnd, access.size)) {
    const event = await readMetadataEvent(access, start + metadataOffset);
    const types = event === null ? null : cache.read(event);
    if (types !== null) return types;
  }
  let last: Uint8Array | null = null;
  const scanner = new ChunkScanner(access, (_use, _typeId, bytes, from, to) => (last = copyOf(bytes, from, to)), 0);
  const { uses } = bindMetadataOnly();
  await scanner.scan(start + CHUNK_HEADER_BYTES, chunkEnd, () => uses, { keepsAll: true });
  return last === null ? null : cache.read(last);
}

async function readMetadataEvent(access: RandomAccess, offset: number): Promise<Uint8Array | null> {
  const head = await access.read(offset, 10);
  let size = 0;
  let position = 0;
  for (let scale = 1; position < head.length && position < 9; scale *= 128) {
    const byte = head[position++] as number;
    size += (byte & 127) * scale;
    if (byte < 128) break;
  }
  if (head[position] !== 0 || size <= position || size > LARGEST_METADATA) return null;
  const event = await access.read(offset, size);
  return event.length === size ? event : null;
}

/** Past size, type id, times and metadata id, which differ between chunks whose types do not. */
function bodyOffset(event: Uint8Array): number {
  let position = 0;
  for (let left = 5; left > 0 && position < event.length; left--) {
    const limit = position + 8;
    while (position < limit && (event[position] as number) >= 128) position++;
    position++;
  }
  return position;
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
