/** A burst and a stop of about its length: when the burst was let go, how far from the end of the stop, and how well the two fit. */
export interface ClockPair {
  readonly atMs: number;
  readonly offsetMs: number;
  readonly score: number;
}

/** How the offset between two clocks moves: `offsetMs` at `atMs` (latency clock), changing by `drift` ms per ms. */
export interface ClockLine {
  readonly drift: number;
  readonly atMs: number;
  readonly offsetMs: number;
  /** Sum of the fits of the pairs on the line, each burst once. */
  readonly score: number;
  readonly pairs: number;
}

/** Free-running clocks part by some 100 ppm, bad ones and rewritten stamps by some 1000; what is far above is a wrong match. */
const MOST_DRIFT = 0.01;
/** More lines than these pairs give do not sharpen the search. */
const MOST_PAIRS = 40;
const LEAST_PAIRS = 3;
/** Requests that a stop held end within this of its end, ms. */
const RELEASE_MS = 30;
/** Share by which a line must fit better than any constant offset. */
const BETTER = 1.25;

/**
 * The line through two of the pairs on which most others lie, when it fits clearly better than every constant offset and
 * moves the offset by more than a release takes; null otherwise. Whether so good a line comes about by chance is for the
 * caller to find out, by the same search over shuffled stops.
 */
export function findClockLine(pairs: readonly ClockPair[]): ClockLine | null {
  const best = [...pairs].sort((a, b) => b.score - a.score).slice(0, MOST_PAIRS).sort((a, b) => a.atMs - b.atMs);
  let line: ClockLine | null = null;
  let constant = 0;
  for (let i = 0; i < best.length; i++) {
    const first = best[i] as ClockPair;
    constant = Math.max(constant, alongLine(best, first, 0).score);
    for (let j = i + 1; j < best.length; j++) {
      const second = best[j] as ClockPair;
      const drift = (second.offsetMs - first.offsetMs) / (second.atMs - first.atMs);
      if (!(Math.abs(drift) <= MOST_DRIFT)) continue;
      const tried = alongLine(best, first, drift);
      if (tried.pairs >= LEAST_PAIRS && tried.movedMs > 2 * RELEASE_MS && tried.score > (line?.score ?? 0)) line = tried;
    }
  }
  return line !== null && line.score > BETTER * constant ? line : null;
}

function alongLine(pairs: readonly ClockPair[], through: ClockPair, drift: number): ClockLine & { readonly movedMs: number } {
  const onLine = new Map<number, ClockPair>();
  for (const pair of pairs) {
    const isNear = Math.abs(pair.offsetMs - through.offsetMs - drift * (pair.atMs - through.atMs)) <= RELEASE_MS;
    if (isNear && pair.score > (onLine.get(pair.atMs)?.score ?? 0)) onLine.set(pair.atMs, pair);
  }
  const kept = [...onLine.values()];
  const score = kept.reduce((sum, pair) => sum + pair.score, 0);
  const spanMs = (kept.at(-1)?.atMs ?? 0) - (kept[0]?.atMs ?? 0);
  return { drift, atMs: through.atMs, offsetMs: through.offsetMs, score, pairs: kept.length, movedMs: Math.abs(drift) * spanMs };
}
