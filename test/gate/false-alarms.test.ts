import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decideChecks } from "../../src/gate/check.js";
import { compareRuns } from "../../src/gate/compare/judge-comparison.js";
import { DEFAULT_TOLERANCE } from "../../src/gate/config.js";
import { seedRandom } from "../../src/statistics/random.js";
import { ROOT } from "../support/samples.js";
import { type Service, simulateRun } from "./simulate-run.js";

/**
 * `PAUSELINE_CALIBRATE=1 npx vitest run test/gate/false-alarms.test.ts` writes the tables of CI.md to
 * reports/gate-calibration; otherwise a short version runs.
 */
const IS_FULL = process.env["PAUSELINE_CALIBRATE"] === "1";
const COMPARISONS = IS_FULL ? 100 : 25;

const WEB: Service = { name: "web service on G1", minutes: 10, gapMs: 1000, pauseMs: 12, spread: 0.4, memory: 0.5, heavyShare: 0.05, fullBurstsPerHour: 0, runSpread: 0.04 };
const SERVICES: readonly Service[] = [
  WEB,
  { ...WEB, name: "the same, runs differ by 10 %", runSpread: 0.1 },
  { ...WEB, name: "the same, runs differ by 15 %", runSpread: 0.15 },
  { name: "few long pauses (Parallel)", minutes: 10, gapMs: 5000, pauseMs: 90, spread: 0.5, memory: 0.3, heavyShare: 0.1, fullBurstsPerHour: 0, runSpread: 0.06 },
  { name: "many tiny pauses (ZGC)", minutes: 6, gapMs: 700, pauseMs: 0.03, spread: 0.6, memory: 0.2, heavyShare: 0, fullBurstsPerHour: 0, runSpread: 0.08 },
  { ...WEB, name: "bursts of full collections", fullBurstsPerHour: 6, runSpread: 0.05 },
];
/** Services whose equal runs differ by no more than a comparison assumes; only for those the rate is promised. */
const AS_ASSUMED = SERVICES.filter(({ runSpread }) => runSpread <= DEFAULT_TOLERANCE.runNoise);
const RUNS = [1, 3, 5] as const;

interface Outcome {
  readonly service: string;
  readonly runs: number;
  readonly failed: number;
  readonly undecided: number;
}

function repeat(service: Service, runs: number, slowdown: number, seed: number): Outcome {
  const random = seedRandom(seed);
  let failed = 0;
  let undecided = 0;
  for (let i = 0; i < COMPARISONS; i++) {
    const before = Array.from({ length: runs }, () => simulateRun(service, random));
    const after = Array.from({ length: runs }, () => simulateRun(service, random, slowdown));
    const verdict = decideChecks(compareRuns(before, after, { tolerance: DEFAULT_TOLERANCE, accept: [], slo: [] }).checks);
    if (verdict === "failed") failed++;
    if (verdict === "not-judged") undecided++;
  }
  return { service: service.name, runs, failed, undecided };
}

function tell(title: "false-alarms" | "power", outcomes: readonly Outcome[]): void {
  if (!IS_FULL) return;
  const percent = (count: number): string => `${((100 * count) / COMPARISONS).toFixed(1)} %`;
  const rows = SERVICES.map(({ name }) => `| ${name} | ${RUNS.map((runs) => percent(outcomes.find((one) => one.service === name && one.runs === runs)?.failed ?? Number.NaN)).join(" | ")} |`);
  mkdirSync(join(ROOT, "reports/gate-calibration"), { recursive: true });
  writeFileSync(join(ROOT, "reports/gate-calibration", `${title}.md`), [`| service | ${RUNS.map((runs) => `${runs} and ${runs}`).join(" | ")} |`, "| --- | ---: | ---: | ---: |", ...rows, "", `${COMPARISONS} comparisons each; undecided: ${outcomes.reduce((sum, { undecided }) => sum + undecided, 0)}`, ""].join("\n"));
}

describe("false alarms and power", () => {
  const runs = IS_FULL ? RUNS : ([1, 3] as const);

  test("equal runs seldom fail", { timeout: 3_600_000 }, () => {
    const outcomes = SERVICES.flatMap((service, index) => runs.map((count) => repeat(service, count, 1, 100 + index)));
    tell("false-alarms", outcomes);
    const promised = outcomes.filter(({ service }) => AS_ASSUMED.some(({ name }) => name === service));
    const failed = promised.reduce((sum, outcome) => sum + outcome.failed, 0);
    expect(failed / (promised.length * COMPARISONS)).toBeLessThanOrEqual(0.01);
    expect(outcomes.every(({ undecided }) => undecided <= COMPARISONS / 20)).toBe(true);
  });

  test("pauses that are 30 % longer are found where runs are repeated", { timeout: 3_600_000 }, () => {
    const outcomes = (IS_FULL ? SERVICES : SERVICES.slice(0, 1)).flatMap((service, index) => runs.map((count) => repeat(service, count, 1.3, 200 + index)));
    tell("power", outcomes);
    const quiet = outcomes.find(({ service, runs: count }) => service === SERVICES[0]?.name && count === 3);
    expect((quiet?.failed ?? 0) / COMPARISONS).toBeGreaterThan(0.7);
  });
});
