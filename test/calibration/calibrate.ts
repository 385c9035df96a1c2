import { correlatePauses } from "../../src/correlate/correlate-pauses.js";
import { findPeriodicity } from "../../src/correlate/periodicity.js";
import { seedRandom } from "../../src/statistics/random.js";
import type { RequestSeries, WindowSeries } from "../../src/latency/latency-series.js";
import { simulate, type Scenario } from "./simulate.js";
import { windowsOf } from "./windows-of.js";

/** Counts of verdicts over simulated runs. */
export interface VerdictCounts {
  readonly cases: number;
  readonly explains: number;
  readonly contributes: number;
  readonly innocent: number;
  readonly inconclusive: number;
  /** Runs in which a clock shift was applied. */
  readonly shifted: number;
}

const SPAN_MS = 120_000;

/** Pauses and slow spells in the same run that know nothing of each other; a third of each kind comes by the clock. */
export function nullScenario(seed: number): Scenario {
  const random = seedRandom(seed * 7919 + 1);
  return {
    seed, spanMs: SPAN_MS, requestsPerSecond: 40 + 80 * random(), pauseEveryMs: 1500 + 6000 * random(), pauseVariation: [0.01, 0.25, 1][seed % 3] as number, pauseMs: 30 + 250 * random(),
    isLinked: false, spellEveryMs: 2000 + 8000 * random(), spellVariation: [0.01, 0.5, 1][Math.floor(seed / 3) % 3] as number, spellMs: 60 + 300 * random(),
  };
}

/** Pauses of 150 ms and more, 12 to 40 in two minutes, that stop every request; slow spells beside them up to a fifth of the delay. */
export function linkedScenario(seed: number): Scenario {
  const random = seedRandom(seed * 104729 + 1);
  const pauseEveryMs = 3000 + 7000 * random();
  const pauseMs = 150 + 300 * random();
  return {
    seed, spanMs: SPAN_MS, requestsPerSecond: 40 + 80 * random(), pauseEveryMs, pauseVariation: [0.01, 0.25, 1][seed % 3] as number, pauseMs,
    isLinked: true, spellEveryMs: pauseEveryMs * 5, spellVariation: 1, spellMs: pauseMs * 0.8,
  };
}

/** Slow spells that set off a pause a little later, as a burst of load does: both together, neither the other's cause. */
export function commonCauseScenario(seed: number): Scenario {
  const random = seedRandom(seed * 15485863 + 1);
  return { ...nullScenario(seed), spellEveryMs: 3000 + 6000 * random(), spellMs: 200 + 300 * random(), pauseMs: 20 + 60 * random(), isCommonCause: true };
}

/** The same run measured by 4 to 16 workers that wait for their answers. */
export function byClosedLoop(scenario: Scenario): Scenario {
  return { ...scenario, workers: 4 + (scenario.seed % 13) };
}

/** The same run with allocation stalls of single threads in place of pauses: each meets half to all of the requests. */
export function withStalls(scenario: Scenario): Scenario {
  return { ...scenario, stalledShare: 0.5 + 0.49 * seedRandom(scenario.seed * 41 + 3)() };
}

/** Verdicts over `cases` runs of a kind, seeds 1…cases. `permutations` of each test; `seenAs` is what the tool gets to see of the requests. */
export function countVerdicts(scenarioOf: (seed: number) => Scenario, cases: number, permutations: number, seenAs: (series: RequestSeries) => RequestSeries | WindowSeries = (series) => series): VerdictCounts {
  const counts = { cases, explains: 0, contributes: 0, innocent: 0, inconclusive: 0, shifted: 0 };
  for (let seed = 1; seed <= cases; seed++) {
    const { timeline, series } = simulate(scenarioOf(seed));
    const { correlation } = correlatePauses(timeline, seenAs(series), { seed, permutations });
    if (correlation.verdict === "gc-explains") counts.explains++;
    else if (correlation.verdict === "gc-contributes") counts.contributes++;
    else if (correlation.verdict === "gc-innocent") counts.innocent++;
    else counts.inconclusive++;
    if (correlation.clockOffsetMs !== 0) counts.shifted++;
  }
  return counts;
}

/** p99 by second, as monitoring keeps it. */
export function bySecond(series: RequestSeries): WindowSeries {
  return windowsOf(series, 1000);
}

/** Errors of recovered figures over simulated runs. */
export interface Recovery {
  readonly cases: number;
  /** Runs in which the figure was found at all. */
  readonly found: number;
  /** Of those, within the promised tolerance. */
  readonly within: number;
}

/** Periods of pauses by a timer with 1 % jitter: within 2 %. */
export function recoverPeriods(cases: number): Recovery {
  let found = 0;
  let within = 0;
  for (let seed = 1; seed <= cases; seed++) {
    const scenario = { ...linkedScenario(seed), pauseVariation: 0.01, spellEveryMs: 0 };
    const [period] = findPeriodicity(simulate(scenario).timeline);
    if (period === undefined) continue;
    found++;
    if (Math.abs(period.periodMs / scenario.pauseEveryMs - 1) <= 0.02) within++;
  }
  return { cases, found, within };
}

/** How often irregular pauses (spread 1, as random as can be) are called periodic. */
export function countFalsePeriods(cases: number): number {
  let count = 0;
  for (let seed = 1; seed <= cases; seed++) {
    if (findPeriodicity(simulate({ ...linkedScenario(seed), pauseVariation: 1, spellEveryMs: 0, requestsPerSecond: 1 }).timeline).length > 0) count++;
  }
  return count;
}

/** Clock offsets up to ±10 min and whole hours: found within 100 ms, the resolution of the search for requests. */
export function recoverOffsets(cases: number): Recovery {
  let found = 0;
  let within = 0;
  for (let seed = 1; seed <= cases; seed++) {
    const random = seedRandom(seed * 31 + 5);
    const offsetMs = seed % 2 === 0 ? 3_600_000 * (1 + (seed % 12)) * (seed % 4 === 0 ? -1 : 1) : 30_000 * (2 * random() - 1);
    const { timeline, series } = simulate({ ...linkedScenario(seed), pauseVariation: 0.5, offsetMs });
    const { correlation } = correlatePauses(timeline, series, { seed, permutations: 200 });
    const estimate = correlation.clockOffsetMs;
    if (estimate === null || (estimate === 0 && Math.abs(offsetMs) > 250)) continue;
    found++;
    if (Math.abs(estimate - offsetMs) <= 100 || (estimate === 0 && Math.abs(offsetMs) <= 250)) within++;
  }
  return { cases, found, within };
}

/** Clock drifts of 1000 to 5000 ppm over two minutes: found within 500 ppm. */
export function recoverDrifts(cases: number): Recovery {
  let found = 0;
  let within = 0;
  for (let seed = 1; seed <= cases; seed++) {
    const drift = (seed % 2 === 0 ? 1 : -1) * (0.001 + 0.004 * seedRandom(seed * 61 + 9)());
    const { timeline, series } = simulate({ ...linkedScenario(seed), pauseVariation: 0.5, drift });
    const { matched } = correlatePauses(timeline, series, { seed, permutations: 200 });
    if (matched === null) continue;
    const estimate = (matched.correctionMs(series.startMs[0] as number) - matched.correctionMs(series.startMs.at(-1) as number)) / ((series.startMs.at(-1) as number) - (series.startMs[0] as number));
    if (estimate === 0) continue;
    found++;
    if (Math.abs(estimate - drift) <= 0.0005) within++;
  }
  return { cases, found, within };
}
