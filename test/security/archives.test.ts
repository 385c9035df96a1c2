import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { runCli } from "../cli/run-cli.js";
import { type ArchiveEntry, tarOf, zipOf } from "../fuzz/archives.js";
import { sampleText } from "../support/memory-input.js";

const folder = mkdtempSync(join(tmpdir(), "pauseline-archives-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const LOG = Buffer.from(sampleText("serial/steady-jdk17"));

async function analyze(archive: Uint8Array, ...options: string[]): Promise<{ status: number; out: string; err: string }> {
  writeFileSync(join(folder, "archive"), archive);
  const result = await runCli(["timeline", join(folder, "archive"), ...options]);
  expect(readdirSync(folder)).toEqual(["archive"]);
  expect(result.err).not.toMatch(/\n\s+at |unexpected failure/);
  return result;
}

describe.each([["zip", zipOf], ["tar", tarOf], ["tar.gz", (entries: readonly ArchiveEntry[]) => gzipSync(tarOf(entries))]])("%s", (_name, pack) => {
  test.each(["../../../../tmp/pauseline-escaped.log", "/tmp/pauseline-escaped.log", "..\\..\\pauseline-escaped.log"])("an entry named %s is read and written nowhere", async (name) => {
    const { status, out } = await analyze(pack([{ name, content: LOG }]));
    expect(status).toBe(0);
    expect(out.split("\n").length).toBeGreaterThan(10);
    expect(existsSync("/tmp/pauseline-escaped.log")).toBe(false);
  });

  test("a link is passed over, wherever it points", async () => {
    const { status, out, err } = await analyze(pack([{ name: "link.log", content: LOG, link: "/etc/passwd" }, { name: "gc.log", content: LOG }]));
    expect(status).toBe(0);
    expect(err).toContain("link.log");
    expect(out).not.toContain("root:");
  });

  test("more entries than allowed are refused, thousands are not", async () => {
    const many = (count: number): ArchiveEntry[] => Array.from({ length: count }, (_, index) => ({ name: `gc.log.${index}`, content: index === 0 ? LOG : new Uint8Array(0) }));
    expect((await analyze(pack(many(3000)))).status).toBe(0);
    const refused = await analyze(pack(many(10_001)));
    expect(refused.status).toBe(3);
    expect(refused.err).toContain("10000 entries");
  });

  test("the limit on bytes counts what comes out", async () => {
    const { status, err } = await analyze(pack([{ name: "gc.log", content: Buffer.alloc(3_000_000, "[0.001s][info][gc] Using Serial\n") }]), "--max-input-bytes", "1m");
    expect(status).toBe(3);
    expect(err).toContain("larger than");
  });
});

test.each([{ size: 1 }, { size: 0xffffffff }, { compressed: 5 }, { compressed: 0xffffffff }, { method: 99 }, { flags: 1 }, { crc: 1 }])("a zip whose header lies (%j) ends in a status of ours", async (lies) => {
  const { status } = await analyze(zipOf([{ name: "gc.log", content: LOG, lies }]));
  expect([0, 3]).toContain(status);
});
