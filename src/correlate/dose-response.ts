import { correlateRanks, type RankCorrelation } from "../statistics/spearman.js";
import { estimateTheilSen } from "../statistics/theil-sen.js";
import { formatMs } from "../units/format-time.js";
import type { SlowEvents } from "./slow-events.js";
import type { Stop } from "./stops.js";

/** Whether longer stops come with larger delays. */
export interface DoseResponse {
  /** Stops that slow events met: length and the largest excess, ms. */
  readonly pairs: readonly { readonly stopMs: number; readonly excessMs: number }[];
  readonly ranks: RankCorrelation;
  /** ms of delay per ms of stop; physically about 1, a little more with queues. NaN below 8 pairs. */
  readonly slope: number;
}

const LEAST_PAIRS = 8;
/** A delay that grows this much faster than its stop has another cause beside it. */
const STEEP = 3;

/** Pairs each stop with the largest excess among the slow events that met it. */
export function measureDoseResponse(events: SlowEvents, stops: readonly Stop[], stopOfEvent: Int32Array, seed: number): DoseResponse {
  const largest = new Map<number, number>();
  for (let i = 0; i < events.length; i++) {
    const index = stopOfEvent[i] as number;
    if (index >= 0) largest.set(index, Math.max(largest.get(index) ?? 0, events.excessMs[i] as number));
  }
  const pairs = [...largest].map(([index, excessMs]) => ({ stopMs: lengthOf(stops[index] as Stop), excessMs })).sort((a, b) => a.stopMs - b.stopMs);
  const x = pairs.map(({ stopMs }) => stopMs);
  const y = pairs.map(({ excessMs }) => excessMs);
  const slope = pairs.length < LEAST_PAIRS ? Number.NaN : estimateTheilSen(x, y, { seed, replicates: 200, blockLength: 1 }).slope;
  return { pairs, ranks: correlateRanks(x, y), slope };
}

/** Whether the delays grow with the stops, as they must when the stops cause them. null when there are too few pairs to tell. */
export function isDosePlausible({ pairs, ranks, slope }: DoseResponse): boolean | null {
  if (pairs.length < LEAST_PAIRS) return null;
  return ranks.rho > 0 && ranks.pValue < 0.05 && slope < STEEP;
}

/** One sentence with the numbers. */
export function describeDose({ pairs, ranks, slope }: DoseResponse): string {
  if (pairs.length < LEAST_PAIRS) return `Slow events met ${pairs.length} stops; with fewer than ${LEAST_PAIRS} it cannot be told whether longer stops delay more.`;
  const longest = pairs.at(-1);
  const reading = ranks.rho > 0 && ranks.pValue < 0.05 ? "longer stops delay more" : "delays do not clearly grow with the stops";
  return `Over ${pairs.length} stops ${reading}: rank correlation ${ranks.rho.toFixed(2)} (p = ${formatP(ranks.pValue)}), ${slope.toFixed(2)} ms of delay per ms of stop; the longest stop of ${formatMs(longest?.stopMs ?? null)} came with ${formatMs(longest?.excessMs ?? null)}.`;
}

/** A p-value as people read it. */
export function formatP(p: number): string {
  return p < 0.0001 ? "<0.0001" : p < 0.01 ? p.toPrecision(2) : p.toFixed(2);
}

function lengthOf({ startMs, endMs }: Stop): number {
  return endMs - startMs;
}
