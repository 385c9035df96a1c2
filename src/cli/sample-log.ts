import { readRules } from "../advise/read-rules.js";
import type { Rule } from "../advise/rule.js";
import { analyzeReading, type AnalysisResult } from "../analysis/analyze.js";
import { readInputs } from "../analysis/read-inputs.js";
import { chooseLines, redactLines, SAMPLE_SIZES } from "../analysis/sample-log.js";
import { PauselineError } from "../errors/pauseline-error.js";
import type { InputFile } from "../input/input-file.js";
import { parseWindow } from "../analysis/parse-window.js";
import type { CommandIo } from "./io.js";
import { parseGiven } from "./parse-given.js";
import { rulesFolder } from "./product-files.js";
import { resolveArguments } from "./read-groups.js";

/** A sample is read and judged again with each size, so the whole log is held in memory. */
const LARGEST_LOG_BYTES = 256 * 2 ** 20;

/**
 * The smallest part of a log under which the same rule still fires, or the same lines are still not understood. Sizes are tried
 * from small to whole; each try is analyzed as any input.
 */
export async function sampleLog(argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<{ text: string; note: string }> {
  const [file] = await resolveArguments(argv["inputs"] as readonly string[], argv, io);
  if (file === undefined) throw new PauselineError("input", "nothing to take a sample from", { hint: "name a GC log" });
  const lines = (await textOf(file)).split(/\r?\n/);
  const rules = await readRules(rulesFolder());
  const whole = await analyzeLines(lines, file.path, rules);
  const goal = chooseGoal(whole, argv["rule"] === undefined ? null : String(argv["rule"]));
  for (const size of SAMPLE_SIZES) {
    const kept = chooseLines(lines, goal.lines, size).map((index) => lines[index] as string);
    const shown = argv["redact"] === true ? redactLines(kept) : kept;
    if (kept.length === 0 || !(await stillShows(shown, file.path, rules, goal))) continue;
    return { text: `${shown.join("\n").trimEnd()}\n`, note: `${shown.length} of ${lines.length} lines still show ${goal.name}` };
  }
  throw new PauselineError("input", `no sample shows ${goal.name} any more once it is redacted`, { path: file.path, hint: "try without --redact and look the lines through yourself" });
}

interface Goal {
  readonly name: string;
  readonly ruleId: string | null;
  readonly lines: ReadonlySet<number>;
}

function chooseGoal({ analysis, rejected }: AnalysisResult, ruleId: string | null): Goal {
  const unread = rejected.flatMap(({ lines }) => lines.map(({ line }) => line));
  if (ruleId === null && unread.length > 0) return { name: "lines that are not understood", ruleId: null, lines: new Set(unread) };
  const advice = ruleId === null ? analysis.recommendations[0] : analysis.recommendations.find((one) => one.ruleId === ruleId);
  if (advice === undefined) {
    throw new PauselineError("usage", ruleId === null ? "every line was understood and no rule fired: there is nothing to show" : `the rule "${ruleId}" did not fire on this log`, {
      path: analysis.inputs[0]?.path ?? "",
      hint: "pauseline analyze shows what fired",
    });
  }
  return { name: `the finding ${advice.ruleId}`, ruleId: advice.ruleId, lines: new Set(advice.why.flatMap(({ lines }) => lines.map(({ line }) => line))) };
}

async function stillShows(lines: readonly string[], path: string, rules: readonly Rule[], goal: Goal): Promise<boolean> {
  try {
    const { analysis, rejected } = await analyzeLines(lines, path, rules);
    if (goal.ruleId === null) return rejected.some((input) => input.lines.length > 0);
    return analysis.recommendations.some(({ ruleId }) => ruleId === goal.ruleId);
  } catch (error) {
    // Too little left to be a GC log: a larger sample is needed.
    if (error instanceof PauselineError && error.code === "input") return false;
    throw error;
  }
}

async function analyzeLines(lines: readonly string[], path: string, rules: readonly Rule[]): Promise<AnalysisResult> {
  const bytes = new TextEncoder().encode(lines.join("\n"));
  const file: InputFile = {
    path,
    sizeBytes: bytes.length,
    async *open() {
      yield bytes;
    },
    peek: async (most = 262_144) => bytes.subarray(0, most),
    randomAccess: async () => null,
    warnings: [],
  };
  const reading = await readInputs([file]);
  return analyzeReading(reading, { given: parseGiven({}), rules, window: parseWindow({ from: null, to: null, skipWarmup: null }, reading.timeline) });
}

async function textOf(file: InputFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of file.open()) {
    size += chunk.length;
    if (size > LARGEST_LOG_BYTES) throw new PauselineError("input", "the log is too large to take a sample from", { path: file.path, hint: "cut out the part in question first" });
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
