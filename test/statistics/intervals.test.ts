import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bootstrapInterval, drawBlocks } from "../../src/statistics/bootstrap.js";
import { compareRates, shareInterval } from "../../src/statistics/poisson-rates.js";
import { seedRandom } from "../../src/statistics/random.js";
import { estimateTheilSen } from "../../src/statistics/theil-sen.js";

describe("compareRates", () => {
  test("breast cancer after X-ray fluoroscopy (Rothman): 41 in 28,010 against 15 in 19,017 person-years", () => {
    const result = compareRates({ events: 41, exposure: 28_010 }, { events: 15, exposure: 19_017 });
    expect(result.ratio).toBeCloseTo(1.8558, 3);
    // Exact limits and doubled binomial tail from scipy 1.17 (beta.ppf, binom.sf).
    expect(result.low).toBeCloseTo(1.0056841, 6);
    expect(result.high).toBeCloseTo(3.6093003, 6);
    expect(result.pValue).toBeCloseTo(0.0476602, 6);
  });

  test("the p-value is below 5 % just when the interval excludes 1", () => {
    fc.assert(fc.property(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 5 }), (a, b, exposure) => {
      const { low, high, pValue, sampleSize } = compareRates({ events: a, exposure }, { events: b, exposure: 2 });
      expect(sampleSize).toBe(a + b);
      fc.pre(Math.abs(pValue - 0.05) > 1e-9);
      expect(low > 1 || high < 1).toBe(pValue < 0.05);
    }));
  });

  test("no events on one side leave the interval open", () => {
    // P(all three of three on the first side) = 1/8 for equal exposure, doubled.
    const result = compareRates({ events: 3, exposure: 1 }, { events: 0, exposure: 1 });
    expect(result.ratio).toBe(Number.POSITIVE_INFINITY);
    expect(result.high).toBe(Number.POSITIVE_INFINITY);
    expect(result.pValue).toBeCloseTo(0.25, 12);
    expect(compareRates({ events: 0, exposure: 1 }, { events: 0, exposure: 1 })).toMatchObject({ sampleSize: 0, pValue: 1 });
  });
});

test("Clopper–Pearson for Mendel's 682 of 925: 0.7077 to 0.7654", () => {
  const { low, high } = shareInterval(682, 925);
  expect(low).toBeCloseTo(0.7076683, 6);
  expect(high).toBeCloseTo(0.7654066, 6);
  expect(shareInterval(0, 10)).toMatchObject({ low: 0 });
  expect(shareInterval(0, 10).high).toBeCloseTo(1 - 0.025 ** 0.1, 10);
});

describe("bootstrap", () => {
  test("blocks are neighbors and fill the sample", () => {
    const indices = new Int32Array(10);
    drawBlocks(indices, 4, seedRandom(1));
    for (const from of [0, 4, 8]) {
      for (let i = from + 1; i < Math.min(from + 4, 10); i++) expect(indices[i]).toBe((indices[i - 1] as number) + 1);
    }
    expect(Math.max(...indices)).toBeLessThan(10);
  });

  test("the interval of a mean is close to ±1.96 standard errors for independent values", () => {
    const random = seedRandom(11);
    const values = Float64Array.from({ length: 400 }, random);
    const mean = (indices: Int32Array): number => indices.reduce((sum, i) => sum + (values[i] as number), 0) / indices.length;
    const { low, high, sampleSize, replicates } = bootstrapInterval(400, mean, { blockLength: 1 });
    // Uniform on 0–1: standard error √(1/12 ÷ 400) = 0.01443, so the width is 0.0566.
    expect(high - low).toBeGreaterThan(0.049);
    expect(high - low).toBeLessThan(0.064);
    expect({ sampleSize, replicates }).toEqual({ sampleSize: 400, replicates: 1000 });
  });

  test("blocks widen the interval of a series that remembers its past", () => {
    const random = seedRandom(12);
    const values = new Float64Array(400);
    for (let i = 1; i < 400; i++) values[i] = 0.9 * (values[i - 1] as number) + random() - 0.5;
    const mean = (indices: Int32Array): number => indices.reduce((sum, i) => sum + (values[i] as number), 0) / indices.length;
    const width = (blockLength: number): number => {
      const { low, high } = bootstrapInterval(400, mean, { blockLength });
      return high - low;
    };
    expect(width(30)).toBeGreaterThan(2 * width(1));
  });

  test("no observations give no interval", () => {
    expect(bootstrapInterval(0, () => 1)).toMatchObject({ low: Number.NaN, high: Number.NaN, replicates: 0 });
  });
});

describe("Theil–Sen", () => {
  test("one outlier does not move the slope", () => {
    const result = estimateTheilSen([1, 2, 3, 4, 5, 6], [3, 5, 7, 9, 11, 100]);
    expect(result.slope).toBe(2);
    expect(result.intercept).toBe(1);
    expect(result.sampleSize).toBe(6);
  });

  test("agrees with the median of all pairwise slopes", () => {
    const points = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: -50, max: 50 })), { minLength: 2, maxLength: 20, selector: ([x]) => x });
    fc.assert(fc.property(points, (unsorted) => {
      const sorted = unsorted.toSorted(([a], [b]) => a - b);
      const slopes = sorted.flatMap(([x1, y1], i) => sorted.slice(i + 1).map(([x2, y2]) => (y2 - y1) / (x2 - x1))).toSorted((a, b) => a - b);
      const median = ((slopes[(slopes.length - 1) >> 1] as number) + (slopes[slopes.length >> 1] as number)) / 2;
      expect(estimateTheilSen(sorted.map(([x]) => x), sorted.map(([, y]) => y), { replicates: 10 }).slope).toBeCloseTo(median, 9);
    }), { numRuns: 50 });
  });

  test("the interval holds the true slope and excludes none; many points are sampled", () => {
    const random = seedRandom(4);
    const x = Array.from({ length: 2000 }, (_, i) => i);
    const y = x.map((value) => 0.5 * value + 200 * random());
    const { slope, interval } = estimateTheilSen(x, y, { replicates: 200 });
    expect(slope).toBeCloseTo(0.5, 2);
    expect(interval.low).toBeLessThan(0.5);
    expect(interval.high).toBeGreaterThan(0.5);
    expect(interval.low).toBeGreaterThan(0.45);
  });

  test("nothing can be said about one point", () => {
    expect(estimateTheilSen([1], [1]).slope).toBeNaN();
  });
});
