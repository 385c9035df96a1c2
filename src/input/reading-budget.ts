import { PauselineError } from "../errors/pauseline-error.js";
import type { InputLimits } from "./input-file.js";

/** A decompression that was left in the middle and can go on, so that the next entry of a compressed tar need not start over. */
interface ParkedCursor {
  readonly owner: object;
  /** Offset of `lastChunk` in the decompressed stream. */
  readonly lastStart: number;
  readonly lastChunk: Uint8Array;
  readonly chunks: AsyncGenerator<Uint8Array>;
}

/** Counts what the inputs of one analysis cost, and keeps at most one decompression (one open file) waiting. */
export interface ReadingBudget {
  readonly limits: InputLimits;
  /** Throws when all inputs together exceed `maxInputBytes`. */
  countBytes(path: string, bytes: number): void;
  /** True once `maxInputBytes` was exceeded: then nothing more may be passed over as a single bad file. */
  isExceeded(): boolean;
  /** Throws when a stream decompresses to implausibly much. */
  checkRatio(path: string, compressedBytes: number, decompressedBytes: number): void;
  park(cursor: ParkedCursor): Promise<void>;
  /** The waiting cursor of that owner when it stands at or before the offset. */
  resume(owner: object, offset: number): ParkedCursor | null;
}

export function createReadingBudget(limits: InputLimits): ReadingBudget {
  let total = 0;
  let parked: ParkedCursor | null = null;
  return {
    limits,
    isExceeded: () => total > limits.maxInputBytes,
    countBytes(path, bytes) {
      total += bytes;
      if (total > limits.maxInputBytes)
        throw new PauselineError("input", `the inputs are larger than ${limits.maxInputBytes} bytes (decompressed)`, {
          path,
          hint: "analyze fewer files at once, or raise the limit on input bytes",
        });
    },
    checkRatio(path, compressedBytes, decompressedBytes) {
      if (decompressedBytes < limits.ratioFromBytes || decompressedBytes <= compressedBytes * limits.maxRatio) return;
      throw new PauselineError("input", `decompresses to more than ${limits.maxRatio} times its size, as no log does`, {
        path,
        hint: "if you trust the file, decompress it yourself and give the result",
      });
    },
    async park(cursor) {
      const previous = parked;
      parked = cursor;
      await previous?.chunks.return(undefined);
    },
    resume(owner, offset) {
      if (parked?.owner !== owner || parked.lastStart > offset) return null;
      const cursor = parked;
      parked = null;
      return cursor;
    },
  };
}
