import { type LongParts, longParts } from "./byte-cursor.js";

export const CHUNK_HEADER_BYTES = 68;

/** What the fixed-width head of a chunk says. Offsets count from the start of the chunk. */
export interface ChunkHeader {
  readonly major: number;
  readonly minor: number;
  readonly sizeBytes: number;
  readonly metadataOffset: number;
  /** 0 when the chunk was finished; otherwise its size and offsets are those of the last flush. */
  readonly state: number;
  readonly isCompressed: boolean;
  readonly clock: ChunkClock;
}

/** Turns the ticks of one chunk into time. */
export interface ChunkClock {
  readonly startTicks: LongParts;
  /** Whole ms since 1970 at the start of the chunk … */
  readonly startMs: number;
  /** … and the nanoseconds below. */
  readonly startNanos: number;
  readonly ticksPerNano: number;
}

/** Whether the four letters with which each chunk begins stand at `offset`: `FLR` and a zero byte. */
export function isChunkStart(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === 0x46 && bytes[offset + 1] === 0x4c && bytes[offset + 2] === 0x52 && bytes[offset + 3] === 0;
}

/** Reads the 68 bytes at the start of a chunk; the caller has seen that they are there and begin with the magic letters. */
export function parseChunkHeader(bytes: Uint8Array): ChunkHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, CHUNK_HEADER_BYTES);
  const startEpochNanos = view.getBigInt64(32);
  const ticksPerSecond = Number(view.getBigInt64(56));
  return {
    major: view.getUint16(4),
    minor: view.getUint16(6),
    sizeBytes: Number(view.getBigInt64(8)),
    metadataOffset: Number(view.getBigInt64(24)),
    state: view.getUint8(64),
    isCompressed: (view.getUint16(66) & 1) === 1,
    clock: {
      startTicks: longParts(view.getBigInt64(48)),
      startMs: Number(startEpochNanos / 1_000_000n),
      startNanos: Number(startEpochNanos % 1_000_000n),
      ticksPerNano: (ticksPerSecond > 0 ? ticksPerSecond : 1e9) / 1e9,
    },
  };
}
