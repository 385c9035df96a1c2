import fc from "fast-check";
import { expect, test } from "vitest";
import { aliveAt, fitSurvivalCurve } from "../../src/predict/survival-curve.js";

test("concave points stay as they are", () => {
  const curve = fitSurvivalCurve([{ ageMs: 100, aliveMs: 50 }, { ageMs: 200, aliveMs: 80 }, { ageMs: 400, aliveMs: 100 }]);
  expect(curve).toEqual({ agesMs: [100, 200, 400], aliveMs: [50, 80, 100] });
});

test("a slope that rises is pooled with the one before", () => {
  // Slopes 0.2 and 0.6 over equal lengths: together 0.4.
  const curve = fitSurvivalCurve([{ ageMs: 100, aliveMs: 20 }, { ageMs: 200, aliveMs: 80 }]);
  expect(curve.agesMs).toEqual([200]);
  expect(curve.aliveMs[0]).toBeCloseTo(80, 9);
});

test("between points straight, behind the last with the last slope", () => {
  const curve = fitSurvivalCurve([{ ageMs: 100, aliveMs: 50 }, { ageMs: 200, aliveMs: 80 }]);
  expect(aliveAt(curve, 150)).toBeCloseTo(65, 9);
  expect(aliveAt(curve, 300)).toBeCloseTo(110, 9);
});

test("before the first point the middle of chord and tangent", () => {
  const curve = fitSurvivalCurve([{ ageMs: 100, aliveMs: 50 }, { ageMs: 200, aliveMs: 80 }]);
  // Chord 25; tangent 50 − 0.3 · 50 = 35.
  expect(aliveAt(curve, 50)).toBeCloseTo(30, 9);
  // The tangent would be 23, but not more than 10 can be alive of 10 ms: (5 + 10) ÷ 2.
  expect(aliveAt(curve, 10)).toBeCloseTo(7.5, 9);
});

test("no points give zero", () => {
  expect(aliveAt(fitSurvivalCurve([]), 100)).toBe(0);
});

test("the curve rises, never faster than time, and ever more slowly, whatever the points", () => {
  const point = fc.record({ ageMs: fc.double({ min: 1, max: 1e6, noNaN: true }), aliveMs: fc.double({ min: 0, max: 1e6, noNaN: true }) });
  fc.assert(fc.property(fc.array(point, { minLength: 1, maxLength: 12 }), (points) => {
    const { agesMs, aliveMs } = fitSurvivalCurve(points);
    let slope = 1 + 1e-9;
    agesMs.forEach((age, i) => {
      const next = ((aliveMs[i] as number) - (aliveMs[i - 1] ?? 0)) / (age - (agesMs[i - 1] ?? 0));
      expect(next).toBeGreaterThanOrEqual(-1e-6);
      expect(next).toBeLessThanOrEqual(slope + 1e-6);
      slope = next;
    });
  }));
});
