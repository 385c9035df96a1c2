import { expect, test } from "vitest";
import { CollectionIds } from "../../src/metrics/collection-ids.js";

test("a number for each id of each run; none for others", () => {
  const ids = new CollectionIds(10);
  ids.set(0, 7, 70);
  ids.set(1, 7, 71);
  ids.set(0, 900, 90);
  expect([ids.get(0, 7), ids.get(1, 7), ids.get(0, 900), ids.get(0, 8), ids.get(2, 7)]).toEqual([70, 71, 90, -1, -1]);
});

test("a forged id of two thousand million takes no array of that length", () => {
  const ids = new CollectionIds(10);
  ids.set(0, 2 ** 31 - 1, 5);
  expect(ids.get(0, 2 ** 31 - 1)).toBe(5);
  expect(ids.get(0, 2 ** 31 - 2)).toBe(-1);
});
