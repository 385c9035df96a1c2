import type { AnalysisResult } from "../analysis/analyze.js";
import { formatBytes, formatCount } from "../units/format-quantity.js";
import { formatDuration } from "../units/format-time.js";
import { describeDistribution } from "../report/figures.js";
import { type Check, type CheckReport, countOutcomes, decideChecks } from "./check.js";
import { judgeLimit } from "./judge-limit.js";
import type { Limit } from "./limit.js";
import { chartPauses } from "./pause-chart.js";

/**
 * Judges all limits on one JVM's run. `analyzePhase` gives the analysis of a phase, or of the whole window for null.
 * `more` are checks made elsewhere that count too: the comparison with a baseline.
 */
export function judgeGate(limits: readonly Limit[], analyzePhase: (phase: string | null) => AnalysisResult, more: readonly Check[] = [], notes: readonly string[] = []): CheckReport {
  const checks = [...limits.map((limit) => judgeLimit(limit, analyzePhase(limit.phase))), ...more];
  const verdict = decideChecks(checks);
  const whole = analyzePhase(null);
  return {
    schemaVersion: 1,
    command: "gate",
    verdict,
    headline: headlineOf(verdict, checks),
    checks,
    context: contextOf(whole),
    notes,
    chart: chartPauses([{ name: "this run", result: whole }]),
  };
}

function headlineOf(verdict: CheckReport["verdict"], checks: readonly Check[]): string {
  const counts = countOutcomes(checks);
  const first = checks.find(({ outcome }) => outcome === (verdict === "failed" ? "failed" : "not-judged"));
  switch (verdict) {
    case "failed": return `GC gate failed (${counts}): ${first?.message ?? ""}`;
    case "not-judged": return `GC gate undecided (${counts}): ${first?.message ?? "no limit could be judged"}`;
    case "passed": return `GC gate passed (${counts})`;
  }
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
