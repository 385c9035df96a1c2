import { expect, test } from "vitest";
import {
  bySecond, byClosedLoop, commonCauseScenario, countFalsePeriods, countVerdicts, linkedScenario, nullScenario, recoverDrifts, recoverOffsets, recoverPeriods, withStalls, type Recovery, type VerdictCounts,
} from "./calibrate.js";

/** Runs of the kinds that carry the promise, and of those that widen it. */
const CASES = 1000;
const FEWER = 300;
const PERMUTATIONS = 200;

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
const row = (name: string, counts: VerdictCounts): string =>
  `| ${name} | ${counts.cases} | ${[counts.explains, counts.contributes, counts.innocent, counts.inconclusive, counts.shifted].map((count) => percent(count, counts.cases)).join(" | ")} |`;
const recovered = (name: string, { cases, found, within }: Recovery): string => `| ${name} | ${cases} | ${percent(found, cases)} | ${percent(within, cases)} |`;

const HEAD = "| kind of run | runs | gc-explains | gc-contributes | gc-innocent | inconclusive | clock shifted |\n| --- | --- | --- | --- | --- | --- | --- |";

test("simulated runs keep the promised error rates", async () => {
  const nulls: [string, VerdictCounts][] = [
    ["pauses of 30–280 ms that delay nobody, slow spells of 60–360 ms beside them; single requests", countVerdicts(nullScenario, CASES, PERMUTATIONS)],
    ["the same, seen as p99 by second", countVerdicts(nullScenario, CASES, PERMUTATIONS, bySecond)],
    ["the same, measured by a closed loop of 4–16 workers", countVerdicts((seed) => byClosedLoop(nullScenario(seed)), FEWER, PERMUTATIONS)],
    ["allocation stalls that delay nobody", countVerdicts((seed) => withStalls(nullScenario(seed)), FEWER, PERMUTATIONS)],
    ["common cause: slow spells of 200–500 ms each set off a pause of 10–120 ms; single requests", countVerdicts(commonCauseScenario, FEWER, PERMUTATIONS)],
    ["the same, seen as p99 by second", countVerdicts(commonCauseScenario, CASES, PERMUTATIONS, bySecond)],
  ];
  const linked: [string, number, VerdictCounts][] = [
    ["pauses of 150–450 ms every 3–10 s that stop every request, a slow spell for every five pauses; single requests", 0.95, countVerdicts(linkedScenario, CASES, PERMUTATIONS)],
    ["the same, seen as p99 by second", 0.9, countVerdicts(linkedScenario, CASES, PERMUTATIONS, bySecond)],
    ["the same, measured by a closed loop of 4–16 workers", 0.85, countVerdicts((seed) => byClosedLoop(linkedScenario(seed)), FEWER, PERMUTATIONS)],
    ["allocation stalls of the same lengths that hold 50–99 % of the requests", 0.85, countVerdicts((seed) => withStalls(linkedScenario(seed)), FEWER, PERMUTATIONS)],
  ];
  const periods = recoverPeriods(FEWER);
  const falsePeriods = countFalsePeriods(FEWER);
  const offsets = recoverOffsets(FEWER);
  const drifts = recoverDrifts(FEWER);
  const table = [
    "# Calibration of the latency correlation", "",
    `Simulated runs with fixed seeds (1, 2, …): two minutes of open arrivals at 40–120 requests/s, service times around 8 ms whose level wanders, pauses and slow spells with clock-like, usual and random intervals. ${PERMUTATIONS} circular shifts a run. Written by \`npm run calibrate\`, which fails when a promise breaks.`, "",
    "## No link", "", "Promise: gc-explains in at most 1 % of the runs of each kind.", "", HEAD, ...nulls.map(([name, counts]) => row(name, counts)), "",
    "## A link", "", `Promise: gc-explains in at least ${linked.map(([, power]) => percent(power, 1)).join(", ")} of the runs, in this order, and gc-innocent in at most 1 %.`, "", HEAD, ...linked.map(([name, , counts]) => row(name, counts)), "",
    "## Figures", "", "| figure | runs | found | within the promise |", "| --- | --- | --- | --- |",
    recovered("period of clock-like pauses (1 % jitter), within 2 %", periods),
    `| irregular pauses called periodic | ${FEWER} | ${percent(falsePeriods, FEWER)} | |`,
    recovered("clock offset up to ±30 s or whole hours up to ±12 h, within 100 ms (as written below 250 ms)", offsets),
    recovered("clock drift of 1000–5000 ppm, within 500 ppm", drifts), "",
  ].join("\n");
  await expect(table).toMatchFileSnapshot("../../reports/calibration.md");
  for (const [name, { explains, cases }] of nulls) expect(explains / cases, name).toBeLessThanOrEqual(0.01);
  for (const [name, power, { explains, innocent, cases }] of linked) {
    expect(explains / cases, name).toBeGreaterThanOrEqual(power);
    expect(innocent / cases, name).toBeLessThanOrEqual(0.01);
  }
  expect(periods.within / periods.cases).toBeGreaterThanOrEqual(0.95);
  expect(falsePeriods / FEWER).toBeLessThanOrEqual(0.01);
  expect(offsets.within / offsets.cases).toBeGreaterThanOrEqual(0.95);
  expect(drifts.within / drifts.cases).toBeGreaterThanOrEqual(0.95);
});
