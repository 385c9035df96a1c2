import * as fc from "fast-check";
import { expect, test } from "vitest";
import { computeMoments, computeRobustSpread } from "../../src/statistics/moments.js";

test("mean, variance and variation of 2 4 4 4 5 5 7 9", () => {
  // Σ = 40, Σ(x − 5)² = 9+1+1+1+0+0+4+16 = 32, sample variance 32 ÷ 7.
  const moments = computeMoments([2, 4, 4, Number.NaN, 4, 5, 5, 7, 9]);
  expect(moments.sampleSize).toBe(8);
  expect(moments.mean).toBe(5);
  expect(moments.variance).toBeCloseTo(32 / 7, 12);
  expect(moments.coefficientOfVariation).toBeCloseTo(Math.sqrt(32 / 7) / 5, 12);
});

test("spread needs two values, a mean one", () => {
  expect(computeMoments([])).toMatchObject({ sampleSize: 0, mean: Number.NaN, variance: Number.NaN });
  expect(computeMoments([3])).toMatchObject({ sampleSize: 1, mean: 3, variance: Number.NaN });
});

test("variance survives a large offset", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 50 }), (sample) => {
    const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
    const naive = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sample.length - 1);
    expect(computeMoments(sample.map((value) => value + 1e9)).variance).toBeCloseTo(naive, 3);
  }));
});

test("median absolute deviation of 1 1 2 2 4 6 9", () => {
  // Median 2; deviations 1 1 0 0 2 4 7, their median 1.
  expect(computeRobustSpread([1, 1, 2, 2, 4, 6, 9])).toEqual({ sampleSize: 7, median: 2, medianAbsoluteDeviation: 1 });
});
