import type { G1Model } from "./collection-model.js";
import { pauseMs } from "./pause-cost.js";
import { bytesCopiedAt, SURVIVOR_FRACTION } from "./bytes-copied.js";

/** G1 keeps the young generation between these shares of the heap (G1NewSizePercent, G1MaxNewSizePercent). */
export const SMALLEST_YOUNG_SHARE = 0.05;
export const LARGEST_YOUNG_SHARE = 0.6;
/** Old generation at which G1 starts marking (InitiatingHeapOccupancyPercent), on average half filled up to there. */
export const MARKING_SHARE = 0.45;
/** What G1 leaves after its reserve of 10 %. */
const UNRESERVED_SHARE = 0.9;
/** G1 plans pauses for this part of the goal once its own overestimate is taken off. */
const PLANNED_SHARE = 0.8;
/** Scanned cards in a pause from which on G1 measures a card's cost itself, and a number where the log does not tell. */
const MEASURED_CARDS = 1000;
const USUAL_CARDS = 900;

/** Eden of the default sizing at another heap, from a log with default sizing: it follows free space. */
export function scaledEden({ edenBytes, heapBytes, liveBytes }: G1Model, newHeapBytes: number): number {
  const scaled = (edenBytes * (newHeapBytes - liveBytes)) / (heapBytes - liveBytes);
  return Math.min(LARGEST_YOUNG_SHARE * newHeapBytes, Math.max(SMALLEST_YOUNG_SHARE * newHeapBytes, scaled));
}

/** Eden of the default sizing where the log says nothing of it: what the heap has left between markings, without the reserve. */
export function defaultEden(liveBytes: number, humongousBytes: number, heapBytes: number): number {
  const marking = MARKING_SHARE * heapBytes;
  const free = liveBytes > marking ? UNRESERVED_SHARE * heapBytes - liveBytes : UNRESERVED_SHARE * heapBytes - humongousBytes - (liveBytes + marking) / 2;
  return Math.max(SMALLEST_YOUNG_SHARE * heapBytes, Math.min(LARGEST_YOUNG_SHARE * heapBytes, free));
}

/** Eden under a fixed young size: what survivors leave of it, at least a region. */
export function edenOfFixedYoung(model: G1Model, youngBytes: number): number {
  const { regionBytes } = model;
  const regions = (bytes: number): number => Math.ceil(bytes / regionBytes) * regionBytes;
  // What does not fit there is promoted at once.
  const mostSurvivors = regions(youngBytes / SURVIVOR_FRACTION);
  let edenBytes = youngBytes;
  // Survivors depend on eden and eden on survivors; three rounds settle to the region.
  for (let round = 0; round < 3; round++) {
    const survivors = regions(bytesCopiedAt(model, edenBytes, youngBytes).survivorBytes);
    edenBytes = Math.max(regionBytes, youngBytes - Math.min(survivors, mostSurvivors));
  }
  return edenBytes;
}

/** Time in ms that G1 believes scanning cards takes and that does not exist, by release: its start value × cards. */
export function overestimateMs(jdk: number | null, scannedCards: number | null): number {
  const perCardMs = jdk === null || jdk < 18 ? 0 : jdk < 22 ? 0.02 : 0.01;
  const cards = scannedCards ?? USUAL_CARDS;
  return cards > MEASURED_CARDS ? 0 : perCardMs * cards;
}

/** The largest eden with which G1 believes it meets the goal, between its smallest young generation and `mostBytes`. */
export function edenUnderGoal(model: G1Model, heapBytes: number, goalMs: number, mostBytes: number): number {
  const { regionBytes, cost } = model;
  const leastBytes = Math.min(mostBytes, SMALLEST_YOUNG_SHARE * heapBytes);
  const believedMs = overestimateMs(model.jdk, model.scannedCards);
  const fits = (edenBytes: number): boolean => believedMs + PLANNED_SHARE * pauseMs(cost, bytesCopiedAt(model, edenBytes).copiedBytes) <= goalMs;
  let low = leastBytes;
  let high = mostBytes;
  if (fits(high)) return high;
  while (high - low > regionBytes / 4) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
