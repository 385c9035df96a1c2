import { describe, expect, test } from "vitest";
import { judgeCondition, type Measure } from "../../src/advise/judge-condition.js";
import type { Condition } from "../../src/advise/rule.js";

const VALUES: Readonly<Record<string, number | string | boolean | null>> = { "a.one": 1, "a.two": 2, "a.none": null, "a.text": "G1", "a.yes": true };
const measure: Measure = (name) => ({ value: VALUES[name] ?? null, sampleSize: 1, missing: { logTag: `tag-of-${name}`, jfrEvent: null } });

const YES: Condition = { metric: "a.one", op: "==", value: 1, unit: "count" };
const NO: Condition = { metric: "a.one", op: ">", value: 1, unit: "count" };
const OPEN: Condition = { metric: "a.none", op: ">", value: 1, unit: "count" };

describe("three values", () => {
  test.each<[string, Condition, boolean | null]>([
    ["all of true and unknown cannot be told", { all: [YES, OPEN] }, null],
    ["all with one false is false, whatever is unknown", { all: [OPEN, NO] }, false],
    ["any with one true is true, whatever is unknown", { any: [OPEN, YES] }, true],
    ["any of false and unknown cannot be told", { any: [NO, OPEN] }, null],
    ["not unknown is unknown", { not: OPEN }, null],
    ["not true is false", { not: YES }, false],
    ["ifUnknown decides what is missing", { metric: "a.none", op: ">", value: 1, unit: "count", ifUnknown: false }, false],
    ["being known is never unknown", { metric: "a.none", known: true }, false],
    ["a multiple of another metric", { metric: "a.two", op: ">=", than: { metric: "a.one", times: 2 } }, true],
    ["a multiple of a missing metric cannot be told", { metric: "a.two", op: ">", than: { metric: "a.none", times: 1 } }, null],
    ["one of several words", { metric: "a.text", in: ["ZGC", "G1"] }, true],
    ["yes or no", { metric: "a.yes", op: "==", value: true, unit: "yesNo" }, true],
    ["text that differs", { metric: "a.text", op: "!=", value: "ZGC", unit: "text" }, true],
  ])("%s", (_, condition, holds) => {
    expect(judgeCondition(condition, measure).holds).toBe(holds);
  });
});

test("the evidence of a true condition is its true parts, with the threshold computed", () => {
  const { because } = judgeCondition({ any: [NO, { metric: "a.two", op: ">=", than: { metric: "a.one", times: 1.5 } }] }, measure);
  expect(because.map(({ metric, comparison, threshold }) => ({ metric, comparison, threshold }))).toEqual([{ metric: "a.two", comparison: ">=", threshold: 1.5 }]);
});

test("what is missing is named, and not named where it does not matter", () => {
  expect(judgeCondition({ all: [YES, OPEN] }, measure).missing).toEqual([{ metric: "a.none", evidence: { logTag: "tag-of-a.none", jfrEvent: null } }]);
  expect(judgeCondition({ all: [NO, OPEN] }, measure).missing).toEqual([]);
});
