import type { ColumnTable, Schema } from "./columns.js";

/**
 * Row indices of a table in time order: by run, then by `timeColumn`; rows without a time keep their place after the
 * row before them. Stable. Rows that `keep` refuses are left out.
 */
export function orderByTime<S extends Schema>(table: ColumnTable<S>, timeColumn: keyof S & string, keep: (row: number) => boolean = () => true): Int32Array {
  const kept: number[] = [];
  let isSorted = true;
  let lastRun = -1;
  let lastMs = Number.NEGATIVE_INFINITY;
  const sortMs = new Float64Array(table.length);
  for (let row = 0; row < table.length; row++) {
    if (!keep(row)) continue;
    kept.push(row);
    const run = table.get(row, "run");
    if (run !== lastRun) lastMs = Number.NEGATIVE_INFINITY;
    const ms = table.get(row, timeColumn);
    const effectiveMs = Number.isNaN(ms) ? lastMs : ms;
    if (run < lastRun || effectiveMs < lastMs) isSorted = false;
    sortMs[row] = effectiveMs;
    lastRun = run;
    lastMs = effectiveMs;
  }
  const order = Int32Array.from(kept);
  if (isSorted) return order;
  return order.sort((a, b) => table.get(a, "run") - table.get(b, "run") || (sortMs[a] as number) - (sortMs[b] as number) || a - b);
}
