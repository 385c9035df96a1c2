import { expect, test } from "vitest";
import { planSkip } from "../../src/jfr/skip-plan.js";
import { type FieldLayout, type TypeLayout, ValueCode } from "../../src/jfr/type-layout.js";

function field(typeId: number, code: ValueCode, isArray = false): FieldLayout {
  return { name: "field", typeId, code, isPooled: false, isArray, msPerUnit: 1 };
}

/** Types 0 … depth, each of which holds the next one `width` times; the last holds a number. */
function unfolding(depth: number, width: number, isArray: boolean): ReadonlyMap<number, TypeLayout> {
  return new Map(
    Array.from({ length: depth + 1 }, (_, id): [number, TypeLayout] => {
      const fields = id === depth ? [field(99, ValueCode.int)] : Array.from({ length: width }, () => field(id + 1, ValueCode.struct, isArray));
      return [id, { id, name: `T${id}`, isSimple: false, isEvent: false, fields }];
    }),
  );
}

test("structs of structs are passed over as the numbers that they are", () => {
  expect(planSkip(unfolding(3, 2, false).get(0)?.fields ?? [], unfolding(3, 2, false))).toEqual([{ what: "integers", count: 8 }]);
});

test.each([true, false])("types that unfold to 10^16 fields are given up at once (arrays: %s)", (isArray) => {
  const types = unfolding(16, 10, isArray);
  const startedAt = performance.now();
  expect(planSkip(types.get(0)?.fields ?? [], types)).toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

test("a type that holds itself has no length", () => {
  const self: TypeLayout = { id: 1, name: "Self", isSimple: false, isEvent: false, fields: [field(1, ValueCode.struct)] };
  expect(planSkip([field(1, ValueCode.struct)], new Map([[1, self]]))).toBeNull();
});
