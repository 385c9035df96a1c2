import { describe, expect, test } from "vitest";
import { PauselineError } from "../../src/errors/pauseline-error.js";
import { parseLimit } from "../../src/gate/parse-limit.js";
import { parseConfig } from "../../src/gate/parse-config.js";
import { DEFAULT_TOLERANCE } from "../../src/gate/config.js";

function faultOf(text: string): string {
  try {
    parseConfig(text, "pauseline.json");
    return "";
  } catch (error) {
    if (!(error instanceof PauselineError)) throw error;
    const { path, line, column, hint } = error.details;
    return `${path}:${line}:${column}: ${error.message}; ${hint}`;
  }
}

test("a whole configuration", () => {
  const config = parseConfig(
    `{
  "$schema": "x",
  "slo": ["p99=50ms", "max=1s"], "heap": "8g", "jdk": 21, "jvmOptions": ["-Xmx8g", "-Dname=two words"],
  "gate": {
    "preset": "web-service",
    "limits": [
      "fullGcs == 0",
      { "limit": "pauses.max <= 1s", "why": "health checks time out" }
    ],
    "phases": { "load": { "from": "30s", "to": "5m" } },
    "baseline": "gc.json",
    "tolerance": { "pauses": "20%", "pausesAtLeast": "2ms" },
    "minimumDuration": "2m",
    "accept": ["jdk"]
  }
}`,
    "pauseline.json",
  );
  expect([...config.analysis]).toEqual([
    ["slo", ["p99=50ms", "max=1s"]],
    ["heap", "8g"],
    ["jdk", "21"],
    ["jvm-options", ["-Xmx8g", "'-Dname=two words'"]],
  ]);
  expect(config.gate).toMatchObject({
    preset: "web-service",
    baseline: "gc.json",
    accept: ["jdk"],
    tolerance: { ...DEFAULT_TOLERANCE, pauses: 0.2, pausesAtLeastMs: 2, minimumMs: 120_000 },
    limits: [
      { expression: "fullGcs == 0", why: null, origin: "pauseline.json:7:7" },
      { expression: "pauses.max <= 1s", why: "health checks time out", origin: "pauseline.json:8:18" },
    ],
  });
  expect([...config.gate.phases]).toEqual([["load", { from: "30s", to: "5m", skipWarmup: null }]]);
});

test("a mistake in a limit is shown at its column in the file, whatever escapes stand before it", () => {
  const faultAt = (limit: string): string => {
    const { gate } = parseConfig(`{ "gate": {\n  "limits": [\n    "fullGcs == 0", ${limit}] } }`, "pauseline.json");
    try {
      gate.limits.forEach((one) => parseLimit(one, []));
    } catch (error) {
      if (error instanceof PauselineError) return `${error.details.path}: ${error.message}`;
    }
    return "";
  };
  expect(faultAt('"pauses.p99 <= 50"')).toBe('pauseline.json:3:36: limit "pauses.p99 <= 50": "50" is no time');
  expect(faultAt('"\\u0070auses.p99\\t<= 50"')).toMatch(/^pauseline\.json:3:42: /);
  expect(faultAt('{ "why": "x", "limit": "pauzes.p99 <= 50ms" }')).toMatch(/^pauseline\.json:3:45: .*"pauzes\.p99" is no metric$/);
  expect(faultAt('"pauses.p99"')).toMatch(/^pauseline\.json:3:32: .*ends after the metric/);
});

describe("mistakes are shown where they stand", () => {
  const cases: readonly (readonly [string, string])[] = [
    ['{\n  "gate": {\n    "limit": []\n  }\n}', 'pauseline.json:3:5: /gate has no property "limit"; did you mean "limits"?'],
    ['{ "gate": { "preset": "webservice" } }', 'pauseline.json:1:23: /gate/preset: "webservice" is not known; did you mean "web-service"?'],
    ['{ "slo": ["50ms"] }', 'pauseline.json:1:11: /slo/0: "50ms" must match pattern'],
    ['{ "heap": "big" }', 'pauseline.json:1:11: /heap: "big" must match pattern'],
    ['{ "jdk": "21" }', 'pauseline.json:1:10: /jdk: "21" must be integer; '],
    ['{ "gate": { "tolerance": { "pauses": "20" } } }', 'write a share as "10%"'],
    ['{ "gate": { "limits": [ {"limit": "fullGcs == 0", "reason": "x"} ] } }', 'pauseline.json:1:51: /gate/limits/0 has no property "reason"; '],
    ['{ "gate": { "limits": [ 5 ] } }', "pauseline.json:1:25: /gate/limits/0: 5 must be object"],
    ['{ "slo": [], "slo": [] }', 'pauseline.json:1:14: no JSON: the property "slo" is given twice; '],
    ['{ "slo": [],\n}', "pauseline.json:2:1: no JSON: a property name in double quotes is expected; "],
    ["", "pauseline.json:1:1: no JSON: a value is expected; "],
    ["[]", "pauseline.json:1:1: the configuration: [] must be object"],
  ];
  test.each(cases)("%s", (text, message) => {
    expect(faultOf(text)).toContain(message);
  });
});
