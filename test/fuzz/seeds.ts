import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** What is fuzzed: each kind has its own seeds, mutations and expectations. */
export const FUZZ_KINDS = ["unified", "legacy", "jfr", "jfr-text", "jfr-json", "jfr-xml", "archive", "latency", "rules", "config"] as const;
export type FuzzKind = (typeof FUZZ_KINDS)[number];

/** Larger seeds make each case slow, and a mutation of them is rarely where it matters. Recordings cannot be cut: their types stand at the end. */
const LARGEST_SEED_BYTES = 400_000;
const LARGEST_RECORDING_BYTES = 4_000_000;

/** Real files of a kind from a folder, decompressed; sorted by path, so that a case number means the same everywhere. */
export function readSeeds(folders: readonly string[], kind: FuzzKind): readonly Uint8Array[] {
  const seeds: Uint8Array[] = [];
  for (const folder of folders) {
    for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
      const full = join(folder, path);
      if (!statSync(full).isFile() || /truth\.json|\.png$|\.md$/.test(path)) continue;
      const bytes = plain(readFileSync(full));
      if (kindOf(path, bytes) === kind) seeds.push(bytes.subarray(0, kind === "jfr" ? LARGEST_RECORDING_BYTES : LARGEST_SEED_BYTES));
    }
  }
  return seeds;
}

function plain(bytes: Buffer): Uint8Array {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

function kindOf(path: string, bytes: Uint8Array): FuzzKind | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4000)).toString("latin1");
  if (head.startsWith("FLR\0")) return "jfr";
  if (/^\s*\{\s*"recording"/.test(head)) return "jfr-json";
  if (/^\s*<\?xml[^]*<recording/.test(head)) return "jfr-xml";
  if (/^jdk\.\w+ \{/m.test(head)) return "jfr-text";
  if (/^\[[^\]]*\](\[|\s).*(gc|GC|Pause|safepoint|Using)/m.test(head)) return "unified";
  if (/^(OpenJDK|Java HotSpot).*(JRE|VM)|^\d+[.,]\d+: \[(GC|Full GC)|\[(GC|Full GC) /m.test(head)) return "legacy";
  if (/rules\/|rule/.test(path) && path.endsWith(".json")) return "rules";
  return /latency|seeds/.test(path) && !/facts|cmd\.txt/.test(path) ? "latency" : null;
}
