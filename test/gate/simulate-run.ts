import { type RunFacts, type RunSource, takeRunFacts } from "../../src/gate/compare/run-facts.js";
import { createMeasurer } from "../../src/metrics/measurer.js";
import { findSteadyWindow } from "../../src/metrics/steady-window.js";
import { WHOLE } from "../../src/metrics/wall-time.js";
import type { Random } from "../../src/statistics/random.js";
import { NOTHING_GIVEN } from "../support/metric-source.js";
import { timelineOf } from "../support/timeline-builder.js";

/** A kind of service: how often it pauses, for how long, and how much its runs differ. */
export interface Service {
  readonly name: string;
  readonly minutes: number;
  readonly gapMs: number;
  readonly pauseMs: number;
  /** Standard deviation of ln(pause) within a run. */
  readonly spread: number;
  /** Correlation of neighboring pauses. */
  readonly memory: number;
  /** Share of pauses that are three times as long: mixed collections, major ones. */
  readonly heavyShare: number;
  /** Bursts of full collections per hour, three to twelve each. */
  readonly fullBurstsPerHour: number;
  /** Standard deviation of ln(pause) between equal runs. */
  readonly runSpread: number;
}

const MB = 1024 ** 2;

/** Draws one run of a service; `slowdown` multiplies all pauses. */
export function simulateRun(service: Service, random: Random, slowdown = 1): RunFacts {
  return takeRunFacts(simulateSource(service, random, slowdown));
}

/** What the facts of a run are taken from; the rest of an analysis would only cost time here. */
function simulateSource(service: Service, random: Random, slowdown: number): RunSource {
  const runFactor = Math.exp(service.runSpread * normal(random)) * slowdown;
  const gapFactor = Math.exp(0.03 * normal(random));
  const endMs = service.minutes * 60_000;
  const pauses: { startMs: number; durationMs: number; kind: string; cause: string; beforeBytes: number; afterBytes: number; committedBytes: number }[] = [];
  let level = normal(random);
  let load = 0;
  for (let atMs = service.gapMs * random(); atMs < endMs; ) {
    level = service.memory * level + Math.sqrt(1 - service.memory ** 2) * normal(random);
    load = 0.98 * load + 0.02 * normal(random);
    const heavy = random() < service.heavyShare ? 3 : 1;
    const durationMs = service.pauseMs * runFactor * heavy * Math.exp(service.spread * level);
    pauses.push({ startMs: atMs, durationMs, kind: heavy > 1 ? "Young (Mixed)" : "Young (Normal)", cause: "G1 Evacuation Pause", beforeBytes: 400 * MB, afterBytes: 100 * MB, committedBytes: 512 * MB });
    atMs += durationMs;
    if (random() < (service.fullBurstsPerHour * service.gapMs) / 3_600_000) {
      for (let left = 3 + Math.floor(10 * random()); left > 0; left--) {
        pauses.push({ startMs: atMs, durationMs: service.pauseMs * 8 * runFactor, kind: "Full", cause: "G1 Compaction Pause", beforeBytes: 100 * MB, afterBytes: 100 * MB, committedBytes: 512 * MB });
        atMs += service.pauseMs * 8 * runFactor + 50;
      }
    }
    atMs += service.gapMs * gapFactor * Math.exp(load + 0.2 * normal(random));
  }
  const jvm = { jdk: 21, heapMaxBytes: 512 * MB, cpus: 4 };
  const timeline = timelineOf({ pauses, lastMs: Math.max(endMs, pauses.at(-1)?.startMs ?? 0), jvm });
  const measurer = createMeasurer({ timeline, window: WHOLE, steady: findSteadyWindow(timeline, WHOLE).window, given: NOTHING_GIVEN });
  return { analysis: { inputs: [], jvm: { collector: "G1", ...jvm } }, timeline, measurer };
}

/** A standard normal number (Box and Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
