import { expect, test } from "vitest";
import { binomialTail } from "../../src/statistics/binomial-tail.js";

test("agrees with the sum of all terms", () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
  for (const [k, n, q] of [[0, 5, 0.3], [3, 5, 0.3], [5, 5, 0.3], [8, 20, 0.16], [2, 20, 0.5]] as const) {
    let sum = 0;
    for (let i = k; i <= n; i++) sum += choose(n, i) * q ** i * (1 - q) ** (n - i);
    expect(binomialTail(k, n, q)).toBeCloseTo(sum, 12);
  }
});

test("so large that single terms vanish: an upper bound, never zero", () => {
  expect(binomialTail(4900, 5000, 0.16)).toBeGreaterThan(0);
  expect(binomialTail(4900, 5000, 0.16)).toBeLessThan(1e-200);
  expect(binomialTail(100, 5000, 0.16)).toBe(1);
});
