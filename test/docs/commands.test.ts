import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXIT } from "../../src/cli/io.js";
import { splitWords } from "../../src/jvm-options/split-words.js";
import { runCli } from "../cli/run-cli.js";
import { ROOT } from "../support/samples.js";

/** Every command that a page shows is run as it stands, in a folder that has the files of which the pages speak. */
const PAGES = ["README.md", "CONTRIBUTING.md", "CI.md", "SECURITY.md", ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).filter((page) => page.endsWith(".md")).map((page) => `docs/${page.replaceAll("\\", "/")}`)].toSorted();
/** Programs of others, whose work (installing, building, starting a JVM) is not the subject here. */
const OF_OTHERS = /^(npm|npx|git|java|jcmd|jfr|docker|kubectl|cd|source|man|echo|curl) /;
/** Commands whose result may be a "no"; every other one has to end well. */
const MAY_SAY_NO = /\b(gate|compare|flags)\b/;
/** A baseline needs five minutes of log, which no sample has; so these are refused for that reason and no other. */
const NEEDS_LONG_LOG = /--baseline/;
/** What only a shell can do. */
const SHELL = /[|>]/;

const shown = PAGES.flatMap((page) => commandsOf(readFileSync(join(ROOT, page), "utf8")).map((command) => ({ page, command })));
const whyNot = !existsSync(join(ROOT, "dist/cli/bin.js")) ? "not built: npm run build" : process.platform === "win32" ? "needs a POSIX shell" : null;
if (whyNot !== null) process.stderr.write(`commands of the documentation are not run: ${whyNot}\n`);

test("the pages show commands, and hardly any of others", () => {
  expect(shown.length).toBeGreaterThan(40);
  expect(shown.filter(({ command }) => OF_OTHERS.test(command)).length).toBeLessThan(shown.length / 3);
});

describe.skipIf(whyNot !== null)(`commands of the documentation${whyNot === null ? "" : ` [skipped: ${whyNot}]`}`, { timeout: 60_000 }, () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "pauseline-docs-"));
    const sample = (path: string): Buffer => readFileSync(join(ROOT, "samples", path));
    const put = (name: string, content: string | Buffer): void => {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), content);
    };
    const steady = sample("g1/steady-jdk17/gc.log");
    for (const name of ["gc.log", "before.log", "a.log", "a1.log", "a2.log", "a3.log", "logs/gc.log.0", "runs/main/1.log"]) put(name, steady);
    const cleanup = sample("ci-demo/cleanup/gc.log");
    for (const name of ["after.log", "b.log", "b1.log", "b2.log", "b3.log", "runs/branch/1.log"]) put(name, cleanup);
    put("recording.jfr", gunzipSync(sample("g1/steady-jdk17/recording.jfr.gz")));
    put("recording.txt", sample("jfr/jdk21-serial.txt"));
    put("recording.json", sample("jfr/jdk21-serial.json"));
    for (const name of ["latency.csv", "a.jtl", "b.jtl"]) put(name, gunzipSync(sample("g1/steady-jdk17/latency.csv.gz")));
    put("gc-jdk8.log", sample("g1/steady-jdk8/gc.log"));
    put("pauseline.json", sample("ci-demo/pauseline.json"));
    for (const file of ["heap-above-quota.json", "overrides.json"]) {
      put(`my-rules/${file}`, jsonBlockAfter(readFileSync(join(ROOT, "docs/writing-rules.md"), "utf8"), file));
    }
    for (const name of ["samples", "rules", "dist", "package.json"]) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    put("bin/pauseline", `#!/bin/sh\nexec node "${join(ROOT, "dist/cli/bin.js")}" "$@"\n`);
    execFileSync("chmod", ["+x", join(folder, "bin/pauseline")]);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(shown.filter(({ command }) => !OF_OTHERS.test(command)))("$page: $command", async ({ command }) => {
    const { status, err } = await run(command, folder);
    if (NEEDS_LONG_LOG.test(command)) expect(err).toMatch(/too little for a baseline|measure it once/);
    else if (MAY_SAY_NO.test(command)) expect([EXIT.ok, EXIT.failed, EXIT.notJudged], err).toContain(status);
    else expect(status, err).toBe(EXIT.ok);
  });
});

/** Runs a line as a shell would: within this process where no shell is needed, because starting one for each line takes long. */
async function run(command: string, folder: string): Promise<{ status: number; err: string }> {
  const words = splitWords(command.replace(/\s#\s.*$/, ""));
  if (SHELL.test(command) || words[0] !== "pauseline") {
    const { status, stderr } = spawnSync("sh", ["-c", command], { cwd: folder, encoding: "utf8", env: { ...process.env, PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"] ?? ""}` } });
    return { status: status ?? Number.NaN, err: stderr };
  }
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await runCli(words.slice(1));
  } finally {
    process.chdir(before);
  }
}

/** The lines of all blocks of shell, with lines that end in a backslash joined; each in its first place only. */
function commandsOf(markdown: string): readonly string[] {
  const blocks = [...markdown.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, body]) => (body as string).replaceAll("\\\n", " "));
  const lines = blocks.flatMap((body) => body.split("\n")).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== "" && !line.startsWith("#")))];
}

function jsonBlockAfter(markdown: string, mark: string): string {
  const start = markdown.indexOf("```json", markdown.indexOf(mark));
  return markdown.slice(markdown.indexOf("\n", start) + 1, markdown.indexOf("```", start + 3));
}
