import type { Confidence, Severity, Verdict } from "../analysis/analysis.js";
import type { Finding } from "./judge-rule.js";
import type { Proposal } from "./propose-options.js";
import { CAUSES, type Cause } from "./rule.js";

const SEVERITIES: readonly Severity[] = ["critical", "warning", "info"];
const CONFIDENCES: readonly Confidence[] = ["high", "medium", "low"];

/** Fired findings, first things first: by severity, then cause (environment before application before memory …), then confidence. */
export function orderFindings(fired: readonly Finding[]): readonly Finding[] {
  return [...fired].sort((a, b) =>
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
    || CAUSES.indexOf(a.rule.cause) - CAUSES.indexOf(b.rule.cause)
    || CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence)
    || a.rule.id.localeCompare(b.rule.id));
}

/** Which finding covers a superseded one, by rule id. A finding of lower severity never hides one of higher severity. */
export function supersededBy(fired: readonly Finding[]): ReadonlyMap<string, Finding> {
  const covered = new Map<string, Finding>();
  for (const finding of fired) {
    for (const id of finding.rule.supersedes) {
      const other = fired.find(({ rule }) => rule.id === id);
      if (other !== undefined && SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(other.severity)) covered.set(id, finding);
    }
  }
  return covered;
}

const VERDICT_OF_CAUSE: Readonly<Record<Cause, Verdict>> = {
  environment: "application-problem",
  application: "application-problem",
  "start-up": "tune",
  memory: "tune",
  collector: "switch-collector",
  tuning: "tune",
  footprint: "tune",
  logging: "insufficient-data",
};

/** What the verdict rests on beside findings. */
export interface VerdictGround {
  readonly isShort: boolean;
  /** Requests miss the promise, and pauses are not why. */
  readonly isMissedElsewhere: boolean;
}

/**
 * Whose fault it is: the first finding above info decides, by its own word, by a collector that it would switch to, or by its
 * cause. Without one the application is looked at if requests are slow all the same; otherwise the input was fine, or too short.
 */
export function decideVerdict(ordered: readonly Finding[], proposals: readonly Proposal[], { isShort, isMissedElsewhere }: VerdictGround): Verdict {
  const at = ordered.findIndex(({ severity }) => severity !== "info");
  const first = ordered[at];
  if (first === undefined) return isMissedElsewhere ? "application-problem" : isShort ? "insufficient-data" : "healthy";
  if (proposals[at]?.add.some((option) => /^-XX:\+Use\w+GC$/.test(option)) === true) return "switch-collector";
  return first.rule.verdict ?? VERDICT_OF_CAUSE[first.rule.cause];
}
