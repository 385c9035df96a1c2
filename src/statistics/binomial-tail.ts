/** P(X ≥ k) for X of n trials at chance q; from 1e-300 up, 1 for k ≤ 0. */
export function binomialTail(k: number, n: number, q: number): number {
  let term = (1 - q) ** n;
  let below = 0;
  if (term === 0) return normalLike(k, n, q);
  for (let i = 0; i < k; i++) {
    below += term;
    term *= ((n - i) / (i + 1)) * (q / (1 - q));
  }
  return Math.max(1e-300, k <= n * q ? 1 - below : tailFrom(term, k, n, q));
}

function tailFrom(termAtK: number, k: number, n: number, q: number): number {
  let term = termAtK;
  let sum = 0;
  for (let i = k; i <= n; i++) {
    sum += term;
    term *= ((n - i) / (i + 1)) * (q / (1 - q));
  }
  return sum;
}

/** Chernoff bound, for samples so large that single terms vanish. */
function normalLike(k: number, n: number, q: number): number {
  const share = Math.min(1 - 1e-9, k / n);
  if (share <= q) return 1;
  return Math.max(1e-300, Math.exp(-n * (share * Math.log(share / q) + (1 - share) * Math.log((1 - share) / (1 - q)))));
}
