import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analysis/analysis.js";
import { chooseCharts } from "../../src/report/charts/index.js";
import { renderHtml } from "../../src/report/html.js";
import { escapeHtml, scriptJson } from "../../src/report/html/escape-html.js";
import { plainInline, setInline } from "../../src/report/html/set-inline.js";
import { setMarkdown } from "../../src/report/html/set-markdown.js";
import { codeBlock, escapeMarkdown, fold, inlineCode, table } from "../../src/report/markdown-text.js";
import { reduceSeries } from "../../src/report/series.js";
import { healthyG1, stallingZgc, tooLittle, tuneG1, type Story } from "./fake-stories.js";

const noPicture = (_file: string, alt: string): string => escapeHtml(alt);
const set = (markdown: string): string => setMarkdown(markdown, noPicture);

function page({ timeline, analysis }: Story, chartScript = "/* charts */"): Promise<string> {
  const series = reduceSeries(timeline, analysis);
  return renderHtml({ analysis, series, charts: chooseCharts(series), chartScript });
}

describe("typesetting of our Markdown", () => {
  test.each(["a|b & <c> \"d\" 'e'", "*x* _y_ ~z~ $1 ^2", "1. no list", "# no heading", "@team #12 https://x.example", "back\\slash `tick", "[l](u) ![i](u)", "GC(3) - 16)"])("%s reads as it was", (text) => {
    expect(plainInline(escapeMarkdown(text))).toBe(text);
    expect(plainInline(inlineCode(text))).toBe(text);
    const cells = /<td>(.*?)<\/td><td>(.*?)<\/td>/.exec(set(table(["A", "B"], [[escapeMarkdown(text), inlineCode(text)]])));
    expect(cells?.slice(1).map((cell) => cell.replace(/<[^>]*>/g, "").replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))))).toEqual([text, text]);
  });

  test("sets each block that reports have", () => {
    expect(set("# One `two`")).toBe("<h1>One <code>two</code></h1>");
    expect(set("## Why not\n\nText **bold**.")).toBe('<section id="why-not"><h2>Why not</h2>\n<p>Text <strong>bold</strong>.</p>\n</section>');
    expect(set("1. a\n   - b\n   - c\n2. d")).toBe("<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>");
    expect(set(table(["A", "B:"], [["", "1"]]))).toContain('<tr><td></td><td class="number">1</td></tr>');
    expect(set(codeBlock("diff", ["  a", "- b", "+ c"]))).toContain("<pre><code class=\"diff\">  a\n<del>- b</del>\n<ins>+ c</ins></code></pre>");
    expect(set(fold("Outer (2)", fold("Inner", codeBlock("text", ["</details>"]))))).toBe(
      '<details id="outer"><summary>Outer (2)</summary><details id="inner"><summary>Inner</summary><div class="code"><pre><code class="text">&#60;/details&#62;</code></pre></div></details></details>',
    );
  });

  test("markup in text stays text", () => {
    expect(setInline("<script>alert(1)</script>", noPicture)).toBe("&#60;script&#62;alert(1)&#60;/script&#62;");
    expect(setInline('<code>&#60;i&#62;</code>', noPicture)).toBe("<code>&#60;i&#62;</code>");
  });
});

describe("the page", () => {
  test("allows by hash exactly the scripts and the style that it has", async () => {
    const html = await page(tuneG1(), "var a = '</script>';\n//# sourceMappingURL=a.map\n");
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => text as string);
    const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text]) => text as string);
    const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(scripts).toHaveLength(2);
    expect(policy).toContain(`script-src ${scripts.map(hash).join(" ")};`);
    expect(policy).toContain(`style-src ${styles.map(hash).join(" ")};`);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(/sourceMappingURL|<link|<img|\bsrc=|\bhref=|\bstyle=| on\w+=/.exec(html)?.[0] ?? "nothing").toBe("nothing");
  });

  test.each([["healthy", healthyG1], ["tune", tuneG1], ["zgc", stallingZgc], ["too little", tooLittle]])("%s: every chart that applies has its place and its data", async (_, story) => {
    const made = story();
    const html = await page(made);
    const names = [...html.matchAll(/<canvas data-chart="([^"]*)"/g)].map(([, name]) => name);
    const series = reduceSeries(made.timeline, made.analysis);
    expect([...names].sort()).toEqual(chooseCharts(series).map(({ name }) => name).sort());
    expect(Object.keys(content(html).charts).sort()).toEqual([...names].sort());
  });

  test("holds the longest pauses with their lines, longest first, and some of every stretch", async () => {
    const { timeline, analysis } = tuneG1();
    const { longest } = reduceSeries(timeline, analysis);
    const all = [...timeline.pauses.durationMs].toSorted((a, b) => b - a);
    expect(longest.slice(0, 500).map(({ durationMs }) => durationMs)).toEqual(all.slice(0, 500));
    expect(longest.length).toBeLessThanOrEqual(1000);
    for (let stretch = 0; stretch < 100; stretch++) expect(longest.some(({ x }) => Math.floor(x / 18_000) === stretch)).toBe(true);
    const row = timeline.pauses.durationMs.indexOf(all[0] as number);
    expect(content(await page({ timeline, analysis })).longest[0]?.cells[4]).toBe(`gc.log:${timeline.pauses.line[row]}`);
  });

  test("text of an input is never markup or script", async () => {
    const hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028</details>`|";
    const story = tuneG1();
    const { analysis } = story;
    const texts: Analysis = {
      ...analysis,
      inputs: analysis.inputs.map((input) => ({ ...input, path: hostile })),
      recommendations: analysis.recommendations.map((advice) => ({ ...advice, title: hostile, actions: [hostile] })),
      details: { ...analysis.details, worstPauses: analysis.details.worstPauses.map((pause) => ({ ...pause, path: hostile, kind: hostile, different: [hostile] })) },
    };
    const names = story.timeline.names.map(() => hostile);
    const html = await page({ timeline: { ...story.timeline, names }, analysis: texts });
    expect(html.match(/<script/g)).toHaveLength(3);
    expect(/.{0,60}(?:<img|\u2028).{0,20}/.exec(html)?.[0] ?? "nothing").toBe("nothing");
    expect(html.match(/<details/g)!.length).toBe(html.match(/<\/details>/g)!.length);
  });

  test("data in a script element ends neither the element nor a line", () => {
    expect(scriptJson("</script>\u2028&")).toBe('"\\u003c/script\\u003e\\u2028\\u0026"');
    expect(JSON.parse(scriptJson({ a: "</script>\u2028" }))).toEqual({ a: "</script>\u2028" });
  });
});

function content(html: string): { charts: Record<string, unknown>; longest: { x: number; cells: string[] }[] } {
  const json = /<script type="application\/json"[^>]*>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "";
  return JSON.parse(json) as ReturnType<typeof content>;
}
