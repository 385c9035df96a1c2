import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analysis/analysis.js";
import { renderJson } from "../../src/report/json.js";
import { healthyG1, tuneG1 } from "./fake-stories.js";

describe("the JSON", () => {
  test("rounds float dust of times to nanoseconds, sizes to bytes, and leaves counts alone", () => {
    const { analysis } = healthyG1();
    const dusty: Analysis = {
      ...analysis,
      pauses: { ...analysis.pauses, maxMs: 16.485000000000003, totalMs: -0 },
      heap: { ...analysis.heap, liveSetBytes: 650_117_119.9999, allocationRateBytesPerSec: 1_181_116_006.4, humongousShare: 0.1 + 0.2 },
      details: { ...analysis.details, metrics: { a: { value: 2.0000000001, unit: "ms", sampleSize: 3_000_000_001 } } },
    };
    const read = JSON.parse(renderJson(dusty)) as Analysis;
    expect(read.pauses.maxMs).toBe(16.485);
    expect(Object.is(read.pauses.totalMs, 0)).toBe(true);
    expect(read.heap).toMatchObject({ liveSetBytes: 650_117_120, allocationRateBytesPerSec: 1_181_116_006, humongousShare: 0.3 });
    expect(read.details.metrics["a"]).toEqual({ value: 2, unit: "ms", sampleSize: 3_000_000_001 });
  });

  test("keeps the order of the keys and all else as it is", () => {
    const { analysis } = tuneG1();
    const text = renderJson(analysis);
    expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(analysis));
    expect(renderJson(JSON.parse(text))).toBe(text);
    expect((JSON.parse(text) as Analysis).recommendations[0]!.title).toBe(analysis.recommendations[0]!.title);
  });

  test.each([["NaN", Number.NaN], ["Infinity", Number.POSITIVE_INFINITY], ["undefined", undefined]])("refuses %s and says where it is", (name, value) => {
    const { analysis } = healthyG1();
    expect(() => renderJson({ ...analysis, stalls: { ...analysis.stalls, maxMs: value as number } })).toThrow(`analysis.stalls.maxMs is ${name}`);
  });
});
