import type { Timeline } from "../timeline/timeline.js";
import { quantileOf } from "./collection-causes.js";
import { pauseGoalMs } from "./g1-goal.js";
import { linesOf, largestRows, measured } from "./measurement.js";
import type { MetricDefinition, MetricSource, MissingEvidence, Unit, Window } from "./metric.js";
import { oncePerWindow } from "./once-per-window.js";
import { isPauseInside } from "./pause-regions.js";
import { pauseClassOf } from "./select-pauses.js";

const NEEDS_PHASES: MissingEvidence = { logTag: "gc+phases=debug", jfrEvent: "jdk.GCPhaseParallel" };

/** Phase names by what they do; releases renamed some (`Update RS` became `Merge Heap Roots`). */
const PHASES = {
  copy: /^Object Copy$/,
  roots: /^(Merge Heap Roots|Scan Heap Roots|Update RS|Scan RS)$/,
  references: /^(Reference Processing|Ref Proc)$/,
  externalRoots: /^(Ext Root Scanning|Code Root Scan(ning)?)$/,
  termination: /^Termination$/,
  workerTotal: /^GC Worker Total$/,
} as const;
type PhaseKey = keyof typeof PHASES;

interface PausePhases {
  readonly pause: number;
  readonly durationMs: number;
  /** Mean over workers where workers were told, else the time of the phase. */
  readonly ms: Partial<Record<PhaseKey, number>>;
  /** Difference between slowest and fastest worker ÷ slowest. */
  readonly imbalance: number;
}

/** Phase times of G1's young and mixed pauses and of remarks. */
const phasesByPause: (timeline: Timeline, window: Window) => readonly PausePhases[] = oncePerWindow((timeline, window) => {
  const { phases, pauses } = timeline;
  const keys = timeline.names.map((name) => (Object.keys(PHASES) as PhaseKey[]).find((key) => PHASES[key].test(name)));
  const found = new Map<number, { pause: number; durationMs: number; ms: Partial<Record<PhaseKey, number>>; imbalance: number }>();
  for (let row = 0; row < phases.length; row++) {
    const key = keys[phases.name[row] as number];
    const pause = phases.pause[row] as number;
    if (key === undefined || pause < 0 || phases.form[row] === 2 || !isPauseInside(timeline, window, pause)) continue;
    const entry = found.get(pause) ?? { pause, durationMs: pauses.durationMs[pause] as number, ms: {}, imbalance: Number.NaN };
    const slowest = phases.valueMs[row] as number;
    const mean = phases.avg[row] as number;
    entry.ms[key] = (entry.ms[key] ?? 0) + (Number.isNaN(mean) ? slowest : mean);
    if (key === "workerTotal") entry.imbalance = (phases.diff[row] as number) / slowest;
    found.set(pause, entry);
  }
  return [...found.values()];
});

const phasesOfYoung = oncePerWindow((timeline, window) => phasesByPause(timeline, window).filter(({ pause }) => ["young", "mixed"].includes(pauseClassOf(timeline, pause))));

function youngPhases({ timeline, steady }: MetricSource): readonly PausePhases[] {
  return phasesOfYoung(timeline, steady);
}

function share(source: MetricSource, key: PhaseKey, quantile: number): { readonly value: number; readonly sample: number } {
  const shares = youngPhases(source).flatMap(({ ms, durationMs }) => (ms[key] === undefined ? [] : [ms[key] / durationMs]));
  return { value: quantileOf(shares, quantile), sample: shares.length };
}

function shareMetric(name: string, key: PhaseKey, quantile: number, what: string): MetricDefinition {
  return phaseMetric(name, "share", `Share of a young pause that goes into ${what}, at the ${quantile * 100}th percentile.`, "phase time (mean over workers) ÷ pause, nearest rank over young and mixed pauses", (source) => share(source, key, quantile));
}

function phaseMetric(name: string, unit: Unit, sentence: string, formula: string, of: (source: MetricSource) => { readonly value: number; readonly sample: number }): MetricDefinition {
  return {
    name, unit, sentence, formula,
    compute: (source) => {
      const { value, sample } = of(source);
      const { pauses } = source.timeline;
      const rows = youngPhases(source).map(({ pause }) => pause);
      return measured(value, sample, NEEDS_PHASES, linesOf(pauses, largestRows(pauses.durationMs, rows)));
    },
  };
}

/** Largest part of the pauses beyond the goal, as the name of the work; null when no part takes 30 %. */
function dominantPhase(source: MetricSource): string | null {
  const goal = pauseGoalMs(source);
  const slow = youngPhases(source).filter(({ durationMs }) => durationMs > goal);
  const total = slow.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const keys: readonly PhaseKey[] = ["copy", "roots", "references", "externalRoots", "termination"];
  const parts = keys.map((key) => ({ key, part: slow.reduce((sum, { ms }) => sum + (ms[key] ?? 0), 0) / total }));
  const largest = parts.sort((a, b) => b.part - a.part)[0];
  if (slow.length === 0 || largest === undefined) return null;
  return largest.part > 0.3 ? largest.key : "none";
}

/** What G1's pauses spend their time on. */
export const G1_PHASE_METRICS: readonly MetricDefinition[] = [
  shareMetric("g1.copyShareP50", "copy", 0.5, "copying live objects"),
  shareMetric("g1.rootsShareP90", "roots", 0.9, "remembered sets (references into the collected regions)"),
  shareMetric("g1.externalRootsShareP90", "externalRoots", 0.9, "thread stacks, class data and compiled code"),
  shareMetric("g1.referencesShareP90", "references", 0.9, "soft, weak, final and phantom references"),
  phaseMetric("g1.referencesP95Ms", "ms", "Time for references in a young pause, at the 95th percentile.", "nearest rank of the phase time", (source) => {
    const times = youngPhases(source).flatMap(({ ms }) => (ms.references === undefined ? [] : [ms.references]));
    return { value: quantileOf(times, 0.95), sample: times.length };
  }),
  phaseMetric("g1.imbalancedShare", "share", "Share of young pauses in which workers wait for each other.", "pauses with Termination > 10 % of GC Worker Total, or worker difference > 30 % of the slowest ÷ pauses", (source) => {
    const told = youngPhases(source).filter(({ ms, imbalance }) => ms.workerTotal !== undefined && (ms.termination !== undefined || !Number.isNaN(imbalance)));
    const bad = told.filter(({ ms, imbalance }) => (ms.termination ?? 0) > 0.1 * (ms.workerTotal as number) || imbalance > 0.3);
    return { value: bad.length / told.length, sample: told.length };
  }),
  {
    name: "g1.dominantPhase", unit: "text", sentence: "The work that takes most of the young pauses beyond the goal.", formula: "largest of copy, roots, references, externalRoots, termination with more than 30 % of those pauses; else none",
    compute: (source) => {
      const phase = dominantPhase(source);
      return phase === null ? { value: null, sampleSize: 0, missing: NEEDS_PHASES } : measured(phase, youngPhases(source).length, NEEDS_PHASES);
    },
  },
];
