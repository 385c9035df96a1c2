import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analysis/analysis.js";
import { chooseCharts } from "../../src/report/charts/index.js";
import { renderMarkdown } from "../../src/report/markdown.js";
import { codeBlock, escapeMarkdown, escapeProse, inlineCode, table } from "../../src/report/markdown-text.js";
import { joinOptions, optionChanges } from "../../src/report/option-changes.js";
import { reduceSeries } from "../../src/report/series.js";
import { healthyG1, stallingZgc, tooLittle, tuneG1, type Story } from "./fake-stories.js";

function report({ timeline, analysis }: Story): string {
  const series = reduceSeries(timeline, analysis);
  return renderMarkdown(analysis, chooseCharts(series).map((chart) => ({ name: chart.name, section: chart.section, title: chart.title, alt: chart.describe(series), file: `${chart.name}.png` })));
}

/** `analysis` with every text in it replaced by `text`; keys stay. */
function withTexts(analysis: Analysis, text: string): Analysis {
  const kept = new Set(["verdict", "when", "severity", "confidence", "outcome", "kind", "unit", "driver", "collector", "comparison", "objective"]);
  const replace = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return kept.has(key) && !value.includes(" ") ? value : text;
    if (Array.isArray(value)) return value.map((entry) => replace(entry, key));
    if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, replace(entry, name)]));
    return value;
  };
  return replace(analysis, "") as Analysis;
}

describe("the report", () => {
  test("says verdict, figures and first step in its first three lines", () => {
    const [first, second, third] = report(tuneG1()).split("\n");
    expect(first).toBe("# Tune: Humongous objects start the full collections");
    expect(second).toBe("");
    expect(third).toMatch(/^G1 on JDK 21\.0\.13\+9, 30 min: promised p99 50 ms, pauses alone p99 \d+ ms \(n=2,595\).*\*\*First step:\*\* replace `-XX:G1HeapRegionSize=1m` with `-XX:G1HeapRegionSize=8m`\.$/);
  });

  test("goes from what to do over why, price and check to the rule of thumb and the facts", () => {
    const text = report(tuneG1());
    const order = ["## What to do", "## Why", "## The price", "## How to verify", "## Rule of thumb", "## Pauses", "## Worst pauses", "## Heap", "## Overhead", "## Safepoints", "## Requests and pauses", "## What recurs", "<summary>What if</summary>", "## What could not be judged", "## Input"].map((heading) => text.indexOf(heading));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].toSorted((a, b) => a - b));
  });

  test("gives the whole command line to copy, and the change", () => {
    const text = report(tuneG1());
    expect(text).toContain("```sh\n-Xms4g -Xmx4g -XX:G1HeapRegionSize=8m\n```");
    expect(text).toContain("- -XX:G1HeapRegionSize=1m\n+ -XX:G1HeapRegionSize=8m");
  });

  test("gives each number its sample size and lines of the log", () => {
    expect(report(tuneG1())).toContain("| `g1.humongousCauseShare` | 42 % | ≥ 10 % | 2,500 | `gc.log:1234` `gc.log:2345` `gc.log:9876` |");
  });

  test("says the longest pause where the sample is too small for a percentile", () => {
    expect(report(tooLittle())).toContain("longest 16 ms (n=12, too few for p99)");
    expect(report(tooLittle())).not.toMatch(/p99 \d/);
  });

  test("a healthy input gets a calm report without flags to change", () => {
    const text = report(healthyG1());
    expect(text).toMatch(/^# Healthy: nothing to change\n/);
    expect(text).not.toMatch(/## What to do|```diff|First step/);
    expect(text.match(/^## /gm)!.length).toBeLessThanOrEqual(4);
  });

  test("says once what one kind of logging would tell about", () => {
    const story = tuneG1();
    const open = (title: string) => ({ ...story.analysis.details.findings[1]!, title, missing: { logTag: "gc+phases=debug", jfrEvent: "jdk.GCPhaseParallel", other: "gc+phases=debug." } });
    const analysis = { ...story.analysis, details: { ...story.analysis.details, findings: [open("Workers wait"), open("Roots are slow")] } };
    expect(renderMarkdown(analysis, [])).toContain("- With log tag `gc+phases=debug` or event `jdk.GCPhaseParallel`:\n  - Workers wait\n  - Roots are slow");
  });

  test("repeats neither its labels nor a table", () => {
    const text = report(tuneG1());
    expect(text).not.toMatch(/Rule of thumb:\*\* Rule of thumb|takes 0 ms/);
    const story = healthyG1();
    const onlyCause = { ...story.analysis, pauses: { ...story.analysis.pauses, byCause: story.analysis.pauses.byKind } };
    expect(renderMarkdown(onlyCause, [])).not.toContain("Pauses by cause");
  });

  test("folds pauses that no request feels where stalls are the matter", () => {
    const text = report(stallingZgc());
    expect(text.indexOf("## Stalls")).toBeLessThan(text.indexOf("## Pauses"));
    expect(text).toContain("<summary>Worst pauses</summary>");
  });

  test("calls a slope that may be chance no trend", () => {
    const story = tuneG1();
    const metric = (value: number, unit: string) => ({ value, unit, sampleSize: 32 });
    const metrics = { "heap.liveSetTrendBytesPerHour": metric(1024 ** 3, "bytesPerHour"), "heap.liveSetTrendPValue": metric(0.2, "ratio"), "heap.liveSetTrendSpanMs": metric(60_000, "ms") };
    const analysis = { ...story.analysis, heap: { ...story.analysis.heap, liveSetTrendBytesPerHour: 1024 ** 3 }, details: { ...story.analysis.details, metrics } };
    expect(renderMarkdown(analysis, [])).toContain("| Live set trend | no clear trend: 1 GB/h over 1 min, p-value 0.2 (n=32) |");
  });

  test("embeds each chart once, with its finding as alternative text", () => {
    const text = report(stallingZgc());
    for (const name of ["pauses", "stalls", "heap", "mmu"]) expect(text.match(new RegExp(`!\\[[^\\]]*\\d[^\\]]*\\]\\(<${name}\\.png>\\)`, "g"))).toHaveLength(1);
  });

  test.each([["healthy", healthyG1], ["tune", tuneG1], ["zgc", stallingZgc], ["too little", tooLittle]])("%s: nothing unfilled reaches the reader", (_, story) => {
    expect(report(story())).not.toMatch(/\b(null|undefined|NaN|Infinity)\b|\[object|\n\n\n/);
  });

  test("open and closed folds match", () => {
    const text = report(tuneG1());
    expect(text.match(/<details>/g)!.length).toBe(text.match(/<\/details>/g)!.length);
  });
});

describe("hostile text", () => {
  const hostile = "a|b `c` *d* <script>x</script> @team #12 GH-7 https://evil.example www.x.y [l](u) ![i](u) ${x} \u001B[31mred\u001B[0m line\nbreak </details>";

  test("in any field neither breaks a table nor opens markup", () => {
    const story = tuneG1();
    const text = renderMarkdown(withTexts(story.analysis, hostile), []);
    // References are not looked for inside of code.
    const outside = text.replace(/```+[\s\S]*?\n```+/g, "").replace(/(?<=<code>[^<]*)GH-7/g, "");
    expect(outside).not.toMatch(/<script|\u001B|@team|(?<!&)#12\b|https:\/\/|www\.x|GH-7|(?<!\\)\[l\]/);
    expect(outside.match(/<details>/g)!.length).toBe(outside.match(/<\/details>/g)!.length);
    for (const block of outside.split("\n\n").filter((part) => part.startsWith("| "))) {
      const columns = block.split("\n").map((line) => line.match(/(?<!\\)\|/g)!.length);
      expect(new Set(columns).size, block).toBe(1);
    }
  });

  test("one function escapes, and what it gives reads the same", () => {
    expect(escapeMarkdown("a|b")).toBe("a\\|b");
    expect(escapeMarkdown("<b>&")).toBe("&lt;b&gt;&amp;");
    expect(escapeMarkdown("# no heading")).toBe("\\# no heading");
    expect(escapeMarkdown("1. no list")).toBe("1\\. no list");
    expect(escapeMarkdown("- no list")).toBe("\\- no list");
    // Only the first word of a line can begin a list.
    expect(escapeMarkdown("x\r\n- y (of 16)")).toBe("x - y (of 16)");
    expect(escapeMarkdown("set -XX:MaxGCPauseMillis=50, then")).toBe("set `-XX:MaxGCPauseMillis=50`, then");
    expect(escapeMarkdown("@x").replaceAll("\u2060", "")).toBe("@x");
  });

  test("code holds backticks and pipes", () => {
    expect(inlineCode("gc.log:12")).toBe("`gc.log:12`");
    expect(inlineCode("a`|b")).toBe("<code>a&#96;&#124;b</code>");
    expect(codeBlock("text", ["```"])).toBe("````text\n```\n````");
    expect(escapeProse("no `Pause Full` line")).toBe("no `Pause Full` line");
    expect(escapeProse("a ` alone")).toBe("a \\` alone");
  });

  test("tables without rows are left out", () => {
    expect(table(["A"], [])).toBe("");
  });
});

describe("options", () => {
  test("what changes is what is in one list alone", () => {
    expect(optionChanges(["-Xmx1g", "-Da=b"], ["-Da=b", "-Xmx2g"])).toEqual({ added: ["-Xmx2g"], removed: ["-Xmx1g"], kept: ["-Da=b"] });
  });

  test("are quoted where a shell would read more into them", () => {
    expect(joinOptions(["-Xmx2g", "-Da=b c", "-Dx='$HOME'"])).toBe("-Xmx2g '-Da=b c' '-Dx='\\''$HOME'\\'''");
  });
});

test("what a team changes about the rules is in the report, and nothing where nothing is changed", () => {
  const { analysis } = tuneG1();
  expect(renderMarkdown({ ...analysis, details: { ...analysis.details, ruleChanges: ["log-too-short switched off: our runs are short"] } }, [])).toContain("## Rules of the team\n\n- log-too-short switched off: our runs are short");
  expect(renderMarkdown(analysis, [])).not.toContain("Rules of the team");
});
