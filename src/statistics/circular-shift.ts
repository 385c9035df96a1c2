import type { Random } from "./random.js";

/** Outcome of a permutation test. */
export interface PermutationTest {
  readonly observed: number;
  /** Permutations drawn. */
  readonly permutations: number;
  /** How many of them reached the observed statistic. */
  readonly reached: number;
  /** (1 + reached) ÷ (1 + permutations), never 0 (Phipson and Smyth 2010). Small means: larger than by chance. */
  readonly pValue: number;
  /** Mean statistic of the permutations: what chance alone gives. */
  readonly expectedByChance: number;
}

/** How a circular-shift test is drawn. */
export interface ShiftOptions {
  /** Length of the circle, in the unit of the shift. */
  readonly span: number;
  /** Shifts below this, in either direction, are not drawn: they would leave the series nearly where it was. Default 0. */
  readonly leastShift?: number;
  /** Number of shifts; default 2000. */
  readonly permutations?: number;
  readonly random: Random;
}

/**
 * Tests whether two series coincide more than chance by turning one against the other: every shift keeps each series' own
 * rhythm and bursts, which shuffling would destroy. `statisticAt(shift)` gives the coincidence after turning by `shift`;
 * `statisticAt(0)` is the observed one.
 */
export function testCircularShifts(statisticAt: (shift: number) => number, { span, leastShift = 0, permutations = 2000, random }: ShiftOptions): PermutationTest {
  const observed = statisticAt(0);
  let reached = 0;
  let sum = 0;
  for (let i = 0; i < permutations; i++) {
    const statistic = statisticAt(leastShift + random() * (span - 2 * leastShift));
    sum += statistic;
    if (statistic >= observed) reached++;
  }
  return { observed, permutations, reached, pValue: permutationPValue(reached, permutations), expectedByChance: permutations === 0 ? Number.NaN : sum / permutations };
}

/** p-value of a permutation test of which `reached` of `permutations` were at least as extreme as what was observed. */
export function permutationPValue(reached: number, permutations: number): number {
  return (1 + reached) / (1 + permutations);
}
