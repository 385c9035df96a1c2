import { isTarHeader } from "./tar.js";

/** What the first bytes say about a file: an archive that we open, one that we do not, or the content itself. */
export type ContentKind =
  | "gzip"
  | "zstd"
  | "zip"
  | "tar"
  /** An archive or compression that Pauseline does not open; see {@link unsupportedFormat}. */
  | "unsupported"
  /** A program, picture, heap dump, …: neither text nor a recording. */
  | "binary"
  | "content";

/** Bytes that {@link recognizeContent} wants to see: a tar header is 512 long, and a binary may begin like text. */
export const HEAD_BYTES = 8192;

const MAGIC: readonly (readonly [kind: ContentKind, name: string, ...bytes: number[]])[] = [
  ["gzip", "gzip", 0x1f, 0x8b, 8],
  ["zstd", "zstd", 0x28, 0xb5, 0x2f, 0xfd],
  ["zip", "zip", 0x50, 0x4b, 3, 4],
  ["zip", "zip", 0x50, 0x4b, 5, 6],
  ["unsupported", "bzip2", 0x42, 0x5a, 0x68],
  ["unsupported", "xz", 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
  ["unsupported", "7-Zip", 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  ["unsupported", "lz4", 0x04, 0x22, 0x4d, 0x18],
  ["unsupported", "RAR", 0x52, 0x61, 0x72, 0x21, 0x1a, 7],
  ["unsupported", "compress (.Z)", 0x1f, 0x9d],
];

/** JFR chunks are binary and wanted: `FLR\0`. */
const RECORDING = [0x46, 0x4c, 0x52, 0];

/** Recognizes archives and binaries by content alone; names are never asked. */
export function recognizeContent(head: Uint8Array): ContentKind {
  const magic = findMagic(head);
  if (magic) return magic[0];
  if (isSkippableZstdFrame(head)) return "zstd";
  if (isTarHeader(head)) return "tar";
  if (startsWith(head, RECORDING) || isUtf16(head)) return "content";
  return head.includes(0) ? "binary" : "content";
}

/** The name of the format that {@link recognizeContent} called unsupported. */
export function unsupportedFormat(head: Uint8Array): string {
  return findMagic(head)?.[1] ?? "unknown";
}

/** A Java archive is a zip whose first entry is its manifest folder: classes, not logs. */
export function isJavaArchive(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 64)).toString("latin1").startsWith("META-INF/", 30);
}

function findMagic(head: Uint8Array) {
  return MAGIC.find(([, , ...bytes]) => startsWith(head, bytes) && !isTextAfterBzip2(head, bytes));
}

/** "BZh" may also begin a text; bzip2 goes on with a block size digit and the digits of pi. */
function isTextAfterBzip2(head: Uint8Array, magic: readonly number[]): boolean {
  return magic[0] === 0x42 && !(head[4] === 0x31 && head[5] === 0x41);
}

/** Frames that pzstd and `zstd --adapt` put before the data: 0x184D2A50…5F, little-endian. */
function isSkippableZstdFrame(head: Uint8Array): boolean {
  return head[0] !== undefined && (head[0] & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
}

function isUtf16(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}
