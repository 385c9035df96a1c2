import type { RequestSeries } from "../../src/latency/latency-series.js";
import { nearestRank } from "../../src/statistics/quantile.js";
import { seedRandom, type Random } from "../../src/statistics/random.js";
import type { Timeline } from "../../src/timeline/timeline.js";
import { timelineOf } from "../support/timeline-builder.js";

/** How a pair of log and latency file is made up. */
export interface Scenario {
  readonly seed: number;
  readonly spanMs: number;
  readonly requestsPerSecond: number;
  /** Mean interval between pauses and its relative spread; 0 is a clock. */
  readonly pauseEveryMs: number;
  readonly pauseVariation: number;
  readonly pauseMs: number;
  /** Whether pauses delay requests. */
  readonly isLinked: boolean;
  /** Slow spells that have nothing to do with pauses: mean interval, spread, length. 0: none. */
  readonly spellEveryMs: number;
  readonly spellVariation: number;
  readonly spellMs: number;
  /** Latency clock minus log clock. */
  readonly offsetMs?: number;
  /** How fast the latency clock runs away from the log's, ms per ms. */
  readonly drift?: number;
  /** Set: so many workers that each wait for their answer before they send again (closed loop), in place of open arrivals. */
  readonly workers?: number;
  /** Share of requests whose thread meets a stop; below 1 the stops are allocation stalls of single threads. Default 1. */
  readonly stalledShare?: number;
  /** True: a slow spell also sets off a pause some time later, as a burst of load does; the pause itself delays nobody. */
  readonly isCommonCause?: boolean;
}

/** A made-up run. */
export interface Simulated {
  readonly timeline: Timeline;
  readonly series: RequestSeries;
}

const EPOCH_MS = Date.UTC(2026, 0, 1);

/**
 * Open arrivals (Poisson), log-normal service around 8 ms whose level wanders (AR(1) over seconds, so that latencies
 * remember their past); pauses and slow spells come by gamma renewal, their lengths log-normal and autocorrelated. A
 * request that meets a pause or spell waits for its end, as it would for a stopped process or a held lock.
 */
export function simulate(scenario: Scenario): Simulated {
  const random = seedRandom(scenario.seed);
  const spells = scenario.spellEveryMs === 0 ? [] : renewal(random, scenario.spanMs, scenario.spellEveryMs, scenario.spellVariation, scenario.spellMs);
  const pauses = scenario.isCommonCause === true
    ? spells.map(({ startMs }) => ({ startMs: startMs + 30 + 120 * random(), lengthMs: scenario.pauseMs * (0.5 + random()) }))
    : renewal(random, scenario.spanMs, scenario.pauseEveryMs, scenario.pauseVariation, scenario.pauseMs);
  const allBlocks = [...spells, ...(scenario.isLinked ? pauses : [])].sort((a, b) => a.startMs - b.startMs);
  const { stalledShare = 1, offsetMs = 0, drift = 0 } = scenario;
  const startMs: number[] = [];
  const latencyMs: number[] = [];
  let level = 0;
  let second = -1;
  const sendNext = senderOf(scenario, random);
  for (let at = sendNext(0); at < scenario.spanMs; ) {
    if (Math.floor(at / 1000) !== second) {
      second = Math.floor(at / 1000);
      level = 0.9 * level + 0.15 * normal(random);
    }
    const serviceMs = 8 * Math.exp(level + 0.4 * normal(random));
    const endMs = endThrough(stalledShare < 1 && random() >= stalledShare ? spells : allBlocks, at, serviceMs);
    startMs.push(EPOCH_MS + at + offsetMs + drift * at);
    latencyMs.push(endMs - at);
    at = sendNext(endMs);
  }
  return { timeline: stalledShare < 1 ? stallsFrom(pauses, scenario.spanMs) : timelineFrom(pauses, scenario.spanMs), series: seriesFrom(startMs, latencyMs) };
}

/** When the next request is sent, told when the last one is answered: at random, or by the worker that is free first after thinking. */
function senderOf({ requestsPerSecond, workers }: Scenario, random: Random): (answeredMs: number) => number {
  if (workers === undefined) {
    let at = 0;
    return () => (at += exponential(random) * (1000 / requestsPerSecond));
  }
  const thinkMs = (1000 * workers) / requestsPerSecond;
  const freeMs = Array.from({ length: workers }, () => thinkMs * random());
  let last = -1;
  return (answeredMs) => {
    if (last >= 0) freeMs[last] = answeredMs + thinkMs * (0.5 + random());
    last = freeMs.indexOf(Math.min(...freeMs));
    return freeMs[last] as number;
  };
}

interface Block {
  readonly startMs: number;
  readonly lengthMs: number;
}

function renewal(random: Random, spanMs: number, everyMs: number, variation: number, lengthMs: number): Block[] {
  const blocks: Block[] = [];
  let size = 0;
  for (let at = everyMs * random(); at < spanMs - 2000; at += Math.max(lengthMs * 2, everyMs * gamma(random, variation))) {
    size = 0.7 * size + 0.25 * normal(random);
    blocks.push({ startMs: at, lengthMs: lengthMs * Math.exp(size) });
  }
  return blocks;
}

/** When a request of a service time ends that is stopped by every block it meets. */
function endThrough(blocks: readonly Block[], fromMs: number, serviceMs: number): number {
  let end = fromMs + serviceMs;
  for (const { startMs, lengthMs } of blocks) {
    if (startMs >= end) break;
    if (startMs + lengthMs > fromMs) end += startMs + lengthMs - Math.max(fromMs, startMs);
  }
  return end;
}

function timelineFrom(pauses: readonly Block[], spanMs: number): Timeline {
  return timelineOf({
    pauses: pauses.map(({ startMs, lengthMs }) => ({ startMs, durationMs: lengthMs, kind: "Young (Normal)", cause: "G1 Evacuation Pause" })),
    lastMs: spanMs, clock: { epochMs: EPOCH_MS }, seen: ["wallClock"],
  });
}

function stallsFrom(stalls: readonly Block[], spanMs: number): Timeline {
  return timelineOf({
    stalls: stalls.map(({ startMs, lengthMs }) => ({ startMs, durationMs: lengthMs, kind: "Allocation Stall" })),
    lastMs: spanMs, clock: { epochMs: EPOCH_MS }, seen: ["wallClock"],
  });
}

function seriesFrom(starts: readonly number[], latencies: readonly number[]): RequestSeries {
  const latencyMs = Float64Array.from(latencies);
  const sorted = latencyMs.slice().sort();
  const at = (quantile: number): number => nearestRank(sorted, quantile);
  return {
    kind: "requests", source: "simulated", format: "simulated", notes: [], overall: { requests: starts.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), p999Ms: at(0.999), maxMs: at(1) },
    length: starts.length, startMs: Float64Array.from(starts), latencyMs, failed: new Uint8Array(starts.length), stampMeaning: "start", stampStepMs: 0.001, zone: "absolute", isServerSide: false, thinned: null,
  };
}

function exponential(random: Random): number {
  return -Math.log(1 - random());
}

function normal(random: Random): number {
  return Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random());
}

/** Mean 1 with the given relative spread: a sum of exponentials for spreads below 1; exactly 1 for 0. */
function gamma(random: Random, variation: number): number {
  if (variation < 0.05) return 1 + variation * normal(random);
  const parts = Math.max(1, Math.round(1 / variation ** 2));
  let sum = 0;
  for (let i = 0; i < parts; i++) sum += exponential(random);
  return sum / parts;
}
