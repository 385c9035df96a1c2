import type { AnalysisResult } from "../analysis/analyze.js";
import type { Recommendation, WorstPause } from "../analysis/analysis.js";
import { tellsNoDifference } from "../analysis/phase-comparison.js";
import { largestRows } from "../metrics/measurement.js";
import type { Measurement } from "../metrics/metric.js";
import { formatMs } from "../units/format-time.js";
import { formatDuration, formatInstant } from "../units/format-time.js";
import type { Check, Offender } from "./check.js";
import type { Limit } from "./limit.js";
import { pausesOf } from "./measure-limit.js";

const OFFENDERS_MOST = 3;

/** The worst places behind a failed limit, and the phase and the rule that explain it. */
export function explainFailure(limit: Limit, measurement: Measurement, result: AnalysisResult): Pick<Check, "offenders" | "explanation"> {
  const rows = pauseRows(limit, result);
  const offenders = rows.length > 0 ? rows.map((row) => pauseAt(row, result)) : sourceLines(measurement, result);
  const explanation = [phaseSentence(rows, result), ruleSentence(limit, result)].filter((sentence) => sentence !== null);
  return { offenders, explanation };
}

/** The longest pauses that the limit is about. A lower limit (throughput) is broken by long pauses too. */
function pauseRows({ subject }: Limit, result: AnalysisResult): readonly number[] {
  const selection = pausesOf(subject, result);
  return selection === null ? [] : largestRows(result.timeline.pauses.durationMs, selection.rows, OFFENDERS_MOST);
}

function pauseAt(row: number, { timeline: { pauses, names, runs }, analysis }: AnalysisResult): Offender {
  const clock = runs[pauses.run[row] as number]?.clock;
  const startMs = pauses.startMs[row] as number;
  const instant = clock === undefined ? null : formatInstant(clock.epochMs + startMs, clock.zoneMinutes);
  const cause = names[pauses.cause[row] as number];
  return {
    path: analysis.inputs[pauses.input[row] as number]?.path ?? "",
    line: pauses.line[row] as number,
    when: instant ?? (Number.isNaN(startMs) ? null : `after ${formatDuration(startMs)}`),
    text: `${formatMs(pauses.durationMs[row] as number)} ${names[pauses.kind[row] as number] ?? "pause"}${cause === undefined ? "" : `, ${cause}`}`,
  };
}

/** Lines that a metric names itself, with what stands there when it is a pause, a stall or a safepoint. */
function sourceLines({ lines = [] }: Measurement, result: AnalysisResult): readonly Offender[] {
  const { timeline, analysis } = result;
  const { pauses, stalls, safepoints, names } = timeline;
  return lines.slice(0, OFFENDERS_MOST).map(({ input, line }) => {
    const pause = rowAt(pauses, input, line);
    if (pause !== -1) return pauseAt(pause, result);
    const stall = rowAt(stalls, input, line);
    const safepoint = stall === -1 ? rowAt(safepoints, input, line) : -1;
    const text = stall !== -1
      ? `${formatMs(stalls.durationMs[stall] as number)} ${names[stalls.kind[stall] as number] ?? "stall"}`
      : safepoint !== -1
        ? `${formatMs(safepoints.totalMs[safepoint] as number)} ${names[safepoints.operation[safepoint] as number] ?? "safepoint"}`
        : "";
    return { path: analysis.inputs[input]?.path ?? "", line, when: null, text };
  });
}

function rowAt(table: { readonly length: number; readonly input: ArrayLike<number>; readonly line: ArrayLike<number> }, input: number, line: number): number {
  for (let row = 0; row < table.length; row++) if (table.line[row] === line && table.input[row] === input) return row;
  return -1;
}

/** What was different in the worst of these pauses; else the phase that grows most in the worst pauses of that kind. */
function phaseSentence(rows: readonly number[], { timeline: { pauses, names }, analysis }: AnalysisResult): string | null {
  const [worst] = rows;
  if (worst === undefined) return null;
  const line = pauses.line[worst] as number;
  const listed: WorstPause | undefined = analysis.details.worstPauses.find((pause) => pause.line === line && pause.durationMs === pauses.durationMs[worst]);
  const different = (listed?.different ?? []).filter((text) => !tellsNoDifference(text));
  if (different.length > 0) return `Different in the worst one (line ${line}): ${different.join("; ")}`;
  const kind = names[pauses.kind[worst] as number];
  const [phase] = analysis.details.phaseComparison.filter((one) => one.kind === kind).toSorted((a, b) => b.worstMs - b.typicalMs - (a.worstMs - a.typicalMs));
  if (phase === undefined || !(phase.worstMs > phase.typicalMs)) return null;
  return `Largest part of the difference in the worst ${phase.kind} pauses: ${phase.phase}, ${formatMs(phase.worstMs)} against ${formatMs(phase.typicalMs)} in typical ones (n=${phase.worstCount} and ${phase.typicalCount})`;
}

/**
 * The advice whose evidence is the metric of the limit, or the same topic; failing that the first advice above info. Minor
 * advice explains a failure only where it is about the very metric or cause.
 */
function ruleSentence({ subject }: Limit, { analysis }: AnalysisResult): string | null {
  const topic = topicOf(subject);
  const major = analysis.recommendations.filter(({ severity }) => severity !== "info");
  const telling = (among: readonly Recommendation[], matches: (metric: string) => boolean): Recommendation | undefined => among.find(({ why }) => why.some(({ metric }) => matches(metric)));
  const explaining = telling(analysis.recommendations, (metric) => metric === subject.name) ?? telling(topic === "causes" ? analysis.recommendations : major, (metric) => metric.split(".")[0] === topic);
  if (explaining !== undefined) return `Rule ${explaining.ruleId} explains it: ${explaining.title}`;
  const [first] = major;
  return first === undefined ? null : `First advice for this run (${first.ruleId}): ${first.title}`;
}

/** The first word of the metrics that rules on the subject look at: those on causes have a topic of their own. */
function topicOf(subject: Limit["subject"]): string | undefined {
  return subject.from === "analysis" && subject.path[1] === "byCause" ? "causes" : subject.name.split(".")[0];
}
