/** Points to thin out: `count` rows, each with a place, a height and a group (-1: not drawn). */
export interface PointRows {
  readonly count: number;
  readonly xOf: (row: number) => number;
  readonly yOf: (row: number) => number;
  readonly groupOf: (row: number) => number;
  readonly groups: number;
}

const LONGEST_KEPT = 200;

/**
 * Rows that look the same as all rows when drawn `columns` pixels wide: the lowest and the highest of each pixel column
 * and group, and the longest of all whatever column they share. One pass; rows with NaN are not drawn.
 */
export function thinPoints(rows: PointRows, from: number, to: number, columns: number): Int32Array {
  const slots = rows.groups * columns;
  const lowest = new Int32Array(slots).fill(-1);
  const highest = new Int32Array(slots).fill(-1);
  const low = new Float64Array(slots);
  const high = new Float64Array(slots);
  const longest = new LongestRows(LONGEST_KEPT);
  const all: number[] = [];
  const isSmall = rows.count <= 2 * columns;
  const scale = columns / (to - from);
  for (let row = 0; row < rows.count; row++) {
    const group = rows.groupOf(row);
    const x = rows.xOf(row);
    const y = rows.yOf(row);
    if (group < 0 || !(x >= from && x <= to) || Number.isNaN(y)) continue;
    if (isSmall) {
      all.push(row);
      continue;
    }
    const slot = group * columns + Math.min(columns - 1, Math.floor((x - from) * scale));
    if (lowest[slot] === -1 || y < (low[slot] as number)) {
      lowest[slot] = row;
      low[slot] = y;
    }
    if (highest[slot] === -1 || y > (high[slot] as number)) {
      highest[slot] = row;
      high[slot] = y;
    }
    longest.offer(row, y);
  }
  if (isSmall) return Int32Array.from(all);
  const kept = new Set<number>(longest.rows());
  for (let slot = 0; slot < slots; slot++) {
    if (lowest[slot] !== -1) kept.add(lowest[slot] as number).add(highest[slot] as number);
  }
  return Int32Array.from(kept).toSorted();
}

/** The rows with the largest values seen so far, as a binary heap with the smallest of them on top. */
class LongestRows {
  private readonly heap: { row: number; value: number }[] = [];

  constructor(private readonly limit: number) {}

  offer(row: number, value: number): void {
    if (this.heap.length < this.limit) {
      this.heap.push({ row, value });
      this.rise(this.heap.length - 1);
    } else if (value > (this.heap[0] as { value: number }).value) {
      this.heap[0] = { row, value };
      this.sink();
    }
  }

  rows(): number[] {
    return this.heap.map(({ row }) => row);
  }

  private rise(start: number): void {
    for (let at = start; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (this.valueAt(parent) <= this.valueAt(at)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const smaller = this.valueAt(left + 1) < this.valueAt(left) ? left + 1 : left;
      if (this.valueAt(at) <= this.valueAt(smaller)) return;
      this.swap(at, smaller);
      at = smaller;
    }
  }

  private valueAt(index: number): number {
    return this.heap[index]?.value ?? Number.POSITIVE_INFINITY;
  }

  private swap(a: number, b: number): void {
    const first = this.heap[a] as { row: number; value: number };
    this.heap[a] = this.heap[b] as { row: number; value: number };
    this.heap[b] = first;
  }
}
