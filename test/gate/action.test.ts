import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { ROOT } from "../support/samples.js";

interface Step {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly script: string;
}

const ACTION = readFileSync(join(ROOT, "action.yml"), "utf8");
const STEPS = readSteps(ACTION);
const DEMO = join(ROOT, "samples/ci-demo");

/** The steps of action.yml, whose form is known: no YAML library is needed for it. */
function readSteps(text: string): readonly Step[] {
  return text.split("    - name: ").slice(1).map((part) => {
    const lines = part.split("\n");
    const env: Record<string, string> = {};
    for (const line of lines) {
      const match = /^ {8}([A-Z_]+): (.*)$/.exec(line);
      if (match !== null) env[match[1] as string] = match[2] as string;
    }
    const script = lines.slice(lines.indexOf("      run: |") + 1).map((line) => line.slice(8)).join("\n");
    return { name: lines[0] ?? "", env, script };
  });
}

/** The default of each input. */
function defaults(): Record<string, string> {
  const inputs = /\ninputs:\n([\s\S]*?)\noutputs:/.exec(ACTION)?.[1] ?? "";
  return Object.fromEntries([...inputs.matchAll(/^ {2}([a-z-]+):\n(?: {4}.*\n?)*/gm)].map(([block, name]) => [name as string, /default: "?([^"\n]*)"?/.exec(block)?.[1] ?? ""]));
}

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pauseline-action-"));
  mkdirSync(join(folder, "bin"));
  // What GitHub's machines have: npx, which would fetch the package, and gh, which talks to GitHub.
  executable("npx", `#!/bin/bash\n[ "$1" = --yes ] || exit 99\nshift 2\nexec node "${join(ROOT, "dist/cli/bin.js")}" "$@"\n`);
  executable("gh", `#!/bin/bash\nprintf '%s\\n' "$*" >> "${folder}/gh.log"\nfor a in "$@"; do if [ "$a" = --paginate ]; then cat "${folder}/existing" 2>/dev/null; fi; done\nexit 0\n`);
});

function executable(name: string, content: string): void {
  writeFileSync(join(folder, "bin", name), content);
  chmodSync(join(folder, "bin", name), 0o755);
}

/** Runs all steps of the action as GitHub does, with files for summary and outputs. */
function runAction(given: Readonly<Record<string, string>>): { status: number | null; out: string; outputs: Readonly<Record<string, string>>; summary: string; gh: string } {
  const inputs = { ...defaults(), out: "result", ...given };
  const outputFile = join(folder, "output");
  const summaryFile = join(folder, "summary");
  writeFileSync(outputFile, "");
  writeFileSync(summaryFile, "");
  let out = "";
  let status: number | null = 0;
  for (const { env, script } of STEPS) {
    const outputs = readOutputs(outputFile);
    const values = Object.fromEntries(Object.entries(env).map(([name, expression]) => [name, evaluate(expression, inputs, outputs)]));
    const run = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`, HOME: folder, GITHUB_OUTPUT: outputFile, GITHUB_STEP_SUMMARY: summaryFile, ...values },
    });
    out += run.stdout + run.stderr;
    if (run.status !== 0) status = run.status;
  }
  return { status, out, outputs: readOutputs(outputFile), summary: readFileSync(summaryFile, "utf8"), gh: existsSync(join(folder, "gh.log")) ? readFileSync(join(folder, "gh.log"), "utf8") : "" };
}

function evaluate(text: string, inputs: Readonly<Record<string, string>>, outputs: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_whole, path: string) => {
    if (path === "github.event.pull_request.number") return "12";
    if (path === "github.repository") return "owner/name";
    const name = path.split(".").at(-1) ?? "";
    return (path.startsWith("steps.") ? outputs[name] : inputs[name]) ?? "";
  });
}

function readOutputs(path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readFileSync(path, "utf8").split("\n").filter((line) => line.includes("=")).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

test("no expression stands inside a script", () => {
  expect(STEPS).toHaveLength(3);
  for (const { script } of STEPS) expect(script).not.toContain("${{");
});

// The steps run the built program; `npm run check` builds before it tests.
describe.skipIf(!existsSync(join(ROOT, "dist/cli/commands/gate.js")) || process.platform === "win32")("the steps of the action", { timeout: 180_000 }, () => {
  const config = join(DEMO, "pauseline.json");

  test("pass on the good run", () => {
    const { status, outputs, summary, gh } = runAction({ logs: join(DEMO, "good/gc.log"), config });
    expect(status).toBe(0);
    expect(outputs).toMatchObject({ verdict: "passed", status: "0", failed: "0" });
    expect(summary).toContain("✅");
    expect(gh).toContain("-X POST repos/owner/name/issues/12/comments -F body=@result/comment.md");
  });

  test("fail on the run with collections on demand, for that reason, and change the comment that is there", () => {
    writeFileSync(join(folder, "existing"), "77\n");
    const { status, out, outputs, summary, gh } = runAction({ logs: join(DEMO, "cleanup/gc.log"), config });
    expect(status).toBe(1);
    expect(outputs).toMatchObject({ verdict: "failed", status: "1", failed: "2" });
    expect(out).toMatch(/::error file=.*cleanup\/gc\.log,line=\d+,title=pauses\.byCause/);
    expect(summary).toContain("nothing in the service may ask for a collection");
    expect(gh).toContain("-X PATCH repos/owner/name/issues/comments/77 -F body=@result/comment.md");
    expect(readFileSync(join(folder, "result/comment.md"), "utf8")).toMatch(/^<!-- pauseline:gate -->\n/);
  });

  test("a silent run without findings takes its earlier comment away", () => {
    writeFileSync(join(folder, "existing"), "77\n");
    const { status, gh } = runAction({ logs: join(DEMO, "good/gc.log"), config, silent: "true" });
    expect(status).toBe(0);
    expect(gh).toContain("-X DELETE repos/owner/name/issues/comments/77");
  });

  test("what cannot be judged fails unless that is allowed", () => {
    const given = { logs: join(DEMO, "good/gc.log"), limits: "pauses.p99 <= 10s" };
    expect(runAction(given).status).toBe(4);
    expect(runAction({ ...given, "allow-undecided": "true" }).status).toBe(0);
  });

  test("inputs cannot become commands or options", () => {
    const marker = join(folder, "owned");
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
});
