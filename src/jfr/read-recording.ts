import { PauselineError } from "../errors/pauseline-error.js";
import type { EventSink } from "../events/gc-event.js";
import { copyOf } from "./byte-cursor.js";
import { CHUNK_HEADER_BYTES, type ChunkHeader, isChunkStart, parseChunkHeader } from "./chunk-header.js";
import { KeptEvents } from "./kept-events.js";
import { MetadataCache, readChunkTypes } from "./chunk-types.js";
import { type RandomAccess, StreamAccess } from "./random-access.js";
import { ChunkReader } from "./read-chunk.js";
import { RecordMapper } from "./record-mapper.js";
import { type RecordingOptions, type RecordingReport, WarningList } from "./recording-report.js";
import { RecordingSettings } from "./recording-settings.js";

export interface BinaryRecordingOptions extends RecordingOptions {
  /** For plain files: read at any place instead of from the stream, which then is left alone. */
  readonly randomAccess?: RandomAccess;
}

/**
 * Reads a binary flight recording (`.jfr` of JDK 8u262 and later) and hands the events of the timeline to `sink`.
 * Chunks may come from different JVMs, be unfinished (killed JVM), cut or damaged: what can be read is read and the rest
 * becomes warnings. Throws a {@link PauselineError} when nothing can be read at all.
 */
export async function readRecording(
  chunks: AsyncIterable<Uint8Array>,
  sink: EventSink,
  options: BinaryRecordingOptions,
): Promise<RecordingReport> {
  const access = options.randomAccess ?? new StreamAccess(chunks);
  return new RecordingReader(access, sink, options).read();
}

/** Searched for the next chunk at a time. */
const SEARCH_BYTES = 2 ** 20;

class RecordingReader {
  private readonly warnings = new WarningList();
  private readonly cache = new MetadataCache();
  private readonly mapper: RecordMapper;
  private readonly kept = new KeptEvents();
  private readonly settings = new RecordingSettings();
  private chunkCount = 0;
  private readableChunks = 0;
  private total = 0;
  private parsed = 0;
  private unrecognized = 0;

  constructor(
    private readonly access: RandomAccess,
    sink: EventSink,
    private readonly options: RecordingOptions,
  ) {
    this.mapper = new RecordMapper(sink, options.input, this.warnings);
  }

  async read(): Promise<RecordingReport> {
    let at = 0;
    for (;;) {
      const window = await this.access.read(at, CHUNK_HEADER_BYTES);
      const head = copyOf(window, 0, window.length);
      if (head.length === 0) break;
      if (!isChunkStart(head, 0)) {
        const next = await this.findChunk(at);
        this.warnings.add("unreadable-bytes", `${(next ?? (await this.endOfInput(at))) - at} bytes at offset ${at} belong to no chunk`);
        if (next === null) break;
        at = next;
        continue;
      }
      if (head.length < CHUNK_HEADER_BYTES) {
        this.warnings.add("truncated", `the recording ends in the head of a chunk at offset ${at}`);
        break;
      }
      at = await this.readChunk(at, parseChunkHeader(head));
    }
    return this.finish();
  }

  /** Returns where the next chunk is to be looked for. */
  private async readChunk(start: number, header: ChunkHeader): Promise<number> {
    this.chunkCount++;
    const isFinished = header.state === 0 && header.sizeBytes >= CHUNK_HEADER_BYTES && Number.isSafeInteger(header.sizeBytes);
    const chunkEnd = isFinished ? start + header.sizeBytes : Number.POSITIVE_INFINITY;
    const refusal = refusalOf(header);
    if (refusal !== null) {
      this.warnings.add("unsupported-chunk", refusal);
      return isFinished ? chunkEnd : start + CHUNK_HEADER_BYTES;
    }
    if (!isFinished) this.warnings.add("unfinished-chunk", "a chunk was never finished (the JVM was killed); read as far as it goes");
    const types = await readChunkTypes(this.access, start, chunkEnd, header, this.cache);
    if (types === null) {
      this.warnings.add("no-metadata", `the chunk at offset ${start} has no readable description of its event types`);
      return isFinished ? chunkEnd : start + CHUNK_HEADER_BYTES;
    }
    this.readableChunks++;
    const reader = new ChunkReader(this.access, start, header, types, this.cache, this.mapper, this.warnings, this.kept, this.settings, this.total);
    const { end, damage, eventCount, parsedCount, damagedCount } = await reader.read(chunkEnd);
    this.total += eventCount;
    this.parsed += parsedCount;
    this.unrecognized += damagedCount;
    if (damage === null) return end;
    if (damage === "truncated") {
      this.warnings.add("truncated", `the recording is cut off at offset ${end}; events before it were read`);
      return (await this.findChunk(end)) ?? this.endOfInput(end);
    }
    this.warnings.add("damaged-chunk", `the chunk at offset ${start} makes no sense from offset ${end} on`);
    return this.resume(end, chunkEnd);
  }

  /** Behind damage: the chunk's own end when a chunk begins there, otherwise the next place where one does. */
  private async resume(end: number, chunkEnd: number): Promise<number> {
    const next = await this.findChunk(end);
    return next ?? (Number.isFinite(chunkEnd) ? Math.min(chunkEnd, await this.endOfInput(end)) : this.endOfInput(end));
  }

  private async findChunk(from: number): Promise<number | null> {
    for (let at = from; ; at += SEARCH_BYTES) {
      this.access.release?.(at);
      const bytes = await this.access.read(at, SEARCH_BYTES + 6);
      for (let i = bytes.indexOf(0x46); i >= 0; i = bytes.indexOf(0x46, i + 1)) {
        if (isChunkStart(bytes, i) && bytes[i + 4] === 0 && (bytes[i + 5] === 1 || bytes[i + 5] === 2)) return at + i;
      }
      if (bytes.length < SEARCH_BYTES + 6) return null;
    }
  }

  private async endOfInput(from: number): Promise<number> {
    for (let at = from; ; at += SEARCH_BYTES) {
      if (Number.isFinite(this.access.size)) return this.access.size;
      this.access.release?.(at);
      const bytes = await this.access.read(at, SEARCH_BYTES);
      if (bytes.length < SEARCH_BYTES) return at + bytes.length;
    }
  }

  private finish(): RecordingReport {
    this.mapper.finish();
    this.settings.warn(this.warnings);
    if (this.readableChunks > 0) this.mapper.warnOfNoPauses();
    const { total, parsed, unrecognized } = this;
    const warnings = this.warnings.finish();
    if (this.readableChunks === 0) throw this.nothingRead(warnings[0]?.message ?? null);
    return { events: { total, parsed, ignored: total - parsed - unrecognized, unrecognized }, warnings };
  }

  private nothingRead(reason: string | null): PauselineError {
    const path = this.options.path === undefined ? {} : { path: this.options.path };
    if (this.chunkCount === 0) {
      return new PauselineError("input", "the recording is empty", { ...path, hint: "dump it again with `jcmd <pid> JFR.dump`" });
    }
    return new PauselineError("input", `nothing of the recording can be read: ${reason ?? "no chunk is complete"}`, {
      ...path,
      hint: "recordings of JDK 8u262 and later are understood; a JVM of JDK 8 or 11 that was killed leaves its last chunk unreadable",
    });
  }
}

/** Why a chunk is of a kind that cannot be read; null when it can. */
function refusalOf(header: ChunkHeader): string | null {
  if (header.major !== 1 && header.major !== 2) {
    return `format version ${header.major}.${header.minor} (Oracle JDK 7 and 8 with commercial features) is not supported`;
  }
  return header.isCompressed ? null : "recordings with uncompressed integers are not supported";
}
