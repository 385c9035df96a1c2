import type { RequestSeries } from "./latency-series.js";

/** Whether the sender of requests waited for answers (closed loop). */
export interface RequestSpacing {
  /** True: workers that send one request at a time, or silence while requests hung. False: sending went on. Null: too little hung to tell. */
  readonly isClosedLoop: boolean | null;
  /** Requests that began while others hung, and how many the rate of the rest of the file gives for that time. */
  readonly sentWhileHanging: number;
  readonly expectedWhileHanging: number;
  /** Threads of the source where it names them, else the most requests in flight at once. */
  readonly workers: number;
  /** Usual time from request to request of one worker, ms: what a correction may assume. */
  readonly usualIntervalMs: number;
}

/** Requests hang once they take longer than this, and than {@link HANGING_TIMES} the usual latency. */
const HANGING_MS = 50;
const HANGING_TIMES = 5;
/** Below this share of the expected requests nobody sends while requests hang. */
const CLOSED_SHARE = 0.3;
const LEAST_EXPECTED = 12;
/** Coarser stamps do not tell what began first. */
const COARSEST_MS = 100;
/** Threads that send this many requests each are workers; an open generator takes a new one for each arrival. */
const LEAST_A_WORKER = 5;

/**
 * Looks at the stretches in which a request had been hanging for longer than is usual: an open generator (arrivals by plan)
 * goes on sending then, a closed loop runs out of free workers and falls silent, at the latest once each of them would have
 * sent again. Null for stamps of whole seconds and for thinned files.
 */
export function measureSpacing(series: RequestSeries): RequestSpacing | null {
  if (series.length < 2 || series.stampStepMs >= COARSEST_MS || series.thinned !== null) return null;
  const startsMs = series.startMs.slice().sort();
  const first = countWhileHanging(series, startsMs, Math.max(HANGING_MS, HANGING_TIMES * (series.overall.p50Ms ?? 0)));
  const named = series.workers !== undefined && series.length >= LEAST_A_WORKER * series.workers ? series.workers : null;
  const workers = named ?? mostInFlight(series, startsMs);
  const usualIntervalMs = workers / first.perMs;
  const later = isSilent(first) === true ? first : countWhileHanging(series, startsMs, Math.max(first.afterMs, usualIntervalMs));
  const counted = isSilent(later) === true ? later : first;
  return { isClosedLoop: named !== null ? true : isSilent(counted), sentWhileHanging: counted.sent, expectedWhileHanging: counted.expected, workers, usualIntervalMs };
}

interface Hanging {
  readonly afterMs: number;
  readonly sent: number;
  readonly expected: number;
  /** Requests per ms in the rest of the file. */
  readonly perMs: number;
}

function isSilent({ sent, expected }: Hanging): boolean | null {
  return expected < LEAST_EXPECTED ? null : sent < CLOSED_SHARE * expected;
}

function countWhileHanging(series: RequestSeries, startsMs: Float64Array, afterMs: number): Hanging {
  const stretches = findHanging(series, afterMs);
  const hangingMs = stretches.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  let sent = 0;
  let stretch = 0;
  for (const at of startsMs) {
    while (stretch < stretches.length && (stretches[stretch]?.toMs ?? 0) <= at) stretch++;
    if (at >= (stretches[stretch]?.fromMs ?? Number.POSITIVE_INFINITY)) sent++;
  }
  const spanMs = (startsMs.at(-1) as number) - (startsMs[0] as number);
  const perMs = (series.length - sent) / Math.max(1, spanMs - hangingMs);
  return { afterMs, sent, expected: perMs * hangingMs, perMs };
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Stretches, joined and in time order, in which a request was in flight that had hung for `afterMs` already. */
function findHanging({ startMs, latencyMs }: RequestSeries, afterMs: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (let i = 0; i < startMs.length; i++) {
    const latency = latencyMs[i] as number;
    // Shorter ones would add stretches too short to send anything in.
    if (latency > 2 * afterMs) stretches.push({ fromMs: (startMs[i] as number) + afterMs, toMs: (startMs[i] as number) + latency });
  }
  stretches.sort((a, b) => a.fromMs - b.fromMs);
  const joined: Stretch[] = [];
  for (const stretch of stretches) {
    const last = joined.at(-1);
    if (last === undefined || stretch.fromMs > last.toMs) joined.push(stretch);
    else joined[joined.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, stretch.toMs) };
  }
  return joined;
}

function mostInFlight({ startMs, latencyMs }: RequestSeries, startsMs: Float64Array): number {
  const endsMs = startMs.map((start, i) => start + (latencyMs[i] as number)).sort();
  let most = 0;
  let answered = 0;
  for (let sent = 0; sent < startsMs.length; sent++) {
    while ((endsMs[answered] as number) <= (startsMs[sent] as number)) answered++;
    most = Math.max(most, sent + 1 - answered);
  }
  return most;
}
