import { describe, expect, test } from "vitest";
import { correlatePauses } from "../../src/correlate/correlate-pauses.js";
import { reduceCorrelation } from "../../src/correlate/correlation-series.js";
import { findPeriodicity } from "../../src/correlate/periodicity.js";
import { CHARTS } from "../../src/report/charts/index.js";
import type { Chart } from "../../src/report/charts/chart.js";
import { reduceSeries, type ReportSeries } from "../../src/report/series.js";
import { simulate, type Scenario } from "../calibration/simulate.js";
import { healthyG1 } from "./fake-stories.js";

const SCENARIO: Scenario = { seed: 4, spanMs: 90_000, requestsPerSecond: 80, pauseEveryMs: 7000, pauseVariation: 0.01, pauseMs: 300, isLinked: true, spellEveryMs: 20_000, spellVariation: 1, spellMs: 300 };
const { timeline, series } = simulate(SCENARIO);
const correlated = correlatePauses(timeline, series, { permutations: 200 });
const reduced = reduceCorrelation(correlated, findPeriodicity(timeline, correlated))!;
const story = healthyG1();
const drawn: ReportSeries = reduceSeries(story.timeline, story.analysis, null, reduced);
const chartOf = (name: string): { chart: Chart; describe: string } => {
  const definition = CHARTS.find((one) => one.name === name)!;
  expect(definition.appliesTo(drawn)).toBe(true);
  return { chart: definition.build(drawn), describe: definition.describe(drawn) };
};
const dataOf = (chart: Chart, index: number): { x: number; y: number }[] => chart.config.data.datasets[index]!.data as { x: number; y: number }[];
const isInAnyPause = (atMs: number): boolean => Array.from(timeline.pauses.startMs).some((start, row) => atMs >= start - 1 && atMs <= start + 1.25 * (timeline.pauses.durationMs[row] as number) + 60);

describe("latency over time", () => {
  const { chart, describe: reading } = chartOf("latency");

  test("what ended in or right after a pause has the color of stops, spells of something else do not", () => {
    const zeroMs = reduced.startEpochMs - timeline.runs[0]!.clock.epochMs;
    const inStop = dataOf(chart, 1);
    expect(inStop.length).toBeGreaterThan(8);
    // The axis is in seconds.
    for (const { x } of inStop) expect(isInAnyPause(x * 1000 + zeroMs)).toBe(true);
    expect(dataOf(chart, 0).some(({ y }) => y > reduced.thresholdMs)).toBe(true);
  });

  test("stops that hold slow requests are marked, and the reading counts them", () => {
    const culprits = reduced.stops.filter(({ isCulprit }) => isCulprit).length;
    expect(culprits).toBeGreaterThan(8);
    expect(reading).toContain(`${culprits} of ${reduced.stops.length} stops shown hold slow requests`);
  });
});

test("folded at the period of the pauses, what is slowest because of them gathers at one phase", () => {
  const { chart, describe: reading } = chartOf("latency-folded");
  expect(reduced.folded!.periodMs / 7000).toBeCloseTo(1, 2);
  const ends = [...reduced.folded!.stopPhase].sort((a, b) => a - b);
  // Pauses come on the beat; their ends differ by their lengths alone.
  expect((ends.at(-1) as number) - (ends[0] as number)).toBeLessThan(0.3);
  for (const { x } of dataOf(chart, 0)) expect(x).toBeLessThanOrEqual(7.1);
  expect(reading).toMatch(/every 7(?:\.\d+)? s; the slowest, .* into the period/);
});

test("dose and response lie near the line on which a request waits for exactly the stop", () => {
  const { chart, describe: reading } = chartOf("dose-response");
  const ratios = dataOf(chart, 0).map(({ x, y }) => y / x).sort((a, b) => a - b);
  expect(ratios[ratios.length >> 1]).toBeGreaterThan(0.7);
  expect(ratios[ratios.length >> 1]).toBeLessThan(1.3);
  expect(reading).toMatch(/stops met slow requests; the longest/);
});

test("the curve without stops never lies above the measured one, and both meet at the median", () => {
  const { chart, describe: reading } = chartOf("latency-percentiles");
  const measured = dataOf(chart, 0);
  const without = dataOf(chart, 1);
  measured.forEach(({ y }, i) => expect(without[i]!.y).toBeLessThanOrEqual(y + 1e-9));
  expect(measured[0]!.y / without[0]!.y).toBeCloseTo(1, 1);
  expect(reading).toMatch(/p99 .* as measured, .* without the time in stops/);
});
