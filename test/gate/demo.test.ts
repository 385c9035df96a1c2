import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ActionRun, CAN_RUN_ACTION, runAction } from "../support/run-action.js";
import { ROOT } from "../support/samples.js";

const DEMO = join(ROOT, "samples/ci-demo");
const JAVA = "java";
/** The JDK runs a source file from release 11 on. */
const HAS_JAVA = Number(/version "(\d+)/.exec(spawnSync(JAVA, ["-version"], { encoding: "utf8" }).stderr ?? "")?.[1] ?? 0) >= 11;

/** Runs the load test on this machine's JVM, and the steps of the action on its log. */
function judgeLoadTest(mode: string): ActionRun {
  const log = join(mkdtempSync(join(tmpdir(), "pauseline-demo-")), "gc.log");
  const java = spawnSync(JAVA, ["-Xmx192m", "-XX:+UseG1GC", `-Xlog:gc*:file=${log}:time,uptime,level,tags`, join(DEMO, "LoadTest.java"), mode], { encoding: "utf8" });
  expect(java.status, java.stderr).toBe(0);
  return runAction({ logs: log, config: join(DEMO, "pauseline.json"), upload: "false" });
}

// Without Java the recorded runs of the same test are judged, in action.test.ts.
describe.skipIf(!HAS_JAVA || !CAN_RUN_ACTION)("the load test of the demo, on this machine's JVM, through the steps of the action", { timeout: 180_000 }, () => {
  test("passes as it is", () => {
    const { status, outputs, summary } = judgeLoadTest("good");
    expect(outputs).toMatchObject({ verdict: "passed", headline: "GC gate passed (3 passed)" });
    expect(summary).toContain("### ✅ GC gate passed");
    expect(status).toBe(0);
  });

  test("fails with collections on demand, for that reason", () => {
    const { status, out, outputs, gh, summary } = judgeLoadTest("cleanup");
    expect(status).toBe(1);
    expect(outputs["headline"]).toMatch(/pauses\.byCause\["System\.gc\(\)"\]\.count: \d+, but the limit is = 0/);
    expect(out).toMatch(/^::error file=/m);
    expect(summary).toMatch(/Rule explicit-collection explains it/);
    expect(gh).toContain("-X POST repos/owner/name/issues/12/comments");
  });
});
