import type { Confidence, Details, Evidence, FindingReport, Recommendation, Verdict } from "../analysis/analysis.js";
import { applyChanges } from "../jvm-options/apply-changes.js";
import { parseOptions, parseReportedFlags } from "../jvm-options/parse-options.js";
import { renderWords } from "../jvm-options/render-options.js";
import { findMetric } from "../metrics/catalog.js";
import { optionsOf } from "../metrics/given-facts.js";
import { mainRunOf } from "../metrics/jvm.js";
import type { Measurement, Unit } from "../metrics/metric.js";
import type { Measurer } from "../metrics/measurer.js";
import { numberOf } from "./calculation.js";
import { fillKnown, fillPlaceholders } from "./fill-placeholders.js";
import type { Compared, Measure } from "./judge-condition.js";
import { type Finding, isShortInput, judgeRule, lowest } from "./judge-rule.js";
import { loggingLine } from "./logging-line.js";
import { optionFacts } from "./option-facts.js";
import { decideVerdict, orderFindings, supersededBy } from "./order-findings.js";
import { type Proposal, proposeOptions, releasesOf, type Target } from "./propose-options.js";
import type { Rule } from "./rule.js";
import { applyRuleOfThumb } from "./rule-of-thumb.js";

/** What the advisor looks at. */
export interface AdviceRequest {
  readonly measurer: Measurer;
  readonly rules: readonly Rule[];
  /** Facts of other stages by metric name (latency, correlation, line counts); they win over the measurer's. */
  readonly outside?: ReadonlyMap<string, Measurement>;
  /** Path of an input by its index, for source lines. */
  readonly pathOf?: (input: number) => string;
}

/** Everything the advisor says, in the shapes of the report. */
export interface Advice {
  readonly verdict: Verdict;
  readonly recommendations: readonly Recommendation[];
  readonly findings: readonly FindingReport[];
  readonly ruleOfThumb: Details["ruleOfThumb"];
  /** The command line as it is, and as it would be after what is for now. */
  readonly jvmOptions: { readonly current: readonly string[]; readonly proposed: readonly string[] };
  readonly objective: Details["objective"];
  readonly loggingLine: string | null;
}

const MOST_NOW = 3;

/**
 * Applies every rule and turns what fired into one ordered, consistent piece of advice: superseded findings are folded into
 * what covers them, at most three recommendations are for now, and their options are merged into one command line that the
 * JDK found takes. A healthy input, and one with a leak, get no options.
 */
export function adviseOn({ measurer, rules, outside = new Map(), pathOf = String }: AdviceRequest): Advice {
  const { source } = measurer;
  const run = mainRunOf(source);
  const jdk = source.given.jdk ?? run?.jvm.jdk ?? null;
  const areReported = source.given.options === null && run?.jvm.optionsAreFlags === true;
  const words = optionsOf(source);
  const current = words === null ? [] : areReported ? parseReportedFlags(words.join(" ")) : parseOptions(words);
  const told = new Map([...optionFacts(words === null ? null : current, jdk, run?.collector ?? null, areReported), ...outside]);
  const measure: Measure = (name) => told.get(name) ?? measurer.measure(name);
  const range = run?.jvm.jdkRange ?? null;
  const target: Target = { jdk, releases: jdk === null ? releasesOf(range) : [jdk], collector: run?.collector ?? null, current };

  const findings = rules.map((rule) => judgeRule(rule, measure, confidenceCeiling(measure), range));
  const fired = findings.filter(({ outcome }) => outcome === "fired");
  const covered = supersededBy(fired);
  const ordered = orderFindings(fired.filter(({ rule }) => !covered.has(rule.id)));
  const isShort = isShortInput(measure);
  const arePausesInnocent = measure("correlation.verdict").value === "gc-innocent";
  const proposed = ordered.map((finding) => proposeOptions(finding, target, measure, unitOf));
  const verdict = decideVerdict(ordered, proposed, { isShort, isMissedElsewhere: arePausesInnocent && isPromiseMissed(measure) });
  const proposals = withholdOptions(ordered, proposed, verdict, arePausesInnocent);
  const recommendations = chooseNow(ordered, proposals).map(({ finding, proposal, when }) => recommend(finding, proposal, when, measure, pathOf));
  const now = recommendations.filter(({ when }) => when === "now");
  const change = mergeChanges(now);
  const changed = applyChanges(current, change, jdk, run?.collector ?? undefined);
  return {
    verdict,
    recommendations,
    findings: findings.map((finding) => report(finding, covered.get(finding.rule.id))),
    ruleOfThumb: applyRuleOfThumb(measure, ordered.find(({ rule, severity }) => rule.cause === "collector" && severity !== "info"), isShort),
    jvmOptions: { current: renderWords(current), proposed: renderWords(changed.options) },
    objective: objectiveOf(measurer),
    loggingLine: loggingLine(findings, jdk ?? range?.from ?? null),
  };
}

/** The unit of a metric by name; null when there is no such metric. */
export function unitOf(metric: string): Unit | null {
  return findMetric(metric)?.unit ?? null;
}

/** What the user wants most; latency unless told otherwise. */
function objectiveOf({ source: { given } }: Measurer): Details["objective"] {
  return given.objective ?? "latency";
}

/** Whether measured requests miss the promise. */
function isPromiseMissed(measure: Measure): boolean {
  const limitMs = numberOf(measure, "slo.limitMs");
  const latencyMs = numberOf(measure, "latency.atSloQuantileMs");
  return limitMs !== null && latencyMs !== null && latencyMs > limitMs;
}

/** Lines nobody understood, and load that was not steady, limit how sure anything can be. */
function confidenceCeiling(measure: Measure): Confidence {
  const unread = numberOf(measure, "log.unreadShare") ?? 0;
  const drift = numberOf(measure, "log.allocationDrift") ?? 0;
  return lowest(unread > 0.1 ? "low" : unread > 0.01 ? "medium" : "high", drift > 0.3 ? "medium" : "high");
}

function withholdOptions(ordered: readonly Finding[], proposals: readonly Proposal[], verdict: Verdict, arePausesInnocent: boolean): readonly Proposal[] {
  const serious = ordered.filter(({ severity }) => severity !== "info");
  const blocksAll = verdict === "healthy" || verdict === "insufficient-data" || serious.some(({ rule }) => rule.blocksOptions === "all");
  const blocksStatistics = arePausesInnocent || serious.some(({ rule }) => rule.blocksOptions === "statistical");
  return proposals.map((proposal, i) => {
    const isStatistical = ordered[i]?.rule.shortLog === "withhold";
    return blocksAll || (blocksStatistics && isStatistical) ? { ...proposal, add: [], remove: [] } : proposal;
  });
}

interface Chosen {
  readonly finding: Finding;
  readonly proposal: Proposal;
  readonly when: Recommendation["when"];
}

/** The first three above info that have a step are for now, as long as their options do not set the same flag twice. */
function chooseNow(ordered: readonly Finding[], proposals: readonly Proposal[]): readonly Chosen[] {
  const taken = new Map<string, string>();
  let count = 0;
  return ordered.map((finding, i) => {
    const proposal = proposals[i] as Proposal;
    const clashes = proposal.add.some((option) => (taken.get(flagNameOf(option)) ?? option) !== option);
    const isNow = finding.severity !== "info" && count < MOST_NOW && !clashes && proposal.hasStep;
    if (isNow) {
      count++;
      for (const option of proposal.add) taken.set(flagNameOf(option), option);
    }
    return { finding, proposal, when: isNow ? "now" : "later" };
  });
}

function flagNameOf(option: string): string {
  if (/^-Xm[sxn]/.test(option)) return option.slice(0, 4);
  return option.replace(/^-XX:[+-]?/, "").replace(/=.*/, "");
}

function mergeChanges(now: readonly Recommendation[]): { readonly add: readonly string[]; readonly remove: readonly string[] } {
  return {
    add: [...new Set(now.flatMap(({ jvmOptions }) => jvmOptions.add))],
    remove: [...new Set(now.flatMap(({ jvmOptions }) => jvmOptions.remove))],
  };
}

function recommend(finding: Finding, proposal: Proposal, when: Recommendation["when"], measure: Measure, pathOf: (input: number) => string): Recommendation {
  const { rule, severity, confidence, because } = finding;
  return {
    ruleId: rule.id,
    severity,
    confidence,
    title: rule.title,
    why: distinct(because).map((compared) => evidenceOf(compared, pathOf)),
    jvmOptions: { add: proposal.add, remove: proposal.remove },
    // What is expected rests on its figures; without them nothing is.
    expect: fillPlaceholders(rule.expect, measure, unitOf)?.text ?? "",
    tradeoff: fillKnown(rule.price, measure, unitOf),
    verify: rule.verify,
    sources: rule.sources,
    prediction: null,
    when,
    actions: proposal.actions,
    predictionRefused: proposal.add.length + proposal.remove.length === 0 ? "no option is proposed" : "not computed",
  };
}

function distinct(because: readonly Compared[]): readonly Compared[] {
  return because.filter(({ metric, comparison }, i) => because.findIndex((other) => other.metric === metric && other.comparison === comparison) === i);
}

function evidenceOf({ metric, measurement, comparison, threshold }: Compared, pathOf: (input: number) => string): Evidence {
  return {
    metric,
    value: measurement.value,
    unit: unitOf(metric) ?? "text",
    comparison,
    threshold,
    sampleSize: measurement.sampleSize,
    lines: (measurement.lines ?? []).map(({ input, line }) => ({ path: pathOf(input), line })),
  };
}

function report({ rule, outcome, severity, confidence, reason, missing }: Finding, cover: Finding | undefined): FindingReport {
  return {
    ruleId: rule.id,
    title: outcome === "clear" ? rule.titleClear : rule.title,
    outcome,
    severity,
    confidence,
    reason: cover === undefined ? reason : `${reason}; covered by ${cover.rule.id}`,
    missing: outcome !== "no-evidence" ? null : { logTag: missing?.logTag ?? null, jfrEvent: missing?.jfrEvent ?? null, other: missing?.other ?? rule.missingEvidence ?? null },
  };
}

