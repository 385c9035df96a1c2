/**
 * The incomplete gamma and beta functions that tail probabilities are made of, to about 13 digits. Series and continued
 * fractions after Abramowitz and Stegun 6.5 and 26.5, evaluated by Lentz's method.
 */

const TINY = 1e-300;
const PRECISION = 1e-15;
const MOST_STEPS = 10_000;

/** Lanczos coefficients for g = 7, n = 9. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** Natural logarithm of Γ(x) for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  let sum: number = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) sum += (LANCZOS[i] as number) / (shifted + i);
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Regularized upper incomplete gamma function Q(a, x), a > 0, x ≥ 0. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a));
  return x < a + 1 ? 1 - scale * gammaSeries(a, x) : scale * gammaFraction(a, x);
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_STEPS && term > sum * PRECISION; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function gammaFraction(a: number, x: number): number {
  return lentz(x + 1 - a, (n) => ({ numerator: -n * (n - a), denominator: x + 2 * n + 1 - a }));
}

/** Regularized incomplete beta function I_x(a, b), a and b > 0, x in 0–1. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on one side of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const fraction = lentz(1, (step) => {
    const m = step >> 1;
    const numerator = step % 2 === 0
      ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
      : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    return { numerator, denominator: 1 };
  });
  return scale * fraction;
}

/** The x at which I_x(a, b) reaches `share` (0–1), by bisection. */
export function inverseIncompleteBeta(share: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 200 && high - low > PRECISION * high; step++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** 1 ÷ (first + numerator₁ ÷ (denominator₁ + numerator₂ ÷ (denominator₂ + …))). */
function lentz(first: number, stepAt: (n: number) => { readonly numerator: number; readonly denominator: number }): number {
  let c = 1 / TINY;
  let d = 1 / (first || TINY);
  let result = d;
  for (let n = 1; n < MOST_STEPS; n++) {
    const { numerator, denominator } = stepAt(n);
    d = 1 / (denominator + numerator * d || TINY);
    c = denominator + numerator / c || TINY;
    const factor = c * d;
    result *= factor;
    if (Math.abs(factor - 1) < PRECISION) break;
  }
  return result;
}
