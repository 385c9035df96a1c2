import type { Given, Window } from "../metrics/metric.js";
import type { Timeline } from "../timeline/timeline.js";
import { parseSlo } from "./parse-slo.js";
import { parseWindow } from "./parse-window.js";

/** What an analysis can be told beside the inputs; everything is optional. */
export interface AnalyzeOptions {
  /** Latency promises such as `p99=50ms`. */
  readonly slo?: readonly string[];
  readonly heapMaxBytes?: number;
  readonly memoryBytes?: number;
  readonly jdk?: number;
  readonly cpus?: number;
  /** What the JVM was started with, in command-line order. */
  readonly jvmOptions?: readonly string[];
  readonly objective?: Given["objective"];
  /** Time window: `90s` since JVM start, or an instant with offset. */
  readonly from?: string;
  readonly to?: string;
  readonly skipWarmup?: string;
}

/** What was told, null where nothing was. Throws a {@link PauselineError} for a promise that makes no sense. */
export function givenBy(options: AnalyzeOptions): Given {
  return {
    slo: (options.slo ?? []).map(parseSlo),
    heapMaxBytes: options.heapMaxBytes ?? null,
    memoryBytes: options.memoryBytes ?? null,
    jdk: options.jdk ?? null,
    cpus: options.cpus ?? null,
    options: options.jvmOptions ?? null,
    objective: options.objective ?? null,
  };
}

/** The stretch of the timeline that was asked for. Throws a {@link PauselineError} for one that makes no sense. */
export function windowOf(options: AnalyzeOptions, timeline: Timeline): Window {
  return parseWindow({ from: options.from ?? null, to: options.to ?? null, skipWarmup: options.skipWarmup ?? null }, timeline);
}
