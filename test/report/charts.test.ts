import { describe, expect, test } from "vitest";
import { CHARTS, chooseCharts } from "../../src/report/charts/index.js";
import { withTicks, type Chart } from "../../src/report/charts/chart.js";
import { styleSeries } from "../../src/report/charts/palette.js";
import { logScale, timeScale } from "../../src/report/charts/scales.js";
import { reduceSeries, type ReportSeries } from "../../src/report/series.js";
import { healthyG1, stallingZgc, tooLittle, tuneG1, type Story } from "./fake-stories.js";
import { FakeTimeline } from "./fake-timeline.js";

const seriesOf = ({ timeline, analysis }: Story): ReportSeries => reduceSeries(timeline, analysis);
const build = (name: string, series: ReportSeries): Chart => CHARTS.find((chart) => chart.name === name)!.build(series);
// oxlint-disable-next-line no-explicit-any
const annotations = (chart: Chart): Record<string, any> => (chart.config.options!.plugins as any).annotation.annotations;

describe("which charts are drawn", () => {
  test("only those that say something about the input", () => {
    expect(chooseCharts(seriesOf(tuneG1())).map(({ name }) => name)).toEqual(["pauses", "pause-percentiles", "pause-histogram", "phases", "heap", "allocation", "mmu", "gc-cpu", "concurrent", "safepoints"]);
    expect(chooseCharts(seriesOf(stallingZgc())).map(({ name }) => name)).toContain("stalls");
    expect(chooseCharts(seriesOf(tooLittle())).map(({ name }) => name)).toEqual(["pauses", "pause-histogram"]);
  });

  test.each([["healthy", healthyG1], ["tune", tuneG1], ["zgc", stallingZgc], ["too little", tooLittle]])("%s: plain data, and an alternative text with numbers", (_, story) => {
    const series = seriesOf(story());
    for (const chart of chooseCharts(series)) {
      const { config, ticks } = chart.build(series);
      expect(JSON.stringify({ config, ticks }), chart.name).not.toMatch(/NaN|Infinity/);
      expect(() => structuredClone(config), chart.name).not.toThrow();
      expect(chart.describe(series), chart.name).toMatch(/\d.*\.$/);
      expect(chart.describe(series), chart.name).not.toMatch(/null|NaN|undefined|–(?!\d)/);
    }
  });

  test("names are unique", () => {
    expect(new Set(CHARTS.map(({ name }) => name)).size).toBe(CHARTS.length);
  });
});

describe("what is drawn", () => {
  test("the promise is a line at its limit in timeline, percentiles and stalls", () => {
    const series = seriesOf(tuneG1());
    for (const name of ["pauses", "pause-percentiles"]) expect(annotations(build(name, series))["slo0"]).toMatchObject({ type: "line", scaleID: "y", value: 50, label: { content: "SLO p99 50 ms" } });
  });

  test("without a promise there is no such line", () => {
    expect(Object.keys(annotations(build("pauses", seriesOf(healthyG1()))))).not.toContain("slo0");
  });

  test("the pauses that the advice rests on are ringed, each at its own time and length", () => {
    const { timeline, analysis } = tuneG1();
    const [first] = analysis.recommendations;
    const row = 7;
    const line = timeline.pauses.line[row] as number;
    const resting = { ...analysis, recommendations: [{ ...first!, title: "Why not", when: "now" as const, why: [{ ...first!.why[0]!, lines: [{ path: analysis.inputs[0]!.path, line }, { path: "another.log", line }] }] }] };
    const series = seriesOf({ timeline, analysis: resting });
    expect(series.evidence).toEqual([{ title: "Why not", x: [timeline.pauses.startMs[row]], y: [timeline.pauses.durationMs[row]], line: [line], input: [0] }]);
    const rings = build("pauses", series).config.data.datasets.filter(({ label }) => label === "Shows: Why not");
    expect(rings.map(({ data }) => data.length)).toEqual([1]);
    expect(CHARTS[0]!.describe(series)).toContain('Ringed: 1 that show "Why not"');
  });

  test("survivors are averaged over the collections that tell ages, and the threshold is the median", () => {
    const series: ReportSeries = { ...seriesOf(tuneG1()), ages: { count: 4, meanBytes: [8 * 1024 ** 2, 2 * 1024 ** 2, 1024 ** 2], threshold: 2, maxThreshold: 15 } };
    expect(CHARTS.find(({ name }) => name === "ages")!.describe(series)).toBe("Survivors by age: n=4 collections: 8 MB survive one collection, 25 % of that a second; promoted beyond age 2 (median, at most 15).");
    expect(annotations(build("ages", series))["threshold"]).toMatchObject({ value: 1.5, label: { content: "promoted beyond age 2" } });
  });

  test("every kind has its own color and shape, and the rare ones lie on top", () => {
    const all = build("pauses", seriesOf(tuneG1())).config.data.datasets as unknown as { label: string; borderColor: string; pointStyle: string; order: number }[];
    const datasets = all.filter(({ label }) => !label.startsWith("Shows: "));
    expect(new Set(datasets.map(({ borderColor }) => borderColor)).size).toBe(datasets.length);
    expect(datasets.find(({ label }) => label.startsWith("Full"))!.order).toBe(1);
    expect(datasets.find(({ label }) => label.startsWith("Young (Normal)"))!.order).toBe(datasets.length);
  });

  test("seven kinds get seven styles; a kind keeps its style whatever stands beside it", () => {
    const seven = styleSeries(["Young (Normal)", "Full", "Mark Start", "Mark End", "Relocate Start", "Remark", "Young (Mixed)"]);
    expect(new Set(seven.values()).size).toBe(7);
    expect(styleSeries(["Full"]).get("Full")).toBe(seven.get("Full"));
  });

  test("the y axis holds the longest pause and the limit", () => {
    const chart = build("pauses", seriesOf(tuneG1()));
    // oxlint-disable-next-line no-explicit-any
    const y = (chart.config.options!.scales as any).y;
    expect(y.type).toBe("logarithmic");
    expect(y.max).toBeGreaterThan(seriesOf(tuneG1()).pauseStatistics.maxMs!);
    expect(y.min).toBeLessThan(50);
  });

  test("the label of a limit keeps off the dots", () => {
    const place = (dots: readonly (readonly [startMs: number, ms: number])[]): unknown[] => {
      const fake = new FakeTimeline();
      for (const [startMs, ms] of [[10, 1], [50_000, 1], [99_000, 1], ...dots] as const) fake.pause("Full", startMs, ms);
      const { label } = annotations(build("pauses", { ...reduceSeries(fake.build(100_000), tuneG1().analysis), slo: [{ name: "p99", quantile: 0.99, limitMs: 50 }] }))["slo0"] as unknown as { label: { position: string; yAdjust: number } };
      return [label.position, label.yAdjust < 0 ? "above" : "below"];
    };
    expect(place([])).toEqual(["end", "above"]);
    expect(place([[98_000, 60]])).toEqual(["start", "above"]);
    expect(place([[98_000, 60], [2_000, 60]])).toEqual(["end", "below"]);
  });

  test("the heap chart draws live set and maximum at their values in the unit of the axis", () => {
    const chart = build("heap", seriesOf(tuneG1()));
    expect(annotations(chart)["max"].value).toBe(4);
    expect(annotations(chart)["live"].value).toBeCloseTo(0.62, 4);
    // oxlint-disable-next-line no-explicit-any
    expect((chart.config.options!.scales as any).y.title.text).toBe("Heap (GB)");
  });

  test("the histogram shares add up to all pauses and all time", () => {
    const { datasets } = build("pause-histogram", seriesOf(tuneG1())).config.data;
    for (const { data } of datasets) expect((data as number[]).reduce((a, b) => a + b, 0)).toBeCloseTo(100, 0);
  });

  test("no percentile is labelled that the sample does not carry", () => {
    const labels = Object.keys(annotations(build("pause-percentiles", seriesOf(healthyG1()))));
    expect(labels).toContain("p90");
    expect(labels).not.toContain("p99");
  });
});

describe("scales", () => {
  test("a log axis has 1-2-5 ticks with units", () => {
    expect(logScale("Pause", 3, 180).ticks.map(({ label }) => label)).toEqual(["2 ms", "5 ms", "10 ms", "20 ms", "50 ms", "100 ms", "200 ms"]);
  });

  test("the time axis names its unit and says when zero was", () => {
    const axis = { unit: "ms", from: 0, to: 1_800_000, isUptime: true, epochMs: Date.UTC(2026, 2, 1, 8), zoneMinutes: 60, restarts: [] } as const;
    const { scale, convert } = timeScale(axis);
    expect((scale as { title: { text: string } }).title.text).toBe("Time since JVM start (min); 0 = 2026-03-01 09:00:00 +01:00");
    expect(convert(90_000)).toBe(1.5);
  });

  test("ticks of its own are put into a copy", () => {
    const chart = build("pauses", seriesOf(tuneG1()));
    const before = JSON.stringify(chart.config);
    const drawable = withTicks(chart);
    // oxlint-disable-next-line no-explicit-any
    expect((drawable.options!.scales as any).y.ticks.callback(50)).toBe("50 ms");
    expect(JSON.stringify(chart.config)).toBe(before);
  });
});
