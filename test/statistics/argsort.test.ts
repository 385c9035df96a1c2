import fc from "fast-check";
import { expect, test } from "vitest";
import { sortIndices } from "../../src/statistics/argsort.js";

const values = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1, -1, Number.MAX_VALUE, -Number.MIN_VALUE, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY), fc.integer({ min: -5, max: 5 }));

test.each([{ sizes: { maxLength: 100 } }, { sizes: { minLength: 600, maxLength: 700 } }])("indices sort as a stable sort by comparison does, $sizes", ({ sizes }) => {
  fc.assert(
    fc.property(fc.array(values, sizes), (list) => {
      const naive = list.map((_, index) => index).sort((a, b) => ((list[a] as number) < (list[b] as number) ? -1 : (list[a] as number) > (list[b] as number) ? 1 : a - b));
      expect(Array.from(sortIndices(Float64Array.from(list)))).toEqual(naive);
    }),
    { numRuns: 50 },
  );
});
