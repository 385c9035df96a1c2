import { expect, test } from "vitest";
import { countFalsePeriods, countVerdicts, linkedScenario, nullScenario, recoverOffsets, recoverPeriods, type VerdictCounts } from "./calibrate.js";

const CASES = 1000;
const PERMUTATIONS = 500;

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
const row = (name: string, counts: VerdictCounts): string =>
  `| ${name} | ${counts.cases} | ${[counts.explains, counts.contributes, counts.innocent, counts.inconclusive, counts.shifted].map((count) => percent(count, counts.cases)).join(" | ")} |`;

test(`${CASES} simulated runs of each kind keep the promised error rates`, async () => {
  const unlinked = countVerdicts(nullScenario, CASES, PERMUTATIONS);
  const linked = countVerdicts(linkedScenario, CASES, PERMUTATIONS);
  const periods = recoverPeriods(CASES);
  const falsePeriods = countFalsePeriods(CASES);
  const offsets = recoverOffsets(CASES);
  const table = [
    "# Calibration of the latency correlation", "",
    `Simulated runs with fixed seeds (1…${CASES}): two minutes of open arrivals at 40–120 requests/s, service times around 8 ms whose level wanders, pauses and slow spells with clock-like, usual and random intervals. ${PERMUTATIONS} circular shifts a run. Written by \`npm run calibrate\`, which fails when a promise breaks.`, "",
    "| kind of run | runs | gc-explains | gc-contributes | gc-innocent | inconclusive | clock shifted |", "| --- | --- | --- | --- | --- | --- | --- |",
    row("no link: pauses of 30–280 ms that delay nobody, slow spells of 60–360 ms beside them", unlinked),
    row("link: pauses of 150–450 ms every 3–10 s that stop every request, a slow spell for every five pauses", linked), "",
    "| figure | runs | found | within the promise |", "| --- | --- | --- | --- |",
    `| period of clock-like pauses (1 % jitter), within 2 % | ${periods.cases} | ${percent(periods.found, periods.cases)} | ${percent(periods.within, periods.cases)} |`,
    `| irregular pauses called periodic | ${CASES} | ${percent(falsePeriods, CASES)} | |`,
    `| clock offset up to ±30 s or whole hours up to ±12 h, within 100 ms (as written below 250 ms) | ${offsets.cases} | ${percent(offsets.found, offsets.cases)} | ${percent(offsets.within, offsets.cases)} |`, "",
  ].join("\n");
  await expect(table).toMatchFileSnapshot("../../reports/calibration.md");
  expect(unlinked.explains / CASES).toBeLessThanOrEqual(0.01);
  expect(linked.explains / CASES).toBeGreaterThanOrEqual(0.95);
  expect(periods.within / CASES).toBeGreaterThanOrEqual(0.95);
  expect(falsePeriods / CASES).toBeLessThanOrEqual(0.01);
  expect(offsets.within / CASES).toBeGreaterThanOrEqual(0.95);
});
