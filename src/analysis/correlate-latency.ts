import { correlatePauses, type Correlation } from "../correlate/correlate-pauses.js";
import type { LatencySeries } from "../latency/latency-series.js";
import type { Measurement, Slo, Window } from "../metrics/metric.js";
import type { Timeline } from "../timeline/timeline.js";

/** How much a kind of source can tell about single pauses. */
const STRENGTH = { requests: 2, windows: 1, summary: 0 } as const;

/**
 * Correlates the pauses with the source that can tell most: single requests before windows before sums, seen by clients before
 * seen by the server, then the one with most requests. A source that is blind to pauses does not have the last word while
 * another one can see them. The other sources are named in the notes. Null without any source.
 */
export function correlateLatency(timeline: Timeline, sources: readonly LatencySeries[], slo: readonly Slo[], window: Window): Correlation | null {
  const ranked = [...sources].sort((a, b) => STRENGTH[b.kind] - STRENGTH[a.kind] || Number(isServerSide(a)) - Number(isServerSide(b)) || b.overall.requests - a.overall.requests);
  let chosen: { readonly series: LatencySeries; readonly correlation: Correlation } | null = null;
  for (const series of ranked) {
    const correlation = correlatePauses(timeline, series, { slo, window });
    const tells = correlation.correlation.verdict !== "inconclusive";
    if (chosen === null || tells) chosen = { series, correlation };
    if (tells) break;
  }
  if (chosen === null) return null;
  const { series: best, correlation } = chosen;
  const others = ranked.filter((series) => series !== best);
  if (others.length === 0) return correlation;
  const note = `Judged by this source, which tells most; also read: ${others.map(({ source, format }) => `${source} (${format})`).join(", ")}.`;
  return { ...correlation, latency: { ...correlation.latency, notes: [...correlation.latency.notes, note] } };
}

function isServerSide(series: LatencySeries): boolean {
  return series.kind !== "summary" && series.isServerSide;
}

/** What rules and budgets may ask about latency and correlation, by catalog name. */
export function latencyMeasurements(result: Correlation | null, slo: readonly Slo[]): ReadonlyMap<string, Measurement> {
  if (result === null) return new Map();
  const { latency, correlation } = result;
  const of = (value: number | string | null): Measurement => ({ value, sampleSize: latency.requests });
  const measurements = new Map<string, Measurement>([
    ["correlation.verdict", of(correlation.verdict)],
    ["correlation.p99WithoutPausesMs", of(correlation.p99WithoutPausesMs)],
    ["latency.p99Ms", of(latency.p99Ms)],
  ]);
  const promise = slo[0];
  const known: Readonly<Record<string, number | null>> = { p50: latency.p50Ms, p95: latency.p95Ms, p99: latency.p99Ms, "p99.9": latency.p999Ms, max: latency.maxMs };
  if (promise !== undefined && known[promise.name] !== undefined) measurements.set("latency.atSloQuantileMs", of(known[promise.name] ?? null));
  return measurements;
}
