import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ColumnTable } from "../../src/timeline/columns.js";

const schema = { atMs: "ms", bytes: "size", id: "int" } as const;

/** Awkward values of each kind: those that need the next width, and those no narrow width holds. */
const sizes = fc.oneof(fc.constantFrom(Number.NaN, 0, 2 ** 24, 2 ** 24 + 1, 2 ** 53, 0.1, 10.5), fc.nat());
const ids = fc.oneof(fc.constantFrom(-1, 127, 128, -128, -129, 32_767, 32_768, 2 ** 31 - 1), fc.integer());
const rows = fc.array(fc.record({ atMs: fc.double(), bytes: sizes, id: ids }), { maxLength: 300 });

describe("columns", () => {
  test("give back what was appended, whatever width it needs", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(0, 4095, 5000), (appended, before) => {
        const table = new ColumnTable(schema);
        for (let i = 0; i < before; i++) table.append({ atMs: i, bytes: i, id: 1 });
        for (const row of appended) table.append(row);
        const { length, atMs, bytes, id } = table.finish();
        expect(length).toBe(before + appended.length);
        for (const [i, row] of appended.entries()) {
          expect(atMs[before + i]).toBe(row.atMs);
          expect(bytes[before + i]).toBe(row.bytes);
          expect(id[before + i]).toBe(row.id);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("take cells that come later, in the order asked for", () => {
    const table = new ColumnTable(schema);
    for (let i = 0; i < 3; i++) table.append({ atMs: i, bytes: Number.NaN, id: i });
    table.set(1, "bytes", 2 ** 24 + 1);
    table.set(2, "id", 70_000);
    expect(table.get(1, "bytes")).toBe(2 ** 24 + 1);
    const { length, bytes, id } = table.finish(Int32Array.of(2, 1));
    expect([length, ...Array.from(bytes), ...Array.from(id)]).toEqual([2, Number.NaN, 2 ** 24 + 1, 70_000, 1]);
  });

  test("keep wanted rows in their order", () => {
    const table = new ColumnTable(schema);
    for (let i = 0; i < 10_000; i++) table.append({ atMs: i / 3, bytes: i * 1000, id: i });
    table.compact((row) => row % 1000 === 999);
    expect(Array.from(table.finish().id)).toEqual([999, 1999, 2999, 3999, 4999, 5999, 6999, 7999, 8999, 9999]);
  });

  test("take 4 bytes for round sizes and 1 for small ids", () => {
    const table = new ColumnTable(schema);
    for (let i = 0; i < 100; i++) table.append({ atMs: i / 3, bytes: i * 2 ** 20, id: i });
    const { bytes, id } = table.finish();
    expect(bytes).toBeInstanceOf(Float32Array);
    expect(id).toBeInstanceOf(Int8Array);
  });
});
