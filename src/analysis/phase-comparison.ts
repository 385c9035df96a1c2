import { selectPausesByKind } from "../metrics/select-pauses.js";
import type { MetricSource, Window } from "../metrics/metric.js";
import { sortIndices } from "../statistics/argsort.js";
import type { Timeline } from "../timeline/timeline.js";
import type { Details, WorstPause } from "./analysis.js";
import { formatInstant, formatMs } from "../units/format-time.js";

/** Typical pauses are those between these quantiles of their kind; the worst are the slowest ones, at most this many. */
const TYPICAL_FROM = 0.25;
const TYPICAL_TO = 0.75;
const WORST_MOST = 20;
const WORST_SHARE = 0.02;
/** Kinds with fewer pauses have no "typical". */
const LEAST_PAUSES = 10;
const PAUSES_LISTED = 10;
const DIFFERENCES_LISTED = 3;
/** A phase is worth naming when it takes this much longer than usual and makes up this share of the difference. */
const WORTH_SHARE = 0.15;

type PhaseComparison = Details["phaseComparison"][number];

/** Typical and worst pauses of one kind. */
interface Contrast {
  readonly kind: string;
  readonly typical: Int32Array;
  readonly worst: Int32Array;
}

/** Mean time of each top phase in typical and in the worst pauses, by kind; empty where phases are not logged. */
export function comparePhases(timeline: Timeline, window: Window): readonly PhaseComparison[] {
  if (timeline.phases.length === 0) return [];
  const contrasts = [...selectPausesByKind(timeline, window)].filter(([, { rows }]) => rows.length >= LEAST_PAUSES).map(([kind, { rows }]) => contrast(timeline, kind, rows));
  const typicalMeans = typicalMeansOf(timeline, contrasts);
  const rowsOfPause = topPhaseRows(timeline, new Set(contrasts.flatMap(({ worst }) => [...worst])));
  return contrasts.flatMap(({ kind, typical, worst }, index) =>
    [...meansOf(timeline, worst, rowsOfPause)].map(([name, worstMs]) => ({
      kind,
      phase: timeline.names[name] ?? "",
      typicalMs: typicalMeans[index]?.get(name) ?? 0,
      worstMs,
      typicalCount: typical.length,
      worstCount: worst.length,
    })),
  );
}

function contrast({ pauses }: Timeline, kind: string, rows: Int32Array): Contrast {
  const byDuration = sortIndices(Float64Array.from(rows, (row) => pauses.durationMs[row] as number)).map((index) => rows[index] as number);
  return {
    kind,
    typical: byDuration.subarray(Math.floor(byDuration.length * TYPICAL_FROM), Math.ceil(byDuration.length * TYPICAL_TO)),
    worst: byDuration.subarray(-Math.min(WORST_MOST, Math.max(1, Math.ceil(byDuration.length * WORST_SHARE)))),
  };
}

/** Mean time of each top phase over the typical pauses of each contrast, by name id: one walk over the phases for all. */
function typicalMeansOf(timeline: Timeline, contrasts: readonly Contrast[]): readonly ReadonlyMap<number, number>[] {
  const { pauses, phases } = timeline;
  const contrastOf = new Int32Array(pauses.length).fill(-1);
  contrasts.forEach(({ typical }, index) => typical.forEach((row) => (contrastOf[row] = index)));
  const sums = contrasts.map(() => new Map<number, number>());
  for (let row = 0; row < phases.length; row++) {
    const sum = isTopPhase(timeline, row) ? sums[contrastOf[phases.pause[row] as number] as number] : undefined;
    const name = phases.name[row] as number;
    sum?.set(name, (sum.get(name) ?? 0) + (phases.valueMs[row] as number));
  }
  for (const [index, sum] of sums.entries()) for (const [name, ms] of sum) sum.set(name, ms / (contrasts[index] as Contrast).typical.length);
  return sums;
}

function isTopPhase({ phases }: Timeline, row: number): boolean {
  return (phases.pause[row] as number) >= 0 && phases.depth[row] === 1 && phases.form[row] !== 2;
}

/** Why no difference of a pause is told. */
const NO_DIFFERENCE = { phases: "its phases are not in the input", typical: "no typical pause of its kind to compare with", excess: "no phase stands out" } as const;

/** Whether a text of `different` only says that nothing can be told. */
export function tellsNoDifference(text: string): boolean {
  return Object.values(NO_DIFFERENCE).some((reason) => text.startsWith(reason));
}

/** The longest pauses, longest first, with what was different from the typical pause of their kind, or why that cannot be told. */
export function listWorstPauses(timeline: Timeline, { window, steady }: Pick<MetricSource, "window" | "steady">, paths: readonly string[], comparison: readonly PhaseComparison[]): readonly WorstPause[] {
  const { pauses, names, runs } = timeline;
  const rows: { row: number; durationMs: number }[] = [];
  for (const { rows: ofKind } of selectPausesByKind(timeline, window).values()) {
    for (const row of ofKind) {
      const durationMs = pauses.durationMs[row] as number;
      if (rows.length === PAUSES_LISTED && !(durationMs > (rows[rows.length - 1] as { durationMs: number }).durationMs)) continue;
      rows.push({ row, durationMs });
      rows.sort((a, b) => b.durationMs - a.durationMs);
      rows.length = Math.min(rows.length, PAUSES_LISTED);
    }
  }
  const rowsOfPause = topPhaseRows(timeline, new Set(rows.map(({ row }) => row)));
  const steadyCounts = new Map([...selectPausesByKind(timeline, steady)].map(([kind, { rows: ofKind }]) => [kind, ofKind.length]));
  const whyNothing = (row: number, kind: string): string => {
    const count = steadyCounts.get(kind) ?? 0;
    if ((pauses.startMs[row] as number) < steady.fromMs) return "during start-up";
    if (!rowsOfPause.has(row)) return NO_DIFFERENCE.phases;
    return count < LEAST_PAUSES ? `${NO_DIFFERENCE.typical} (n=${count})` : NO_DIFFERENCE.excess;
  };
  return rows.map(({ row, durationMs }) => {
    const clock = runs[pauses.run[row] as number]?.clock;
    const startMs = pauses.startMs[row] as number;
    const kind = names[pauses.kind[row] as number] ?? "";
    return {
      uptimeMs: clock?.isUptime === true && !Number.isNaN(startMs) ? startMs : null,
      time: clock === undefined || Number.isNaN(clock.epochMs + startMs) ? null : formatInstant(clock.epochMs + startMs, clock.zoneMinutes),
      durationMs,
      kind,
      cause: names[pauses.cause[row] as number] ?? null,
      gcId: (pauses.gcId[row] as number) < 0 ? null : (pauses.gcId[row] as number),
      path: paths[pauses.input[row] as number] ?? "",
      line: pauses.line[row] as number,
      different: orElse(differencesOf(timeline, row, kind, rowsOfPause.get(row) ?? [], comparison), () => whyNothing(row, kind)),
    };
  });
}

function orElse(texts: readonly string[], otherwise: () => string): readonly string[] {
  return texts.length > 0 ? texts : [otherwise()];
}

function differencesOf(timeline: Timeline, row: number, kind: string, phaseRows: readonly number[], comparison: readonly PhaseComparison[]): readonly string[] {
  const { pauses, phases, names } = timeline;
  const typical = new Map(comparison.filter((phase) => phase.kind === kind).map((phase) => [phase.phase, phase.typicalMs]));
  const found: { text: string; excessMs: number }[] = [];
  for (const phaseRow of phaseRows) {
    const name = names[phases.name[phaseRow] as number] ?? "";
    const usualMs = typical.get(name);
    const valueMs = phases.valueMs[phaseRow] as number;
    if (usualMs === undefined || !(valueMs - usualMs > WORTH_SHARE * (pauses.durationMs[row] as number))) continue;
    found.push({ text: `${name} ${formatMs(valueMs)}, typically ${formatMs(usualMs)}`, excessMs: valueMs - usualMs });
  }
  const texts = found.sort((a, b) => b.excessMs - a.excessMs).slice(0, DIFFERENCES_LISTED).map(({ text }) => text);
  const failure = names[pauses.evacuationFailure[row] as number];
  if (failure !== undefined) texts.unshift(failure === "unknown" ? "evacuation failure" : `evacuation failure (${failure})`);
  const cpuMs = (pauses.userMs[row] as number) + (pauses.sysMs[row] as number);
  const realMs = pauses.realMs[row] as number;
  // The clock behind these figures ticks every 10 ms: only long pauses tell anything.
  if (realMs >= 100 && cpuMs < realMs / 2) texts.push(`only ${formatMs(cpuMs)} of CPU in ${formatMs(realMs)}: the process was held up`);
  return texts;
}

/** Rows of top-level timed phases of the wanted pauses, by pause. */
function topPhaseRows(timeline: Timeline, wanted: ReadonlySet<number>): ReadonlyMap<number, readonly number[]> {
  const { phases } = timeline;
  const rows = new Map<number, number[]>();
  for (let row = 0; row < phases.length; row++) {
    const pause = phases.pause[row] as number;
    if (!wanted.has(pause) || !isTopPhase(timeline, row)) continue;
    const known = rows.get(pause);
    if (known === undefined) rows.set(pause, [row]);
    else known.push(row);
  }
  return rows;
}

function meansOf({ phases }: Timeline, pauseRows: Int32Array, rowsOfPause: ReadonlyMap<number, readonly number[]>): Map<number, number> {
  const sums = new Map<number, number>();
  for (const pause of pauseRows) {
    for (const row of rowsOfPause.get(pause) ?? []) {
      const name = phases.name[row] as number;
      sums.set(name, (sums.get(name) ?? 0) + (phases.valueMs[row] as number));
    }
  }
  for (const [name, sum] of sums) sums.set(name, sum / pauseRows.length);
  return sums;
}
