import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { phasesAt, testH, testRayleigh, testZSquared } from "../../src/statistics/circular.js";
import { permutationPValue, testCircularShifts } from "../../src/statistics/circular-shift.js";
import { countByLogSize } from "../../src/statistics/log-histogram.js";
import { seedRandom } from "../../src/statistics/random.js";

const phases = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 40 });

/** Z²m from its definition, harmonic by harmonic. */
function naiveZSquared(sample: readonly number[], harmonics: number): number {
  let sum = 0;
  for (let k = 1; k <= harmonics; k++) {
    const cosine = sample.reduce((total, phase) => total + Math.cos(2 * Math.PI * k * phase), 0);
    const sine = sample.reduce((total, phase) => total + Math.sin(2 * Math.PI * k * phase), 0);
    sum += (2 / sample.length) * (cosine ** 2 + sine ** 2);
  }
  return sum;
}

test("phases are the rest of time ÷ period", () => {
  expect([...phasesAt([0, 2500, 10_000, -2500], 10_000)]).toEqual([0, 0.25, 0, 0.75]);
});

describe("tests for a preferred phase", () => {
  test("Z²m and H agree with their definitions", () => {
    fc.assert(fc.property(phases, (sample) => {
      const values = Float64Array.from(sample);
      expect(testZSquared(values, 5).statistic).toBeCloseTo(naiveZSquared(sample, 5), 8);
      const h = Math.max(...Array.from({ length: 20 }, (_, i) => naiveZSquared(sample, i + 1) - 4 * (i + 1) + 4));
      expect(testH(values).statistic).toBeCloseTo(h, 8);
      expect(testRayleigh(values).statistic).toBeCloseTo(naiveZSquared(sample, 1) / 2, 8);
    }));
  });

  test("equal phases: n·R² = n; evenly spread phases: 0", () => {
    expect(testRayleigh(new Float64Array(12).fill(0.3)).statistic).toBeCloseTo(12, 10);
    const even = Float64Array.from({ length: 12 }, (_, i) => i / 12);
    expect(testRayleigh(even).statistic).toBeCloseTo(0, 10);
    expect(testRayleigh(even).pValue).toBeCloseTo(1, 1);
  });

  test("under chance, five in a hundred p-values are below 5 %", () => {
    const random = seedRandom(9);
    const below = { rayleigh: 0, z: 0, h: 0 };
    for (let trial = 0; trial < 2000; trial++) {
      const sample = Float64Array.from({ length: 60 }, random);
      if (testRayleigh(sample).pValue < 0.05) below.rayleigh++;
      if (testZSquared(sample, 3).pValue < 0.05) below.z++;
      if (testH(sample).pValue < 0.05) below.h++;
    }
    // 100 expected, standard deviation 9.7.
    for (const count of Object.values(below)) expect(Math.abs(count - 100)).toBeLessThan(40);
  });

  test("a narrow pulse is found by H", () => {
    const random = seedRandom(2);
    const sample = Float64Array.from({ length: 30 }, () => 0.5 + 0.01 * random());
    expect(testH(sample).pValue).toBeLessThan(1e-9);
    expect(testH(sample).harmonics).toBe(20);
  });

  test("no events cannot be tested", () => expect(testH(new Float64Array(0)).pValue).toBeNaN());
});

describe("circular shifts", () => {
  test("the p-value counts the shifts that reach what was observed", () => {
    expect(permutationPValue(0, 999)).toBe(0.001);
    expect(permutationPValue(999, 999)).toBe(1);
    // The statistic is 1 only within ±5 of no shift on a circle of 100, which the least shift leaves out.
    const result = testCircularShifts((shift) => (Math.min(shift, 100 - shift) < 5 ? 1 : 0), { span: 100, leastShift: 5, permutations: 499, random: seedRandom(1) });
    expect(result).toMatchObject({ observed: 1, reached: 0, pValue: 1 / 500, expectedByChance: 0 });
  });

  test("chance alone is expected as often as it happens", () => {
    const result = testCircularShifts((shift) => (shift < 25 ? 1 : 0), { span: 100, permutations: 4000, random: seedRandom(1) });
    expect(result.expectedByChance).toBeCloseTo(0.25, 1);
    expect(result.pValue).toBeCloseTo(0.25, 1);
  });
});

describe("countByLogSize", () => {
  test("edges belong to the bin above, empty bins between are listed", () => {
    const histogram = countByLogSize([1, 9.99, 1000, 0, Number.NaN], 1);
    expect(histogram).toEqual({
      sampleSize: 4, binsPerDecade: 1, zeros: 1,
      bins: [{ from: 1, to: 10, count: 2 }, { from: 10, to: 100, count: 0 }, { from: 100, to: 1000, count: 0 }, { from: 1000, to: 10_000, count: 1 }],
    });
  });

  test("every value is counted once, between its edges", () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true })), fc.integer({ min: 1, max: 50 }), (sample, binsPerDecade) => {
      const { bins, zeros } = countByLogSize(sample, binsPerDecade);
      expect(zeros).toBe(0);
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(sample.length);
      for (const { from, to, count } of bins) expect(sample.filter((value) => value >= from && value < to)).toHaveLength(count);
    }), { numRuns: 50 });
  });
});
