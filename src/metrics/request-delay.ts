import type { Timeline } from "../timeline/timeline.js";
import { linesOf, measured, largestRows, NEEDS_CLOCK } from "./measurement.js";
import type { MetricDefinition, Window } from "./metric.js";
import { selectPauses } from "./select-pauses.js";
import { findStoppedTime } from "./stopped-time.js";
import { wallMsOf } from "./wall-time.js";

/**
 * Chance that a request of service time `serviceMs`, arriving at any time, meets at least one pause: the share of arrival
 * times in the union of [pause start − service time, pause end]. 0–1; NaN without a clock.
 */
export function hitShare(timeline: Timeline, window: Window, serviceMs = 0): number {
  let hitMs = 0;
  for (const { span, startsMs, endsMs } of findStoppedTime(timeline, window)) {
    let coveredUntilMs = span.fromMs;
    for (let i = 0; i < startsMs.length; i++) {
      const fromMs = Math.max(coveredUntilMs, (startsMs[i] as number) - serviceMs);
      const toMs = endsMs[i] as number;
      if (toMs > fromMs) hitMs += toMs - fromMs;
      coveredUntilMs = Math.max(coveredUntilMs, toMs);
    }
  }
  return Math.min(1, ratioOf(hitMs, wallMsOf(timeline, window)));
}

/**
 * Chance that GC pauses delay a request by more than `delayMs`: an arrival during a pause waits for the rest of it, a
 * request already running for all of it. Σ over pauses longer than x of (duration − x + service time) ÷ T, at most 1.
 */
export function delayedShare(timeline: Timeline, window: Window, delayMs: number, serviceMs = 0): number {
  const { sortedMs } = selectPauses(timeline, window);
  let sumMs = 0;
  for (let i = sortedMs.length - 1; i >= 0 && (sortedMs[i] as number) > delayMs; i--) {
    sumMs += (sortedMs[i] as number) - delayMs + serviceMs;
  }
  return Math.min(1, ratioOf(sumMs, wallMsOf(timeline, window)));
}

/**
 * The delay that all but a share 1 − `quantile` of requests stay below, were GC pauses the only delay, for a service with
 * open arrivals: the x at which {@link delayedShare} falls to 1 − quantile; 0 when fewer requests than that meet a pause.
 * In ms; NaN without a clock. Queueing after a pause is not part of it.
 */
export function delayQuantileMs(timeline: Timeline, window: Window, quantile: number, serviceMs = 0): number {
  const { sortedMs } = selectPauses(timeline, window);
  const allowedMs = (1 - quantile) * wallMsOf(timeline, window);
  if (Number.isNaN(allowedMs)) return Number.NaN;
  // With the k longest pauses beyond x, the condition Σ(d − x + S) = allowed is linear in x; take the first k whose x is
  // above the next pause. At a pause's own length the left side jumps by S, hence the cap.
  let sumMs = 0;
  for (let k = 1; k <= sortedMs.length; k++) {
    const shortestMs = sortedMs[sortedMs.length - k] as number;
    sumMs += shortestMs + serviceMs;
    const delayMs = Math.min(shortestMs, (sumMs - allowedMs) / k);
    const nextMs = sortedMs[sortedMs.length - k - 1] ?? 0;
    if (delayMs >= nextMs) return Math.max(0, delayMs);
  }
  return 0;
}

function ratioOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : Number.NaN;
}

const DELAYS = [{ name: "delayP50Ms", quantile: 0.5 }, { name: "delayP95Ms", quantile: 0.95 }, { name: "delayP99Ms", quantile: 0.99 }, { name: "delayP999Ms", quantile: 0.999 }] as const;

/** What pauses alone do to requests that arrive at any time. Service time 0, so each figure is a lower bound for longer requests. */
export const REQUEST_DELAY_METRICS: readonly MetricDefinition[] = [
  {
    name: "requests.hitShare", unit: "share",
    sentence: "Chance that a request arriving at any time meets a GC pause.",
    formula: "length of the union of pauses ÷ T (service time 0)",
    compute: ({ timeline, window }) => measured(hitShare(timeline, window), selectPauses(timeline, window).rows.length, NEEDS_CLOCK),
  },
  ...DELAYS.map(({ name, quantile }): MetricDefinition => ({
    name: `requests.${name}`, unit: "ms",
    sentence: `Delay by GC pauses alone that ${quantile * 100} % of requests stay below, for a service with open arrivals.`,
    formula: `x where Σ over pauses longer than x of (duration − x) ÷ T = ${Number((1 - quantile).toFixed(6))} (service time 0)`,
    compute: ({ timeline, window }) => {
      const { rows } = selectPauses(timeline, window);
      return measured(delayQuantileMs(timeline, window, quantile), rows.length, NEEDS_CLOCK, linesOf(timeline.pauses, largestRows(timeline.pauses.durationMs, rows)));
    },
  })),
  {
    name: "steady.delayP99Ms", unit: "ms",
    sentence: "Delay by GC pauses alone that 99 % of requests stay below after warm-up.",
    formula: "as requests.delayP99Ms, in the steady window",
    compute: ({ timeline, steady }) => {
      const { rows } = selectPauses(timeline, steady);
      return measured(delayQuantileMs(timeline, steady, 0.99), rows.length, NEEDS_CLOCK, linesOf(timeline.pauses, largestRows(timeline.pauses.durationMs, rows)));
    },
  },
  {
    name: "requests.overSloShare", unit: "share",
    sentence: "Chance that GC pauses alone delay a request beyond the tightest given promise.",
    formula: "Σ over pauses longer than x of (duration − x) ÷ T, x = the smallest limit given with --slo",
    compute: ({ timeline, window, given }) => {
      const limitMs = Math.min(...given.slo.map((slo) => slo.limitMs));
      const missing = given.slo.length === 0 ? { logTag: null, jfrEvent: null, other: "an SLO (--slo)" } : NEEDS_CLOCK;
      const share = given.slo.length === 0 ? Number.NaN : delayedShare(timeline, window, limitMs);
      return measured(share, selectPauses(timeline, window).rows.length, missing);
    },
  },
];
