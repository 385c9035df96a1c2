import { Readable } from "node:stream";
import yauzl from "yauzl";
import type { ByteSource, SeekableSource } from "./byte-source.js";

/** A file inside a zip. */
export interface ZipEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly compressedBytes: number;
  /** "file", or why it cannot be read. */
  readonly kind: "file" | "directory" | "link" | "encrypted" | "unsupported";
  readonly source: ByteSource;
}

/**
 * Lists a zip by its central directory, at most one entry more than `maxEntries`.
 * Throws yauzl's errors for a damaged or cut archive. `warn` learns of entries whose content turns out to be damaged.
 */
export async function listZip(source: SeekableSource, maxEntries: number, warn: (code: string, message: string) => void): Promise<readonly ZipEntry[]> {
  const zip = await openZip(source);
  try {
    return await new Promise((resolve, reject) => {
      const entries: ZipEntry[] = [];
      zip.on("error", reject);
      zip.on("end", () => resolve(entries));
      zip.on("entry", (entry: yauzl.Entry) => {
        entries.push(describeEntry(source, entry, warn));
        if (entries.length > maxEntries) resolve(entries);
        else zip.readEntry();
      });
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
}

function describeEntry(source: SeekableSource, entry: yauzl.Entry, warn: (code: string, message: string) => void): ZipEntry {
  const name = decodeName(entry);
  return {
    name,
    sizeBytes: entry.uncompressedSize,
    compressedBytes: entry.compressedSize,
    kind: kindOf(entry, name),
    source: {
      sizeBytes: entry.uncompressedSize,
      async *open(startByte = 0) {
        let at = 0;
        const zip = await openZip(source);
        try {
          for await (const chunk of await openEntry(zip, entry)) {
            const end = at + chunk.length;
            if (end > startByte) yield at < startByte ? chunk.subarray(startByte - at) : chunk;
            at = end;
          }
        } catch (error) {
          // What yauzl and zlib report as an error is a damaged entry; our own limits are thrown by the reader of this stream.
          warn("damaged", `${displayName(name)}: ${error instanceof Error ? error.message : String(error)}; read its first ${at} bytes`);
        } finally {
          zip.close();
        }
      },
    },
  };
}

/** An entry's name as people may see it: no control characters, no escape sequences. Never used as a path. */
export function displayName(name: string): string {
  return name.replace(/\p{C}/gu, "");
}

function kindOf(entry: yauzl.Entry, name: string): ZipEntry["kind"] {
  if (name.endsWith("/")) return "directory";
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000) return "link";
  if (entry.isEncrypted()) return "encrypted";
  return entry.compressionMethod === 0 || entry.compressionMethod === 8 ? "file" : "unsupported";
}

/** yauzl is asked not to decode names, because it refuses archives with hostile ones; for us they are only labels. */
function decodeName(entry: yauzl.Entry): string {
  const raw: unknown = entry.fileName;
  return raw instanceof Uint8Array ? new TextDecoder().decode(raw) : String(raw);
}

/** yauzl reads through this, so that files, entries of plain tars and buffers are all the same to it. */
class SourceReader extends yauzl.RandomAccessReader {
  constructor(private readonly source: SeekableSource) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const { source } = this;
    return Readable.from(readRange(source, start, end), { objectMode: false });
  }
}

async function* readRange(source: SeekableSource, start: number, end: number) {
  let left = end - start;
  if (left <= 0) return;
  // Small reads are headers: reading a whole chunk for each would cost more than the archive.
  if (left <= 65_536) {
    yield await source.read(start, left);
    return;
  }
  for await (const chunk of source.open(start)) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

function openZip(source: SeekableSource): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromRandomAccessReader(
      new SourceReader(source),
      source.sizeBytes,
      { autoClose: false, lazyEntries: true, decodeStrings: false },
      (error, zip) => (error ? reject(error) : resolve(zip)),
    );
  });
}

function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<AsyncIterable<Buffer>> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}
