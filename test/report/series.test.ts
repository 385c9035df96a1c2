import { describe, expect, test } from "vitest";
import { CHARTS } from "../../src/report/charts/index.js";
import { reduceSeries } from "../../src/report/series.js";
import { thinPoints } from "../../src/report/series/thin-points.js";
import { PauseDistribution, countBars, supportedQuantile } from "../../src/report/series/pause-distribution.js";
import { healthyG1, stallingZgc, tooLittle, tuneG1 } from "./fake-stories.js";
import { FakeTimeline, seededRandom } from "./fake-timeline.js";

const GB = 1024 ** 3;

describe("thinning", () => {
  test("keeps the lowest and highest of each column, and every outlier even where they share a column", () => {
    const random = seededRandom(3);
    const rows = Array.from({ length: 50_000 }, (_, i) => ({ x: i, y: 1 + random(), group: i % 2 }));
    for (const i of [20_000, 20_001, 20_002, 20_003]) rows[i]!.y = 500 + i;
    const kept = thinPoints({ count: rows.length, xOf: (i) => rows[i]!.x, yOf: (i) => rows[i]!.y, groupOf: (i) => rows[i]!.group, groups: 2 }, 0, 50_000, 100);
    expect([...kept]).toEqual(expect.arrayContaining([20_000, 20_001, 20_002, 20_003]));
    expect(kept.length).toBeLessThanOrEqual(2 * 2 * 100 + 200);
    expect([...kept]).toEqual([...kept].toSorted((a, b) => a - b));
    for (let column = 0; column < 100; column++) {
      for (const group of [0, 1]) {
        const here = rows.filter((row) => row.group === group && Math.floor(row.x / 500) === column).map(({ y }) => y);
        const drawn = [...kept].map((i) => rows[i]!).filter((row) => row.group === group && Math.floor(row.x / 500) === column).map(({ y }) => y);
        expect(Math.max(...drawn)).toBe(Math.max(...here));
        expect(Math.min(...drawn)).toBe(Math.min(...here));
      }
    }
  });

  test("leaves few points alone and drops those without a clock or a length", () => {
    const y = [1, Number.NaN, 3];
    const x = [0, 1, Number.NaN];
    expect([...thinPoints({ count: 3, xOf: (i) => x[i]!, yOf: (i) => y[i]!, groupOf: () => 0, groups: 1 }, 0, 10, 10)]).toEqual([0]);
  });
});

describe("distribution", () => {
  test("percentiles are pauses of the input, at most 0.3 % above the nearest rank of a sorted copy", () => {
    const random = seededRandom(9);
    const values = Array.from({ length: 5_000 }, () => 0.5 * Math.exp(6 * random()));
    const distribution = new PauseDistribution();
    for (const value of values) distribution.add(value);
    const sorted = [...values].toSorted((a, b) => a - b);
    const curve = distribution.percentiles();
    for (const point of curve.slice(1)) {
      const exact = sorted[Math.ceil(point.quantile * 5_000 - 1e-9) - 1]!;
      expect(values).toContain(point.ms);
      expect(point.ms).toBeGreaterThanOrEqual(exact);
      expect(point.ms / exact).toBeLessThan(1.003);
    }
    expect(curve.at(-1)!.quantile).toBe(1 - 3 / 5_000);
  });

  test("the curve ends where fewer than three pauses lie beyond", () => {
    expect(supportedQuantile(300)).toBeCloseTo(0.99, 12);
    expect(supportedQuantile(3)).toBe(0);
  });

  test("bars have round bounds, hold every pause once and all the time", () => {
    const values = [1, 1.4, 9.99, 10, 250, 0];
    const distribution = new PauseDistribution();
    for (const value of values) distribution.add(value);
    const bars = countBars([1, 10, 100, 300], values);
    expect(bars.map(({ count }) => count)).toEqual([4, 1, 1]);
    expect(bars.map(({ totalMs }) => totalMs)).toEqual([12.39, 10, 250]);
    const bounds = distribution.barBounds();
    expect(bounds[0]).toBeLessThanOrEqual(1);
    expect(bounds.at(-1)).toBeGreaterThan(250);
  });
});

describe("series", () => {
  test.each([["healthy", healthyG1], ["tune", tuneG1], ["zgc", stallingZgc], ["too little", tooLittle]])("%s is small, plain data without NaN", (_, story) => {
    const { timeline, analysis } = story();
    const series = reduceSeries(timeline, analysis);
    const text = JSON.stringify(series);
    expect(JSON.parse(text)).toEqual(series);
    expect(text.length).toBeLessThan(1_000_000);
    expect(series.pauses.reduce((sum, { count }) => sum + count, 0)).toBe(analysis.pauses.count);
  });

  test("the longest pause of half a million survives with its line, and the series stays small", () => {
    const fake = new FakeTimeline();
    const random = seededRandom(1);
    for (let i = 0; i < 500_000; i++) fake.pause(i % 3 === 0 ? "Young (Mixed)" : "Young (Normal)", i * 10, 1 + random());
    const row = fake.pause("Full", 2_500_000.5, 1234);
    const timeline = fake.build(5_000_000);
    const series = reduceSeries(timeline, healthyG1().analysis);
    const full = series.pauses.find(({ name }) => name === "Full")!;
    expect(full).toMatchObject({ count: 1, x: [2_500_000.5], y: [1234], line: [timeline.pauses.line[row]] });
    expect(series.pauses.reduce((sum, { x }) => sum + x.length, 0)).toBeLessThan(3 * 2 * 600 + 201);
  });

  test("allocation is the growth between collections over the time between them", () => {
    const fake = new FakeTimeline();
    // 1 GB more before each collection than after the one before, every second: 1 GB/s.
    for (let i = 0; i <= 40; i++) fake.pause("Young (Normal)", i * 1000, 0, { beforeBytes: 2 * GB, afterBytes: GB, userMs: 50, sysMs: 0 });
    const { rates } = reduceSeries(fake.build(40_000), healthyG1().analysis);
    expect(rates!.bucketMs).toBe(10_000);
    for (const rate of rates!.allocationBytesPerSecond) expect(rate).toBeCloseTo(GB, -3);
    expect(rates!.gcCores.slice(0, 3)).toEqual([0.05, 0.05, 0.05]);
    expect(rates!.promotionBytesPerSecond).toEqual([null, null, null, null]);
  });

  test("promotion is the growth of the old generation across young and mixed pauses, in whole regions", () => {
    const fake = new FakeTimeline();
    const pauses = ["Young (Normal)", "Young (Mixed)", "Full", "Remark"].map((kind, i) => fake.pause(kind, 1000 + i * 10_000, 5));
    // Old regions before and after: the young one adds 6, the mixed one frees 4; what a full collection moves is no promotion.
    for (const [i, [before, after]] of [[10, 16], [16, 12], [12, 40], [40, 40]].entries()) fake.region(pauses[i]!, "Old", before!, after!);
    const built = fake.build(40_000);
    const [run] = built.runs;
    const timeline = { ...built, runs: [{ ...run!, jvm: { ...run!.jvm, regionBytes: 1_000_000 } }] };
    expect(reduceSeries(timeline, healthyG1().analysis).rates!.promotionBytesPerSecond).toEqual([600_000, 0, 0, 0]);
  });

  test("concurrent work takes its workers while it runs, once where phases overlap", () => {
    const fake = new FakeTimeline();
    for (let i = 0; i <= 40; i++) fake.pause("Young (Normal)", i * 1000, 0);
    // Of the first 10 s: 2 to 6 s and 5 to 7 s. Over the border: 9.5 to 10.5 s. What waits is no work.
    fake.phase("Concurrent Mark", 2_000, 4_000);
    fake.phase("Concurrent Rebuild", 5_000, 2_000);
    fake.phase("Concurrent Abortable Preclean", 7_000, 1_000);
    fake.phase("Concurrent Mark", 9_500, 1_000);
    const silent = fake.build(40_000);
    const [run] = silent.runs;
    const timeline = { ...silent, runs: [{ ...run!, jvm: { ...run!.jvm, concurrentWorkers: 2 } }] };
    expect(reduceSeries(timeline, healthyG1().analysis).rates!.concurrentCores).toEqual([1.1, 0.1, 0, 0]);
    expect(reduceSeries(silent, healthyG1().analysis).rates!.concurrentCores).toEqual([null, null, null, null]);
  });

  test("a second JVM life is placed by the wall clock, or after the first one", () => {
    const fake = new FakeTimeline();
    fake.pause("Young", 1_000, 5);
    fake.pause("Young", 2_000, 6, { run: 1 });
    const [first] = fake.build(10_000).runs;
    const second = { ...first!, index: 1, clock: { ...first!.clock, epochMs: first!.clock.epochMs + 60_000 }, lastMs: 5_000 };
    const series = reduceSeries(fake.build(10_000, { runs: [first!, second] }), healthyG1().analysis);
    expect(series.pauses[0]!.x).toEqual([1_000, 62_000]);
    expect(series.axis.restarts).toEqual([60_000]);
    const noWallClock = { ...second, clock: { ...second.clock, epochMs: Number.NaN } };
    expect(reduceSeries(fake.build(10_000, { runs: [first!, noWallClock] }), healthyG1().analysis).pauses[0]!.x).toEqual([1_000, 12_000]);
  });

  test("a window leaves out what lies before and after it", () => {
    const { timeline, analysis } = healthyG1();
    const series = reduceSeries(timeline, analysis, { run: null, fromMs: 100_000, toMs: 200_000 });
    const expected = Array.from(timeline.pauses.startMs).filter((x) => x >= 100_000 && x <= 200_000).length;
    expect(series.pauses.reduce((sum, { count }) => sum + count, 0)).toBe(expected);
    expect(series.axis).toMatchObject({ from: 100_000, to: 200_000 });
  });

  test("concurrent spans closer than a pixel are joined, and their time is not", () => {
    const fake = new FakeTimeline();
    fake.phase("Concurrent Mark", 0, 10);
    fake.phase("Concurrent Mark", 11, 10);
    fake.phase("Concurrent Mark", 50_000, 100);
    const [row] = reduceSeries(fake.build(60_000), healthyG1().analysis).concurrent;
    expect(row).toMatchObject({ phase: "Concurrent Mark", count: 3, totalMs: 120, spans: [{ from: 0, to: 21, count: 2 }, { from: 50_000, to: 50_100, count: 1 }] });
  });

  test("an empty timeline draws nothing", () => {
    const { analysis } = healthyG1();
    const nothing = { ...analysis, overhead: { ...analysis.overhead, mmu: [] }, pauses: { ...analysis.pauses, count: 0, maxMs: null } };
    const series = reduceSeries(new FakeTimeline().build(1_000), nothing);
    expect(CHARTS.filter((chart) => chart.appliesTo(series))).toEqual([]);
  });
});
