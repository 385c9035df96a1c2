import type { LatencySeries, RequestSeries, WindowSeries } from "../../latency/latency-series.js";

/** What a comparison needs of the request latencies of one run. */
export interface LatencyFacts {
  readonly requests: number;
  /** Over the time from the first request to the last; null when that is no time. */
  readonly requestsPerSecond: number | null;
  readonly p99Ms: number | null;
  /** Variance of ln(p99) within the run; null when there are too few requests for one. */
  readonly p99LogVariance: number | null;
}

/** Stretches of a run, as for pauses: what happens to requests within one of them has one reason. */
const STRETCH_MS = 10_000;
const STRETCHES_LEAST = 5;
const TAIL_SHARE = 0.01;
/** Requests over a p99 that a p99 needs: as many as its place in a sample of 1000. */
const TAIL_LEAST = 10;

/** Requests inside the part of the run that is compared; a row stands for `weight` of them. */
interface Requests {
  readonly atMs: Float64Array;
  readonly latencyMs: Float64Array;
  readonly weight: Float64Array;
  readonly lastEndMs: number;
  readonly isEachKnown: boolean;
}

/**
 * Requests of a run that were made from `fromMs` to before `toMs` (epoch ms, NaN for no bound). Only files with one row a request
 * have a p99 with an interval; the rate is also known from files that count requests by window. null when no file tells either.
 */
export function takeLatencyFacts(series: readonly LatencySeries[], fromMs: number, toMs: number): LatencyFacts | null {
  const known = series.filter((one) => one.kind !== "summary");
  if (known.length === 0) return null;
  const requests = selectRequests(known, fromMs, toMs);
  const total = requests.weight.reduce((sum, weight) => sum + weight, 0);
  const lengthMs = requests.lastEndMs - requests.atMs.reduce((first, atMs) => Math.min(first, atMs), Number.POSITIVE_INFINITY);
  return {
    requests: Math.round(total),
    requestsPerSecond: lengthMs > 0 && total > 1 ? total / (lengthMs / 1000) : null,
    ...(requests.isEachKnown && total * TAIL_SHARE >= TAIL_LEAST ? tailOf(requests, total) : { p99Ms: null, p99LogVariance: null }),
  };
}

function selectRequests(series: readonly (RequestSeries | WindowSeries)[], fromMs: number, toMs: number): Requests {
  const most = series.reduce((sum, { length }) => sum + length, 0);
  const [atMs, latencyMs, weight] = [new Float64Array(most), new Float64Array(most), new Float64Array(most)];
  let size = 0;
  let lastEndMs = Number.NEGATIVE_INFINITY;
  for (const one of series) {
    // Stamps counted from an unknown start, or in an unknown zone, cannot be put beside the run: all of them count.
    const isPlaced = one.zone === "absolute";
    for (let row = 0; row < one.length; row++) {
      const startMs = one.startMs[row] as number;
      const ms = one.kind === "requests" ? (one.latencyMs[row] as number) : Number.NaN;
      const stands = one.kind === "requests" ? weightOf(one.thinned, ms) : (one.count[row] as number);
      if (!(stands > 0) || (isPlaced && (startMs < fromMs || startMs >= toMs))) continue;
      atMs[size] = startMs;
      latencyMs[size] = ms;
      weight[size++] = stands;
      lastEndMs = Math.max(lastEndMs, startMs + (one.kind === "windows" ? one.widthMs : 0));
    }
  }
  return {
    atMs: atMs.subarray(0, size),
    latencyMs: latencyMs.subarray(0, size),
    weight: weight.subarray(0, size),
    lastEndMs,
    isEachKnown: series.every(({ kind }) => kind === "requests"),
  };
}

function weightOf(thinned: RequestSeries["thinned"], latencyMs: number): number {
  if (Number.isNaN(latencyMs)) return 0;
  return thinned !== null && latencyMs < thinned.belowMs ? thinned.weight : 1;
}

/**
 * The p99 and the variance of its logarithm (Woodruff 1952): the share of requests above it has a variance between stretches of
 * time, and the quantiles at that share plus and minus one standard deviation show what it means for the p99.
 */
function tailOf({ atMs, latencyMs, weight }: Requests, total: number): Pick<LatencyFacts, "p99Ms" | "p99LogVariance"> {
  const order = Uint32Array.from(latencyMs.keys()).sort((a, b) => (latencyMs[a] as number) - (latencyMs[b] as number));
  const quantileAt = (quantile: number): number => {
    let below = 0;
    for (const row of order) {
      below += weight[row] as number;
      if (below >= quantile * total * (1 - 1e-12)) return latencyMs[row] as number;
    }
    return latencyMs[order.at(-1) as number] as number;
  };
  const p99Ms = quantileAt(1 - TAIL_SHARE);
  const stretches = new Map<number, { requests: number; slow: number }>();
  for (let row = 0; row < atMs.length; row++) {
    const stretch = Math.floor((atMs[row] as number) / STRETCH_MS);
    const counts = stretches.get(stretch) ?? { requests: 0, slow: 0 };
    counts.requests += weight[row] as number;
    if ((latencyMs[row] as number) > p99Ms) counts.slow += weight[row] as number;
    stretches.set(stretch, counts);
  }
  const deviation = deviationOfShare([...stretches.values()], total);
  const variance = (Math.log(quantileAt(Math.min(1, 1 - TAIL_SHARE + deviation)) / quantileAt(1 - TAIL_SHARE - deviation)) / 2) ** 2;
  return { p99Ms, p99LogVariance: Number.isFinite(variance) ? variance : null };
}

/** Standard deviation of the share of slow requests, by the spread of whole stretches; NaN for too few of them. */
function deviationOfShare(stretches: readonly { readonly requests: number; readonly slow: number }[], total: number): number {
  if (stretches.length < STRETCHES_LEAST) return Number.NaN;
  const share = stretches.reduce((sum, { slow }) => sum + slow, 0) / total;
  const squares = stretches.reduce((sum, { requests, slow }) => sum + (slow - share * requests) ** 2, 0);
  return Math.sqrt((squares * stretches.length) / (stretches.length - 1)) / total;
}
