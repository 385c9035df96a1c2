import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../cli/run-cli.js";

const SECRET = "hunter2hunter2";
const OPTIONS = [
  `-Djavax.net.ssl.keyStorePassword=${SECRET}`, `-Dspring.datasource.url=jdbc:mysql://app:${SECRET}@db.example/x`, `-Dapi.token=${SECRET}`,
  `-javaagent:apm.jar=token=${SECRET}`, `-Dhttp.header=Authorization:${SECRET}`,
];
const LOG = `[0.001s][info][gc,init] Version: 21.0.1+12 (release)
[0.002s][info][gc] Using G1
[0.003s][info][arguments] jvm_args: -Xmx256m ${OPTIONS.join(" ")}
[0.004s][info][gc] GC(0) this line with password=${SECRET} is not understood
[1.000s][info][gc] GC(1) Pause Young (Normal) (password=${SECRET}) 124M->24M(256M) 20.115ms
[1.100s][info][gc] Allocation Stall (pool https://app:${SECRET}@db.example) 20.115ms
[1.200s][info][safepoint] Safepoint "token=${SECRET}", Time since last: 1000000 ns, Reaching safepoint: 10000 ns, At safepoint: 20000 ns, Total: 30000 ns
`;
const LEGACY = `OpenJDK 64-Bit Server VM (25.504-b01) for linux-amd64 JRE (1.8.0_504-b01), built on Aug 20 2026 02:12:31 by "x" with gcc 16.2.0
CommandLine flags: -XX:InitialHeapSize=268435456 -XX:OnError="curl https://u:${SECRET}@h.example" -XX:+UseParallelGC
0.717: [GC (Allocation Failure)  65536K->47316K(251392K), 0.0358023 secs]
`;
const folder = mkdtempSync(join(tmpdir(), "pauseline-secrets-"));
beforeAll(() => {
  writeFileSync(join(folder, "gc.log"), LOG);
  writeFileSync(join(folder, "legacy.log"), LEGACY);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["analyze", "--format", "text", "--explain-lines"],
  ["analyze", "--format", "json"],
  ["analyze", "--format", "markdown"],
  ["analyze", "--format", "html"],
  ["timeline", "--format", "ndjson"],
  ["timeline", "--format", "csv"],
])("no secret of a log leaves through %s %s %s", async (command, ...options) => {
  for (const name of ["gc.log", "legacy.log"]) {
    const { status, out, err } = await runCli([command as string, join(folder, name), ...options]);
    expect(status, err).toBe(0);
    expect(out).not.toContain(SECRET);
    expect(err).not.toContain(SECRET);
  }
});

test("nor a secret of the command line, nor one in the files of a report", async () => {
  const out = join(folder, "report");
  const result = await runCli(["analyze", join(folder, "gc.log"), `--jvm-options=-Xmx1g ${OPTIONS.join(" ")}`, "--out", out, "--format", "json", "--format", "markdown", "--format", "text"]);
  expect(result.status, result.err).toBe(0);
  expect(result.out + result.err).not.toContain(SECRET);
  for (const name of readdirSync(out)) expect(readFileSync(join(out, name), "latin1")).not.toContain(SECRET);
  const flags = await runCli(["flags", "21", "--", "-Xmx1g", ...OPTIONS, "-XX:+UseConcMarkSweepGC"]);
  expect(flags.out + flags.err).not.toContain(SECRET);
});

test("hiding secrets in a megabyte without an end takes no longer than reading it", async () => {
  const { maskSecrets } = await import("../../src/jvm-options/mask-secrets.js");
  for (const text of ["a://b:".repeat(20_000), "a:".repeat(60_000), 'a="'.repeat(40_000), "jdbc:oracle:thin:a/".repeat(5000), "-a".repeat(60_000), "-eyJ".repeat(20_000)]) {
    const startedAt = performance.now();
    maskSecrets(text);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  }
});
