import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../cli/run-cli.js";
import { sampleText } from "../support/memory-input.js";
import { ROOT } from "../support/samples.js";

const BIN = join(ROOT, "dist/cli/bin.js");
const folder = mkdtempSync(join(tmpdir(), "pauseline-faults-"));
const log = join(folder, "gc.log");
beforeAll(() => writeFileSync(log, sampleText("g1/steady-jdk17")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The built program as a process of its own. */
function start(command: string, environment: Record<string, string> = {}): Promise<{ code: number | null; err: string; out: string }> {
  return new Promise((resolve) => {
    const child = spawn("bash", ["-c", `set -o pipefail; ${command}`], { env: { ...process.env, BIN, LOG: log, FOLDER: folder, ...environment } });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.on("close", (code) => resolve({ code, err, out }));
  });
}

describe.skipIf(!existsSync(BIN) || process.platform === "win32")("the process", () => {
  test("a reader that closes early ends it quietly", async () => {
    writeFileSync(join(folder, "long.log"), sampleText("g1/steady-jdk17").repeat(60));
    const { err, out } = await start(`node "$BIN" timeline "$FOLDER/long.log" --quiet | head -n 2`);
    expect(out.trimEnd().split("\n")).toHaveLength(2);
    expect(err).toBe("");
  });

  test("an interrupt ends it with 130 and leaves no file behind", async () => {
    const temporary = join(folder, "tmp");
    const { code, err } = await start(
      `mkdir "$FOLDER/tmp"; mkfifo "$FOLDER/pipe"; (cat "$LOG"; sleep 20) > "$FOLDER/pipe" & writer=$!; TMPDIR="$FOLDER/tmp" node "$BIN" analyze "$FOLDER/pipe" --out "$FOLDER/interrupted" & child=$!; sleep 2.5; kill -INT $child; wait $child; status=$?; kill $writer; exit $status`,
    );
    expect(code).toBe(130);
    expect(err).not.toMatch(/\n\s+at /);
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync(join(folder, "interrupted"))).toBe(false);
  }, 40_000);

  test("a full disk is one line and status 3", async () => {
    const { code, err } = await start(`node "$BIN" timeline "$LOG" > /dev/full`);
    expect(code).toBe(3);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(err).toMatch(/^pauseline: .*; /);
  });
});

test("a file that grows while it is read is read as it was, with a warning at most", async () => {
  const growing = join(folder, "growing.log");
  writeFileSync(growing, sampleText("g1/steady-jdk17"));
  const before = await runCli(["timeline", growing, "--quiet"]);
  const running = runCli(["timeline", growing, "--quiet"]);
  appendFileSync(growing, "[999.000s][info][gc] GC(999");
  const { status, out } = await running;
  expect(status).toBe(0);
  expect([before.out, (await runCli(["timeline", growing, "--quiet"])).out]).toContain(out);
});

test("an input that fails in the middle is one line and status 3", async () => {
  const { main } = await import("../../src/cli/main.js");
  const lines: string[] = [];
  const status = await main(["analyze", "-"], {
    out: async () => {},
    err: (line) => void lines.push(line),
    stdin: (async function* () {
      yield Buffer.from(sampleText("g1/steady-jdk17").slice(0, 5000));
      throw Object.assign(new Error("read EIO"), { code: "EIO", syscall: "read" });
    })(),
    isTerminal: false,
    isErrorTerminal: false,
    columns: 100,
    environment: {},
  });
  expect(status).toBe(3);
  expect(lines.at(-1)).toMatch(/^pauseline: -: cannot be read \(EIO\); /);
});
