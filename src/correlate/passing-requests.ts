import type { RequestSeries } from "../latency/latency-series.js";
import { formatCount } from "../units/format-quantity.js";
import type { Stop } from "./stops.js";

/** Requests that began well inside a stop of the whole process: held until it ended, or answered before. */
export interface PassingRequests {
  readonly held: number;
  readonly passed: number;
}

/** Requests must begin and end at least this far inside a stop, ms: stamps are rounded, and clocks are not exact. */
const INSIDE_MS = 20;
const LEAST_STOP_MS = 100;
/** Coarser stamps do not place a request inside a stop. */
const COARSEST_MS = 10;
const LEAST_PASSED = 12;
const LEAST_SHARE = 0.15;

/**
 * Counts requests that a stopped JVM cannot have answered: those that began and ended inside one of its long stops. Null for
 * coarse stamps. `correctionMs` brings stamps to the log's clock.
 */
export function countPassing(series: RequestSeries, stops: readonly Stop[], correctionMs: (atMs: number) => number): PassingRequests | null {
  if (series.stampStepMs >= COARSEST_MS) return null;
  const long = stops.filter(({ startMs, endMs, kind }) => kind !== "stall" && endMs - startMs >= LEAST_STOP_MS);
  const order = Uint32Array.from({ length: series.length }, (_, i) => i).sort((a, b) => (series.startMs[a] as number) - (series.startMs[b] as number));
  let held = 0;
  let passed = 0;
  let next = 0;
  for (const row of order) {
    const start = series.startMs[row] as number;
    const at = start + correctionMs(start);
    while (next < long.length && (long[next] as Stop).endMs <= at) next++;
    const stop = long[next];
    if (stop === undefined) break;
    if (at < stop.startMs + INSIDE_MS || at > stop.endMs - 2 * INSIDE_MS) continue;
    if (at + (series.latencyMs[row] as number) < stop.endMs - INSIDE_MS) passed++;
    else held++;
  }
  return { held, passed };
}

/** Names the dilution by other instances where such requests show it; null where they do not. */
export function describePassing(counts: PassingRequests | null): string | null {
  if (counts === null) return null;
  const { held, passed } = counts;
  if (passed < LEAST_PASSED || passed < LEAST_SHARE * (held + passed)) return null;
  const seen = `${formatCount(passed)} of ${formatCount(held + passed)} requests that began inside long stops were answered before the stop ended, which a stopped JVM cannot do`;
  if (held < LEAST_PASSED) return `${seen}: the log is of another instance than the one that answered, or the clocks differ.`;
  const instances = (held + passed) / held;
  return `${seen}: others answer too (about ${instances.toFixed(1)} instances, or a cache in front), so that a pause of one of them reaches only ${Math.round(100 / instances)} % of the requests; look at each instance by itself.`;
}
