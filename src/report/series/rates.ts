import { findAllocation } from "../../metrics/allocation-stretches.js";
import { visitPromotion } from "../../metrics/promotion.js";
import { WHOLE } from "../../metrics/wall-time.js";
import type { Timeline } from "../../timeline/timeline.js";
import type { AxisScale } from "./time-axis.js";

/** Rates in equal stretches of time, `x` in the middle of each; null where a stretch has no evidence. */
export interface RateSeries {
  readonly bucketMs: number;
  readonly x: readonly number[];
  readonly allocationBytesPerSecond: readonly (number | null)[];
  readonly promotionBytesPerSecond: readonly (number | null)[];
  /** CPUs that the collector kept busy inside pauses, on average. */
  readonly gcCores: readonly (number | null)[];
  /** CPUs that concurrent work kept busy: an estimate, the time it ran × concurrent workers. Null where the input does not tell their number. */
  readonly concurrentCores: readonly (number | null)[];
}

const USUAL_BUCKET_MS = 10_000;
/** For inputs that do not fill three usual stretches. */
const SHORT_BUCKET_MS = 1_000;
const MOST_BUCKETS = 300;
const FEWEST_BUCKETS = 3;

/** Allocation between collections, promotion and CPU of collections, per 10 s, per 1 s for inputs below half a minute, per longer stretch for long ones. Null when the span is too short. */
export function reduceRates(timeline: Timeline, scale: AxisScale): RateSeries | null {
  const { from, to, unit } = scale.axis;
  const isShort = to - from < FEWEST_BUCKETS * USUAL_BUCKET_MS;
  const bucketMs = isShort ? SHORT_BUCKET_MS : Math.max(1, Math.ceil((to - from) / MOST_BUCKETS / USUAL_BUCKET_MS)) * USUAL_BUCKET_MS;
  const buckets = Math.floor((to - from) / bucketMs);
  if (unit === "ordinal" || buckets < FEWEST_BUCKETS) return null;
  const grid = { from, bucketMs, buckets };
  const allocated = allocatedPerBucket(timeline, scale, grid);
  const promoted = promotedPerBucket(timeline, scale, grid);
  const cpuMs = cpuPerBucket(timeline, scale, grid);
  const concurrentMs = concurrentPerBucket(timeline, scale, grid);
  const perSecond = (sums: Float64Array | null): (number | null)[] =>
    Array.from({ length: buckets }, (_, i) => (sums === null ? null : ((sums[i] as number) / bucketMs) * 1000));
  return {
    bucketMs,
    x: Array.from({ length: buckets }, (_, i) => from + (i + 0.5) * bucketMs),
    allocationBytesPerSecond: perSecond(allocated),
    promotionBytesPerSecond: perSecond(promoted),
    gcCores: cpuMs === null ? perSecond(null) : Array.from(cpuMs, (ms) => ms / bucketMs),
    concurrentCores: concurrentMs === null ? perSecond(null) : Array.from(concurrentMs, (ms) => ms / bucketMs),
  };
}

interface Grid {
  readonly from: number;
  readonly bucketMs: number;
  readonly buckets: number;
}

/** What was allocated from one collection to the next is spread evenly over the time between them. */
function allocatedPerBucket(timeline: Timeline, scale: AxisScale, grid: Grid): Float64Array | null {
  const { length, fromMs, toMs, bytes, run } = findAllocation(timeline, WHOLE);
  const sums = new Float64Array(grid.buckets);
  for (let i = 0; i < length; i++) {
    const start = scale.place(fromMs[i] as number, run[i] as number);
    const end = scale.place(toMs[i] as number, run[i] as number);
    if (end > start) spread(sums, grid, start, end, bytes[i] as number);
  }
  // Where more was freed beside the application than it allocated, nothing tells how much that was.
  return length === 0 ? null : sums.map((sum) => Math.max(0, sum));
}

function spread(sums: Float64Array, grid: Grid, start: number, end: number, amount: number): void {
  const first = Math.max(0, Math.floor((start - grid.from) / grid.bucketMs));
  for (let bucket = first; bucket < grid.buckets; bucket++) {
    const left = grid.from + bucket * grid.bucketMs;
    const overlap = Math.min(end, left + grid.bucketMs) - Math.max(start, left);
    if (overlap <= 0) return;
    sums[bucket] = (sums[bucket] as number) + (amount * overlap) / (end - start);
  }
}

/** Growth of the old generation across young and mixed pauses. */
function promotedPerBucket(timeline: Timeline, scale: AxisScale, grid: Grid): Float64Array | null {
  const sums = new Float64Array(grid.buckets);
  const evidence = visitPromotion(timeline, WHOLE, (pause, bytes) => addAt(sums, grid, placeOfPause(timeline, scale, pause), bytes));
  return evidence === null ? null : sums;
}

function cpuPerBucket(timeline: Timeline, scale: AxisScale, grid: Grid): Float64Array | null {
  const { pauses } = timeline;
  const sums = new Float64Array(grid.buckets);
  let isKnown = false;
  for (let row = 0; row < pauses.length; row++) {
    const cpuMs = (pauses.userMs[row] as number) + (pauses.sysMs[row] as number);
    if (Number.isNaN(cpuMs)) continue;
    isKnown = true;
    addAt(sums, grid, placeOfPause(timeline, scale, row), cpuMs);
  }
  return isKnown ? sums : null;
}

/** Time with concurrent work × workers; work that overlaps counts once, and what mostly waits does not count. */
function concurrentPerBucket(timeline: Timeline, scale: AxisScale, grid: Grid): Float64Array | null {
  const { concurrent, names, runs } = timeline;
  const sums = new Float64Array(grid.buckets);
  const isWaiting = names.map((name) => /abortable/i.test(name));
  let isKnown = false;
  let reached = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < concurrent.length; row++) {
    const run = runs[concurrent.run[row] as number];
    const workers = run?.jvm.concurrentWorkers ?? null;
    if (workers === null || isWaiting[concurrent.phase[row] as number] === true) continue;
    // What CMS calls a cycle has pauses and waits in it; its phases are counted by themselves.
    if (run?.collector === "CMS" && concurrent.isCycle[row] === 1) continue;
    const start = scale.place(concurrent.startMs[row] as number, concurrent.run[row] as number);
    const end = start + (concurrent.durationMs[row] as number);
    const from = Math.max(start, reached);
    if (!(end > from)) continue;
    isKnown = true;
    spread(sums, grid, from, end, (end - from) * workers);
    reached = end;
  }
  return isKnown ? sums : null;
}

function placeOfPause(timeline: Timeline, scale: AxisScale, row: number): number {
  const { pauses } = timeline;
  return row < 0 ? Number.NaN : scale.place(pauses.startMs[row] as number, pauses.run[row] as number);
}

function addAt(sums: Float64Array, grid: Grid, x: number, amount: number): void {
  const bucket = Math.floor((x - grid.from) / grid.bucketMs);
  if (bucket >= 0 && bucket < grid.buckets) sums[bucket] = (sums[bucket] as number) + amount;
}
