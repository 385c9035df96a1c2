import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../cli/run-cli.js";
import { hostileLog } from "./hostile-log.js";

/** What terminals act on, and what people cannot see or read in the wrong direction. */
const UNSEEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/;
/** How runners of GitHub Actions know a command: at the start of a line, blanks before it allowed. */
const WORKFLOW_COMMAND = /^\s*::[a-z-]+/m;

const folder = mkdtempSync(join(tmpdir(), "pauseline-hostile-"));
const log = join(folder, "gc.log");
beforeAll(() => writeFileSync(log, hostileLog()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<string> {
  const { status, out, err } = await runCli(args);
  expect(status, err).toBe(0);
  expect(err).not.toMatch(UNSEEN);
  expect(err).not.toMatch(WORKFLOW_COMMAND);
  expect(err).not.toContain("##[");
  return out;
}

/** Markdown without what is shown as it stands: code blocks and inline code. */
function outsideCode(markdown: string): string {
  const fences = markdown.match(/^`{3,}/gm) ?? [];
  expect(fences.length % 2).toBe(0);
  return markdown.replace(/^(`{3,})[^]*?^\1$/gm, "").replace(/`[^`\n]+`/g, "").replace(/<code>[^<\n]*<\/code>/g, "");
}

function expectHarmlessMarkdown(markdown: string): void {
  expect(markdown).not.toMatch(UNSEEN);
  expect(markdown).not.toMatch(WORKFLOW_COMMAND);
  const prose = outsideCode(markdown);
  expect(prose).not.toMatch(/<(?!\/?(details|summary)>|[\w.-]+\.png>)/i);
  expect(prose).not.toMatch(/(?<!\\)\]\((?!<[\w.-]+\.png>)/);
  expect(prose).not.toMatch(/@\w/);
  expect(prose).not.toMatch(/(^|[^\\])#\d/);
  expect(prose).not.toMatch(/\bGH-\d/);
  expect(prose).not.toMatch(/https?:\/\/evil|www\.evil/);
  for (const table of prose.split(/\n(?!\|)/).filter((part) => part.startsWith("|"))) {
    const columns = table.split("\n").map((row) => (row.match(/(?<!\\)\|/g) ?? []).length);
    expect(new Set(columns).size, table.slice(0, 200)).toBe(1);
  }
}

test("Markdown shows hostile text as text: no HTML, link, mention, reference, broken table or open fence", async () => {
  expectHarmlessMarkdown(await run("analyze", log, "--format", "markdown", "--slo", "p99=50ms"));
});

test("the terminal gets no control character, and a runner no command", async () => {
  const out = await run("analyze", log, "--explain-lines");
  expect(out).not.toMatch(UNSEEN);
  expect(out).not.toMatch(WORKFLOW_COMMAND);
});

test("JSON keeps hostile names as plain keys, and hides nothing invisible in them", async () => {
  const out = await run("analyze", log, "--format", "json");
  expect(out).not.toMatch(UNSEEN);
  const { pauses } = JSON.parse(out) as { pauses: { byCause: Record<string, { count: number }> } };
  expect(Object.hasOwn(pauses.byCause, "__proto__")).toBe(true);
  expect(pauses.byCause["constructor"]?.count).toBe(1);
  expect(({} as Record<string, unknown>)["count"]).toBeUndefined();
});

test("rows of the timeline: NDJSON without invisible characters, CSV without formulas", async () => {
  const rows = await run("timeline", log);
  expect(rows).not.toMatch(UNSEEN);
  for (const row of rows.trimEnd().split("\n")) expect(JSON.parse(row)).toHaveProperty("type");
  const csv = await run("timeline", log, "--format", "csv");
  expect(csv).not.toMatch(UNSEEN);
  expect(csv).not.toMatch(/(^|,)"?\s*[=+@]/m);
  expect(csv).not.toMatch(/(^|,)"?\s*-[^\d]/m);
  const width = csv.split("\n")[0]?.split(",").length;
  for (const line of csv.trimEnd().split("\n")) expect(line.replace(/"(?:[^"]|"")*"/g, "").split(",").length).toBe(width);
});

test("an HTML page holds no tag, handler or address of the log's", async () => {
  const page = await run("analyze", log, "--format", "html");
  expect(page).not.toMatch(/<script>alert|<img src=x|<\/details><h1>|<b>|href="?javascript:|src="?http/i);
  expect(page).not.toMatch(/[\u0000-\u0008\u000E-\u001F\u202A-\u202E]/);
});

test("an output folder is as harmless, and has only the files that it should have", async () => {
  const out = join(folder, "report");
  await run("analyze", log, "--out", out, "--quiet");
  for (const name of readdirSync(out)) expect(name).toMatch(/^[a-z-]+\.(md|json|png|html)$/);
  expectHarmlessMarkdown(readFileSync(join(out, "report.md"), "utf8"));
});

test("a hostile file name is data too", async () => {
  const odd = join(folder, "::error::x <script>@team|`\u001b[31m.log");
  writeFileSync(odd, hostileLog());
  expectHarmlessMarkdown(await run("analyze", odd, "--format", "markdown"));
  const { status, out, err } = await runCli(["analyze", `${odd}-missing`]);
  expect([status, out]).toEqual([3, ""]);
  expect(err).not.toMatch(UNSEEN);
});

const BROWSER = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

test.skipIf(BROWSER === undefined)("a browser that opens the page draws its charts and runs nothing of the log's", { timeout: 120_000 }, async () => {
  const run = "document.documentElement.dataset.pwned=1";
  const words = [`</script><script>${run}</script>`, `<img src=x onerror="${run}">`, `<svg onload=${run}>`, `<!--<script>${run}`, `";${run};"`, `\u2028${run}\u2029`, "<base href=//evil.example>"];
  const page = join(folder, "page.html");
  const hostile = join(folder, "browser.log");
  writeFileSync(hostile, hostileLog(...words));
  const { out } = await runCli(["analyze", hostile, "--format", "html"]);
  writeFileSync(page, out);
  const dom = execFileSync(BROWSER as string, ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${join(folder, "profile")}`, "--virtual-time-budget=5000", "--dump-dom", `file://${page}`], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 27 });
  expect(dom).toMatch(/<canvas[^>]* width="\d+"/);
  expect(dom).not.toMatch(/data-pwned=/);
  expect(dom).not.toMatch(/<base|<iframe|<img(?![^>]* src="data:)/i);
});
