import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PauselineError } from "../../src/errors/pauseline-error.js";
import type { Limit } from "../../src/gate/limit.js";
import { ALIASES, findSubjects } from "../../src/gate/limit-subject.js";
import { parseLimit } from "../../src/gate/parse-limit.js";
import { limitsOfPreset } from "../../src/gate/presets.js";
import { METRICS } from "../../src/metrics/catalog.js";
import { PRESET_NAMES } from "../../src/schema/config-schema.js";

function parse(expression: string, phases: readonly string[] = ["load"]): Limit {
  return parseLimit({ expression, why: null, origin: "--limit", originAt: null }, phases);
}

function faultOf(expression: string): string {
  try {
    parse(expression);
    return "";
  } catch (error) {
    if (!(error instanceof PauselineError)) throw error;
    return `${error.code}: ${error.message}; ${error.details.hint ?? ""}`;
  }
}

describe("limits that are understood", () => {
  const cases: readonly (readonly [string, Partial<Record<"name" | "operator" | "threshold" | "level" | "phase" | "isOptional" | "unit", unknown>>])[] = [
    ["pauses.p99 <= 50ms", { name: "pauses.p99Ms", operator: "<=", threshold: 50, level: "fail", phase: null, isOptional: false, unit: "ms" }],
    ["pauses.p99.9<=1.5s", { name: "pauses.p999Ms", threshold: 1500 }],
    ["pauses.max < 250us", { name: "pauses.maxMs", threshold: 0.25 }],
    ["fullGcs == 0", { name: "pauses.full.count", operator: "==", threshold: 0, unit: "count" }],
    ["warn overhead < 2% in load", { name: "overhead.pauseRatio", threshold: 0.02, level: "warn", phase: "load" }],
    ["overhead < 0.02", { threshold: 0.02 }],
    ["heap.maxUsed <= 80%", { name: "heap.maxUsedShare", threshold: 0.8 }],
    ["heap.maxUsed <= 1.5GB", { name: "heap.maxUsedBytes", threshold: 1.5 * 1024 ** 3 }],
    ["allocationRate < 500MB/s", { name: "heap.allocationRateBytesPerSec", threshold: 500 * 1024 ** 2 }],
    ["leak < 10MB/h", { name: "heap.liveSetTrendBytesPerHour", threshold: 10 * 1024 ** 2 }],
    ["g1.youngPerSecond < 30/min", { threshold: 0.5, unit: "perSecond" }],
    ["correlation.verdict != gc-explains if known", { name: "correlation.verdict", operator: "!=", threshold: "gc-explains", isOptional: true, unit: "text" }],
    ['pauses.byCause["System.gc()"].count == 0', { name: 'pauses.byCause["System.gc()"].count', threshold: 0 }],
    ['pauses.byKind["Young (Normal)"].p95 <= 20ms', { name: 'pauses.byKind["Young (Normal)"].p95Ms', threshold: 20, unit: "ms" }],
    ["verdict == healthy", { name: "verdict", threshold: "healthy" }],
    ["latency.p999 <= 1s in load if known", { name: "latency.p999Ms", threshold: 1000, phase: "load", isOptional: true }],
  ];
  test.each(cases)("%s", (expression, wanted) => {
    const limit = parse(expression);
    expect({ ...limit, name: limit.subject.name, unit: limit.subject.unit }).toMatchObject(wanted);
  });

  test("every metric of the catalog, every alias and every preset can be used", () => {
    for (const { name, unit } of METRICS) expect(findSubjects(name.split("."))[0], name).toMatchObject({ name, unit });
    for (const alias of ALIASES.keys()) expect(findSubjects(alias.split(".")), alias).not.toEqual([]);
    for (const preset of PRESET_NAMES) for (const limit of limitsOfPreset(preset, [])) expect(parseLimit(limit, [])).toBeDefined();
  });

  test("a promise takes the place of a preset's limit on delay", () => {
    const limits = limitsOfPreset("web-service", [{ name: "p99", quantile: 0.99, limitMs: 20 }]).map(({ expression }) => expression);
    expect(limits).toContain("delay.p99 <= 20ms if known");
    expect(limits.filter((limit) => limit.startsWith("delay."))).toHaveLength(1);
  });
});

describe("limits that are wrong name the part and the way out", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /is empty.*pauses\.p99 <= 50ms/],
    ["pauzes.p99 <= 50ms", /"pauzes\.p99" is no metric; did you mean "pauses\.p99"\?/],
    ["pauses.p99 <= 50", /"50" is no time; .*50ms/],
    ["pauses.p99 <= 50%", /"50%" is no time/],
    ["overhead < 2", /"2" is no share; .*percent/],
    ["heap.maxUsedBytes < 100", /"100" is no size/],
    ["allocationRate < 5MB", /"5MB" is no size per time/],
    ["pauses.p99", /a comparison and a value are missing/],
    ["pauses.p99 <=", /"<=" is not followed by a value/],
    ["pauses.p99 => 50ms", /"=>" is no comparison; known: /],
    ["pauses.p99 is 50ms", /"is" is no comparison/],
    ["fullGcs = 0", /column 9: "=" is no comparison; .*did you mean "=="\?/],
    ["correlation.verdict != gc-explain", /column 24: "gc-explain" is nothing that correlation\.verdict can be; did you mean "gc-explains"\?/],
    ["verdict == heathly", /"heathly" is nothing that verdict can be; did you mean "healthy"\?/],
    ['pauses.byCause["System.gc"].count == 0', /column 17: "System\.gc" is no cause of collections; did you mean "System\.gc\(\)"\?/],
    ["warn a <= a", /column 6: "a" is no metric/],
    ["pauses.max <= l in   lod", /"in lod" names no phase/],
    ["correlation.verdict < x", /"<" does not fit: correlation\.verdict is a word; use == or !=/],
    ["fullGcs == 0 in lod", /"in lod" names no phase of the run; did you mean "load"\?/],
    ["fullGcs == none", /"none" is no number/],
    ["pauses <= 50ms", /"pauses" is no metric/],
    ["pauses.byKind <= 50ms", /is no metric/],
    ["heap.liveSetIsUpperBound == maybe", /neither yes nor no/],
  ];
  test.each(cases)("%s", (expression, message) => {
    const fault = faultOf(expression);
    expect(fault).toContain(`limit "${expression}"`);
    expect(fault).toMatch(message);
    expect(fault).toMatch(/^usage: /);
  });

  test("any text is either a limit or a usage error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z.]{1,12} ?[<>=!]{1,2} ?[0-9a-z%"]{0,8}$/)), (text) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PauselineError);
        }
      }),
    );
  });
});
