import { createGunzip } from "node:zlib";
import { Decompress, ZstdErrorCode } from "fzstd";
import { type ByteSource, gatherChunks } from "./byte-source.js";
import type { ReadingBudget } from "./reading-budget.js";

/** How the compressed bytes of one piece turn into plain ones; throws where they are damaged or end too early. */
type Decompressor = (compressed: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;

/** Compressed bytes fed at once: with deflate's limit of 1032:1 this bounds what one step can produce. */
const PIECE_BYTES = 32 * 1024;

/**
 * The decompressed view of a gzip (any number of members) or zstd (any number of frames) source. Damage and truncation end
 * the stream after what could be read and are told to `warn`; exceeding a limit throws.
 */
export function decompressedSource(
  compressed: ByteSource,
  format: "gzip" | "zstd",
  path: string,
  budget: ReadingBudget,
  warn: (code: string, message: string) => void,
): ByteSource {
  const decompress = format === "gzip" ? gunzip : unzstd;
  let highWater = 0;

  async function* readAll(): AsyncGenerator<Uint8Array> {
    const progress = { compressedBytes: 0, bytes: 0 };
    try {
      yield* readOnce(progress, Number.POSITIVE_INFINITY);
    } catch (error) {
      if (!(error instanceof DamagedStream)) throw error;
      if (error.isTruncated) return warn("truncated", `the ${format} data ends too early: read the first ${progress.bytes} bytes of content`);
      // A damaged step gives nothing, not even what precedes the damage: take its piece again in steps as small as can be.
      const failedPieceStart = Math.floor((progress.compressedBytes - 1) / PIECE_BYTES) * PIECE_BYTES;
      let left = progress.bytes;
      const again = { compressedBytes: 0, bytes: 0 };
      try {
        for await (const chunk of readOnce(again, failedPieceStart)) {
          if (chunk.length > left) yield chunk.subarray(left);
          left = Math.max(0, left - chunk.length);
        }
      } catch (errorAgain) {
        if (!(errorAgain instanceof DamagedStream)) throw errorAgain;
      }
      warn("damaged", `the ${format} data is damaged (${error.message}): read the first ${again.bytes} bytes of content`);
    }
  }

  async function* readOnce(progress: { compressedBytes: number; bytes: number }, fineFrom: number): AsyncGenerator<Uint8Array> {
    for await (const chunk of decompress(countPieces(compressed.open(), progress, fineFrom))) {
      progress.bytes += chunk.length;
      budget.checkRatio(path, progress.compressedBytes, progress.bytes);
      if (progress.bytes > highWater) {
        budget.countBytes(path, progress.bytes - highWater);
        highWater = progress.bytes;
      }
      yield chunk;
    }
  }

  const source: ByteSource = {
    sizeBytes: null,
    async *open(startByte = 0) {
      const resumed = budget.resume(source, startByte);
      const chunks = resumed?.chunks ?? gatherChunks(readAll());
      let start = resumed?.lastStart ?? 0;
      let chunk = resumed?.lastChunk;
      let isExhausted = false;
      try {
        for (;;) {
          if (!chunk) {
            const next = await chunks.next();
            if (next.done) {
              isExhausted = true;
              return;
            }
            chunk = next.value;
          }
          const end = start + chunk.length;
          if (end > startByte) yield start < startByte ? chunk.subarray(startByte - start) : chunk;
          start = end;
          chunk = undefined;
        }
      } catch (error) {
        isExhausted = true;
        throw error;
      } finally {
        // Left in the middle: the chunk that was handed out last may hold the beginning of the next entry.
        if (!isExhausted && chunk) await budget.park({ owner: source, lastStart: start, lastChunk: chunk, chunks });
        else await chunks.return(undefined);
      }
    },
  };
  return source;
}

/** Cuts chunks into pieces at multiples of {@link PIECE_BYTES}; from `fineFrom` on, into single bytes. */
async function* countPieces(chunks: AsyncIterable<Uint8Array>, progress: { compressedBytes: number }, fineFrom: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const size = progress.compressedBytes >= fineFrom ? 1 : PIECE_BYTES - (progress.compressedBytes % PIECE_BYTES);
      const piece = chunk.subarray(at, at + size);
      progress.compressedBytes += piece.length;
      at += piece.length;
      yield piece;
    }
  }
}

/** The compressed stream cannot be read further. Never leaves this file: it becomes a warning. */
class DamagedStream extends Error {
  override readonly name = "DamagedStream";
  constructor(
    message: string,
    readonly isTruncated: boolean,
  ) {
    super(message);
  }
}

const gunzip: Decompressor = async function* (compressed) {
  const stream = createGunzip({ chunkSize: 1 << 16 });
  let ready: Buffer[] = [];
  let failure: Error | null = null;
  const over = new Promise<void>((resolve) => {
    stream.on("end", resolve);
    stream.on("error", (error) => {
      failure = error;
      resolve();
    });
  });
  stream.on("data", (chunk: Buffer) => ready.push(chunk));
  try {
    for await (const piece of compressed) {
      await Promise.race([new Promise<void>((resolve) => stream.write(piece, () => resolve())), over]);
      yield* ready;
      ready = [];
      if (failure) break;
    }
    // Ended apart from the last write: zlib drops the output of a step that fails, and a truncated stream fails at its end.
    stream.end();
    await over;
    yield* ready;
    if (failure) throw damage(failure);
  } finally {
    stream.destroy();
  }
};

function damage(error: Error): DamagedStream {
  return new DamagedStream(error.message, "code" in error && error.code === "Z_BUF_ERROR");
}

const unzstd: Decompressor = async function* (compressed) {
  let ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => {
    // fzstd writes the next block over this one.
    if (chunk.length > 0) ready.push(chunk.slice());
  });
  const push = (piece: Uint8Array, isLast: boolean) => {
    try {
      stream.push(piece, isLast);
      return null;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : null;
      return new DamagedStream(error instanceof Error ? error.message : String(error), code === ZstdErrorCode.UnexpectedEOF);
    }
  };
  let failure: DamagedStream | null = null;
  for await (const piece of compressed) {
    // fzstd keeps views of what it could not use yet, so each piece must stay as it is.
    failure = push(piece, false);
    yield* ready;
    ready = [];
    if (failure) throw failure;
  }
  failure = push(new Uint8Array(0), true);
  yield* ready;
  if (failure) throw failure;
};
