import type { AnalysisResult } from "../analysis/analyze.js";
import { formatBytes, formatCount } from "../units/format-quantity.js";
import { formatDuration } from "../units/format-time.js";
import { describeDistribution } from "../report/figures.js";
import { type Check, type CheckReport, countOutcomes, decideChecks } from "./check.js";
import { judgeLimit } from "./judge-limit.js";
import type { Limit } from "./limit.js";
import { chartPauses } from "./pause-chart.js";

/** Gives the analysis of a phase of one run, or of the whole window for null. */
export type AnalyzePhase = (phase: string | null) => AnalysisResult;

/**
 * Judges all limits on each run; with several runs the checks say which one they are about. `more` are checks made elsewhere that
 * count too: the comparison with a baseline.
 */
export function judgeGate(limits: readonly Limit[], runs: readonly AnalyzePhase[], more: readonly Check[] = [], notes: readonly string[] = []): CheckReport {
  const judged = runs.flatMap((analyzePhase) => {
    const path = runs.length === 1 ? "" : `${pathsOf(analyzePhase(null))}: `;
    return limits.map((limit) => {
      const check = judgeLimit(limit, analyzePhase(limit.phase));
      return path === "" ? check : { ...check, name: path + check.name, message: path + check.message };
    });
  });
  const checks = [...judged, ...more];
  const verdict = decideChecks(checks);
  const wholes = runs.map((analyzePhase) => analyzePhase(null));
  const [first] = wholes;
  return {
    schemaVersion: 1,
    command: "gate",
    verdict,
    headline: headlineOf(verdict, checks),
    checks,
    context: first !== undefined && wholes.length === 1 ? contextOf(first) : [["", "run"], ...wholes.map(contextLine)],
    notes,
    chart: first === undefined || wholes.length > 1 ? null : chartPauses([{ name: "this run", result: first }]),
  };
}

function headlineOf(verdict: CheckReport["verdict"], checks: readonly Check[]): string {
  const counts = countOutcomes(checks) || "nothing judged";
  const first = checks.find(({ outcome }) => outcome === (verdict === "failed" ? "failed" : "not-judged"));
  switch (verdict) {
    case "failed": return `GC gate failed (${counts}): ${first?.message ?? ""}`;
    case "not-judged": return `GC gate undecided (${counts}): ${first?.message ?? "no limit could be judged"}`;
    case "passed": return `GC gate passed (${counts})`;
  }
}

function pathsOf({ analysis: { inputs } }: AnalysisResult): string {
  return inputs.map(({ path }) => path).join(", ");
}

function contextLine(result: AnalysisResult): readonly string[] {
  const { jvm, span, pauses } = result.analysis;
  return [pathsOf(result), [jvm.version === null ? null : `JDK ${jvm.version}`, jvm.collector, formatDuration(span.durationMs), describeDistribution(pauses)].filter((part) => part !== null).join(", ")];
}

function contextOf({ analysis: { inputs, jvm, span, pauses } }: AnalysisResult): CheckReport["context"] {
  return [
    ["", "this run"],
    ["Input", inputs.map(({ path }) => path).join(", ")],
    ["JVM", [jvm.version === null ? null : `JDK ${jvm.version}`, jvm.collector].filter((part) => part !== null).join(", ") || "not known"],
    ["Heap", jvm.heapMaxBytes === null ? "not known" : formatBytes(jvm.heapMaxBytes)],
    ["CPUs", jvm.cpus === null ? "not known" : formatCount(jvm.cpus)],
    ["Length", formatDuration(span.durationMs)],
    ["Pauses", describeDistribution(pauses)],
  ];
}
