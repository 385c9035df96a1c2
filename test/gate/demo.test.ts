import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../cli/run-cli.js";
import { ROOT } from "../support/samples.js";

const DEMO = join(ROOT, "samples/ci-demo");
const JAVA = "java";
/** The JDK runs a source file from release 11 on. */
const HAS_JAVA = Number(/version "(\d+)/.exec(spawnSync(JAVA, ["-version"], { encoding: "utf8" }).stderr ?? "")?.[1] ?? 0) >= 11;

async function runLoadTest(mode: string): Promise<{ status: number; out: string }> {
  const log = join(mkdtempSync(join(tmpdir(), "pauseline-demo-")), "gc.log");
  const java = spawnSync(JAVA, ["-Xmx192m", "-XX:+UseG1GC", `-Xlog:gc*:file=${log}:time,uptime,level,tags`, join(DEMO, "LoadTest.java"), mode], { encoding: "utf8" });
  expect(java.status, java.stderr).toBe(0);
  return runCli(["gate", log, "--config", join(DEMO, "pauseline.json")]);
}

describe.skipIf(!HAS_JAVA)("the load test of the demo, on this machine's JVM", { timeout: 120_000 }, () => {
  test("passes as it is", async () => {
    const { status, out } = await runLoadTest("good");
    expect(out).toMatch(/^GC gate passed \(3 passed\)/);
    expect(status).toBe(0);
  });

  test("fails with collections on demand, for that reason", async () => {
    const { status, out } = await runLoadTest("cleanup");
    expect(status).toBe(1);
    expect(out).toMatch(/pauses\.byCause\["System\.gc\(\)"\]\.count: \d+, but the limit is = 0/);
    expect(out).toMatch(/\(explicit-collection\)/);
  });
});
