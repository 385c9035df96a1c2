import { createReadStream, type Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { PauselineError } from "../errors/pauseline-error.js";
import { diskSource, openRandomAccess, readFailure } from "./disk-file.js";
import { type Expansion, expandContent, type NamedSource, warnInto } from "./expand-content.js";
import { findByGlob, isGlob } from "./glob.js";
import { DEFAULT_LIMITS, type InputFile, type InputOptions, type InputWarning } from "./input-file.js";
import { createReadingBudget, type ReadingBudget } from "./reading-budget.js";
import { spooledSource } from "./stream-spool.js";
import { displayName } from "./zip.js";

/** Directories below a given one that are looked into: rotated sets often have a folder for each host or day. */
const DIRECTORY_DEPTH = 1;

/** Numbers within names count as numbers, so that `gc.log.2` comes before `gc.log.10`. */
const BY_NAME = new Intl.Collator("en", { numeric: true });

/**
 * Turns the inputs of a command line into streams of bytes: files, directories, globs, archives, `-` for standard input.
 *
 * An existing path wins over its meaning as a glob. Directories and globs come sorted by name, hidden files and binaries
 * (by content, recordings and archives excepted) are passed over there; each file is taken once, however often it is named.
 * Archives are opened in memory, never extracted. Throws a {@link PauselineError} with code "input" that names the path
 * when an input is missing, unreadable, empty or holds no usable file, or when a limit is exceeded.
 */
export async function resolveInputs(paths: readonly string[], options: InputOptions = {}): Promise<readonly InputFile[]> {
  const budget = createReadingBudget({ ...DEFAULT_LIMITS, ...definedOnly(options) });
  const seen = new Set<string>();
  const files: InputFile[] = [];
  for (const path of paths) {
    if (path === "-") files.push(...(await expandStdin(options.stdin, seen, budget)));
    else files.push(...(await expandPath(path, seen, budget)));
  }
  return files;
}

async function expandStdin(stdin: InputOptions["stdin"], seen: Set<string>, budget: ReadingBudget): Promise<readonly InputFile[]> {
  if (!stdin) throw new PauselineError("usage", "standard input is not available here", { path: "-", hint: "give the path of a file" });
  if (seen.has("-")) return [];
  seen.add("-");
  const expansion = await expandContent({ path: "-", source: spooledSource("-", stdin, budget), warnings: [] }, true, budget);
  return filesOf(expansion, "-");
}

async function expandPath(path: string, seen: Set<string>, budget: ReadingBudget): Promise<readonly InputFile[]> {
  const status = await stat(path).catch((error: unknown) => {
    if (isGlob(path)) return null;
    throw readFailure(path, error);
  });
  if (status?.isDirectory()) {
    const found = await listFiles(path, DIRECTORY_DEPTH, budget);
    return expandFound(found, path, "directory without usable files", seen, budget);
  }
  if (status) {
    const expansion = await expandFile(path, status, true, seen, budget);
    return expansion ? filesOf(expansion, path) : [];
  }

  const matches = (await findByGlob(path)).toSorted(BY_NAME.compare);
  if (matches.length === 0) throw new PauselineError("input", "no file matches this pattern", { path, hint: "check the pattern; directories are given without one" });
  const found: string[] = [];
  for (const match of matches) {
    const matchStatus = await stat(match).catch(() => null);
    if (matchStatus?.isDirectory()) found.push(...(await listFiles(match, 0, budget)));
    else if (matchStatus) found.push(match);
    checkFileCount(path, found.length, budget);
  }
  return expandFound(found, path, "no usable file matches this pattern", seen, budget);
}

async function expandFound(paths: readonly string[], origin: string, whenNone: string, seen: Set<string>, budget: ReadingBudget): Promise<readonly InputFile[]> {
  const files: InputFile[] = [];
  const skipped: Expansion["skipped"][number][] = [];
  let isAllKnown = paths.length > 0;
  for (const path of paths) {
    const expansion = await expandFile(path, null, false, seen, budget).catch((error: unknown): Expansion => {
      // One unreadable file must not hide its readable neighbors; limits concern all of them.
      if (!(error instanceof PauselineError) || budget.isExceeded() || paths.length === 1) throw error;
      return { files: [], skipped: [{ path, reason: error.message }] };
    });
    if (!expansion) continue;
    isAllKnown = false;
    files.push(...expansion.files);
    skipped.push(...expansion.skipped);
  }
  if (isAllKnown) return [];
  return filesOf({ files, skipped }, origin, whenNone);
}

/** Null when the file was taken before under this or another name. */
async function expandFile(path: string, known: Stats | null, isNamedByUser: boolean, seen: Set<string>, budget: ReadingBudget): Promise<Expansion | null> {
  try {
    const status = known ?? (await stat(path));
    // A pipe's path under /dev/fd leads nowhere.
    const identity = status.isFile() ? await realpath(path) : path;
    if (seen.has(identity)) return null;
    seen.add(identity);
    return await expandContent(await openPath(path, status, budget), isNamedByUser, budget);
  } catch (error) {
    throw error instanceof PauselineError ? error : readFailure(path, error);
  }
}

async function openPath(path: string, status: Stats, budget: ReadingBudget): Promise<NamedSource> {
  const warnings: InputWarning[] = [];
  const label = displayName(path);
  // Pipes and devices (`<(zcat …)`, /dev/stdin) have no size and can be read once only.
  if (!status.isFile()) return { path: label, source: spooledSource(path, createReadStream(path), budget), warnings };
  budget.countBytes(path, status.size);
  return {
    path: label,
    source: diskSource(path, status.size, warnInto(warnings)),
    randomAccess: () => openRandomAccess(path, status.size),
    warnings,
  };
}

/** Files of a directory, then those of its directories, each group by name. Hidden ones and links to directories are left out. */
async function listFiles(directory: string, depth: number, budget: ReadingBudget): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    throw readFailure(directory, error);
  });
  const visible = entries.filter(({ name }) => !name.startsWith(".")).toSorted((a, b) => BY_NAME.compare(a.name, b.name));
  const files: string[] = [];
  for (const entry of visible) {
    const path = join(directory, entry.name);
    if (entry.isFile() || (entry.isSymbolicLink() && (await stat(path).catch(() => null))?.isFile())) files.push(path);
  }
  if (depth > 0) for (const entry of visible) if (entry.isDirectory()) files.push(...(await listFiles(join(directory, entry.name), depth - 1, budget)));
  checkFileCount(directory, files.length, budget);
  return files;
}

function checkFileCount(path: string, count: number, { limits }: ReadingBudget): void {
  if (count <= limits.maxEntries) return;
  throw new PauselineError("input", `more than ${limits.maxEntries} files`, { path, hint: "name the files, or use a narrower pattern" });
}

/** The files of an input; what was passed over is told by the first of them, or by the error when there is none. */
function filesOf({ files, skipped }: Expansion, origin: string, whenNone = "archive without usable files"): readonly InputFile[] {
  const [first, ...others] = files;
  const reasons = describeSkipped(skipped);
  if (!first) {
    throw new PauselineError("input", reasons ? `${whenNone} (${reasons})` : whenNone, { path: origin, hint: hintFor(skipped) });
  }
  if (skipped.length === 0) return files;
  const warning: InputWarning = { code: "skipped-files", message: `${origin}: passed over ${reasons}`, line: null };
  const told: InputFile = {
    ...first,
    get warnings() {
      return [warning, ...first.warnings];
    },
  };
  return [told, ...others];
}

function hintFor(skipped: Expansion["skipped"]): string {
  if (skipped.some(({ reason }) => reason === "encrypted")) return "decrypt the archive first: passwords are not asked for";
  return "give the path of a GC log, a recording, or an archive with one";
}

/** `2 × binary (a.class, b.class), 1 × encrypted (gc.log)`, at most three names for each reason. */
function describeSkipped(skipped: Expansion["skipped"]): string {
  const byReason = new Map<string, string[]>();
  for (const { path, reason } of skipped) byReason.set(reason, [...(byReason.get(reason) ?? []), path]);
  return [...byReason]
    .map(([reason, paths]) => `${paths.length} × ${reason} (${paths.slice(0, 3).join(", ")}${paths.length > 3 ? ", …" : ""})`)
    .join(", ");
}

function definedOnly(options: InputOptions): Partial<InputOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
