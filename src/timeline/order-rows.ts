import type { ColumnTable, Schema } from "./columns.js";

/**
 * Row indices of a table in time order: by run, then by `timeColumn`; rows without a time keep their place after the
 * row before them. Stable. Rows of `dropped` are left out. null when all rows stay where they are.
 */
export function orderByTime<S extends Schema>(table: ColumnTable<S>, timeColumn: keyof S & string, dropped: ReadonlySet<number> = new Set()): Int32Array | null {
  const isSorted = isInTimeOrder(table, timeColumn, dropped);
  if (isSorted && dropped.size === 0) return null;
  const order = new Int32Array(table.length);
  let kept = 0;
  for (let row = 0; row < table.length; row++) if (!dropped.has(row)) order[kept++] = row;
  const rows = order.subarray(0, kept);
  if (isSorted) return rows;
  const sortMs = new Float64Array(table.length);
  visitTimes(table, timeColumn, dropped, (row, _run, ms) => (sortMs[row] = ms));
  return rows.sort((a, b) => table.get(a, "run") - table.get(b, "run") || (sortMs[a] as number) - (sortMs[b] as number) || a - b);
}

function isInTimeOrder<S extends Schema>(table: ColumnTable<S>, timeColumn: keyof S & string, dropped: ReadonlySet<number>): boolean {
  let isSorted = true;
  let lastRun = -1;
  let lastMs = Number.NEGATIVE_INFINITY;
  visitTimes(table, timeColumn, dropped, (_row, run, ms) => {
    if (run < lastRun || (run === lastRun && ms < lastMs)) isSorted = false;
    lastRun = run;
    lastMs = ms;
  });
  return isSorted;
}

/** Each kept row with its run and its time, or the time of the row before it where it has none. */
function visitTimes<S extends Schema>(table: ColumnTable<S>, timeColumn: keyof S & string, dropped: ReadonlySet<number>, visit: (row: number, run: number, ms: number) => void): void {
  let lastRun = -1;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < table.length; row++) {
    if (dropped.has(row)) continue;
    const run = table.get(row, "run");
    if (run !== lastRun) lastMs = Number.NEGATIVE_INFINITY;
    const ms = table.get(row, timeColumn);
    lastMs = Number.isNaN(ms) ? lastMs : ms;
    lastRun = run;
    visit(row, run, lastMs);
  }
}
