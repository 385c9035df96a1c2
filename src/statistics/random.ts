/** A stream of random numbers in [0, 1), the same for the same seed on every machine. */
export type Random = () => number;

/**
 * Seeded random numbers: xoshiro128** by Blackman and Vigna (public domain), its state filled from the seed by splitmix32.
 * 32 bits a number, period 2^128 − 1. Not for secrets.
 */
export function seedRandom(seed: number): Random {
  return xoshiro128(splitmix32(seed, 4));
}

/** xoshiro128** from four 32-bit words of state, not all zero. */
export function xoshiro128(state: readonly number[]): Random {
  let [a, b, c, d] = state.map((word) => word >>> 0) as [number, number, number, number];
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result / 2 ** 32;
  };
}

/** A whole number from 0 to `limit` − 1, each equally likely as far as 32 bits allow. */
export function drawBelow(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

/** Puts the values in random order (Fisher–Yates), in place. */
export function shuffle(values: Float64Array | Int32Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = drawBelow(random, i + 1);
    const swapped = values[i] as number;
    values[i] = values[j] as number;
    values[j] = swapped;
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function splitmix32(seed: number, count: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return (word ^ (word >>> 16)) >>> 0;
  });
}
