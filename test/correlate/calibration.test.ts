import { expect, test } from "vitest";
import { countFalsePeriods, countVerdicts, linkedScenario, nullScenario, recoverOffsets, recoverPeriods } from "../calibration/calibrate.js";

// The full suite (1,000 runs of each kind) is test/calibration; these few guard against gross mistakes.
test("pauses that delay nobody never explain", () => {
  expect(countVerdicts(nullScenario, 10, 200).explains).toBe(0);
});

test("pauses that stop every request do explain, and are never acquitted", () => {
  const { explains, contributes, cases } = countVerdicts(linkedScenario, 12, 200);
  expect(explains).toBeGreaterThanOrEqual(11);
  expect(explains + contributes).toBe(cases);
});

test("periods and clock offsets are recovered, irregular pauses have none", () => {
  expect(recoverPeriods(10)).toEqual({ cases: 10, found: 10, within: 10 });
  expect(recoverOffsets(8)).toEqual({ cases: 8, found: 8, within: 8 });
  expect(countFalsePeriods(10)).toBe(0);
});
