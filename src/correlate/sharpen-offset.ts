/** An offset between two clocks, ms, and how much speaks for it. */
export interface OffsetScore {
  readonly offsetMs: number;
  readonly score: number;
}

/** Half of the narrowest stretch looked at, ms: stamps and releases are no more exact. */
const SHARPEST_MS = 2;
/** What a stretch of half the width must keep of the score. */
const KEPT_SHARE = 0.6;

/** Narrows an offset (ms) down: where pairs cluster, the middle of the narrowest stretch that still holds most of the one twice as wide. */
export function sharpenOffset(pairs: readonly OffsetScore[], offsetMs: number, toleranceMs: number): number {
  let center = offsetMs;
  let held = pairs.toSorted((a, b) => a.offsetMs - b.offsetMs);
  for (let halfMs = toleranceMs / 2; halfMs >= SHARPEST_MS && held.length > 2; halfMs /= 2) {
    const narrower = densest(held, 2 * halfMs);
    if (scoreOf(narrower) < KEPT_SHARE * scoreOf(held)) break;
    held = narrower;
    center = centerOf(held, 0, held.length - 1);
  }
  return center;
}

/** The run of pairs (ascending by offset) within a width whose fits add up to most. */
function densest(pairs: readonly OffsetScore[], widthMs: number): OffsetScore[] {
  let best: OffsetScore[] = [];
  for (const { offsetMs } of pairs) {
    const within = pairs.filter((pair) => pair.offsetMs >= offsetMs && pair.offsetMs <= offsetMs + widthMs);
    if (scoreOf(within) > scoreOf(best)) best = within;
  }
  return best;
}

function scoreOf(pairs: readonly OffsetScore[]): number {
  return pairs.reduce((sum, { score }) => sum + score, 0);
}

/** The offset in the middle of a stretch of pairs by their weight. */
export function centerOf(pairs: readonly OffsetScore[], first: number, last: number): number {
  let weight = 0;
  let sum = 0;
  for (let i = first; i <= last; i++) {
    const { offsetMs, score } = pairs[i] as OffsetScore;
    weight += score;
    sum += score * offsetMs;
  }
  return weight === 0 ? (pairs[last] as OffsetScore).offsetMs : sum / weight;
}
