import type { Analysis } from "../../analysis/analysis.js";
import { PauselineError } from "../../errors/pauseline-error.js";
import { findMetric } from "../../metrics/catalog.js";
import type { Measurer } from "../../metrics/measurer.js";
import type { PredictionScore } from "../../predict/score-predictions.js";
import { ANALYSIS_OPTIONS } from "../analysis-options.js";
import type { Command } from "../command.js";
import { INPUT_OPTIONS, INPUTS } from "../input-options.js";
import { EXIT } from "../io.js";

export const verify: Command = {
  usage: "verify <report> <inputs..>",
  summary: "Score the predictions of an earlier report (--format json) against a new run",
  positionals: [{ name: "report", type: "string", demandOption: true, describe: "JSON report of the run before the change" }, INPUTS],
  options: {
    ...INPUT_OPTIONS,
    ...ANALYSIS_OPTIONS,
    format: { type: "string", choices: ["text", "json"], default: "text", describe: "how to print the scores" },
  },
  examples: [
    { line: "verify report/analysis.json after.log", tells: "did the predictions of a report come true" },
  ],
  async run(argv, io) {
    // Before the logs: a wrong report should fail in a second.
    const earlier = await readReport(String(argv["report"]));
    const [{ analyzeGroups }, { scorePredictions }, { confirmByRerun }] = await Promise.all([import("../analyze-groups.js"), import("../../predict/score-predictions.js"), import("../../analysis/confirm-by-rerun.js")]);
    const results = await analyzeGroups(argv, io);
    const scored = results.map(({ analysis, requests, measurer }) => ({
      inputs: analysis.inputs.map(({ path }) => path),
      scores: scorePredictions(earlier, analysis, (metric) => measuredNumber(measurer, metric)),
      rerun: confirmByRerun(earlier, analysis, requests),
    }));
    if (argv["format"] === "json") {
      await io.out(`${JSON.stringify({ schemaVersion: 1, report: String(argv["report"]), runs: scored }, null, 2)}\n`);
      return EXIT.ok;
    }
    const { formatMetric } = await import("../../report/figures.js");
    for (const { inputs, scores, rerun } of scored) {
      if (scored.length > 1) await io.out(`${inputs.join(" ")}\n`);
      for (const [index, score] of scores.entries()) {
        const format = (value: number | null): string => formatMetric(earlier, score.metric, value);
        const about = score.ruleId ?? `"${score.question ?? ""}"`;
        if (score.measured !== null && score.outcome !== "not-comparable") await io.out(`${score.outcome}: ${score.metric} ${format(score.measured)}, predicted ${format(score.expected)} (${format(score.low)} to ${format(score.high)}) for ${about}: ${score.reason}\n`);
        // What keeps the runs from being compared holds for all figures of a question alike.
        else if (!isSameObstacle(score, scores[index - 1])) await io.out(`not-comparable: ${about}: ${score.reason}\n`);
      }
      if (rerun !== null) await io.out(`${rerun.outcome}: pauses and slow requests (evidence ${rerun.evidenceLevel}): ${rerun.reason}\n`);
      await io.out(`${summaryOf(scores)}\n`);
    }
    return EXIT.ok;
  },
};

function isSameObstacle(score: PredictionScore, before: PredictionScore | undefined): boolean {
  return before !== undefined && before.ruleId === score.ruleId && before.question === score.question && before.reason === score.reason;
}

/** A metric of the later run; null for names that are no metric and values that are no number. */
function measuredNumber(measurer: Measurer, metric: string): number | null {
  if (findMetric(metric) === undefined) return null;
  const { value } = measurer.measure(metric);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function summaryOf(scores: readonly PredictionScore[]): string {
  if (scores.length === 0) return "The earlier report makes no predictions.";
  const count = (outcome: PredictionScore["outcome"]): number => scores.filter((score) => score.outcome === outcome).length;
  return `${count("confirmed")} confirmed, ${count("refuted")} refuted, ${count("not-comparable")} not comparable. About one prediction in five is expected to miss its range.`;
}

async function readReport(path: string): Promise<Analysis> {
  const { readFile } = await import("node:fs/promises");
  const hint = "write one with: pauseline analyze <inputs> --format json";
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new PauselineError("usage", "the report cannot be read", { path, hint, cause });
  }
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch (cause) {
    throw new PauselineError("usage", "this is no JSON, so it is no report", { path, hint, cause });
  }
  if (!isAnalysis(report)) throw new PauselineError("usage", "this JSON is no report of pauseline with schemaVersion 1", { path, hint });
  return withDetails(report);
}

/** Whether the parts that scoring reads are there; what a report has beyond the contract may be missing. */
function isAnalysis(value: unknown): value is Analysis {
  if (!isRecord(value) || value["schemaVersion"] !== 1) return false;
  const { jvm, span, pauses, heap, jvmOptions, recommendations } = value;
  if (![jvm, span, pauses, heap, jvmOptions].every(isRecord) || !Array.isArray(recommendations)) return false;
  const hasOptions = Array.isArray((jvmOptions as Record<string, unknown>)["current"]) && Array.isArray((jvm as Record<string, unknown>)["options"]);
  return hasOptions && recommendations.every((one) => isRecord(one) && typeof one["ruleId"] === "string" && isChange(one["jvmOptions"]) && isPrediction(one["prediction"]));
}

/** The report with the parts beyond the contract that scoring reads; answers that do not say which options they are about are left out. */
function withDetails(report: Analysis): Analysis {
  const { details } = report as { readonly details?: Partial<Analysis["details"]> };
  const whatIf: unknown = details?.whatIf;
  const answers = Array.isArray(whatIf) ? whatIf.filter((one: unknown) => isRecord(one) && typeof one["question"] === "string" && isChange(one["jvmOptions"]) && Array.isArray(one["figures"]) && one["figures"].every(isPrediction)) : [];
  return { ...report, details: { ...(details as Analysis["details"]), metrics: isRecord(details?.metrics) ? details.metrics : {}, whatIf: answers as Analysis["details"]["whatIf"] } };
}

function isChange(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value["add"]) && Array.isArray(value["remove"]);
}

function isPrediction(value: unknown): boolean {
  return value === null || (isRecord(value) && typeof value["metric"] === "string" && ["expected", "low", "high"].every((name) => typeof value[name] === "number"));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
