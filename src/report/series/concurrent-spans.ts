import type { Timeline } from "../../timeline/timeline.js";
import type { AxisScale } from "./time-axis.js";

/** When one concurrent phase ran. Spans closer than a pixel are joined. */
export interface ConcurrentRow {
  readonly phase: string;
  readonly count: number;
  readonly totalMs: number;
  readonly spans: readonly { readonly from: number; readonly to: number; readonly count: number; readonly isAborted: boolean }[];
}

const MOST_ROWS = 8;

interface OpenRow {
  readonly phase: string;
  count: number;
  totalMs: number;
  spans: { from: number; to: number; count: number; isAborted: boolean }[];
}

/** Concurrent phases on the time axis: what takes the most time first, so a whole cycle comes before its phases. Empty without a clock. */
export function reduceConcurrent(timeline: Timeline, scale: AxisScale, columns: number): readonly ConcurrentRow[] {
  const { concurrent, names } = timeline;
  const { from, to, unit } = scale.axis;
  if (unit === "ordinal") return [];
  const gap = (to - from) / columns;
  const rows = new Map<number, OpenRow>();
  for (let index = 0; index < concurrent.length; index++) {
    const start = scale.place(concurrent.startMs[index] as number, concurrent.run[index] as number);
    const durationMs = concurrent.durationMs[index] as number;
    if (!(start <= to) || !(start + durationMs >= from)) continue;
    const id = concurrent.phase[index] as number;
    const row: OpenRow = rows.get(id) ?? { phase: names[id] ?? "Concurrent phase", count: 0, totalMs: 0, spans: [] };
    rows.set(id, row);
    row.count++;
    row.totalMs += durationMs;
    const last = row.spans.at(-1);
    const isAborted = concurrent.isAborted[index] === 1;
    const end = Math.min(start + durationMs, to);
    if (last !== undefined && start - last.to < gap) {
      last.to = Math.max(last.to, end);
      last.count++;
      last.isAborted ||= isAborted;
    } else {
      row.spans.push({ from: Math.max(start, from), to: end, count: 1, isAborted });
    }
  }
  return [...rows.values()]
    .toSorted((a, b) => b.totalMs - a.totalMs || (a.phase < b.phase ? -1 : 1))
    .slice(0, MOST_ROWS);
}
