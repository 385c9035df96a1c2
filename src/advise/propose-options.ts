import type { Collector } from "../events/gc-event.js";
import type { Unit } from "../metrics/metric.js";
import { applyChanges } from "../jvm-options/apply-changes.js";
import { flagOn, LAST_JDK } from "../jvm-options/flag-table.js";
import type { JvmOption } from "../jvm-options/jvm-option.js";
import type { JdkRange } from "../timeline/timeline.js";
import { parseOption, parseOptions } from "../jvm-options/parse-options.js";
import { type Calculated, numberOf } from "./calculation.js";
import { fillPlaceholders } from "./fill-placeholders.js";
import type { Finding } from "./judge-rule.js";
import { pauseTargetForSlo } from "./g1-calculations.js";
import { isInRange } from "./judge-rule.js";
import { type Measure, holds } from "./judge-condition.js";
import type { AdviceStep, Rule } from "./rule.js";

/** The JVM for which options are proposed. */
export interface Target {
  /** The release; null where it is not known. */
  readonly jdk: number | null;
  /** Releases that it can be: what depends on a release must hold on all of them. Empty: nothing that depends on one. */
  readonly releases: readonly number[];
  readonly collector: Collector | null;
  readonly current: readonly JvmOption[];
}

/** What to do: words in order, and the options of the first step that has any. */
export interface Proposal {
  /** Whether any step of the rule applies here; without one `actions` says so. */
  readonly hasStep: boolean;
  readonly actions: readonly string[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Options to add and to remove. */
type OptionChange = Pick<Proposal, "add" | "remove">;

const NO_STEP = "No setting is known to help with this here: follow the other advice, then judge again.";

/** Turns the steps of a rule that fired into words and options for this JVM. */
export function proposeOptions(finding: Finding, target: Target, measure: Measure, unitOf: (metric: string) => Unit | null): Proposal {
  const steps = applicableSteps(finding.rule, target, measure);
  const actions: string[] = [];
  let options: OptionChange | null = null;
  for (const step of steps) {
    const filled = fillPlaceholders(step.do, measure, unitOf);
    const added = (step.options?.add ?? []).map((text) => fillPlaceholders(text, measure, unitOf));
    const isComplete = filled !== null && added.every((text) => text !== null);
    const words = isComplete ? filled.text : step.otherwise === undefined ? null : (fillPlaceholders(step.otherwise, measure, unitOf)?.text ?? null);
    if (words === null) continue;
    const change: OptionChange | null = isComplete && finding.mayProposeOptions && options === null ? usefulChange(added.map((text) => text?.text ?? ""), step.options?.remove ?? [], target) : null;
    if (change !== null) options = change;
    const arithmetic = isComplete ? [...new Set([...filled.arithmetic, ...added.flatMap((text) => text?.arithmetic ?? [])])] : [];
    actions.push(arithmetic.length === 0 ? words : `${words} (${arithmetic.join("; ")})`);
  }
  const goal = options === null ? null : goalBeside(options.add, target, measure);
  if (goal !== null) actions.push(`Set the pause goal to ${goal.text} ms with it (${goal.sentence}): G1 lets pauses grow up to its goal, and more so in a larger heap`);
  const hasStep = actions.length > 0;
  return {
    hasStep,
    actions: [...(hasStep ? actions : [NO_STEP]), ...finding.remarks],
    add: [...(options?.add ?? []), ...(goal === null ? [] : [`-XX:MaxGCPauseMillis=${goal.text}`])],
    remove: options?.remove ?? [],
  };
}

/**
 * The pause goal that has to come with more heap for G1, or with a change to G1, where pauses break the promise: with its
 * default of 200 ms a larger heap means a larger young generation and longer pauses. Null where the goal is part of the change
 * or low enough already.
 */
function goalBeside(add: readonly string[], { collector }: Target, measure: Measure): Calculated | null {
  const switches = add.some((option) => /^-XX:\+Use\w+GC$/.test(option));
  const endsAsG1 = switches ? add.includes("-XX:+UseG1GC") : collector === "G1" && add.some((option) => option.startsWith("-Xmx"));
  if (!endsAsG1 || add.some((option) => option.startsWith("-XX:MaxGCPauseMillis=")) || measure("slo.isBrokenByPauses").value !== true) return null;
  const goal = pauseTargetForSlo(measure);
  // G1 comes near a goal by making eden smaller; a usual pause beyond the whole promise is more than that can cure.
  const usualMs = numberOf(measure, "steady.pauses.young.p50Ms");
  const limitMs = numberOf(measure, "slo.limitMs");
  if (!switches && usualMs !== null && limitMs !== null && usualMs > limitMs) return null;
  return goal === null || goal.value >= (numberOf(measure, "g1.pauseGoalMs") ?? Number.POSITIVE_INFINITY) ? null : goal;
}

function applicableSteps(rule: Rule, target: Target, measure: Measure): readonly AdviceStep[] {
  return rule.advice.filter(({ jdk, collectors, when }) => {
    if (jdk !== undefined && (target.releases.length === 0 || !target.releases.every((release) => isInRange(release, jdk)))) return false;
    if (collectors !== undefined && (target.collector === null || !collectors.includes(target.collector))) return false;
    return holds(when, measure);
  });
}

/**
 * What of a change this JVM takes and does not have yet; null when nothing is left, or when a part of it is not taken (half
 * a change is another change). Unlock options are put before what needs them.
 */
function usefulChange(add: readonly string[], remove: readonly string[], target: Target): OptionChange | null {
  if (!add.every((option) => isTaken(option, target.releases))) return null;
  const present = new Set(target.current.flatMap(({ words }) => words));
  const fresh = add.filter((option) => !present.has(option));
  const removable = remove.filter((option) => applyChanges(target.current, { add: [], remove: [option] }, target.jdk).options.length < target.current.length);
  if (fresh.length === 0 && removable.length === 0) return null;
  const unlocks = [...new Set(fresh.flatMap((option) => unlockOf(option, target.releases)))].filter((option) => !present.has(option));
  return { add: [...unlocks, ...sameInitialHeap(fresh, target.current), ...fresh], remove: removable };
}

/** A heap that was fixed (`-Xms` = `-Xmx`) stays fixed at its new size. */
function sameInitialHeap(add: readonly string[], current: readonly JvmOption[]): readonly string[] {
  const heap = add.find((option) => option.startsWith("-Xmx"));
  const words = current.flatMap((option) => option.words);
  const initial = words.findLast((word) => word.startsWith("-Xms"))?.slice(4);
  const largest = words.findLast((word) => word.startsWith("-Xmx"))?.slice(4);
  if (heap === undefined || initial === undefined || initial.toLowerCase() !== largest?.toLowerCase() || add.some((option) => option.startsWith("-Xms"))) return [];
  return [`-Xms${heap.slice(4)}`];
}

/** Whether all of these releases take an option without complaint. Without a known release only heap sizes pass, which all take. */
export function isTaken(option: string, releases: readonly number[]): boolean {
  if (/^-Xm[sxn]/.test(option)) return true;
  return releases.length > 0 && releases.every((jdk) => isTakenBy(jdk, option));
}

function isTakenBy(jdk: number, option: string): boolean {
  const parsed = parseOption(option);
  if (parsed.form === "toggle" || parsed.form === "setting") return flagOn(parsed.name, jdk)?.status === "accepted";
  if (option.startsWith("-Xlog:async")) return jdk >= 17;
  if (option.startsWith("-Xlog")) return jdk >= 9;
  return parsed.form === "property";
}

/** The option that unlocks another, where one of the releases needs it; all take the unlock option itself. */
function unlockOf(option: string, releases: readonly number[]): readonly string[] {
  const unlocks = releases.map((jdk) => flagOn(parseOption(option).name, jdk)?.unlock ?? null).filter((unlock) => unlock !== null);
  return [...new Set(unlocks)].map((unlock) => `-XX:+${unlock}`);
}

/** A target from the words of a command line. */
export function targetOf(jdk: number | null, collector: Collector | null, options: readonly string[]): Target {
  return { jdk, releases: jdk === null ? [] : [jdk], collector, current: parseOptions(options) };
}

/** All releases of a range, as far as flags are known; a range that begins later than that has none. */
export function releasesOf(range: JdkRange | null): readonly number[] {
  if (range === null) return [];
  const last = Math.min(range.to ?? LAST_JDK, LAST_JDK);
  return Array.from({ length: Math.max(0, last - range.from + 1) }, (_, i) => range.from + i);
}
