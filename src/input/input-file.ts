/** Something a reader should know about an input; reading went on. `line` is null because input knows no lines. */
export interface InputWarning {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
}

/** Bytes of an input at any place, for formats that are read by offset. Close it when done. */
export interface RandomAccess {
  readonly size: number;
  /** Bytes from `offset`, shorter than `length` only at the end of the file; valid until the next call. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** One stream of log, recording or latency bytes: a file, a decompressed file, an archive's entry, or standard input. */
export interface InputFile {
  /** Name for people: `logs/gc.log`, `logs.zip!gc.log.0`, `-` for standard input. Control characters are stripped. */
  readonly path: string;
  /** Decompressed size where the file system or the archive tells it; null when only reading will tell. */
  readonly sizeBytes: number | null;
  /** The whole content from its start, in chunks of about 1 MB that belong to the caller. May be called again. */
  open(): AsyncIterable<Uint8Array>;
  /** The first bytes, decompressed: fewer than `maxBytes` (default 256 KB) only when there are no more. */
  peek(maxBytes?: number): Promise<Uint8Array>;
  /** For plain files; null for everything that can only be read forward. */
  randomAccess(): Promise<RandomAccess | null>;
  /** Grows while the content is read (a truncated archive shows only then); final after `open()` was read to its end. */
  readonly warnings: readonly InputWarning[];
}

/** What inputs may cost. Exceeding a limit is an error, not a silent cut. */
export interface InputLimits {
  /** All inputs together, decompressed. Logs are streamed, so this bounds time, not memory. */
  readonly maxInputBytes: number;
  /** Entries of one archive, and files of one directory or glob. */
  readonly maxEntries: number;
  /** Archives inside archives; a compressed tar is one. */
  readonly maxDepth: number;
  /** Decompressed ÷ compressed size; judged once `ratioFromBytes` have been decompressed, because small repetitive logs compress well. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
  /** An archive that can only be read by offset (zip) but lies in a stream is held in memory up to this size. */
  readonly maxBufferedBytes: number;
}

const GIB = 1024 ** 3;

/**
 * 64 GiB is a week of trace logging of a busy JVM. Deflate cannot exceed 1032:1, so 1000:1 over a gibibyte is what
 * zeros give and no log does.
 */
export const DEFAULT_LIMITS: InputLimits = {
  maxInputBytes: 64 * GIB,
  maxEntries: 10_000,
  maxDepth: 2,
  maxRatio: 1000,
  ratioFromBytes: GIB,
  maxBufferedBytes: GIB / 4,
};

/** How inputs are found and what they may cost. */
export interface InputOptions extends Partial<InputLimits> {
  /** What `-` reads. Without it, `-` is a usage error. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}
