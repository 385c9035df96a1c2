import { selectPausesByKind } from "../metrics/select-pauses.js";
import type { MetricSource, Window } from "../metrics/metric.js";
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

/** Mean time of each top phase in typical and in the worst pauses, by kind; empty where phases are not logged. */
export function comparePhases(timeline: Timeline, window: Window): readonly PhaseComparison[] {
  const rowsOfPause = topPhaseRows(timeline);
  if (rowsOfPause.size === 0) return [];
  const result: PhaseComparison[] = [];
  for (const [kind, selection] of selectPausesByKind(timeline, window)) {
    if (selection.rows.length < LEAST_PAUSES) continue;
    const byDuration = [...selection.rows].sort((a, b) => (timeline.pauses.durationMs[a] as number) - (timeline.pauses.durationMs[b] as number));
    const typical = byDuration.slice(Math.floor(byDuration.length * TYPICAL_FROM), Math.ceil(byDuration.length * TYPICAL_TO));
    const worst = byDuration.slice(-Math.min(WORST_MOST, Math.max(1, Math.ceil(byDuration.length * WORST_SHARE))));
    const typicalMeans = meansOf(timeline, typical, rowsOfPause);
    const worstMeans = meansOf(timeline, worst, rowsOfPause);
    for (const [name, worstMs] of worstMeans) {
      result.push({ kind, phase: timeline.names[name] ?? "", typicalMs: typicalMeans.get(name) ?? 0, worstMs, typicalCount: typical.length, worstCount: worst.length });
    }
  }
  return result;
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
    if (!rowsOfPause.has(row)) return "its phases are not in the input";
    return count < LEAST_PAUSES ? `no typical pause of its kind to compare with (n=${count})` : "no phase stands out";
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

/** Rows of top-level timed phases by pause; only for the wanted pauses where given. */
function topPhaseRows({ phases }: Timeline, wanted?: ReadonlySet<number>): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < phases.length; row++) {
    const pause = phases.pause[row] as number;
    if (pause < 0 || phases.depth[row] !== 1 || phases.form[row] === 2 || (wanted !== undefined && !wanted.has(pause))) continue;
    const known = rows.get(pause);
    if (known === undefined) rows.set(pause, [row]);
    else known.push(row);
  }
  return rows;
}

function meansOf({ phases }: Timeline, pauseRows: readonly number[], rowsOfPause: ReadonlyMap<number, readonly number[]>): Map<number, number> {
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
