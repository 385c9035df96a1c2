import type { Confidence, FindingReport, Outcome, Severity } from "../analysis/analysis.js";
import type { MissingEvidence } from "../metrics/metric.js";
import { type Compared, type Judgement, type Measure, holds, judgeCondition } from "./judge-condition.js";
import { numberOf } from "./calculation.js";
import type { JdkRange, Rule } from "./rule.js";
import type { JdkRange as ReleaseRange } from "../timeline/timeline.js";

/** What a rule says about an input. */
export interface Finding {
  readonly rule: Rule;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** One sentence for "not-applicable" and "no-evidence". */
  readonly reason: string;
  readonly because: readonly Compared[];
  readonly missing: FindingReport["missing"];
  /** Whether the rule may propose options here. */
  readonly mayProposeOptions: boolean;
  /** Contraindications that weakened it, and what a short log withheld. */
  readonly remarks: readonly string[];
}

/** Below this, statistics of an input say little: seconds of steady state, and pauses unless the input is long. */
const LEAST_STEADY_MS = 30_000;
const LEAST_PAUSES = 10;
const LONG_ENOUGH_MS = 600_000;

/** Whether an input is too short for statistics: less than 30 s after warm-up, or fewer than 10 pauses in less than 10 min. */
export function isShortInput(measure: Measure): boolean {
  const steadyMs = numberOf(measure, "steady.durationMs") ?? 0;
  const pauses = numberOf(measure, "pauses.count") ?? 0;
  return steadyMs < LEAST_STEADY_MS || (pauses < LEAST_PAUSES && steadyMs < LONG_ENOUGH_MS);
}

/** Whether requests were measured and keep the promise: then no statistics of pauses are an alarm. */
function isPromiseKept(measure: Measure): boolean {
  const limitMs = numberOf(measure, "slo.limitMs");
  const latencyMs = numberOf(measure, "latency.atSloQuantileMs");
  return limitMs !== null && latencyMs !== null && latencyMs <= limitMs;
}

/**
 * Applies one rule: applicability, sample, condition, contraindications, severity and confidence, in this order.
 * `releases` are those that the input can come from where the release itself is not known; null where nothing tells.
 */
export function judgeRule(rule: Rule, measure: Measure, ceiling: Confidence, releases: ReleaseRange | null = null): Finding {
  const outside = whyNotApplicable(rule, measure, releases);
  if (outside !== null) return { ...nothing(rule), ...outside };
  const scarce = whyTooFew(rule, measure);
  if (scarce !== null) return { ...nothing(rule), outcome: "no-evidence", reason: `needs ${scarce}`, missing: { logTag: null, jfrEvent: null, other: scarce } };
  const judgement = judgeCondition(rule.when, measure);
  if (judgement.holds === null) return { ...nothing(rule), outcome: "no-evidence", reason: `not in the input: ${[...new Set(judgement.missing.map(({ metric }) => metric))].join(", ")}`, missing: mergeMissing(judgement) };
  if (!judgement.holds) return { ...nothing(rule), outcome: "clear", reason: rule.titleClear, because: judgement.because };
  return fire(rule, judgement, measure, ceiling);
}

function fire(rule: Rule, judgement: Judgement, measure: Measure, ceiling: Confidence): Finding {
  const against = rule.contraindications.filter(({ when }) => holds(when, measure));
  const silenced = against.find(({ effect }) => effect === "silent");
  if (silenced !== undefined) return { ...nothing(rule), outcome: "not-applicable", reason: silenced.text, because: judgement.because };
  const isWithheld = rule.shortLog === "withhold" && isShortInput(measure);
  const isKept = rule.shortLog === "withhold" && isPromiseKept(measure);
  const isDowngraded = isWithheld || isKept || against.some(({ effect }) => effect === "downgrade");
  const severity = severityOf(rule, measure);
  return {
    rule,
    outcome: "fired",
    // What a few seconds of a log suggest is worth a look, and no alarm.
    severity: isDowngraded ? "info" : severity,
    confidence: isWithheld ? "low" : lowest(rule.confidence ?? "high", ceiling, isShortInput(measure) ? "medium" : "high", bySample(judgement.because)),
    reason: rule.title,
    because: judgement.because,
    missing: null,
    mayProposeOptions: !isDowngraded && against.every(({ effect }) => effect !== "no-options"),
    remarks: [...against.map(({ text }) => text), ...(isWithheld ? ["The log is too short (30 s of steady state and 10 pauses are needed), so this is a hint and no options are proposed"] : []), ...(isKept ? ["The measured requests keep the promise, so nothing has to change for it"] : [])],
  };
}

function nothing(rule: Rule): Finding {
  const severity = typeof rule.severity === "string" ? rule.severity : (rule.severity.at(-1)?.is ?? "info");
  return { rule, outcome: "clear", severity, confidence: rule.confidence ?? "high", reason: "", because: [], missing: null, mayProposeOptions: false, remarks: [] };
}

type Outside = Pick<Finding, "outcome" | "reason" | "missing">;

function whyNotApplicable(rule: Rule, measure: Measure, releases: ReleaseRange | null): Outside | null {
  const { collectors, jdk: range, when, otherwise } = rule.appliesTo;
  const collector = measure("jvm.collector").value;
  if (collectors !== "all") {
    if (collector === null) return lacking("which collector runs", { logTag: "gc", jfrEvent: "jdk.GCConfiguration", other: null });
    if (!collectors.some((name) => name === collector)) return { outcome: "not-applicable", reason: `not for ${collector}`, missing: null };
  }
  const outsideRange = range === undefined ? null : whyNotThisRelease(range, numberOf(measure, "jvm.jdk"), releases);
  if (outsideRange !== null) return outsideRange;
  if (when === undefined) return null;
  const judgement = judgeCondition(when, measure);
  if (judgement.holds === null) return lacking([...new Set(judgement.missing.map(({ metric }) => metric))].join(", "), mergeMissing(judgement));
  return judgement.holds ? null : { outcome: "not-applicable", reason: otherwise ?? "does not apply here", missing: null };
}

/** A range of releases decides a rule where all of them lie inside the rule's own range, or none. */
function whyNotThisRelease(range: JdkRange, jdk: number | null, releases: ReleaseRange | null): Outside | null {
  const possible = jdk !== null ? { from: jdk, to: jdk } : releases;
  const from = possible?.from ?? 0;
  const to = possible === null ? Number.POSITIVE_INFINITY : (possible.to ?? Number.POSITIVE_INFINITY);
  if (isInRange(from, range) && isInRange(to, range)) return null;
  if (to < (range.min ?? 0) || from > (range.max ?? Number.POSITIVE_INFINITY)) return { outcome: "not-applicable", reason: `not for JDK ${inWords(from, to)}`, missing: null };
  const what = possible === null ? "the JDK release" : `which of JDK ${inWords(from, to)} it was (give it with --jdk)`;
  return lacking(what, { logTag: "gc+init", jfrEvent: "jdk.JVMInformation", other: "--jdk" });
}

function inWords(from: number, to: number): string {
  return from === to ? String(from) : to === Number.POSITIVE_INFINITY ? `${from} or later` : `${from} to ${to}`;
}

function lacking(what: string, missing: FindingReport["missing"]): Outside {
  return { outcome: "no-evidence", reason: `not in the input: ${what}`, missing };
}

/** Whether a release lies in a range, both ends included. */
export function isInRange(jdk: number, range: JdkRange): boolean {
  return jdk >= (range.min ?? 0) && jdk <= (range.max ?? Number.POSITIVE_INFINITY);
}

function whyTooFew({ minimum }: Rule, measure: Measure): string | null {
  const wanted = [
    { least: minimum.pauses, has: numberOf(measure, "pauses.count") ?? 0, what: "pauses" },
    { least: minimum.collections, has: numberOf(measure, "collections.count") ?? 0, what: "collections" },
    { least: minimum.seconds, has: (numberOf(measure, "span.durationMs") ?? 0) / 1000, what: "s of log" },
  ];
  const scarce = wanted.find(({ least, has }) => least !== undefined && has < least);
  return scarce === undefined ? null : `at least ${scarce.least} ${scarce.what} (there are ${Math.floor(scarce.has)})`;
}

function severityOf(rule: Rule, measure: Measure): Severity {
  if (typeof rule.severity === "string") return rule.severity;
  return rule.severity.find(({ when }) => holds(when, measure))?.is ?? "info";
}

/** A share of few observations is no firm ground; a count or a fact is what it is. */
function bySample(because: readonly Compared[]): Confidence {
  const shares = because.filter(({ metric, measurement }) => /Share|P\d\d|Ratio/.test(metric) && typeof measurement.value === "number");
  const least = Math.min(...shares.map(({ measurement }) => measurement.sampleSize));
  return least < 10 ? "low" : least < 30 ? "medium" : "high";
}

const CONFIDENCES: readonly Confidence[] = ["low", "medium", "high"];

/** The lowest of several confidences. */
export function lowest(...confidences: readonly Confidence[]): Confidence {
  return CONFIDENCES[Math.min(...confidences.map((confidence) => CONFIDENCES.indexOf(confidence)))] ?? "low";
}

function mergeMissing({ missing }: Judgement): FindingReport["missing"] {
  const told = missing.map(({ evidence }) => evidence).filter((evidence): evidence is MissingEvidence => evidence !== null);
  const join = (values: readonly (string | null | undefined)[]): string | null => [...new Set(values.filter((value): value is string => value != null))].join(", ") || null;
  return { logTag: join(told.map(({ logTag }) => logTag)), jfrEvent: join(told.map(({ jfrEvent }) => jfrEvent)), other: join(told.map(({ other }) => other)) };
}
