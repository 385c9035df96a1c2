import type { RequestSeries, WindowSeries } from "../latency/latency-series.js";
import { correlateRanks } from "../statistics/spearman.js";
import type { Timeline } from "../timeline/timeline.js";
import { formatShare } from "../units/format-quantity.js";
import type { SlowEvents } from "./slow-events.js";

const WARM_UP_SHARE = 0.1;
const CROWDED = 3;
const BIN_MS = 1000;
const LEAST_BINS = 20;

/** Other things that make requests slow, where the data shows them; one sentence each. `correctionMs` brings stamps to the log's clock. */
export function nameConfounders(timeline: Timeline, series: RequestSeries | WindowSeries, events: SlowEvents, span: { readonly fromMs: number; readonly toMs: number }): string[] {
  return [warmUp(events, span), load(series), throttling(timeline)].filter((sentence) => sentence !== null);
}

function warmUp(events: SlowEvents, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): string | null {
  const untilMs = fromMs + WARM_UP_SHARE * (toMs - fromMs);
  let early = 0;
  for (let i = 0; i < events.length; i++) if ((events.toMs[i] as number) < untilMs) early++;
  const share = early / events.length;
  if (share < CROWDED * WARM_UP_SHARE || early < 10) return null;
  return `${formatShare(share)} of the slow events lie in the first tenth of the time: cold code and caches; a longer run, or --skip-warmup, tells more.`;
}

/** Whether seconds with more requests are slower ones. */
function load(series: RequestSeries | WindowSeries): string | null {
  const { rates, worst } = series.kind === "windows" ? { rates: Array.from(series.count), worst: Array.from(series.valueMs) } : perSecond(series);
  const { rho, pValue, sampleSize } = correlateRanks(rates, worst);
  if (sampleSize < LEAST_BINS || !(rho > 0.4) || pValue > 0.001) return null;
  return `Busier seconds are slower ones (rank correlation ${rho.toFixed(2)} over ${sampleSize}): bursts of load raise both latency and collections.`;
}

function perSecond({ startMs, latencyMs, length }: RequestSeries): { rates: readonly number[]; worst: readonly number[] } {
  const bins = new Map<number, { count: number; sumMs: number }>();
  for (let i = 0; i < length; i++) {
    const slot = Math.floor((startMs[i] as number) / BIN_MS);
    const bin = bins.get(slot) ?? { count: 0, sumMs: 0 };
    bins.set(slot, bin);
    bin.count++;
    bin.sumMs += latencyMs[i] as number;
  }
  const slots = [...bins.values()].slice(1, -1);
  return { rates: slots.map(({ count }) => count), worst: slots.map(({ count, sumMs }) => sumMs / count) };
}

function throttling({ cpuLoads }: Timeline): string | null {
  let throttledMs = 0;
  for (let row = 0; row < cpuLoads.length; row++) throttledMs = Math.max(throttledMs, cpuLoads.throttledMs[row] as number || 0);
  return throttledMs > 0 ? "The container's CPU quota throttled the JVM: that lengthens pauses and requests alike." : null;
}
