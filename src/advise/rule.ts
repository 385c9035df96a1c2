import type { Confidence, Severity, Verdict } from "../analysis/analysis.js";
import type { Collector } from "../events/gc-event.js";
import type { Unit } from "../metrics/metric.js";

/**
 * A condition over named metrics. Conditions are data: they are walked by `judgeCondition`, never run as code.
 * A comparison whose metric is not in the input is neither true nor false unless `ifUnknown` says otherwise.
 */
export type Condition = All | Any | Not | Comparison | Relation | Membership | Presence;

export interface All {
  readonly all: readonly Condition[];
}

export interface Any {
  readonly any: readonly Condition[];
}

export interface Not {
  readonly not: Condition;
}

export type Operator = ">" | ">=" | "<" | "<=" | "==" | "!=";

/** A metric against a constant. The unit is written out, so that the card reads alone and a changed metric is noticed. */
export interface Comparison {
  readonly metric: string;
  readonly op: Operator;
  readonly value: number | string | boolean;
  readonly unit: Unit;
  readonly ifUnknown?: boolean;
}

/** A metric against a multiple of another one of the same unit, for example a pause against half the promised latency. */
export interface Relation {
  readonly metric: string;
  readonly op: Operator;
  readonly than: { readonly metric: string; readonly times: number };
  readonly ifUnknown?: boolean;
}

/** A text metric among several words. */
export interface Membership {
  readonly metric: string;
  readonly in: readonly string[];
  readonly ifUnknown?: boolean;
}

/** Whether the input tells the metric at all; this is never unknown. */
export interface Presence {
  readonly metric: string;
  readonly known: boolean;
}

/** JDK feature releases, both ends included. */
export interface JdkRange {
  readonly min?: number;
  readonly max?: number;
}

/** What kind of cause a rule names. Causes higher in this list are dealt with first, and decide the verdict. */
export const CAUSES = ["environment", "application", "start-up", "memory", "collector", "tuning", "footprint", "logging"] as const;
export type Cause = (typeof CAUSES)[number];

/** One thing to do. Placeholders `{name}` are calculations (`{regionSizeForHumongous}`) or metrics (`{heap.liveSetBytes}`). */
export interface AdviceStep {
  readonly do: string;
  /** What is said where a calculation of `do` has no answer; without it the step is left out then. */
  readonly otherwise?: string;
  readonly options?: { readonly add?: readonly string[]; readonly remove?: readonly string[] };
  readonly when?: Condition;
  readonly jdk?: JdkRange;
  readonly collectors?: readonly Collector[];
}

export interface Contraindication {
  readonly when: Condition;
  readonly text: string;
  /** "silent": the rule does not fire. "downgrade": info at most, no options. "no-options": words only. */
  readonly effect: "silent" | "downgrade" | "no-options";
}

/** A piece of advice: one file in `rules/`, which also holds its documentation and its test cases. */
export interface Rule {
  readonly $schema?: string;
  /** Kebab-case noun in the failing state; equals the file name. */
  readonly id: string;
  /** Short code for tables, `G5`. */
  readonly code: string;
  readonly title: string;
  /** Title when the evidence is there and fine. */
  readonly titleClear: string;
  readonly cause: Cause;
  /** Verdict of the analysis when this is the first recommendation above info; without it the cause decides. */
  readonly verdict?: Verdict;
  readonly severity: Severity | readonly { readonly is: Severity; readonly when?: Condition }[];
  readonly appliesTo: { readonly collectors: readonly Collector[] | "all"; readonly jdk?: JdkRange; readonly when?: Condition; readonly otherwise?: string };
  /** Below this the rule says what is missing. */
  readonly minimum: { readonly pauses?: number; readonly collections?: number; readonly seconds?: number };
  /**
   * What holds in logs that are too short for statistics (30 s of steady state, 10 pauses). "withhold": low confidence and no
   * options. "enough": the rule counts hard events, which are true however short the log is.
   */
  readonly shortLog: "withhold" | "enough";
  readonly when: Condition;
  /**
   * What this finding means for options of other rules: "all": none are proposed (a leak only lasts longer with tuning).
   * "statistical": none that rest on pause lengths, which this finding makes worthless.
   */
  readonly blocksOptions?: "all" | "statistical";
  /** Best confidence the kind of evidence allows; default high. */
  readonly confidence?: Confidence;
  /** Where the numbers in `when` come from. */
  readonly threshold: string;
  readonly why: string;
  /** The options of the first step that applies and has any are proposed; all steps that apply are told in words. */
  readonly advice: readonly AdviceStep[];
  readonly expect: string;
  readonly price: string;
  readonly contraindications: readonly Contraindication[];
  readonly verify: string;
  /** What to log when the evidence is missing, beyond what the metrics themselves name; absent when they name all. */
  readonly missingEvidence?: string;
  /** Rules whose advice this one includes. */
  readonly supersedes: readonly string[];
  readonly sources: readonly string[];
  readonly cases: { readonly fires: readonly string[]; readonly silent: readonly string[] };
}

/** A change to a built-in rule, or a rule switched off, by a team. */
export interface RuleOverride {
  readonly id: string;
  readonly off?: boolean;
  readonly severity?: Severity;
  /** New constants by metric name: each comparison of that metric in `when` takes the value. */
  readonly thresholds?: Readonly<Record<string, number>>;
  readonly reason: string;
}
