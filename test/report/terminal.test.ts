import { describe, expect, test } from "vitest";
import { toPlainLine, wrapWords } from "../../src/report/plain-text.js";
import { reduceSeries, type ReportSeries } from "../../src/report/series.js";
import { drawSparkline } from "../../src/report/sparkline.js";
import { renderTerminal } from "../../src/report/terminal.js";
import { healthyG1, stallingZgc, tooLittle, tuneG1, type Story } from "./fake-stories.js";

const show = ({ timeline, analysis }: Story, useColor = false, width = 80): string => renderTerminal(analysis, reduceSeries(timeline, analysis), { width, useColor });

describe("the summary", () => {
  test.each([["healthy", healthyG1], ["tune", tuneG1], ["zgc", stallingZgc], ["too little", tooLittle]])("%s fits one screen and has nothing unfilled", (_, story) => {
    const text = show(story());
    expect(text.split("\n").length).toBeLessThanOrEqual(25);
    expect(text).not.toMatch(/\b(null|undefined|NaN|Infinity)\b/);
    for (const line of text.split("\n")) expect(line.length <= 80 || !line.trim().includes(" "), line).toBe(true);
  });

  test("says verdict, first step and its evidence", () => {
    const text = show(tuneG1());
    expect(text).toMatch(/^Tune: Humongous objects start the full collections\n/);
    expect(text).toContain("Do first  replace -XX:G1HeapRegionSize=1m with -XX:G1HeapRegionSize=8m");
    expect(text).toContain("Why       g1.humongousCauseShare 42 % (fires at ≥ 10 %, n=2,500), gc.log:1234");
  });

  test("has colors only where they are asked for, and the same words either way", () => {
    expect(show(tuneG1())).not.toContain("\u001B");
    // oxlint-disable-next-line no-control-regex
    expect(show(tuneG1(), true).replace(/\u001B\[[\d;]*m/g, "")).toBe(show(tuneG1()));
  });

  test("terminal escapes in an input do not reach the terminal", () => {
    const story = tuneG1();
    const worst = { ...story.analysis.details.worstPauses[0]!, kind: "Full\u001B]0;title\u0007\u001B[2J", path: "gc\u202E.log" };
    const analysis = { ...story.analysis, details: { ...story.analysis.details, worstPauses: [worst] } };
    // oxlint-disable-next-line no-control-regex
    expect(renderTerminal(analysis, null, { width: 80, useColor: false })).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);
  });
});

describe("the sparkline", () => {
  const series = (x: number[], y: number[]): ReportSeries => {
    const story = healthyG1();
    const whole = reduceSeries(story.timeline, story.analysis);
    return { ...whole, axis: { ...whole.axis, from: 0, to: 4 }, pauses: [{ name: "Young", count: x.length, totalMs: 0, maxMs: 0, x, y, line: x, input: x }] };
  };

  test("shows the longest pause of each stretch on a log scale, blanks where none was, and what is over the limit", () => {
    const cells = drawSparkline(series([0.5, 0.6, 2.5, 3.9], [1, 0.5, 10, 100]), 4, 50);
    expect(cells.map(({ text }) => text).join("")).toBe("▁ ▅█");
    expect(cells.map(({ isOverLimit }) => isOverLimit)).toEqual([false, false, false, true]);
  });
});

test("plain lines have no escapes or breaks", () => {
  expect(toPlainLine("a\u001B[31mb\r\nc\u0000")).toBe("a b c");
});

test("wrapping keeps words whole", () => {
  expect(wrapWords("aa bb cccccc d", 5)).toEqual(["aa bb", "cccccc", "d"]);
});
