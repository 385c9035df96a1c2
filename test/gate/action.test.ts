import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ActionRun, CAN_RUN_ACTION, runAction, STEPS } from "../support/run-action.js";
import { ROOT } from "../support/samples.js";

const DEMO = join(ROOT, "samples/ci-demo");

test("no expression stands inside a script", () => {
  expect(STEPS.filter(({ script }) => script !== null)).toHaveLength(3);
  for (const { script } of STEPS) expect(script ?? "").not.toContain("${{");
});

test("results and charts are kept as an artifact", () => {
  const [step] = STEPS.filter(({ script }) => script === null);
  expect(step?.text).toMatch(/uses: actions\/upload-artifact@v4\n[\s\S]*path: \$\{\{ inputs\.out \}\}/);
});

describe.skipIf(!CAN_RUN_ACTION)("the steps of the action", { timeout: 180_000 }, () => {
  const config = join(DEMO, "pauseline.json");

  test("pass on the good run", () => {
    const { status, outputs, summary, gh, folder } = runAction({ logs: join(DEMO, "good/gc.log"), config });
    expect(status).toBe(0);
    expect(readdirSync(join(folder, "result/report"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".png")).length).toBeGreaterThan(2);
    expect(readFileSync(join(folder, "result/comment.md"), "utf8")).toContain("(https://github.example/owner/name/actions/runs/99#artifacts)");
    expect(outputs).toMatchObject({ verdict: "passed", status: "0", failed: "0" });
    expect(summary).toContain("✅");
    expect(gh).toContain("-X POST repos/owner/name/issues/12/comments -F body=@result/comment.md");
  });

  test("fail on the run with collections on demand, for that reason, and change the comment that is there", () => {
    const { status, out, outputs, summary, gh, folder } = runAction({ logs: join(DEMO, "cleanup/gc.log"), config }, { comments: "77" });
    expect(status).toBe(1);
    expect(outputs).toMatchObject({ verdict: "failed", status: "1", failed: "2" });
    expect(out).toMatch(/::error file=.*cleanup\/gc\.log,line=\d+,title=pauses\.byCause/);
    expect(summary).toContain("nothing in the service may ask for a collection");
    expect(gh).toContain("-X PATCH repos/owner/name/issues/comments/77 -F body=@result/comment.md");
    expect(readFileSync(join(folder, "result/comment.md"), "utf8")).toMatch(/^<!-- pauseline:gate -->\n/);
  });

  test("a silent run without findings takes its earlier comment away", () => {
    const { status, gh } = runAction({ logs: join(DEMO, "good/gc.log"), config, silent: "true", upload: "false" }, { comments: "77" });
    expect(status).toBe(0);
    expect(gh).toContain("-X DELETE repos/owner/name/issues/comments/77");
  });

  test("what cannot be judged fails unless that is allowed", () => {
    const given = { logs: join(DEMO, "good/gc.log"), limits: "pauses.p99 <= 10s", upload: "false" };
    expect(runAction(given).status).toBe(4);
    expect(runAction({ ...given, "allow-undecided": "true" }).status).toBe(0);
  });

  test("inputs cannot become commands or options", () => {
    const marker = join(mkdtempSync(join(tmpdir(), "pauseline-marker-")), "owned");
    const attempts: readonly Readonly<Record<string, string>>[] = [
      { logs: `$(touch ${marker})` },
      { logs: `x; touch ${marker}` },
      { logs: "--help" },
      { logs: join(DEMO, "good/gc.log"), version: `1;touch ${marker}` },
      { logs: join(DEMO, "good/gc.log"), limits: `fullGcs == 0\n\`touch ${marker}\`` },
      { logs: join(DEMO, "good/gc.log"), config: "--out=/" },
      { logs: join(DEMO, "good/gc.log"), silent: "maybe" },
      { logs: " " },
    ];
    for (const given of attempts) {
      const { status } = runAction(given);
      expect(status, JSON.stringify(given)).toBeGreaterThan(1);
      expect(existsSync(marker)).toBe(false);
    }
  });

  test("give the same bytes in another time zone and locale", () => {
    const given = { logs: join(DEMO, "cleanup/gc.log"), config, upload: "false" };
    const [first, second] = [{ TZ: "UTC", LC_ALL: "C", LANG: "C" }, { TZ: "Asia/Kolkata", LC_ALL: "de_DE.UTF-8", LANG: "tr_TR.UTF-8" }].map((environment) => runAction(given, { environment })) as [ActionRun, ActionRun];
    for (const name of ["comment.md", "result.json", "junit.xml", "result.sarif"]) expect(readFileSync(join(first.folder, "result", name), "utf8"), name).toBe(readFileSync(join(second.folder, "result", name), "utf8"));
    expect(first.summary).toBe(second.summary);
  });
});
