/** Below this many values a comparison sort is faster. */
const FEW = 512;
const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Indices of the values in ascending order of value, equal values in their order (stable). Values must not hold NaN. Linear
 * in the number of values: sorting indices with a comparison function costs a call a comparison, some 20 million for a
 * million pauses.
 */
export function sortIndices(values: Float64Array): Int32Array {
  const size = values.length;
  let order = Int32Array.from({ length: size }, (_, index) => index);
  if (size <= FEW) return order.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
  // Adding zero turns −0, whose bits would sort before 0, into 0.
  const words = new Uint32Array(Float64Array.from(values, (value) => value + 0).buffer);
  for (let i = 0; i < size; i++) makeSortable(words, i * 2);
  let sorted = new Int32Array(size);
  for (let digit = 0; digit < 4; digit++) {
    const word = digit >> 1;
    const shift = (digit & 1) * DIGIT_BITS;
    const starts = new Int32Array(DIGITS + 1);
    for (let i = 0; i < size; i++) {
      const key = ((words[i * 2 + word] as number) >>> shift) & (DIGITS - 1);
      starts[key + 1] = (starts[key + 1] as number) + 1;
    }
    for (let key = 0; key < DIGITS; key++) starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
    for (let i = 0; i < size; i++) {
      const index = order[i] as number;
      const key = ((words[index * 2 + word] as number) >>> shift) & (DIGITS - 1);
      const place = starts[key] as number;
      sorted[place] = index;
      starts[key] = place + 1;
    }
    [order, sorted] = [sorted, order];
  }
  return order;
}

/**
 * Turns the two halves of a double (low word first, as on all machines that run JavaScript engines today) into an unsigned
 * number in the same order: IEEE 754 orders positive numbers so already, and negative ones the other way round.
 */
function makeSortable(words: Uint32Array, low: number): void {
  const high = words[low + 1] as number;
  if (high >>> 31 === 0) {
    words[low + 1] = high ^ 0x8000_0000;
    return;
  }
  words[low] = ~(words[low] as number);
  words[low + 1] = ~high;
}
