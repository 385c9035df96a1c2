import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { runCli } from "../cli/run-cli.js";
import { sampleText } from "../support/memory-input.js";
import { ROOT } from "../support/samples.js";

vi.setConfig({ testTimeout: 60_000 });
const BIN = join(ROOT, "dist/cli/bin.js");
const IS_ROOT = process.getuid?.() === 0;
const LOG = sampleText("serial/steady-jdk17");
const folder = mkdtempSync(join(tmpdir(), "pauseline-odd-"));
const log = join(folder, "gc.log");
beforeAll(() => writeFileSync(log, LOG));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function expectOneLine(err: string, words: RegExp): void {
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect(err).toMatch(/^pauseline: .*; /);
  expect(err).toMatch(words);
}

/** The built program in a shell; what it needs is in variables, so that no name is ever part of the script. */
function shell(script: string, variables: Record<string, string> = {}): { status: number; out: string } {
  try {
    return { status: 0, out: execFileSync("bash", ["-c", script], { env: { ...process.env, BIN, FOLDER: folder, LOG: log, ...variables }, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }) };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string };
    return { status, out: stderr };
  }
}

describe("names", () => {
  test.each(["-rf.log", "--help", "gc log's \"new\" $(id) `id`;&.log", "größe-日本語.log", "{a,b}[0-9]*?.log", "line\nbreak.log", "\u001b[31m.log", "null.log ", "a".repeat(250)])("a log called %j is read", async (name) => {
    const inside = mkdtempSync(join(folder, "names-"));
    writeFileSync(join(inside, name), LOG);
    const { status, out, err } = await runCli(["timeline", join(inside, name)]);
    expect(status, err).toBe(0);
    expect(out.split("\n").length).toBeGreaterThan(10);
    expect((await runCli(["timeline", inside])).out).toBe(out);
  });

  test.skipIf(!existsSync(BIN))("behind -- a name may begin with a dash", () => {
    writeFileSync(join(folder, "-dash.log"), LOG);
    expect(shell('cd "$FOLDER" && node "$BIN" timeline -- -dash.log').status).toBe(0);
    rmSync(join(folder, "-dash.log"));
  });
});

describe("what is no file, or not to be read", () => {
  test("directories that lead to themselves end", async () => {
    const loop = join(folder, "loop");
    mkdirSync(join(loop, "inner"), { recursive: true });
    writeFileSync(join(loop, "gc.log"), LOG);
    symlinkSync(loop, join(loop, "inner", "again"));
    symlinkSync("self", join(loop, "self"));
    expect((await runCli(["timeline", loop])).status).toBe(0);
    expect((await runCli(["timeline", join(loop, "**", "*.log")])).status).toBe(0);
    const { status, err } = await runCli(["timeline", join(loop, "self")]);
    expect(status).toBe(3);
    expectOneLine(err, /symbolic links/);
  });

  test.skipIf(IS_ROOT)("a file without permission is named", async () => {
    const locked = join(folder, "locked.log");
    writeFileSync(locked, LOG);
    chmodSync(locked, 0);
    const { status, err } = await runCli(["timeline", locked]);
    expect(status).toBe(3);
    expectOneLine(err, /locked\.log: permission denied/);
  });

  test.skipIf(!existsSync("/proc/self/mem"))("a file that fails when it is read (a process's memory) is one line", async () => {
    const { status, err } = await runCli(["timeline", "/proc/self/mem"]);
    expect(status).toBe(3);
    expectOneLine(err, /proc/);
  });

  test.skipIf(!existsSync("/dev/zero"))("a device without end is read up to the limit", async () => {
    const { status, err } = await runCli(["timeline", "/dev/zero", "--max-input-bytes", "4m"]);
    expect(status).toBe(3);
    expectOneLine(err, /larger than/);
  });

  test.skipIf(!existsSync(BIN) || process.platform === "win32")("a named pipe is read to its end", () => {
    const { status, out } = shell('mkfifo "$FOLDER/fifo" && (cat "$LOG" > "$FOLDER/fifo" &) && node "$BIN" timeline "$FOLDER/fifo"');
    expect(status, out).toBe(0);
    expect(out.split("\n").length).toBeGreaterThan(10);
  });
});

describe("where results go", () => {
  test("an output folder that is a file, or below one, is an error before anything is left", async () => {
    for (const out of [log, join(log, "below")]) {
      const { status, err } = await runCli(["analyze", log, "--out", out, "--quiet"]);
      expect(status).toBe(3);
      expectOneLine(err, /cannot write the report/);
    }
  });

  test("a file that stands where a picture should go does not leave half a report", async () => {
    const out = join(folder, "taken");
    mkdirSync(join(out, "report.md"), { recursive: true });
    const { status, err } = await runCli(["analyze", log, "--out", out, "--quiet"]);
    expect(status).toBe(3);
    expectOneLine(err, /cannot write the report/);
    expect(readdirSync(out).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test.skipIf(!IS_ROOT || !existsSync(BIN) || process.platform !== "linux")("a full disk leaves no file that looks whole, and no temporary one", () => {
    // Needs a mount, so only root can try it.
    const small = join(folder, "small");
    mkdirSync(small);
    if (shell('mount -t tmpfs -o size=96k none "$SMALL"', { SMALL: small }).status !== 0) return expect(readdirSync(small)).toEqual([]);
    try {
      const { status, out } = shell('node "$BIN" analyze "$LOG" --out "$SMALL/report" --quiet', { SMALL: small });
      expect(status).toBe(3);
      expectOneLine(out.trimEnd(), /ENOSPC/);
      const left = readdirSync(join(small, "report"));
      expect(left.filter((name) => name.endsWith(".tmp"))).toEqual([]);
      expect(left).not.toContain("analysis.json");
    } finally {
      shell('umount "$SMALL"', { SMALL: small });
    }
  });

  test("results of a gate are whole or not there: a folder in the place of one", async () => {
    const out = join(folder, "gate-out");
    mkdirSync(join(out, "junit.xml"), { recursive: true });
    const { status, err } = await runCli(["gate", log, "--limit", "pauses.max < 10s", "--out", out, "--quiet"]);
    expect(status).toBe(3);
    expectOneLine(err, /cannot write/);
    expect(readdirSync(out).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
