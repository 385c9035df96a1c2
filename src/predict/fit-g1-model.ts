import type { Window } from "../metrics/metric.js";
import { copiedFromRegions, readYoungCollections, type YoungCollection } from "../metrics/g1-young-collections.js";
import { visitRegions } from "../metrics/pause-regions.js";
import { pauseClassOf, selectClass, selectPauses } from "../metrics/select-pauses.js";
import { wallMsOf } from "../metrics/wall-time.js";
import { computeMoments } from "../statistics/moments.js";
import { medianOfSorted, sortKnown } from "../statistics/quantile.js";
import type { Timeline } from "../timeline/timeline.js";
import type { G1Model, ModelBasis, Refusal } from "./collection-model.js";
import { defaultEden } from "./eden-size.js";
import { compareHalves } from "./compare-halves.js";
import { measureCollectorCpu, measureFigures } from "./measure-run.js";
import { fitPauseCost, pauseMs } from "./pause-cost.js";
import { fitSurvivalCurve } from "./survival-curve.js";
import { pointsFromAgeTables, pointsFromRegions } from "./survival-points.js";
import { findYoungSizing } from "./young-sizing.js";

/** Fewer normal young collections carry no model. */
const LEAST_COLLECTIONS = 4;
/** Allocation of both halves may differ by this much; load that changes was never tested. */
const MOST_DRIFT = 0.3;
/** Bytes copied at like sizes of eden vary by at most this (standard deviation ÷ mean) under steady load. */
const BURSTY_VARIATION = 0.5;
const LIKE_EDEN = 0.25;

/** The model of a G1 run. `window` names its run; `options` is its command line, null when not known. */
export function fitG1Model(timeline: Timeline, window: Window, basis: Pick<ModelBasis, "jdk" | "heapBytes" | "outsideScope">, options: readonly string[] | null): G1Model | Refusal {
  const regionBytes = timeline.runs[window.run ?? 0]?.jvm.regionBytes ?? null;
  if (regionBytes === null || !timeline.seen.has("regions")) return { refused: "the log has no region sizes and counts (gc+heap and its first lines)" };
  const read = readYoungCollections(timeline, window);
  const isDetailed = read.some(({ copiedBytes }) => !Number.isNaN(copiedBytes));
  const collections = isDetailed ? read : read.map((one) => ({ ...one, copiedBytes: copiedFromRegions(one, regionBytes) }));
  const normal = collections.filter(({ isMixed, hasFailed }) => !isMixed && !hasFailed);
  if (normal.length < LEAST_COLLECTIONS) return { refused: `only ${normal.length} ordinary young collections after warm-up, at least ${LEAST_COLLECTIONS} are needed` };
  const allocationBytesPerMs = allocationOf(collections);
  const cost = fitPauseCost(normal);
  if (cost === null || !(allocationBytesPerMs > 0)) return { refused: "the log does not tell what young collections copy and how long that takes (gc+phases)" };
  const halves = compareHalves(collections, window, timeline);
  if (halves.allocationDrift > MOST_DRIFT) return { refused: "the application allocated at different rates in the two halves of the log" };
  const survival = fitSurvivalCurve(survivalPoints(collections, allocationBytesPerMs, regionBytes));
  if (survival.agesMs.length === 0) return { refused: "the log does not tell how much survives young collections" };
  const humongousBytes = medianOf(collections.map((one) => one.humongousBytes)) || 0;
  const liveBytes = smallestOld(timeline, window, regionBytes) + humongousBytes;
  const edenBytes = medianOf(normal.map((one) => one.edenBytes));
  const cpu = measureCollectorCpu(timeline, window);
  const now = measureFigures(timeline, window, cpu);
  const otherPausesMs = otherPauses(timeline, window);
  const spanMs = wallMsOf(timeline, window);
  const copied = normal.map((one) => one.copiedBytes);
  return {
    kind: "G1",
    ...basis,
    level: isDetailed ? "debug" : "info",
    regionBytes,
    liveBytes,
    humongousBytes,
    humongousBytesPerMs: humongousRate(collections, spanMs),
    allocationBytesPerMs,
    edenBytes,
    copiedBytes: medianOf(copied),
    survival,
    cost,
    residuals: [...sortKnown(normal.map((one) => one.durationMs / pauseMs(cost, one.copiedBytes)))],
    scannedCards: known(medianOf(normal.map((one) => one.scannedCards))),
    sizing: findYoungSizing(collections, options, edenBytes, defaultEden(liveBytes, humongousBytes, basis.heapBytes), basis.heapBytes, regionBytes),
    sampleSize: normal.length,
    youngCount: collections.length,
    spanMs,
    now,
    otherPauseShare: otherPausesMs.reduce((sum, ms) => sum + ms, 0) / spanMs,
    otherPausesMs,
    pauseCpuCores: cpu.pauseCores,
    concurrentCpuCores: cpu.concurrentCores,
    cycleCount: selectClass(timeline, window, "remark").rows.length,
    failedCount: collections.filter(({ hasFailed }) => hasFailed).length,
    fullCount: selectClass(timeline, window, "full").rows.length,
    isBursty: variationOf(normal, edenBytes) > BURSTY_VARIATION,
    humongousCauseShare: collections.filter(({ isHumongousCause }) => isHumongousCause).length / collections.length,
    halvesFactor: halves.factors,
  };
}

function survivalPoints(collections: readonly YoungCollection[], allocationBytesPerMs: number, regionBytes: number): ReturnType<typeof pointsFromAgeTables> {
  const hasTables = collections.some(({ bytesByAge }) => bytesByAge.length > 0);
  const points = hasTables ? pointsFromAgeTables(collections, allocationBytesPerMs) : [];
  if (points.length > 0) return points;
  const young = medianOf(collections.map(({ edenBytes, survivorBytes }) => edenBytes + survivorBytes));
  return pointsFromRegions(collections, allocationBytesPerMs, regionBytes, Math.ceil(young / 8 / regionBytes) * regionBytes);
}

/** Eden filled ÷ time it took, over all pairs of collections that follow each other. */
function allocationOf(collections: readonly YoungCollection[]): number {
  let bytes = 0;
  let ms = 0;
  for (const { edenBytes, intervalMs } of collections) {
    if (Number.isNaN(edenBytes + intervalMs)) continue;
    bytes += edenBytes;
    ms += intervalMs;
  }
  return bytes / ms;
}

/** What the heap of humongous objects grew by from one collection to the next, per ms. */
function humongousRate(collections: readonly YoungCollection[], spanMs: number): number {
  let bytes = 0;
  collections.forEach(({ humongousBytes }, i) => {
    const before = collections[i - 1]?.humongousAfterBytes ?? Number.NaN;
    if (humongousBytes > before) bytes += humongousBytes - before;
  });
  return bytes / spanMs;
}

/** The smallest old generation after any collection, archived classes included; 0 when there was none. */
function smallestOld(timeline: Timeline, window: Window, regionBytes: number): number {
  let smallest = Number.POSITIVE_INFINITY;
  visitRegions(timeline, window, ({ after }) => {
    const old = (after.Old ?? Number.NaN) + (after.Archive ?? 0);
    if (old < smallest) smallest = old;
  });
  return Number.isFinite(smallest) ? smallest * regionBytes : 0;
}

/** Lengths of pauses that are neither young, mixed nor full, ascending. */
function otherPauses(timeline: Timeline, window: Window): readonly number[] {
  const { durationMs } = timeline.pauses;
  const rows = selectPauses(timeline, window).rows.filter((row) => !/^(young|mixed|full)$/.test(pauseClassOf(timeline, row)));
  return [...sortKnown(Float64Array.from(rows, (row) => durationMs[row] as number))];
}

function variationOf(collections: readonly YoungCollection[], edenBytes: number): number {
  const like = collections.filter((one) => Math.abs(one.edenBytes - edenBytes) <= LIKE_EDEN * edenBytes);
  return like.length < LEAST_COLLECTIONS ? 0 : computeMoments(like.map(({ copiedBytes }) => copiedBytes)).coefficientOfVariation;
}

function medianOf(values: readonly number[]): number {
  return medianOfSorted(sortKnown(values));
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
