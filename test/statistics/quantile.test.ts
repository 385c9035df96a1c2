import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isQuantileReliable, leastSampleFor, medianOfSorted, nearestRank, selectMedian, selectNearestRank, sortKnown } from "../../src/statistics/quantile.js";

const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)), { minLength: 1, maxLength: 60 });

/** The definition, counted: the smallest value that at least a share p of all do not exceed. */
function naiveQuantile(sample: readonly number[], hundredths: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted.find((value) => sample.filter((other) => other <= value).length * 100 >= hundredths * sample.length) as number;
}

describe("nearestRank", () => {
  test.each([
    // Worked by hand: rank = ceil(p·n) of 15, 20, 35, 40, 50.
    [0.05, 15], [0.3, 20], [0.4, 20], [0.5, 35], [1, 50], [0, 15],
  ])("quantile %d of five values is %d", (quantile, expected) => {
    expect(nearestRank(Float64Array.of(15, 20, 35, 40, 50), quantile)).toBe(expected);
  });

  test("p7 of 1…100 is 7, although 0.07 × 100 is above 7 in binary", () => {
    expect(nearestRank(Float64Array.from({ length: 100 }, (_, i) => i + 1), 0.07)).toBe(7);
  });

  test("agrees with the counted definition", () => {
    fc.assert(fc.property(values, fc.integer({ min: 1, max: 100 }), (sample, hundredths) => {
      const expected = naiveQuantile(sample, hundredths);
      expect(nearestRank(sortKnown(sample), hundredths / 100)).toBe(expected);
      expect(selectNearestRank(Float64Array.from(sample), hundredths / 100)).toBe(expected);
    }));
  });

  test("no values give NaN", () => {
    expect(nearestRank(new Float64Array(0), 0.5)).toBeNaN();
    expect(selectNearestRank(new Float64Array(0), 0.5)).toBeNaN();
    expect(medianOfSorted(new Float64Array(0))).toBeNaN();
    expect(selectMedian(new Float64Array(0))).toBeNaN();
  });
});

test("the median by selection is the median by sorting", () => {
  fc.assert(fc.property(values, (sample) => {
    expect(selectMedian(Float64Array.from(sample))).toBe(medianOfSorted(sortKnown(sample)));
  }));
  expect(medianOfSorted(Float64Array.of(1, 2, 4, 10))).toBe(3);
});

test("sortKnown leaves unknown values out", () => {
  expect([...sortKnown([3, Number.NaN, 1])]).toEqual([1, 3]);
});

test("a percentile is reliable from the stated sample sizes on", () => {
  expect([0.5, 0.95, 0.99, 0.999, 1].map(leastSampleFor)).toEqual([20, 60, 300, 3000, 1]);
  expect(isQuantileReliable(0.99, 299)).toBe(false);
  expect(isQuantileReliable(0.99, 300)).toBe(true);
});
