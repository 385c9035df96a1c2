import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import type { Check, CheckReport } from "../../src/gate/check.js";
import { decideChecks } from "../../src/gate/check.js";
import { renderAnnotations, renderOutputs } from "../../src/gate/output/github.js";
import { renderBadge } from "../../src/gate/output/badge.js";
import { renderJunit } from "../../src/gate/output/junit.js";
import { isQuiet, renderCheckMarkdown } from "../../src/gate/output/markdown.js";
import { renderSarif } from "../../src/gate/output/sarif.js";
import { renderCheckText } from "../../src/gate/output/text.js";

/** What somebody could put into a file name, a cause or a rule of a team. */
const HOSTILE = "x\r\n::error file=a::boo\u001b[31m %0A <script>alert(1)</script> | @everyone #12 ]]> `code` \"q\" ``` --> https://evil.example/ \u0000\u202e";

function check(changes: Partial<Check> = {}): Check {
  return { name: "fullGcs == 0", outcome: "passed", isRequired: true, measured: "0", limit: "= 0", message: "pauses.full.count: 0 is within the limit", origin: "--limit", offenders: [], explanation: [], facts: { metric: "pauses.full.count", value: 0 }, ...changes };
}

function report(checks: readonly Check[], changes: Partial<CheckReport> = {}): CheckReport {
  return { schemaVersion: 1, command: "gate", verdict: decideChecks(checks), headline: "GC gate", checks, context: [["", "this run"], ["Input", "gc.log"]], notes: [], chart: null, ...changes };
}

const hostileCheck = check({ name: HOSTILE, outcome: "failed", message: HOSTILE, measured: HOSTILE, limit: HOSTILE, explanation: [HOSTILE], offenders: [{ path: HOSTILE, line: 7, when: HOSTILE, text: HOSTILE }], facts: { metric: HOSTILE } });
const hostile = report([hostileCheck], { headline: HOSTILE, notes: [HOSTILE], context: [[HOSTILE, HOSTILE], [HOSTILE, HOSTILE]] });

describe("verdict of checks", () => {
  const cases: readonly (readonly [string, readonly Check[], string])[] = [
    ["nothing at all", [], "not-judged"],
    ["only notes", [check({ outcome: "noted" })], "not-judged"],
    ["one passed", [check()], "passed"],
    ["a warning", [check({ outcome: "warned" })], "passed"],
    ["a required one not judged", [check(), check({ outcome: "not-judged" })], "not-judged"],
    ["an optional one not judged", [check(), check({ outcome: "not-judged", isRequired: false })], "passed"],
    ["failed and not judged", [check({ outcome: "failed" }), check({ outcome: "not-judged" })], "failed"],
  ];
  test.each(cases)("%s", (_name, checks, verdict) => expect(decideChecks(checks)).toBe(verdict));
});

describe("nothing from an input acts in an output", () => {
  test("workflow commands: one a check, on one line", () => {
    const lines = renderAnnotations(hostile).split("\n").filter((line) => line !== "");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^::error file=[^:,]*,line=7,title=[^:,]*::/);
    expect(lines[0]).not.toMatch(/[\r\u001b\u0000]/);
  });

  test("step outputs: no value adds a name", () => {
    expect(renderOutputs(hostile).trimEnd().split("\n").map((line) => line.split("=")[0])).toEqual(["verdict", "headline", "failed", "warned", "not-judged"]);
  });

  test("Markdown: no HTML, mention, link, reference, and the table stays whole", () => {
    const text = renderCheckMarkdown(hostile);
    expect(text).not.toMatch(/<script|@everyone|https:\/\/evil|(?<!&)#12|\u001b|\u202e/);
    expect(text.match(/<!--/g)).toHaveLength(1);
    expect(text.match(/-->/g)).toHaveLength(1);
    for (const line of text.split("\n").filter((one) => one.startsWith("| ❌"))) expect(line.replace(/<code>.*?<\/code>/g, "").match(/(?<!\\)\|/g)).toHaveLength(5);
  });

  test("JUnit: well-formed, the text comes back", () => {
    const failures: string[] = [];
    let counted = "";
    const parser = new SaxesParser();
    parser.on("error", (error) => {
      throw error;
    });
    parser.on("opentag", ({ name, attributes }) => {
      if (name === "failure") failures.push(String(attributes["message"]));
      if (name === "testsuite") counted = `${attributes["tests"]} ${attributes["failures"]} ${attributes["errors"]} ${attributes["skipped"]}`;
    });
    parser.write(renderJunit(hostile)).close();
    expect(failures[0]).toContain("<script>alert(1)</script> | @everyone");
    expect(counted).toBe("1 1 0 0");
  });

  test("text: no escape reaches the terminal", () => {
    expect(renderCheckText(hostile, 80).replace(/\n/g, "")).not.toMatch(/[\u0000-\u001f\u202e]/);
  });

  test("badge", () => {
    expect(renderBadge({ label: "<a>", text: '"&', color: "red" })).toContain("<title>&lt;a&gt;: &quot;&amp;</title>");
  });
});

test("what was not judged is an error for JUnit, never skipped", () => {
  const xml = renderJunit(report([check({ outcome: "not-judged", message: "too few" }), check({ outcome: "noted" })]));
  expect(xml).toContain('tests="2" failures="0" errors="1" skipped="1"');
  expect(xml).toContain('<error message="too few" type="not-judged">');
  expect(renderJunit(report([]))).toContain('errors="1"');
});

test("a comment stays below 65,000 characters and keeps its verdict", () => {
  const many = Array.from({ length: 3000 }, (_, i) => check({ name: `limit ${i} ${"|<".repeat(150)}`, outcome: "failed", message: "<&|".repeat(500), explanation: ["&".repeat(5000)] }));
  const text = renderCheckMarkdown(report(many, { headline: "x".repeat(70_000) }));
  expect(text.length).toBeLessThan(65_000);
  expect(text).toMatch(/^<!-- pauseline:gate -->\n\n### ❌ /);
});

test("only a report without any finding is quiet", () => {
  expect(isQuiet(report([check(), check({ outcome: "noted" })]))).toBe(true);
  expect(isQuiet(report([check(), check({ outcome: "warned" })]))).toBe(false);
  expect(isQuiet(report([]))).toBe(false);
});

test("a chart becomes a Mermaid block that GitHub draws", () => {
  const text = renderCheckMarkdown(report([check()], { chart: { title: "Pauses", unit: "ms", labels: ["p50", "longest"], series: [{ name: "before", values: [1.234, 100] }, { name: "after", values: [2, 90] }] } }));
  expect(text).toContain('```mermaid\nxychart-beta\n    title "Pauses (bars: before, line: after)"\n    x-axis ["p50", "longest"]\n    y-axis "ms" 0 --> 110\n    bar [1.23, 100]\n    line [2, 90]\n```');
});

describe("SARIF", () => {
  const sarif = JSON.parse(renderSarif(report([
    check({ outcome: "failed", offenders: [{ path: "logs/gc 1.log", line: 12, when: null, text: "800 ms Full" }, { path: "/abs/gc.log", line: 0, when: null, text: "" }] }),
    check({ name: "b", outcome: "warned", facts: {} }),
    check({ name: "c", outcome: "not-judged", facts: {} }),
    check({ name: "d" }),
  ]), "1.2.3")) as { version: string; runs: [{ tool: { driver: { version: string; rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number; level: string; kind?: string; message: { text: string }; locations?: { physicalLocation: { artifactLocation: { uri: string }; region?: { startLine: number } } }[] }[] }] };

  test("results name their rule, level and place", () => {
    const [{ tool, results }] = sarif.runs;
    expect(sarif.version).toBe("2.1.0");
    expect(tool.driver.version).toBe("1.2.3");
    expect(results.map(({ level, kind }) => `${level} ${kind ?? "fail"}`)).toEqual(["error fail", "error fail", "warning fail", "none open"]);
    for (const { ruleId, ruleIndex, message } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(message.text).not.toBe("");
    }
    expect(results[0]?.locations?.[0]?.physicalLocation).toEqual({ artifactLocation: { uri: "logs/gc%201.log" }, region: { startLine: 12 } });
    // Line 0 is no line for SARIF, which counts from 1.
    expect(results[1]?.locations?.[0]?.physicalLocation).toEqual({ artifactLocation: { uri: "file:///abs/gc.log" } });
  });
});

describe("what becomes of each outcome", () => {
  const kindOf = (changes: Partial<Check>): string | undefined => renderAnnotations(report([check({ ...changes, outcome: changes.outcome ?? "passed" })], { verdict: "failed" })).split(" ")[0];

  test("annotations: errors for what fails the gate, warnings for what does not, nothing for what passed", () => {
    expect(kindOf({ outcome: "failed" })).toBe("::error");
    expect(kindOf({ outcome: "not-judged" })).toBe("::error");
    expect(kindOf({ outcome: "not-judged", isRequired: false })).toBe("::warning");
    expect(kindOf({ outcome: "warned" })).toBe("::warning");
    expect(kindOf({ outcome: "passed" })).toBe("");
    expect(kindOf({ outcome: "noted", isRequired: false })).toBe("");
  });

  test("SARIF: a place in line 1 is a place, line 0 is only a file", () => {
    const regionOf = (line: number): unknown => {
      const sarif = JSON.parse(renderSarif(report([check({ outcome: "failed", offenders: [{ path: "gc.log", line, when: "", text: "" }] })]), "1.0.0")) as { runs: { results: { locations: { physicalLocation: { region?: unknown } }[] }[] }[] };
      return sarif.runs[0]?.results[0]?.locations[0]?.physicalLocation.region;
    };
    expect(regionOf(1)).toEqual({ startLine: 1 });
    expect(regionOf(0)).toBeUndefined();
  });
});
