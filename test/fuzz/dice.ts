/** Seeded randomness: the same case number makes the same case on every machine. */
export interface Dice {
  /** A number from 0 to below 1. */
  roll(): number;
  /** A whole number from 0 to below `end`; 0 where `end` is below 1. */
  below(end: number): number;
  /** True in about this share of the calls. */
  chance(share: number): boolean;
  pick<T>(choices: readonly T[]): T;
}

/** Dice that start at `seed` (mulberry32). */
export function createDice(seed: number): Dice {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (end: number): number => Math.max(0, Math.floor(roll() * end));
  return { roll, below, chance: (share) => roll() < share, pick: (choices) => choices[below(choices.length)] as never };
}
