import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CALCULATIONS } from "../../src/advise/calculations.js";
import { isInRange } from "../../src/advise/judge-rule.js";
import { isTaken, proposeOptions, releasesOf, targetOf } from "../../src/advise/propose-options.js";
import { readRules } from "../../src/advise/read-rules.js";
import { applyChanges } from "../../src/jvm-options/apply-changes.js";
import { checkOptions } from "../../src/jvm-options/check-options.js";
import { COLLECTORS } from "../../src/events/gc-event.js";
import { ROOT } from "../support/samples.js";

const rules = await readRules(join(ROOT, "rules"));
const JDKS = [8, 11, 17, 21, 25, 26];

/** Placeholders stand for values of the right kind. */
function exampleOf(option: string): string {
  return option.replace(/\{(\w+)\}/g, (_, name: string) => {
    expect(CALCULATIONS.has(name)).toBe(true);
    return /region/i.test(name) ? "8m" : /heap|metaspace/i.test(name) ? "6g" : "30";
  });
}

describe.each(JDKS)("JDK %d", (jdk) => {
  test("starts with everything that any rule can print for any collector", () => {
    for (const rule of rules) {
      for (const step of rule.advice) {
        if (step.options?.add === undefined || (step.jdk !== undefined && !isInRange(jdk, step.jdk))) continue;
        if (rule.appliesTo.jdk !== undefined && !isInRange(jdk, rule.appliesTo.jdk)) continue;
        const add = step.options.add.map(exampleOf);
        for (const collector of COLLECTORS) {
          if (rule.appliesTo.collectors !== "all" && !rule.appliesTo.collectors.includes(collector)) continue;
          const finding = { rule: { ...rule, advice: [{ do: "change", options: { add } }] }, outcome: "fired", severity: "warning", confidence: "high", reason: "", because: [], missing: null, mayProposeOptions: true, remarks: [] } as const;
          const proposal = proposeOptions(finding, targetOf(jdk, collector, []), () => ({ value: null, sampleSize: 0 }), () => null);
          const { options } = applyChanges([], { add: proposal.add, remove: proposal.remove }, jdk, collector);
          const fatal = checkOptions(options, jdk, { collector }).filter(({ stopsJvm, code }) => stopsJvm || code === "ignored" || code === "unknown");
          expect(fatal, `${rule.id} ${add.join(" ")} ${collector}`).toEqual([]);
        }
      }
    }
  });
});

test("nothing is printed for an unknown release but heap sizes", () => {
  expect(isTaken("-Xmx4g", [])).toBe(true);
  expect(isTaken("-XX:+UseZGC", [])).toBe(false);
  expect(isTaken("-Xlog:async", [])).toBe(false);
});

test("ZGC is printed without its mode on 25, and with it on 21", () => {
  expect(isTaken("-XX:+ZGenerational", [21])).toBe(true);
  expect(isTaken("-XX:+ZGenerational", [25])).toBe(false);
});

test("where only a range of releases is known, all of them have to take an option", () => {
  expect(releasesOf({ from: 11, to: 14 })).toEqual([11, 12, 13, 14]);
  expect(releasesOf({ from: 24, to: null })).toEqual([24, 25, 26]);
  expect(releasesOf(null)).toEqual([]);
  expect(isTaken("-XX:+UseParallelGC", releasesOf({ from: 9, to: 14 }))).toBe(true);
  // CMS is deprecated from 9 and gone from 14 on; the periodic collection of G1 came with 12.
  expect(isTaken("-XX:CMSInitiatingOccupancyFraction=60", releasesOf({ from: 9, to: 14 }))).toBe(false);
  expect(isTaken("-XX:G1PeriodicGCInterval=60000", releasesOf({ from: 11, to: 14 }))).toBe(false);
  expect(isTaken("-XX:G1PeriodicGCInterval=60000", releasesOf({ from: 12, to: 14 }))).toBe(true);
});
