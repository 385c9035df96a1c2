import type { Slo } from "../../metrics/metric.js";
import { formatBytes, formatCount, formatRate } from "../../units/format-quantity.js";
import { formatDuration, formatMs } from "../../units/format-time.js";
import { type Check, type CheckReport, countOutcomes, decideChecks } from "../check.js";
import type { Acceptable } from "../../schema/config-schema.js";
import type { Tolerance } from "../config.js";
import { chartPercentiles } from "../pause-chart.js";
import { checkComparability, type Obstacle } from "./comparability.js";
import { compareSides } from "./compare-sides.js";
import { pauseCount, poolDurations, type RunFacts } from "./run-facts.js";

/** What a comparison is told besides the runs. */
export interface ComparisonOptions {
  readonly tolerance: Tolerance;
  readonly accept: readonly Acceptable[];
  readonly slo: readonly Slo[];
}

/** The checks of a comparison, with the obstacles as a check of their own. */
export interface ComparedSides {
  readonly checks: readonly Check[];
  readonly remarks: readonly string[];
}

/** Compares two sides: first whether that makes sense, then by how much they differ. */
export function compareRuns(before: readonly RunFacts[], after: readonly RunFacts[], { tolerance, accept, slo }: ComparisonOptions): ComparedSides {
  const { obstacles, remarks } = checkComparability(before, after, tolerance, accept);
  const limitMs = slo.find(({ quantile }) => quantile === 0.99)?.limitMs ?? slo[0]?.limitMs ?? null;
  const checks = compareSides(before, after, tolerance, limitMs, obstacles.length === 0);
  return { checks: [...obstacles.map(obstacleCheck), ...checks], remarks };
}

/** The result of the `compare` command. */
export function judgeComparison(before: readonly RunFacts[], after: readonly RunFacts[], options: ComparisonOptions): CheckReport {
  const { checks, remarks } = compareRuns(before, after, options);
  const verdict = decideChecks(checks);
  return {
    schemaVersion: 1,
    command: "compare",
    verdict,
    headline: headlineOf(verdict, checks),
    checks,
    context: contextOf(before, after),
    notes: remarks,
    chart: chartPercentiles([{ name: "before", sortedMs: poolDurations(before) }, { name: "after", sortedMs: poolDurations(after) }]),
  };
}

function headlineOf(verdict: CheckReport["verdict"], checks: readonly Check[]): string {
  const first = checks.find(({ outcome }) => outcome === (verdict === "failed" ? "failed" : "not-judged"));
  switch (verdict) {
    case "failed": return `GC got worse (${countOutcomes(checks)}): ${first?.message ?? ""}`;
    case "not-judged": return `No verdict on GC: ${first?.message ?? "nothing could be compared"}`;
    case "passed": return checks.some(({ message }) => message.endsWith(": better")) ? `GC got better (${countOutcomes(checks)})` : `No regression of GC shown (${countOutcomes(checks)})`;
  }
}

function obstacleCheck({ about, found, needed, sentence }: Obstacle): Check {
  return { name: `comparable: ${about}`, outcome: "not-judged", isRequired: true, measured: found, limit: needed, message: sentence, origin: null, offenders: [], explanation: [], facts: { metric: "comparability" } };
}

function contextOf(before: readonly RunFacts[], after: readonly RunFacts[]): CheckReport["context"] {
  const row = (name: string, of: (side: readonly RunFacts[]) => string): readonly string[] => [name, of(before), of(after)];
  const distinct = (side: readonly RunFacts[], of: (run: RunFacts) => string): string => [...new Set(side.map(of))].join(", ");
  return [
    ["", "before", "after"],
    row("Runs", (side) => `${side.length}: ${side.map(({ source }) => source).join("; ")}`),
    row("JVM", (side) => distinct(side, ({ jdk, collector }) => [jdk === null ? null : `JDK ${jdk}`, collector].filter((part) => part !== null).join(", ") || "not known")),
    row("Heap", (side) => distinct(side, ({ heapMaxBytes }) => (heapMaxBytes === null ? "not known" : formatBytes(heapMaxBytes)))),
    row("CPUs", (side) => distinct(side, ({ cpus }) => (cpus === null ? "not known" : formatCount(cpus)))),
    row("Load", (side) => side.map(({ requestsPerSecond, allocationRateBytesPerSec }) => (requestsPerSecond === null ? formatRate(allocationRateBytesPerSec, "bytesPerSecond") : formatRate(requestsPerSecond, "perSecond"))).join(", ")),
    row("Length after warm-up", (side) => formatDuration(side.reduce((sum, { wallMs }) => sum + wallMs, 0))),
    row("Pauses after warm-up", (side) => `${formatCount(side.reduce((sum, run) => sum + pauseCount(run), 0))}, longest ${formatMs(Math.max(Number.NEGATIVE_INFINITY, ...side.map(({ maxPauseMs }) => maxPauseMs ?? Number.NEGATIVE_INFINITY)))}`),
  ];
}
