import type { Analysis } from "../../analysis/analysis.js";
import type { Timeline } from "../../timeline/timeline.js";
import type { AxisScale } from "./time-axis.js";

/** Heap occupancy in pixel columns: the most before and the least after a collection in each. */
export interface HeapSeries {
  readonly x: readonly number[];
  readonly beforeBytes: readonly number[];
  readonly afterBytes: readonly number[];
  /** Null where the input does not say. */
  readonly committedBytes: readonly (number | null)[];
  /** What collections of the whole heap left, in time order. */
  readonly livePoints: readonly { readonly x: number; readonly bytes: number }[];
  readonly liveSetBytes: number | null;
  readonly liveSetFrom: string | null;
  readonly maxBytes: number | null;
  /** Collections behind the curve. */
  readonly count: number;
}

/** Pauses that belong to marking collect next to nothing: their "after" is no floor of the heap. */
const MARKING_STOP = /^(Remark|Cleanup|Init|Final)/;
const MOST_LIVE_POINTS = 300;

/** Occupancy from pauses, or from collections and concurrent phases where pauses have no sizes. Null without sizes or a clock. */
export function reduceHeap(timeline: Timeline, analysis: Analysis, scale: AxisScale, columns: number): HeapSeries | null {
  const { from, to, unit } = scale.axis;
  if (unit === "ordinal") return null;
  const before = new Float64Array(columns).fill(Number.NaN);
  const after = new Float64Array(columns).fill(Number.NaN);
  const committed = new Float64Array(columns).fill(Number.NaN);
  const seenAt = new Float64Array(columns).fill(Number.NaN);
  let count = 0;
  const addTable = (rows: SizedRows, isCollection: (row: number) => boolean = () => true): void => {
    for (let row = 0; row < rows.length; row++) {
      if (!isCollection(row)) continue;
      const x = scale.place((rows.startMs[row] as number) + orZero(rows.durationMs[row]), rows.run[row] as number);
      const high = rows.beforeBytes[row] as number;
      const low = rows.afterBytes[row] as number;
      if (!(x >= from && x <= to) || Number.isNaN(high) || Number.isNaN(low)) continue;
      count++;
      const column = Math.min(columns - 1, Math.floor(((x - from) / (to - from)) * columns));
      if (!(high <= (before[column] as number))) before[column] = high;
      if (!(low >= (after[column] as number))) after[column] = low;
      const bytes = rows.committedBytes?.[row] ?? Number.NaN;
      if (!Number.isNaN(bytes)) committed[column] = bytes;
      seenAt[column] = x;
    }
  };
  const { pauses, names } = timeline;
  addTable(pauses, (row) => !MARKING_STOP.test(names[pauses.kind[row] as number] ?? ""));
  if (count === 0) addTable(timeline.collections);
  if (count === 0) addTable(timeline.concurrent);
  if (count < 2) return null;
  const filled = Array.from({ length: columns }, (_, column) => column).filter((column) => !Number.isNaN(seenAt[column]));
  return {
    x: filled.map((column) => seenAt[column] as number),
    beforeBytes: filled.map((column) => before[column] as number),
    afterBytes: filled.map((column) => after[column] as number),
    committedBytes: filled.map((column) => orNull(committed[column])),
    livePoints: livePoints(timeline, scale),
    liveSetBytes: analysis.heap.liveSetBytes,
    liveSetFrom: analysis.details.liveSetFrom,
    maxBytes: analysis.jvm.heapMaxBytes,
    count,
  };
}

interface SizedRows {
  readonly length: number;
  readonly startMs: Float64Array;
  readonly durationMs: Float64Array;
  readonly beforeBytes: ArrayLike<number>;
  readonly afterBytes: ArrayLike<number>;
  readonly committedBytes?: ArrayLike<number>;
  readonly run: ArrayLike<number>;
}

/** ZGC prints the live bytes of each mark end; elsewhere a full collection leaves little else. */
function livePoints(timeline: Timeline, scale: AxisScale): HeapSeries["livePoints"] {
  const points: { x: number; bytes: number }[] = [];
  const add = (atMs: number, run: number, bytes: number): void => {
    const x = scale.place(atMs, run);
    if (x >= scale.axis.from && x <= scale.axis.to && bytes >= 0) points.push({ x, bytes });
  };
  const { heapTable, pauses, names } = timeline;
  for (let row = 0; row < heapTable.length; row++) {
    const isWholeHeap = heapTable.generation[row] === 0 || heapTable.generation[row] === 3;
    if (isWholeHeap && names[heapTable.row[row] as number] === "Live") add(heapTable.atMs[row] as number, heapTable.run[row] as number, heapTable.markEndBytes[row] as number);
  }
  for (let row = 0; row < pauses.length; row++) {
    if (!names[pauses.kind[row] as number]?.startsWith("Full")) continue;
    add((pauses.startMs[row] as number) + orZero(pauses.durationMs[row]), pauses.run[row] as number, pauses.afterBytes[row] as number);
  }
  const step = Math.ceil(points.length / MOST_LIVE_POINTS);
  return points.filter((_, index) => index % step === 0);
}

function orZero(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}

function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
