import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import type { InputFile } from "../../src/input/input-file.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder with the given files that is removed after the test file. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "input-test-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  folders.push(folder);
  return folder;
}

export async function readText(file: InputFile | undefined): Promise<string> {
  return Buffer.from(await readBytes(file)).toString("utf8");
}

export async function readBytes(file: InputFile | undefined): Promise<Uint8Array> {
  if (!file) throw new Error("no such input");
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Two hundred lines that name their file. */
export function logText(name: string): string {
  return Array.from({ length: 200 }, (_, i) => `[${(i / 1000).toFixed(3)}s][info][gc] GC(${i}) ${name} Pause Young (Normal) 24M->4M(256M) 3.115ms\n`).join("");
}
