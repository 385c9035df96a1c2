import { describe, expect, test } from "vitest";
import { collectAnnotations } from "../../grammar/compiler/passes/collect-annotations.js";

const collect = (text: string): ReturnType<typeof collectAnnotations> => collectAnnotations([{ source: "g.peggy", text }]);

test("reads start rules, intrinsics and imports of all files", () => {
  const annotations = collectAnnotations([
    { source: "a.peggy", text: '// @import { E } from "../e.js"\n// Words.\n// @start Returns <E | null>\nEvent = Number\n' },
    { source: "b.peggy", text: "// @start Returns number\n// @intrinsic integer\n\u004eumber 'n' = [0-9]+" },
  ]);
  expect(annotations.starts).toEqual([
    { rule: "Event", valueType: "E | null" },
    { rule: "Number", valueType: "number" },
  ]);
  expect([...annotations.intrinsics]).toEqual([["Number", "integer"]]);
  expect(annotations.typeImports).toEqual(['import type { E } from "../e.js";']);
});

describe("refuses", () => {
  test.each([
    ["unknown annotations", "// @begin\nA = 'a'", "g.peggy:1:1: unknown annotation @begin"],
    ["a start without a type", "// @start\nA = 'a'", 'g.peggy:1:1: @start is written "@start Returns <Type>" (rule A)'],
    ["unknown intrinsics", "// @intrinsic float\nA = 'a'", 'g.peggy:1:1: unknown intrinsic "float"'],
    ["an annotation apart from its rule", "// @intrinsic integer\n\nA = 'a'", "g.peggy:1:1: @intrinsic must stand directly above a rule"],
    ["an annotation at the end", "A = 'a'\n// @start Returns <number>", "g.peggy:2:1: @start must stand directly above a rule"],
    ["a grammar without a start rule", "A = 'a'", "g.peggy: no start rule"],
    ["an import of everything", '// @import * from "x"\nA = 1', "g.peggy:1:1: @import is written"],
  ])("%s", (_name, text, message) => {
    expect(() => collect(text)).toThrow(message);
  });
});
