import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testMannKendall } from "../../src/statistics/mann-kendall.js";
import { testMannWhitney } from "../../src/statistics/mann-whitney.js";
import { rankValues } from "../../src/statistics/ranks.js";
import { correlateRanks } from "../../src/statistics/spearman.js";

const small = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 25 });

test("ranks count smaller values and share ties", () => {
  fc.assert(fc.property(small, (sample) => {
    const { ranks } = rankValues(Float64Array.from(sample));
    sample.forEach((value, i) => {
      const smaller = sample.filter((other) => other < value).length;
      const equal = sample.filter((other) => other === value).length;
      expect(ranks[i]).toBe(smaller + (equal + 1) / 2);
    });
  }));
  expect(rankValues(Float64Array.of(3, 1, 3, 3, 1)).tieSizes).toEqual([2, 3]);
});

describe("Mann–Whitney", () => {
  test("the permeability data of Hollander and Wolfe: W = 35, one-sided p 0.1272", () => {
    const term = Float64Array.of(0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46);
    const earlier = Float64Array.of(1.15, 0.88, 0.9, 0.74, 1.21);
    const result = testMannWhitney(term, earlier);
    expect(result.u).toBe(35);
    expect(result.pValue / 2).toBeCloseTo(0.1272, 4);
    expect(result.cliffsDelta).toBeCloseTo(35 / 25 - 1, 12);
  });

  test("all of three below all of three: p = 2 ÷ C(6,3), delta −1", () => {
    expect(testMannWhitney(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6))).toMatchObject({ u: 0, pValue: 0.1, cliffsDelta: -1 });
  });

  test("U and delta count pairs", () => {
    fc.assert(fc.property(small, small, (first, second) => {
      const { u, cliffsDelta, pValue } = testMannWhitney(Float64Array.from(first), Float64Array.from(second));
      const signs = first.flatMap((a) => second.map((b) => Math.sign(a - b) as number));
      const larger = signs.filter((sign) => sign > 0).length;
      const ties = signs.filter((sign) => sign === 0).length;
      expect(u).toBe(larger + ties / 2);
      expect(cliffsDelta).toBeCloseTo(signs.reduce((sum, sign) => sum + sign, 0) / signs.length, 12);
      expect(pValue).toBeGreaterThan(0);
      expect(pValue).toBeLessThanOrEqual(1);
    }));
  });

  test("the exact p-value equals counting all ways to split", () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 4, maxLength: 9 }), fc.integer({ min: 1, max: 3 }), (all, firstSize) => {
      const uOf = (chosen: readonly number[], rest: readonly number[]): number => chosen.flatMap((a) => rest.filter((b) => a > b)).length;
      const splits = subsets(all, firstSize).map((chosen) => uOf(chosen, all.filter((value) => !chosen.includes(value))));
      const first = all.slice(0, firstSize);
      const second = all.slice(firstSize);
      const u = uOf(first, second);
      const lower = Math.min(u, first.length * second.length - u);
      const tail = splits.filter((value) => value <= lower).length / splits.length;
      expect(testMannWhitney(Float64Array.from(first), Float64Array.from(second)).pValue).toBeCloseTo(Math.min(1, 2 * tail), 12);
    }), { numRuns: 40 });
  });

  test("equal constant samples show nothing; an empty side cannot be tested", () => {
    expect(testMannWhitney(Float64Array.of(5, 5), Float64Array.of(5, 5, 5))).toMatchObject({ pValue: 1, cliffsDelta: 0 });
    expect(testMannWhitney(new Float64Array(0), Float64Array.of(1)).pValue).toBeNaN();
  });
});

describe("Mann–Kendall", () => {
  test("a steady rise of ten: S = 45, variance 125, z = 44 ÷ √125", () => {
    const result = testMannKendall([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(result).toMatchObject({ sampleSize: 10, s: 45, tau: 1 });
    expect(result.pValue).toBeCloseTo(8.303e-5, 7); // 2·(1 − Φ(3.9355))
  });

  test("S counts rises and falls", () => {
    fc.assert(fc.property(small, (sample) => {
      fc.pre(sample.length > 1);
      let s = 0;
      for (let i = 0; i < sample.length; i++) for (let j = i + 1; j < sample.length; j++) s += Math.sign((sample[j] as number) - (sample[i] as number));
      expect(testMannKendall(sample).s).toBe(s);
    }));
  });

  test("a constant series has no trend", () => {
    expect(testMannKendall([4, 4, 4, 4])).toMatchObject({ s: 0, tau: 0, pValue: 1 });
  });
});

describe("Spearman", () => {
  test("IQ and hours of television: rho = −29 ÷ 165, p 0.627", () => {
    const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    const result = correlateRanks(iq, hours);
    expect(result.rho).toBeCloseTo(-29 / 165, 12);
    expect(result.pValue).toBeCloseTo(0.627188, 5);
  });

  test("pairs with an unknown side are left out", () => {
    expect(correlateRanks([1, 2, Number.NaN, 4, 5], [2, 4, 6, Number.NaN, 10])).toMatchObject({ sampleSize: 3, rho: 1, pValue: 0 });
    expect(correlateRanks([1, 1, 1, 1], [1, 2, 3, 4]).rho).toBeNaN();
  });
});

function subsets(values: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return values.flatMap((value, i) => subsets(values.slice(i + 1), size - 1).map((rest) => [value, ...rest]));
}
