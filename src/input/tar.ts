import { type ByteSource, isSeekable, joinChunks } from "./byte-source.js";

/** A file inside a tar: where its bytes lie. */
interface TarEntry {
  readonly name: string;
  readonly offset: number;
  readonly sizeBytes: number;
  /** "file", or why it has no bytes of its own that could be read. */
  readonly kind: "file" | "directory" | "link" | "sparse" | "special";
}

/** All entries of a tar, and whether it ends as a tar should. */
export interface TarListing {
  readonly entries: readonly TarEntry[];
  /** The archive ends in the middle of an entry or header, or a header is damaged; the entries before it are good. */
  readonly isTruncated: boolean;
}

const BLOCK = 512;
/** Long names and pax records are short; more than this is an attack or garbage. */
const MAX_META_BYTES = 1 << 20;

/** True for a tar header by its checksum, which covers ustar, GNU, pax and the oldest tars alike. */
export function isTarHeader(head: Uint8Array): boolean {
  if (head.length < BLOCK || head[0] === 0) return false;
  const stored = readOctal(head, 148, 8);
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : (head[at] ?? 0);
  return stored === sum;
}

/**
 * Lists a tar without keeping its content: plain tars are skipped through, compressed ones are read once.
 * Stops with `isTruncated` where the archive is damaged; throws whatever the source throws.
 */
export async function listTar(source: ByteSource, maxEntries: number): Promise<TarListing> {
  const reader = createForwardReader(source);
  const entries: TarEntry[] = [];
  let pax: ReadonlyMap<string, string> = new Map();
  let longName: string | null = null;
  try {
    // One more than allowed, so that the caller can tell that there are more.
    while (entries.length <= maxEntries) {
      const header = await reader.read(BLOCK);
      // Two zero blocks end a tar, yet some writers end without them.
      if (header.length === 0 || (header.length === BLOCK && header.every((byte) => byte === 0))) return { entries, isTruncated: false };
      if (!isTarHeader(header)) return { entries, isTruncated: true };
      const sizeBytes = Number(pax.get("size") ?? readSize(header));
      const type = String.fromCharCode(header[156] ?? 0);
      const padded = Math.ceil(sizeBytes / BLOCK) * BLOCK;
      if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) return { entries, isTruncated: true };
      if (type === "x" || type === "g" || type === "L" || type === "K") {
        if (sizeBytes > MAX_META_BYTES) return { entries, isTruncated: true };
        const meta = (await reader.read(padded)).subarray(0, sizeBytes);
        if (type === "x") pax = readPax(meta);
        if (type === "L") longName = readText(meta, 0, meta.length);
        continue;
      }
      const name = pax.get("path") ?? longName ?? readName(header);
      const isSparse = type === "S" || [...pax.keys()].some((key) => key.startsWith("GNU.sparse."));
      entries.push({ name, offset: reader.position(), sizeBytes, kind: isSparse ? "sparse" : kindOf(type, name) });
      pax = new Map();
      longName = null;
      const hasContent = type !== "1" && type !== "2";
      if (hasContent && !(await reader.skip(padded))) return { entries, isTruncated: reader.position() < (entries.at(-1)?.offset ?? 0) + sizeBytes };
    }
    return { entries, isTruncated: false };
  } finally {
    await reader.close();
  }
}

function kindOf(type: string, name: string): TarEntry["kind"] {
  if (type === "5") return "directory";
  if (type === "1" || type === "2") return "link";
  if (type === "0" || type === "\0" || type === "7") return name.endsWith("/") ? "directory" : "file";
  return "special";
}

function readText(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function readName(header: Uint8Array): string {
  const name = readText(header, 0, 100);
  // Only POSIX tars have a prefix there ("ustar\0"); GNU's own format ("ustar  ") keeps times in that place.
  const prefix = readText(header, 257, 6) === "ustar" && header[262] === 0 ? readText(header, 345, 155) : "";
  return prefix ? `${prefix}/${name}` : name;
}

function readOctal(bytes: Uint8Array, start: number, length: number): number {
  const text = readText(bytes, start, length).trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

/** Sizes from 8 GiB on are big-endian binary with the top bit set (GNU). */
function readSize(header: Uint8Array): number {
  const first = header[124] ?? 0;
  if ((first & 0x80) === 0) return readText(header, 124, 12).trim() === "" ? 0 : readOctal(header, 124, 12);
  let size = first & 0x7f;
  for (let at = 125; at < 136; at++) size = size * 256 + (header[at] ?? 0);
  return size;
}

/** Records of the form `<length> <key>=<value>\n`, where the length counts the record itself. */
function readPax(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(readText(bytes, at, space - at));
    if (!Number.isSafeInteger(length) || length <= space - at) break;
    const record = new TextDecoder().decode(bytes.subarray(space + 1, at + length - 1));
    const equals = record.indexOf("=");
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

/** Reads and skips forward; a seekable source is skipped without reading. */
function createForwardReader(source: ByteSource) {
  let position = 0;
  if (isSeekable(source)) {
    return {
      position: () => position,
      async read(length: number) {
        const bytes = await source.read(position, length);
        position += bytes.length;
        return bytes;
      },
      async skip(length: number) {
        const wanted = position + length;
        position = Math.min(wanted, source.sizeBytes);
        return position === wanted;
      },
      close: async () => {},
    };
  }
  const iterator = source.open()[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  const take = async (length: number): Promise<Uint8Array> => {
    if (rest.length === 0) {
      const next = await iterator.next();
      if (next.done) return rest;
      rest = next.value;
    }
    const taken = rest.subarray(0, length);
    rest = rest.subarray(taken.length);
    position += taken.length;
    return taken;
  };
  return {
    position: () => position,
    async read(length: number) {
      const parts: Uint8Array[] = [];
      for (let left = length; left > 0; ) {
        const part = await take(left);
        if (part.length === 0) break;
        parts.push(part);
        left -= part.length;
      }
      return joinChunks(parts);
    },
    async skip(length: number) {
      for (let left = length; left > 0; ) {
        const part = await take(left);
        if (part.length === 0) return false;
        left -= part.length;
      }
      return true;
    },
    async close() {
      await iterator.return?.();
    },
  };
}
