import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createChecker } from "./check-result.js";
import { type CaseMaterial, makeCase } from "./make-case.js";
import { runCase, writeCase } from "./run-case.js";
import { FUZZ_KINDS, type FuzzKind, readSeeds } from "./seeds.js";
import type { Subject } from "./subject.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Told to the parent: a case begins (so that it can be killed when it never ends), and how it ended. */
export type WorkerMessage =
  | { readonly what: "begin"; readonly number: number }
  | { readonly what: "end"; readonly number: number; readonly status: number; readonly problems: readonly string[]; readonly cpuMs: number; readonly rssBytes: number };

/** Seeds from the samples and from further folders. */
export function readMaterial(folders: readonly string[]): CaseMaterial {
  const places = [join(ROOT, "samples"), join(ROOT, "rules"), join(ROOT, "test/fuzz/seeds"), ...folders];
  return {
    seeds: Object.fromEntries(FUZZ_KINDS.map((kind) => [kind, readSeeds(places, kind)])) as Record<FuzzKind, readonly Uint8Array[]>,
    saneLog: join(ROOT, "samples/g1/latency-spikes-not-gc-jdk25/gc.log"),
  };
}

async function work(kind: FuzzKind, first: number, step: number, large: boolean, keepIn: string, folders: readonly string[]): Promise<void> {
  const subject = (await import(new URL("../../dist/cli/main.js", import.meta.url).href)) as Subject;
  const checker = await createChecker(subject);
  const material = readMaterial(folders);
  const folder = join(tmpdir(), `pauseline-fuzz-${process.pid}`);
  for (let number = first; ; number += step) {
    tell({ what: "begin", number });
    const before = process.cpuUsage();
    const fuzzCase = makeCase(kind, number, material, large && number % 50 === 0 ? "large" : "small");
    const { status, problems } = await runCase(fuzzCase, folder, subject, checker);
    if (problems.length > 0) writeCase(fuzzCase, join(keepIn, `${kind}-${number}`));
    const { user, system } = process.cpuUsage(before);
    tell({ what: "end", number, status, problems, cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage().rss });
    // Lets the parent's signals in.
    await new Promise(setImmediate);
  }
}

function tell(message: WorkerMessage): void {
  process.send?.(message);
}

if (process.send !== undefined) {
  const [kind, first, step, large, keepIn, ...folders] = process.argv.slice(2);
  await work(kind as FuzzKind, Number(first), Number(step), large === "large", keepIn ?? "", folders);
}
