import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { logOf } from "../support/samples.js";
import { runCli } from "./run-cli.js";

const LOG = logOf("g1/steady-jdk17");
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pauseline-"));
});
afterEach(() => {
  chmodSync(folder, 0o755);
});

/** One clear line that names the place and ends in what to do. */
function expectOneLine(err: string, place: string): void {
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect(err).toContain(place);
  expect(err).toMatch(/; \S+/);
  expect(err).not.toMatch(/\n\s+at /);
}

describe("inputs that are no GC log end in status 3 and one line", () => {
  const cases: readonly (readonly [string, string | Uint8Array])[] = [
    ["an empty file", ""],
    ["a binary file", Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)],
    ["a log of something else", "2026-11-24 10:00:00 INFO started\n2026-11-24 10:00:01 INFO GC is mentioned here\n"],
    ["a text without a line end", "hello"],
  ];
  test.each(cases)("%s", async (_name, content) => {
    const path = join(folder, "some.file");
    writeFileSync(path, content);
    const { status, out, err } = await runCli(["analyze", path]);
    expect(status).toBe(3);
    expect(out).toBe("");
    expectOneLine(err, "some.file");
  });

  test("a missing file", async () => {
    const { status, err } = await runCli(["analyze", join(folder, "missing.log")]);
    expect(status).toBe(3);
    expectOneLine(err, "missing.log");
  });

  test("a directory without logs", async () => {
    mkdirSync(join(folder, "empty"));
    const { status, err } = await runCli(["analyze", join(folder, "empty")]);
    expect(status).toBe(3);
    expectOneLine(err, "empty");
  });
});

test("a log that is cut in the middle of a line is analyzed as far as it goes, with a warning", async () => {
  const text = readFileSync(LOG, "utf8");
  const path = join(folder, "cut.log");
  writeFileSync(path, text.slice(0, text.lastIndexOf("Pause Young") + 4));
  const { status, out, err } = await runCli(["analyze", path, "--format", "json"]);
  expect(status).toBe(0);
  expect(err).toContain("the last line is cut");
  const { inputs } = JSON.parse(out) as { inputs: { lines: Record<string, number>; warnings: { code: string }[] }[] };
  expect(inputs[0]?.warnings.map(({ code }) => code)).toContain("truncated");
});

test("an output folder that cannot be written gives status 3 and leaves nothing behind", async () => {
  writeFileSync(join(folder, "file"), "in the way");
  const { status, err } = await runCli(["analyze", LOG, "--out", join(folder, "file"), "--quiet"]);
  expect(status).toBe(3);
  expectOneLine(err, "file");
  expect(readdirSync(folder)).toEqual(["file"]);
});

describe("mistakes of the command line end in status 2 and one line", () => {
  test.each([
    [["analyze"]],
    [["analyse", LOG]],
    [["analyze", LOG, "--slo", "p99"]],
    [["analyze", LOG, "--slo", "p99=fast"]],
    [["analyze", LOG, "--heap", "lots"]],
    [["analyze", LOG, "--jdk", "banana"]],
    [["analyze", LOG, "--format", "pdf"]],
    [["analyze", LOG, "--no-such-option"]],
    [["analyze", LOG, "--from", "yesterday"]],
    [["analyze", LOG, "--from", "10s", "--to", "5s"]],
    [[]],
  ])("%j", async (args) => {
    const { status, out, err } = await runCli(args);
    expect(status).toBe(2);
    expect(out).toBe("");
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(err).toMatch(/^pauseline: /);
  });
});

test("with --out the report, its pictures and the JSON are written, and standard output stays empty", async () => {
  const out = join(folder, "report");
  const result = await runCli(["analyze", LOG, "--slo", "p99=50ms", "--out", out, "--quiet"]);
  expect(result).toEqual({ status: 0, out: "", err: "" });
  const files = readdirSync(out);
  expect(files).toEqual(expect.arrayContaining(["analysis.json", "report.md", "pauses.png", "heap.png"]));
  expect(files.filter((name) => name.endsWith(".tmp"))).toEqual([]);
  const markdown = readFileSync(join(out, "report.md"), "utf8");
  for (const [, picture] of markdown.matchAll(/\(<([^>]+\.png)>\)/g)) expect(existsSync(join(out, picture as string))).toBe(true);
});

test("standard input is an input like any other", async () => {
  const fromFile = await runCli(["timeline", LOG]);
  const fromStdin = await runCli(["timeline", "-"], readFileSync(LOG));
  expect(fromStdin.out).toBe(fromFile.out);
  expect(fromStdin.status).toBe(0);
});
