import type { Analysis } from "../../analysis/analysis.js";
import type { Timeline } from "../../timeline/timeline.js";
import type { AxisScale } from "./time-axis.js";

/** The pauses on which a piece of advice rests: those that its evidence names. */
export interface EvidenceMarks {
  readonly title: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly line: readonly number[];
  readonly input: readonly number[];
}

/** Rings of more pieces of advice than these lie around the same dots and hide them. */
const MOST_ADVICE = 2;

/** Where the advice that is to be followed now shows in the timeline; advice whose evidence names no pause is left out. */
export function reduceEvidence({ pauses }: Timeline, { inputs, recommendations }: Analysis, scale: AxisScale): readonly EvidenceMarks[] {
  const advice = recommendations.filter(({ when }) => when === "now").map(({ title, why }) => ({ title, places: new Set(why.flatMap(({ lines }) => lines.map(({ path, line }) => `${path}\n${line}`))) }));
  const wanted = new Set(advice.flatMap(({ places }) => [...places]));
  if (wanted.size === 0) return [];
  const rows: { row: number; place: string; x: number }[] = [];
  for (let row = 0; row < pauses.length; row++) {
    const place = `${inputs[pauses.input[row] as number]?.path ?? ""}\n${pauses.line[row]}`;
    if (!wanted.has(place)) continue;
    const x = scale.axis.unit === "ordinal" ? row + 1 : scale.place(pauses.startMs[row] as number, pauses.run[row] as number);
    if (x >= scale.axis.from && x <= scale.axis.to) rows.push({ row, place, x });
  }
  return advice
    .map(({ title, places }) => ({ title, own: rows.filter(({ place }) => places.has(place)) }))
    .filter(({ own }) => own.length > 0)
    .slice(0, MOST_ADVICE)
    .map(({ title, own }) => ({ title, x: own.map(({ x }) => x), y: own.map(({ row }) => pauses.durationMs[row] as number), line: own.map(({ row }) => pauses.line[row] as number), input: own.map(({ row }) => pauses.input[row] as number) }));
}
