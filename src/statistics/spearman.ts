import { rankValues } from "./ranks.js";
import { studentTwoSided } from "./tails.js";

/** How well the order of one series follows the order of another. */
export interface RankCorrelation {
  readonly sampleSize: number;
  /** −1…1; NaN when either series is constant or there are fewer than three pairs. */
  readonly rho: number;
  /** Two-sided, by Student's t with n − 2 degrees of freedom; meant for 8 pairs and more. */
  readonly pValue: number;
}

/** Spearman's rank correlation of pairs (x[i], y[i]), ties by mean ranks. Pairs with NaN are left out. */
export function correlateRanks(x: ArrayLike<number>, y: ArrayLike<number>): RankCorrelation {
  const known: number[] = [];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (!Number.isNaN(x[i] as number) && !Number.isNaN(y[i] as number)) known.push(i);
  }
  const sampleSize = known.length;
  if (sampleSize < 3) return { sampleSize, rho: Number.NaN, pValue: Number.NaN };
  const rho = correlate(
    rankValues(Float64Array.from(known, (i) => x[i] as number)).ranks,
    rankValues(Float64Array.from(known, (i) => y[i] as number)).ranks,
  );
  const degrees = sampleSize - 2;
  return { sampleSize, rho, pValue: studentTwoSided(rho * Math.sqrt(degrees / Math.max(0, 1 - rho * rho)), degrees) };
}

/** Pearson's correlation of two series of equal length. */
function correlate(x: Float64Array, y: Float64Array): number {
  const meanX = meanOf(x);
  const meanY = meanOf(y);
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] as number) - meanX;
    const dy = (y[i] as number) - meanY;
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  if (xx === 0 || yy === 0) return Number.NaN;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
