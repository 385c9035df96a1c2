import { describe, expect, test } from "vitest";
import { incompleteBeta, inverseIncompleteBeta, logGamma, upperGamma } from "../../src/statistics/special-functions.js";
import { chiSquaredUpperTail, normalTwoSided, normalUpperTail, studentTwoSided } from "../../src/statistics/tails.js";

/** Relative error at most 1e-9. */
function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-9);
}

describe("tails agree with printed tables", () => {
  test("normal", () => {
    expectNear(normalUpperTail(1.959963984540054), 0.025);
    expectNear(normalUpperTail(6), 9.865876450376946e-10);
    expect(normalUpperTail(0)).toBe(0.5);
    expectNear(normalUpperTail(-1.959963984540054), 0.975);
    expectNear(normalTwoSided(-2.5758293035489004), 0.01);
  });

  test("chi-squared", () => {
    expectNear(chiSquaredUpperTail(3.841458820694124, 1), 0.05);
    expectNear(chiSquaredUpperTail(18.307038053275146, 10), 0.05);
    // Two degrees: exp(−x ÷ 2) in closed form.
    expectNear(chiSquaredUpperTail(50, 2), Math.exp(-25));
  });

  test("Student's t", () => {
    expectNear(studentTwoSided(2.2281388519649385, 10), 0.05);
    // One degree is the Cauchy distribution: P(|t| > 1) = 1/2.
    expectNear(studentTwoSided(1, 1), 0.5);
    expect(studentTwoSided(Number.POSITIVE_INFINITY, 5)).toBe(0);
  });
});

test("gamma and beta functions at points with closed forms", () => {
  expectNear(logGamma(5), Math.log(24));
  expectNear(logGamma(0.5), Math.log(Math.sqrt(Math.PI)));
  expectNear(upperGamma(3, 2), Math.exp(-2) * (1 + 2 + 2));
  // I_x(2, 3) = 6x² − 8x³ + 3x⁴.
  for (const x of [0.1, 0.4, 0.9]) expectNear(incompleteBeta(x, 2, 3), 6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4);
  expectNear(inverseIncompleteBeta(incompleteBeta(0.3, 7, 2), 7, 2), 0.3);
  expect(incompleteBeta(0, 2, 3)).toBe(0);
  expect(incompleteBeta(1, 2, 3)).toBe(1);
});
