import { incompleteBeta, upperGamma } from "./special-functions.js";

/** Probability that a standard normal variable exceeds `z`. Accurate far into the tail. */
export function normalUpperTail(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z >= 0 ? tail : 1 - tail;
}

/** Probability that a standard normal variable is at least as far from 0 as `z`: a two-sided p-value. */
export function normalTwoSided(z: number): number {
  return Math.min(1, 2 * normalUpperTail(Math.abs(z)));
}

/** Probability that a chi-squared variable with `degrees` degrees of freedom exceeds `x`. */
export function chiSquaredUpperTail(x: number, degrees: number): number {
  return upperGamma(degrees / 2, x / 2);
}

/** Two-sided p-value of Student's `t` with `degrees` degrees of freedom. */
export function studentTwoSided(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? Number.NaN : 0;
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}
