import { describe, expect, test } from "vitest";
import { type DoseResponse, formatP, isDosePlausible } from "../../src/correlate/dose-response.js";

function doses(pairs: number, rho: number, pValue: number, slope: number): DoseResponse {
  return { pairs: Array.from({ length: pairs }, (_, i) => ({ stopMs: i + 1, excessMs: i + 1 })), ranks: { rho, pValue } as DoseResponse["ranks"], slope };
}

describe("delays that grow with the stops", () => {
  test.each([
    ["clearly", doses(8, 0.9, 0.01, 1.1), true],
    ["with seven pairs nobody can tell", doses(7, 0.9, 0.01, 1.1), null],
    ["not beyond chance", doses(8, 0.9, 0.05, 1.1), false],
    ["falling", doses(8, -0.9, 0.01, 1.1), false],
    ["three times as fast as the stops, which stops cannot do", doses(8, 0.9, 0.01, 3), false],
  ])("%s", (_what, dose, plausible) => expect(isDosePlausible(dose)).toBe(plausible));
});

test.each([[0.00009, "<0.0001"], [0.0001, "0.00010"], [0.0099, "0.0099"], [0.01, "0.01"], [0.5, "0.50"]])("p = %d is written %s", (p, text) => expect(formatP(p)).toBe(text));
