import type { Timeline } from "../../timeline/timeline.js";
import { PauseDistribution, countBars, type HistogramBin } from "./pause-distribution.js";
import { thinPoints } from "./thin-points.js";
import type { AxisScale } from "./time-axis.js";

/** Dots of one name: `x[i]` on the time axis, `y[i]` in ms, read at `line[i]` of input `input[i]`. Thinned; `count` and `totalMs` are of all. */
export interface PointSeries {
  readonly name: string;
  readonly count: number;
  readonly totalMs: number;
  readonly maxMs: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly line: readonly number[];
  readonly input: readonly number[];
}

/** Name of the series that holds the safepoints of collections. */
export const GC_SAFEPOINTS = "Garbage collection";

/** More names than this cannot be told apart; the rarest share one series. */
const MOST_NAMES = 6;
/** Names of HotSpot's VM operations that are collections. */
const GC_OPERATIONS = /^(G1|[ZX](Mark|Relocate|Verify|Operation)|Shenandoah|Parallel|Serial|CMS_|CGC_|GenCollect|CollectFor)/;

/** Pauses by kind, and how their lengths are distributed. */
export function reducePauses(
  timeline: Timeline,
  scale: AxisScale,
  columns: number,
): { readonly series: readonly PointSeries[]; readonly distribution: PauseDistribution; readonly histogram: readonly HistogramBin[] } {
  const { pauses } = timeline;
  const isOrdinal = scale.axis.unit === "ordinal";
  const place = (row: number): number => (isOrdinal ? row + 1 : scale.place(pauses.startMs[row] as number, pauses.run[row] as number));
  const distribution = new PauseDistribution();
  for (let row = 0; row < pauses.length; row++) {
    const ms = pauses.durationMs[row] as number;
    if (ms >= 0 && isShown(scale, place(row))) distribution.add(ms);
  }
  const series = reducePoints(pauses, timeline.names, (row) => pauses.kind[row] as number, place, scale, columns, "Other kinds");
  return { series, distribution, histogram: countBars(distribution.barBounds(), shownDurations(pauses, place, scale)) };
}

/** Stalls of single threads by kind. */
export function reduceStalls(timeline: Timeline, scale: AxisScale, columns: number): readonly PointSeries[] {
  const { stalls } = timeline;
  const place = (row: number): number => scale.place(stalls.startMs[row] as number, stalls.run[row] as number);
  return reducePoints(stalls, timeline.names, (row) => stalls.kind[row] as number, place, scale, columns, "Other stalls");
}

/** Safepoints: collections in one series, other operations each in their own. Length is what the application lost, reaching included. */
export function reduceSafepoints(timeline: Timeline, scale: AxisScale, columns: number): readonly PointSeries[] {
  const { safepoints } = timeline;
  const names = [...timeline.names, GC_SAFEPOINTS, "Unnamed operation"];
  const gc = timeline.names.length;
  const group = timeline.names.map((name, id) => (GC_OPERATIONS.test(name) ? gc : id));
  const place = (row: number): number => scale.place(safepoints.startMs[row] as number, safepoints.run[row] as number);
  const rows = { length: safepoints.length, durationMs: safepoints.totalMs, line: safepoints.line, input: safepoints.input };
  return reducePoints(rows, names, (row) => group[safepoints.operation[row] as number] ?? gc + 1, place, scale, columns, "Other operations");
}

interface Rows {
  readonly length: number;
  readonly durationMs: Float64Array;
  readonly line: ArrayLike<number>;
  readonly input: ArrayLike<number>;
}

function reducePoints(
  rows: Rows,
  names: readonly string[],
  nameOf: (row: number) => number,
  place: (row: number) => number,
  scale: AxisScale,
  columns: number,
  otherName: string,
): readonly PointSeries[] {
  const totals = names.map((name) => ({ name, count: 0, totalMs: 0, maxMs: 0 }));
  for (let row = 0; row < rows.length; row++) {
    const total = totals[nameOf(row)];
    const ms = rows.durationMs[row] as number;
    if (total === undefined || !(ms >= 0) || !isShown(scale, place(row))) continue;
    total.count++;
    total.totalMs += ms;
    total.maxMs = Math.max(total.maxMs, ms);
  }
  const present = totals.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const own = present.length <= MOST_NAMES + 1 ? present : present.slice(0, MOST_NAMES);
  const rest = present.slice(own.length);
  const groups = [...own];
  if (rest.length > 0) {
    groups.push({
      name: otherName,
      count: rest.reduce((sum, { count }) => sum + count, 0),
      totalMs: rest.reduce((sum, { totalMs }) => sum + totalMs, 0),
      maxMs: rest.reduce((max, { maxMs }) => Math.max(max, maxMs), 0),
    });
  }
  const groupOf = new Int32Array(names.length).fill(-1);
  totals.forEach((total, id) => {
    if (total.count > 0) groupOf[id] = own.includes(total) ? own.indexOf(total) : own.length;
  });
  const { from, to } = scale.axis;
  const kept = thinPoints(
    { count: rows.length, xOf: place, yOf: (row) => rows.durationMs[row] as number, groupOf: (row) => groupOf[nameOf(row)] ?? -1, groups: groups.length },
    from,
    to,
    columns,
  );
  const keptByGroup = groups.map(() => [] as number[]);
  for (const row of kept) keptByGroup[groupOf[nameOf(row)] as number]?.push(row);
  return groups.map((group, index) => {
    const own = keptByGroup[index] ?? [];
    return {
      ...group,
      x: own.map(place),
      y: own.map((row) => rows.durationMs[row] as number),
      line: own.map((row) => rows.line[row] as number),
      input: own.map((row) => rows.input[row] as number),
    };
  });
}

function isShown(scale: AxisScale, x: number): boolean {
  return x >= scale.axis.from && x <= scale.axis.to;
}

function* shownDurations(rows: Rows, place: (row: number) => number, scale: AxisScale): Generator<number> {
  for (let row = 0; row < rows.length; row++) {
    const ms = rows.durationMs[row] as number;
    if (ms >= 0 && isShown(scale, place(row))) yield ms;
  }
}
