import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyPause } from "../../src/metrics/pause-class.js";
import { summarizePauses } from "../../src/metrics/pause-statistics.js";
import { selectPauses, selectPausesByCause, selectPausesByKind } from "../../src/metrics/select-pauses.js";
import { rowsInside, wallMsOf, WHOLE } from "../../src/metrics/wall-time.js";
import { NOTHING_GIVEN, sourceOf, valueOf } from "../support/metric-source.js";
import { timelineOf } from "../support/timeline-builder.js";

const FOUR = {
  pauses: [
    { startMs: 1000, durationMs: 10, kind: "Young (Normal)", cause: "G1 Evacuation Pause" },
    { startMs: 2000, durationMs: 30, kind: "Young (Mixed)", cause: "G1 Evacuation Pause" },
    { startMs: 3000, durationMs: 20, kind: "Young (Normal)", cause: "G1 Humongous Allocation" },
    { startMs: 4000, durationMs: 140, kind: "Full", cause: "System.gc()" },
  ],
  lastMs: 10_000,
};

test("count, sum, mean, extremes and nearest ranks of four pauses", () => {
  expect(summarizePauses(selectPauses(timelineOf(FOUR), WHOLE))).toEqual({
    count: 4, totalMs: 200, maxMs: 140, meanMs: 50, p50Ms: 20, p90Ms: 140, p95Ms: 140, p99Ms: 140, p999Ms: 140,
  });
  expect(valueOf("pauses.p50Ms", FOUR)).toBe(20);
  expect(valueOf("pauses.full.count", FOUR)).toBe(1);
  expect(valueOf("pauses.young.maxMs", FOUR)).toBe(20);
  expect(valueOf("pauses.mixed.totalMs", FOUR)).toBe(30);
  expect(valueOf("overhead.pauseRatio", FOUR)).toBeCloseTo(0.02, 12);
  expect(valueOf("overhead.throughputShare", FOUR)).toBeCloseTo(0.98, 12);
});

test("groups keep the order of first occurrence and add up", () => {
  const timeline = timelineOf(FOUR);
  expect([...selectPausesByKind(timeline, WHOLE)].map(([kind, { totalMs }]) => [kind, totalMs])).toEqual([["Young (Normal)", 30], ["Young (Mixed)", 30], ["Full", 140]]);
  expect([...selectPausesByCause(timeline, WHOLE).keys()]).toEqual(["G1 Evacuation Pause", "G1 Humongous Allocation", "System.gc()"]);
});

test("the worst pause comes first in the lines, and the selection is made once", () => {
  const source = sourceOf(FOUR);
  expect(selectPauses(source.timeline, source.window)).toBe(selectPauses(source.timeline, source.steady));
  const worst = timelineOf(FOUR).pauses.line[3];
  expect(worst).toBe(4);
});

test("unknown durations are counted as pauses and left out of the rest", () => {
  const description = { pauses: [{ startMs: 0, durationMs: Number.NaN }, { startMs: 10, durationMs: 4 }] };
  expect(valueOf("pauses.count", description)).toBe(2);
  expect(valueOf("pauses.meanMs", description)).toBe(4);
});

test("without a clock durations still count, and everything per time is unknown", () => {
  const description = { pauses: [{ durationMs: 3 }, { durationMs: 5 }], firstMs: Number.NaN, lastMs: Number.NaN };
  expect(valueOf("pauses.totalMs", description)).toBe(8);
  for (const name of ["overhead.pauseRatio", "span.durationMs", "requests.hitShare", "overhead.mmu100ms", "pauses.gapP50Ms"]) expect(valueOf(name, description)).toBeNull();
});

test("a window takes pauses that begin in it, from its start on and before its end", () => {
  const timeline = timelineOf(FOUR);
  expect([...rowsInside(timeline.pauses, { run: null, fromMs: 2000, toMs: 4000 })]).toEqual([1, 2]);
  expect([...rowsInside(timeline.pauses, { run: 1, fromMs: Number.NaN, toMs: Number.NaN })]).toEqual([]);
});

test("rates add up runs, they do not average them", () => {
  // 10 ms in 1 s and 10 ms in 9 s: 20 ÷ 10,000, not the mean of 1 % and 0.11 %.
  const description = {
    pauses: [{ startMs: 100, durationMs: 10, run: 0 }, { startMs: 100, durationMs: 10, run: 1 }],
    runs: [{ lastMs: 1000 }, { lastMs: 9000 }],
  };
  expect(wallMsOf(timelineOf(description), WHOLE)).toBe(10_000);
  expect(valueOf("overhead.pauseRatio", description)).toBeCloseTo(0.002, 12);
  expect(valueOf("span.runs", description)).toBe(2);
});

test.each([
  ["Young (Normal)", "young"], ["Young (Concurrent Start)", "young"], ["Young (Prepare Mixed)", "young"], ["Young", "young"], ["Young (Mixed)", "mixed"],
  ["Full", "full"], ["Degenerated GC (Mark)", "degenerated"], ["Remark", "remark"], ["Final Mark (unload classes)", "remark"], ["Init Mark", "initialMark"],
  ["Cleanup", "cleanup"], ["Mark Start (Major)", "other"], ["Relocate Start", "other"],
] as const)("%s is %s", (kind, pauseClass) => expect(classifyPause(kind)).toBe(pauseClass));

describe("what the user gives beats what the input says", () => {
  const description = { jvm: { jdk: 17, heapMaxBytes: 100, cpus: 8 } };
  test("given", () => {
    const given = { ...NOTHING_GIVEN, jdk: 21, heapMaxBytes: 200 };
    expect(valueOf("jvm.jdk", description, { given })).toBe(21);
    expect(valueOf("jvm.heapMaxBytes", description, { given })).toBe(200);
    expect(valueOf("jvm.cpus", description, { given })).toBe(8);
  });
  test("not given", () => expect(valueOf("jvm.jdk", description)).toBe(17));
});

test("any split by kind adds up to the whole", () => {
  const pauses = fc.array(fc.record({ startMs: fc.nat(1000), durationMs: fc.nat(100), kind: fc.constantFrom("Young (Normal)", "Full", "Remark") }), { maxLength: 30 });
  fc.assert(fc.property(pauses, (rows) => {
    const timeline = timelineOf({ pauses: rows });
    const groups = [...selectPausesByKind(timeline, WHOLE).values()];
    expect(groups.reduce((sum, { rows: inGroup }) => sum + inGroup.length, 0)).toBe(rows.length);
    expect(groups.reduce((sum, { totalMs }) => sum + totalMs, 0)).toBe(selectPauses(timeline, WHOLE).totalMs);
  }));
});
