/** What became of one limit or comparison. "noted" is told and decides nothing. */
export type CheckOutcome = "passed" | "failed" | "warned" | "not-judged" | "noted";

/** A place in a log that shows why a check failed. */
export interface Offender {
  readonly path: string;
  readonly line: number;
  /** Wall clock or time since JVM start; null without a clock. */
  readonly when: string | null;
  /** What happened there: `83 ms Young (Normal), G1 Evacuation Pause`. */
  readonly text: string;
}

/** One limit, or one measure of a comparison, with all that a reader may see of it. */
export interface Check {
  readonly name: string;
  readonly outcome: CheckOutcome;
  /** Whether the verdict needs it to be judged. */
  readonly isRequired: boolean;
  readonly measured: string;
  readonly limit: string;
  /** One sentence: what was measured against what, or why it cannot be judged. */
  readonly message: string;
  /** Where the limit is written; null for comparisons. */
  readonly origin: string | null;
  readonly offenders: readonly Offender[];
  /** What explains a failure: the phase, the rule, the reason that the team wrote down. */
  readonly explanation: readonly string[];
  /** The figures for programs. Never NaN or infinite. */
  readonly facts: Readonly<Record<string, number | string | boolean | null>>;
}

export type CheckVerdict = "passed" | "failed" | "not-judged";

/** A small chart: the same labels for each series. */
export interface CheckChart {
  readonly title: string;
  readonly unit: string;
  readonly labels: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** The result of `gate` or `compare`: what every output is made from. */
export interface CheckReport {
  readonly schemaVersion: 1;
  readonly command: "gate" | "compare";
  readonly verdict: CheckVerdict;
  readonly headline: string;
  readonly checks: readonly Check[];
  /** What was looked at, in rows; the first row holds the column names. */
  readonly context: readonly (readonly string[])[];
  readonly notes: readonly string[];
  readonly chart: CheckChart | null;
}

/**
 * The verdict of checks. A failed one fails; otherwise a required one that could not be judged leaves everything undecided, as
 * does a list in which nothing was judged: what was not looked at is never green.
 */
export function decideChecks(checks: readonly Check[]): CheckVerdict {
  if (checks.some(({ outcome }) => outcome === "failed")) return "failed";
  if (checks.some(({ outcome, isRequired }) => outcome === "not-judged" && isRequired)) return "not-judged";
  return checks.some(({ outcome }) => outcome === "passed" || outcome === "warned") ? "passed" : "not-judged";
}

/** How many checks ended how: `1 failed, 1 warned, 4 passed`. */
export function countOutcomes(checks: readonly Check[]): string {
  const names: readonly (readonly [CheckOutcome, string])[] = [["failed", "failed"], ["not-judged", "not judged"], ["warned", "warned"], ["passed", "passed"]];
  return names
    .map(([outcome, name]): [number, string] => [checks.filter((check) => check.outcome === outcome).length, name])
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(", ");
}
