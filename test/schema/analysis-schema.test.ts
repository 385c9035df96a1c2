import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { renderJson } from "../../src/report/json.js";
import { ANALYSIS_SCHEMA } from "../../src/schema/analysis-schema.js";
import { analyzeSample, SAMPLE_NAMES } from "../support/samples.js";

const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(ANALYSIS_SCHEMA);

describe("analysis schema", () => {
  test.each(SAMPLE_NAMES)("%s is what the schema says", async (sample) => {
    const json: unknown = JSON.parse(renderJson((await analyzeSample(sample, ["p99=50ms"])).analysis));
    validate(json);
    expect(validate.errors ?? []).toEqual([]);
  });

  test("refuses an unknown property, a missing one and a share above 1", async () => {
    const json = JSON.parse(renderJson((await analyzeSample("serial/steady-jdk17")).analysis)) as Record<string, Record<string, unknown>>;
    expect(validate({ ...json, extra: 1 })).toBe(false);
    expect(validate({ ...json, pauses: { ...json["pauses"], p99: 3 } })).toBe(false);
    const { verdict: _, ...without } = json;
    expect(validate(without)).toBe(false);
    expect(validate({ ...json, overhead: { ...json["overhead"], pauseRatio: 1.2 } })).toBe(false);
  });
});
