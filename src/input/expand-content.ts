import { PauselineError } from "../errors/pauseline-error.js";
import { type ByteSource, gatherChunks, isSeekable, joinChunks, memorySource, readHead, type SeekableSource, sliceSource } from "./byte-source.js";
import { HEAD_BYTES, isJavaArchive, recognizeContent, unsupportedFormat } from "./content-kind.js";
import { decompressedSource } from "./decompress.js";
import type { InputFile, InputWarning, RandomAccess } from "./input-file.js";
import type { ReadingBudget } from "./reading-budget.js";
import { listTar } from "./tar.js";
import { displayName, listZip } from "./zip.js";

/** A source that has a name and may turn out to be an archive. */
export interface NamedSource {
  readonly path: string;
  readonly source: ByteSource;
  readonly randomAccess?: () => Promise<RandomAccess>;
  /** Shared with whoever reads the source: warnings that come up during reading land here. */
  readonly warnings: InputWarning[];
}

/** Files found and what was passed over on the way, so that nothing vanishes silently. */
export interface Expansion {
  readonly files: readonly InputFile[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** Adds to a list of warnings, once for each code and text: reading twice must not warn twice. */
export function warnInto(warnings: InputWarning[]): (code: string, message: string) => void {
  return (code, message) => {
    if (!warnings.some((known) => known.code === code && known.message === message)) warnings.push({ code, message, line: null });
  };
}

/**
 * Opens archives by content until only plain content is left. `isNamedByUser` is true for what was given on the command
 * line: such a file is never passed over, and one that cannot be opened is an error.
 */
export async function expandContent(named: NamedSource, isNamedByUser: boolean, budget: ReadingBudget, depth = 0): Promise<Expansion> {
  const { path, source } = named;
  const head = await readHead(source, HEAD_BYTES);
  const kind = recognizeContent(head);
  if (head.length === 0) return passOver(named, isNamedByUser, "is empty", "give a file with content");
  switch (kind) {
    case "gzip":
    case "zstd": {
      const warn = warnInto(named.warnings);
      const inner = { path, source: decompressedSource(source, kind, path, budget, warn), warnings: named.warnings };
      const innerHead = await readHead(inner.source, HEAD_BYTES);
      if (innerHead.length === 0) return passOver(named, isNamedByUser, `${kind} data without readable content`, "check that the file was copied completely");
      const innerKind = recognizeContent(innerHead);
      // A compressed tar is one archive; anything else compressed twice is one inside another.
      if (innerKind === "tar") return expandTar(inner, budget, depth);
      if (innerKind === "content" || innerKind === "binary") return toFile(inner, isNamedByUser, innerKind);
      return depth + 1 >= budget.limits.maxDepth ? tooDeep(named) : expandContent(inner, isNamedByUser, budget, depth + 1);
    }
    case "tar":
      return expandTar(named, budget, depth);
    case "zip":
      if (!isNamedByUser && isJavaArchive(head)) return { files: [], skipped: [{ path, reason: "a Java archive" }] };
      return expandZip(named, budget, depth);
    case "unsupported":
      return passOver(named, isNamedByUser, `${unsupportedFormat(head)} archives are not read`, "decompress it first, or pipe the content in and give - as the input");
    case "binary":
    case "content":
      return toFile(named, isNamedByUser, kind);
  }
}

function toFile(named: NamedSource, isNamedByUser: boolean, kind: "binary" | "content"): Expansion {
  const { path, source, warnings, randomAccess } = named;
  if (kind === "binary" && !isNamedByUser) return { files: [], skipped: [{ path, reason: "binary" }] };
  const file: InputFile = {
    path,
    sizeBytes: source.sizeBytes,
    open: () => source.open(),
    peek: (maxBytes = 256 * 1024) => readHead(source, maxBytes),
    randomAccess: async () => (randomAccess ? randomAccess() : null),
    warnings,
  };
  return { files: [file], skipped: [] };
}

async function expandTar(named: NamedSource, budget: ReadingBudget, depth: number): Promise<Expansion> {
  const { path, source } = named;
  const { entries, isTruncated } = await listTar(source, budget.limits.maxEntries);
  checkEntryCount(path, entries.length, budget);
  const warn = warnInto(named.warnings);
  if (isTruncated) warn("truncated", `${path}: the tar ends too early or is damaged after entry ${entries.length}`);
  const found = entries.map((entry): FoundEntry => {
    const onShort = () => warn("truncated", `${displayName(entry.name)}: the archive ends before this entry does`);
    return { name: entry.name, kind: entry.kind, source: sliceSource(source, entry.offset, entry.sizeBytes, onShort) };
  });
  return expandEntries(named, found, budget, depth);
}

async function expandZip(named: NamedSource, budget: ReadingBudget, depth: number): Promise<Expansion> {
  const { path, source } = named;
  const seekable = isSeekable(source) ? source : await holdInMemory(path, source, budget);
  const entries = await listZip(seekable, budget.limits.maxEntries, warnInto(named.warnings)).catch((error: unknown) => {
    throw new PauselineError("input", `zip archive cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      path,
      hint: "check that the file was copied completely",
      cause: error,
    });
  });
  checkEntryCount(path, entries.length, budget);
  // Entries that share their bytes are how a small zip claims to be huge.
  const compressed = entries.reduce((sum, entry) => sum + entry.compressedBytes, 0);
  if (compressed > seekable.sizeBytes) throw new PauselineError("input", "zip archive with overlapping entries", { path, hint: "extract it with a tool that you trust and give the result" });
  budget.checkRatio(path, seekable.sizeBytes, entries.reduce((sum, entry) => sum + entry.sizeBytes, 0));
  for (const entry of entries) if (entry.kind === "file") budget.countBytes(path, entry.sizeBytes);
  const found = entries.map((entry): FoundEntry => ({ ...entry, source: gathered(entry.source) }));
  return expandEntries(named, found, budget, depth);
}

/** An entry of any archive, before it is known what is in it. */
interface FoundEntry {
  readonly name: string;
  /** "file", or the reason for passing it over. */
  readonly kind: string;
  readonly source: ByteSource;
}

async function expandEntries(archive: NamedSource, entries: readonly FoundEntry[], budget: ReadingBudget, depth: number): Promise<Expansion> {
  if (depth >= budget.limits.maxDepth) return tooDeep(archive);
  // As when extracting: of entries with one name the last counts.
  const latest = new Map(entries.map((entry) => [entry.name, entry]));
  if (latest.size < entries.length) warnInto(archive.warnings)("duplicate-entry", `${archive.path}: ${entries.length - latest.size} entries are replaced by later ones of the same name`);
  const files: InputFile[] = [];
  const skipped: { path: string; reason: string }[] = [];
  for (const entry of latest.values()) {
    if (entry.kind === "directory") continue;
    const path = `${archive.path}!${displayName(entry.name)}`;
    if (entry.kind !== "file") {
      skipped.push({ path, reason: entry.kind });
      continue;
    }
    const inside = await expandContent({ path, source: entry.source, warnings: [] }, false, budget, depth + 1);
    files.push(...inside.files);
    skipped.push(...inside.skipped);
  }
  return { files: withArchiveWarnings(files, archive.warnings), skipped };
}

/** What is wrong with an archive is told by the first of its files. */
function withArchiveWarnings(files: readonly InputFile[], archiveWarnings: readonly InputWarning[]): readonly InputFile[] {
  const [first, ...others] = files;
  if (!first) return files;
  const joined: InputFile = {
    ...first,
    get warnings() {
      return [...archiveWarnings, ...first.warnings];
    },
  };
  return [joined, ...others];
}

/** zlib hands out small pieces. */
function gathered(source: ByteSource): ByteSource {
  return { ...source, open: (startByte) => gatherChunks(source.open(startByte)) };
}

function checkEntryCount(path: string, count: number, { limits }: ReadingBudget): void {
  if (count <= limits.maxEntries) return;
  throw new PauselineError("input", `archive with more than ${limits.maxEntries} entries`, { path, hint: "extract the logs and give them as files" });
}

async function holdInMemory(path: string, source: ByteSource, { limits }: ReadingBudget): Promise<SeekableSource> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.open()) {
    length += chunk.length;
    if (length > limits.maxBufferedBytes)
      throw new PauselineError("input", "zip archive too large to be read from a stream", { path, hint: "save the archive to a file and give that" });
    chunks.push(chunk);
  }
  return memorySource(joinChunks(chunks));
}

function tooDeep({ path }: NamedSource): Expansion {
  return { files: [], skipped: [{ path, reason: "archive inside archives" }] };
}

function passOver({ path }: NamedSource, isNamedByUser: boolean, what: string, hint: string): Expansion {
  if (isNamedByUser) throw new PauselineError("input", what, { path, hint });
  return { files: [], skipped: [{ path, reason: what }] };
}
