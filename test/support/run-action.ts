import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./samples.js";

/** A step of the action; one that uses another action has no script. */
export interface Step {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly script: string | null;
  readonly text: string;
}

/** What a run of the action left behind. */
export interface ActionRun {
  readonly status: number | null;
  readonly out: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Command lines of gh. */
  readonly gh: string;
  readonly folder: string;
}

/** The steps run the built program; `npm run check` builds before it tests. */
export const CAN_RUN_ACTION = existsSync(join(ROOT, "dist/cli/commands/gate.js")) && process.platform !== "win32";

const ACTION = readFileSync(join(ROOT, "action.yml"), "utf8");
export const STEPS = readSteps(ACTION);

/** The steps of action.yml, whose form is known: no YAML library is needed for it. */
function readSteps(text: string): readonly Step[] {
  return text.split("    - name: ").slice(1).map((part) => {
    const lines = part.split("\n");
    const env: Record<string, string> = {};
    for (const line of lines) {
      const match = /^ {8}([A-Z_]+): (.*)$/.exec(line);
      if (match !== null) env[match[1] as string] = match[2] as string;
    }
    const start = lines.indexOf("      run: |");
    return { name: lines[0] ?? "", env, script: start === -1 ? null : lines.slice(start + 1).map((line) => line.slice(8)).join("\n"), text: part };
  });
}

/** The default of each input. */
function defaults(): Record<string, string> {
  const inputs = /\ninputs:\n([\s\S]*?)\noutputs:/.exec(ACTION)?.[1] ?? "";
  return Object.fromEntries([...inputs.matchAll(/^ {2}([a-z-]+):\n(?: {4}.*\n?)*/gm)].map(([block, name]) => [name as string, /default: "?([^"\n]*)"?/.exec(block)?.[1] ?? ""]));
}

/**
 * Runs all steps of the action as GitHub does, in a new folder, with files for summary and outputs. `comments` are the ids that
 * gh finds on the pull request.
 */
export function runAction(given: Readonly<Record<string, string>>, { comments = "", environment = {} }: { readonly comments?: string; readonly environment?: Readonly<Record<string, string>> } = {}): ActionRun {
  const folder = mkdtempSync(join(tmpdir(), "pauseline-action-"));
  const executable = (name: string, content: string): void => {
    writeFileSync(join(folder, "bin", name), content);
    chmodSync(join(folder, "bin", name), 0o755);
  };
  mkdirSync(join(folder, "bin"));
  // What GitHub's machines have: npx, which would fetch the package, and gh, which talks to GitHub.
  executable("npx", `#!/bin/bash\n[ "$1" = --yes ] || exit 99\nshift 2\nexec node "${join(ROOT, "dist/cli/bin.js")}" "$@"\n`);
  executable("gh", `#!/bin/bash\nprintf '%s\\n' "$*" >> "${folder}/gh.log"\nfor a in "$@"; do if [ "$a" = --paginate ]; then printf '%s' "${comments}"; fi; done\nexit 0\n`);
  const inputs = { ...defaults(), out: "result", ...given };
  const outputFile = join(folder, "output");
  const summaryFile = join(folder, "summary");
  writeFileSync(outputFile, "");
  writeFileSync(summaryFile, "");
  let out = "";
  let status: number | null = 0;
  for (const { env, script } of STEPS) {
    if (script === null) continue;
    const outputs = readOutputs(outputFile);
    const values = Object.fromEntries(Object.entries(env).map(([name, expression]) => [name, evaluate(expression, inputs, outputs)]));
    const run = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`, HOME: folder, GITHUB_OUTPUT: outputFile, GITHUB_STEP_SUMMARY: summaryFile, ...environment, ...values },
    });
    out += run.stdout + run.stderr;
    if (run.status !== 0) status = run.status;
  }
  const gh = join(folder, "gh.log");
  return { status, out, outputs: readOutputs(outputFile), summary: readFileSync(summaryFile, "utf8"), gh: existsSync(gh) ? readFileSync(gh, "utf8") : "", folder };
}

const GITHUB: Readonly<Record<string, string>> = { "github.event.pull_request.number": "12", "github.repository": "owner/name", "github.server_url": "https://github.example", "github.run_id": "99" };

function evaluate(text: string, inputs: Readonly<Record<string, string>>, outputs: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_whole, path: string) => {
    const name = path.split(".").at(-1) ?? "";
    return GITHUB[path] ?? (path.startsWith("steps.") ? outputs[name] : inputs[name]) ?? "";
  });
}

function readOutputs(path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readFileSync(path, "utf8").split("\n").filter((line) => line.includes("=")).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}
