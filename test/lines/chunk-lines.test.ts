import fc from "fast-check";
import { expect, test } from "vitest";
import { LineCutter } from "../../src/lines/chunk-lines.js";

const decoder = new TextDecoder();

function cut(bytes: Uint8Array, sizes: readonly number[]): string[] {
  const lines: string[] = [];
  const cutter = new LineCutter((buffer, start, end, line) => {
    expect([10, 13]).toContain(buffer[end]);
    expect(line).toBe(lines.length + 1);
    lines.push(decoder.decode(buffer.subarray(start, end)));
  });
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % Math.max(1, sizes.length)] ?? bytes.length);
    cutter.push(bytes.slice(at, at + size));
    at += size;
  }
  cutter.finish();
  return lines;
}

test("lines are the same however the file is cut into chunks", () => {
  const text = fc.array(fc.oneof(fc.constant("\n"), fc.constant("\r\n"), fc.constant("GC(1) Pause"), fc.constant("ü"), fc.constant(""))).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (content, sizes) => {
      const expected = content.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
      if (expected[expected.length - 1] === "" ) expected.pop();
      const bytes = new TextEncoder().encode(content);
      // A lone carriage return at the very end belongs to no line end and is taken off like one.
      expect(cut(bytes, sizes)).toEqual(expected);
    }),
  );
});

test("a byte-order mark is no part of the first line", () => {
  expect(cut(new TextEncoder().encode("\uFEFF[0.1s] a\nb"), [3])).toEqual(["[0.1s] a", "b"]);
});

test("a line of several megabytes is passed on cut, and the next one is whole", () => {
  const bytes = new TextEncoder().encode(`${"x".repeat(3 << 20)}\nnext\n`);
  const lines = cut(bytes, [1 << 20]);
  expect(lines).toHaveLength(2);
  expect(lines[0]?.length).toBeLessThanOrEqual(1 << 20);
  expect(lines[1]).toBe("next");
});
