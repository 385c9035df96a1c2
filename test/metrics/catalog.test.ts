import { describe, expect, test } from "vitest";
import { PauselineError } from "../../src/errors/pauseline-error.js";
import { findMetric, METRICS } from "../../src/metrics/catalog.js";
import { createMeasurer } from "../../src/metrics/measurer.js";
import { UNITS } from "../../src/metrics/metric.js";
import { sourceOf } from "../support/metric-source.js";

test("names are unique, dotted and found", () => {
  const names = METRICS.map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  for (const metric of METRICS) {
    expect(metric.name).toMatch(/^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)+$/);
    expect(findMetric(metric.name)).toBe(metric);
  }
  expect(findMetric("pauses.p42Ms")).toBeUndefined();
});

test("every metric has a unit, a sentence and a formula", () => {
  for (const { name, unit, sentence, formula } of METRICS) {
    expect(UNITS, name).toContain(unit);
    expect(sentence, name).toMatch(/^[A-Z0-9].*\.$/);
    expect(formula.length, name).toBeGreaterThan(3);
  }
});

describe("the contract's metric paths", () => {
  test.each([
    "pauses.count", "pauses.totalMs", "pauses.maxMs", "pauses.meanMs", "pauses.p50Ms", "pauses.p90Ms", "pauses.p95Ms", "pauses.p99Ms", "pauses.p999Ms",
    "safepoints.count", "safepoints.totalMs", "safepoints.maxMs", "safepoints.maxReachMs", "stalls.count", "stalls.totalMs", "stalls.maxMs",
    "overhead.pauseRatio", "overhead.gcCpuRatio", "heap.maxUsedBytes", "heap.allocationRateBytesPerSec", "heap.promotionRateBytesPerSec",
    "heap.liveSetBytes", "heap.liveSetTrendBytesPerHour", "heap.humongousShare", "span.durationMs", "span.runs",
    "jvm.version", "jvm.jdk", "jvm.collector", "jvm.heapInitialBytes", "jvm.heapMaxBytes", "jvm.regionBytes", "jvm.cpus", "jvm.memoryBytes",
  ])("%s is in the catalog", (name) => expect(findMetric(name)).toBeDefined());
});

test.each([
  ["an empty timeline", {}],
  ["a timeline without runs", { runs: [] }],
  ["one pause of which only the duration is known", { pauses: [{ durationMs: 5 }], firstMs: Number.NaN, lastMs: Number.NaN, collector: null }],
  ["pauses with nothing known", { pauses: [{}, {}], firstMs: Number.NaN, lastMs: Number.NaN }],
] as const)("%s gives plain values, and says what is missing where one is null", (_, description) => {
  const source = sourceOf(description);
  for (const metric of METRICS) {
    const { value, missing, sampleSize } = metric.compute(source);
    if (typeof value === "number") expect(Number.isFinite(value), metric.name).toBe(true);
    if (value === null) expect(missing, metric.name).toBeDefined();
    expect(sampleSize, metric.name).toBeGreaterThanOrEqual(0);
  }
});

test("a metric is computed once and only when asked", () => {
  const measurer = createMeasurer(sourceOf({ pauses: [{ startMs: 0, durationMs: 3 }] }));
  expect(measurer.measured().size).toBe(0);
  const first = measurer.measure("pauses.maxMs");
  expect(first.value).toBe(3);
  expect(measurer.measure("pauses.maxMs")).toBe(first);
  expect([...measurer.measured().keys()]).toEqual(["pauses.maxMs"]);
});

test("an unknown name is an error that names it", () => {
  const measurer = createMeasurer(sourceOf({}));
  expect(() => measurer.measure("pauses.p42Ms")).toThrow(PauselineError);
  expect(() => measurer.measure("pauses.p42Ms")).toThrow(/"pauses\.p42Ms"/);
});
