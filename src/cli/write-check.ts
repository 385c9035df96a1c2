import { appendFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PauselineError } from "../errors/pauseline-error.js";
import type { CheckReport, CheckVerdict } from "../gate/check.js";
import { renderAnnotations, renderOutputs } from "../gate/output/github.js";
import { renderCheckJson } from "../gate/output/json.js";
import { renderJunit } from "../gate/output/junit.js";
import { isQuiet, renderCheckMarkdown } from "../gate/output/markdown.js";
import { renderSarif } from "../gate/output/sarif.js";
import { renderCheckText } from "../gate/output/text.js";
import { type CommandIo, EXIT, type ExitCode } from "./io.js";
import { productVersion } from "./product-files.js";
import { writeWhole } from "./write-whole.js";

const WIDTH_MOST = 120;

/** Prints and writes a result in every form that was asked for; returns the exit status that the contract gives to its verdict. */
export async function writeCheck(report: CheckReport, argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<ExitCode> {
  const formats = (argv["format"] as readonly string[] | undefined) ?? ["text"];
  for (const format of formats) await io.out(await render(format, report, argv, io));
  if (argv["out"] !== undefined) await writeFolder(String(argv["out"]), report, argv, io);
  if (argv["github"] === true) await tellGithub(report, argv, io, formats.includes("github"));
  return statusOf(report.verdict);
}

/** The exit status of a verdict: what could not be judged is never green. */
function statusOf(verdict: CheckVerdict): ExitCode {
  return { passed: EXIT.ok, failed: EXIT.failed, "not-judged": EXIT.notJudged }[verdict];
}

async function render(format: string, report: CheckReport, argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<string> {
  switch (format) {
    case "json": return renderCheckJson(report);
    case "markdown": return markdownOf(report, argv);
    case "junit": return renderJunit(report);
    case "sarif": return renderSarif(report, await productVersion());
    case "github": return renderAnnotations(report);
    default: return renderCheckText(report, Math.min(io.columns, WIDTH_MOST));
  }
}

function markdownOf(report: CheckReport, argv: Readonly<Record<string, unknown>>): string {
  const text = (name: string): string | undefined => (argv[name] === undefined ? undefined : String(argv[name]));
  return renderCheckMarkdown(report, { name: text("comment-name") ?? "", link: linkOf(text("report-link")) });
}

/** An address for people; anything but http(s) would be a way to put something else into a comment. */
function linkOf(address: string | undefined): string | null {
  if (address === undefined || address === "") return null;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw new PauselineError("usage", `"${address}" is no web address`, { path: "--report-link", hint: "give one that begins with https://" });
  return url.href;
}

async function writeFolder(folder: string, report: CheckReport, argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<void> {
  const isSilent = argv["silent"] === true && isQuiet(report);
  const files: readonly (readonly [string, string | null])[] = [
    ["comment.md", isSilent ? null : markdownOf(report, argv)],
    ["result.json", renderCheckJson(report)],
    ["junit.xml", renderJunit(report)],
    ["result.sarif", renderSarif(report, await productVersion())],
  ];
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, content] of files) {
      // A comment of an earlier run would be taken for one of this run.
      if (content === null) await rm(join(folder, name), { force: true });
      else await writeWhole(join(folder, name), content);
    }
  } catch (cause) {
    throw new PauselineError("output", "cannot write the results", { path: folder, hint: "give --out a folder that can be written", cause });
  }
  if (argv["quiet"] !== true) io.err(`pauseline: wrote ${join(folder, "result.json")}`);
}

/** Adds to the files that GitHub Actions names in the environment; outside of it only the annotations are printed. */
async function tellGithub(report: CheckReport, argv: Readonly<Record<string, unknown>>, io: CommandIo, isPrinted: boolean): Promise<void> {
  if (!isPrinted) await io.out(renderAnnotations(report));
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs } = io.environment;
  try {
    if (summary !== undefined && summary !== "") await appendFile(summary, markdownOf(report, argv));
    if (outputs !== undefined && outputs !== "") await appendFile(outputs, renderOutputs(report));
  } catch (cause) {
    throw new PauselineError("output", "cannot write to the files of GitHub Actions", { path: "GITHUB_STEP_SUMMARY, GITHUB_OUTPUT", hint: "leave --github out when not on GitHub", cause });
  }
}
