import { type Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { isAbsolute, join, parse } from "node:path";

/** True when a path has characters that a glob gives a meaning. */
export function isGlob(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** Directories that `**` may look into; a guard against starting at the root of a disk. */
const MAX_DIRECTORIES = 50_000;

/**
 * Paths that match a glob, unsorted, each once: `*` and `?` within one name, `**` for any number of directories,
 * `[a-z]`, `[!a-z]`, `{a,b}` (nesting allowed). Names that begin with a dot need a pattern that begins with one; `**`
 * does not follow links. Directories that cannot be listed match nothing.
 */
export async function findByGlob(pattern: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const visits = { left: MAX_DIRECTORIES };
  for (const alternative of expandBraces(pattern)) {
    const root = isAbsolute(alternative) ? parse(alternative).root : "";
    const segments = alternative.slice(root.length).split("/").filter((segment) => segment !== "" && segment !== ".");
    await walk(root, segments, found, visits);
  }
  return [...found];
}

async function walk(directory: string, segments: readonly string[], found: Set<string>, visits: { left: number }): Promise<void> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return;
  if (segment === "..") return walk(join(directory, ".."), rest, found, visits);
  if (--visits.left < 0) return;
  if (segment === "**") await walk(directory, rest.length > 0 ? rest : ["*"], found, visits);
  const matches = segment === "**" ? null : compileSegment(segment);
  for (const entry of await listDirectory(directory)) {
    const path = join(directory, entry.name);
    if (matches === null) {
      if (entry.isDirectory() && !entry.name.startsWith(".")) await walk(path, segments, found, visits);
    } else if (matches(entry.name)) {
      if (rest.length === 0) found.add(path);
      else if (entry.isDirectory() || entry.isSymbolicLink()) await walk(path, rest, found, visits);
    }
  }
}

async function listDirectory(directory: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(directory || ".", { withFileTypes: true });
  } catch (error) {
    // A link to a file, or a directory of somebody else: nothing in it matches.
    if (error instanceof Error && "code" in error && ["ENOTDIR", "ENOENT", "EACCES", "EPERM"].includes(String(error.code))) return [];
    throw error;
  }
}

/** `a{b,c{d,e}}` → `ab`, `acd`, `ace`. A brace without a comma or without its partner stands for itself. */
export function expandBraces(pattern: string): readonly string[] {
  for (let open = pattern.indexOf("{"); open >= 0; open = pattern.indexOf("{", open + 1)) {
    const parts: string[] = [];
    let depth = 0;
    let partStart = open + 1;
    for (let at = open; at < pattern.length; at++) {
      const char = pattern[at];
      if (char === "{") depth++;
      if ((char === "," && depth === 1) || (char === "}" && depth === 1)) {
        parts.push(pattern.slice(partStart, at));
        partStart = at + 1;
      }
      if (char === "}" && --depth === 0) {
        if (parts.length < 2) break;
        const before = pattern.slice(0, open);
        const after = pattern.slice(at + 1);
        return parts.flatMap((part) => expandBraces(before + part + after));
      }
    }
  }
  return [pattern];
}

/** Tells whether one name matches one segment; `[…]` that is never closed stands for itself. */
export function compileSegment(segment: string): (name: string) => boolean {
  let source = "";
  for (let at = 0; at < segment.length; at++) {
    const char = segment[at] ?? "";
    const close = char === "[" ? segment.indexOf("]", at + 2) : -1;
    if (char === "*") source += source.endsWith("[^]*") ? "" : "[^]*";
    else if (char === "?") source += "[^]";
    else if (close > 0) {
      const isNegated = segment[at + 1] === "!" || segment[at + 1] === "^";
      const set = segment.slice(at + (isNegated ? 2 : 1), close).replace(/[\\\]^[]/g, "\\$&");
      source += `[${isNegated ? "^" : ""}${set}]`;
      at = close;
    } else source += char.replace(/[.+^$()|\\/{}[\]]/g, "\\$&");
  }
  const expression = new RegExp(`^${source}$`, "u");
  return (name) => (segment.startsWith(".") || !name.startsWith(".")) && expression.test(name);
}
