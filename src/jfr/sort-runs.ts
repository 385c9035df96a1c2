/**
 * The numbers 0 … `length` − 1 in the order that `isAfter` gives; those that are after neither of each other keep theirs. A
 * merge sort that starts from the stretches that are in order already and does not touch neighbors that follow each other:
 * events of a recording are a few interleaved threads, each nearly in order.
 */
export function sortRuns(length: number, isAfter: (a: number, b: number) => boolean): Int32Array {
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  let starts = [0];
  for (let i = 1; i < length; i++) if (isAfter(i - 1, i)) starts.push(i);
  const scratch = new Int32Array(starts.length > 1 ? length : 0);
  while (starts.length > 1) {
    const merged: number[] = [];
    for (let run = 0; run < starts.length; run += 2) {
      const start = starts[run] as number;
      const middle = starts[run + 1];
      merged.push(start);
      if (middle !== undefined) mergeRuns(order, scratch, start, middle, starts[run + 2] ?? length, isAfter);
    }
    starts = merged;
  }
  return order;
}

function mergeRuns(order: Int32Array, scratch: Int32Array, start: number, middle: number, end: number, isAfter: (a: number, b: number) => boolean): void {
  const firstOfRight = order[middle] as number;
  let left = middle;
  // What is behind the first of the right run moves; mostly that is little or nothing.
  while (left > start && isAfter(order[left - 1] as number, firstOfRight)) left--;
  let to = left;
  for (let i = left; i < middle; i++) scratch[i] = order[i] as number;
  let right = middle;
  while (left < middle && right < end) {
    const leftOne = scratch[left] as number;
    const rightOne = order[right] as number;
    if (isAfter(leftOne, rightOne)) {
      order[to++] = rightOne;
      right++;
    } else {
      order[to++] = leftOne;
      left++;
    }
  }
  while (left < middle) order[to++] = scratch[left++] as number;
}
