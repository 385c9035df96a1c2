import { medianOfSorted, sortKnown } from "../statistics/quantile.js";
import type { SurvivalPoint } from "./survival-curve.js";
import { filledBytes, type YoungCollection } from "../metrics/g1-young-collections.js";

/** An age must be seen in this many collections, so that one table does not shape the curve. */
const LEAST_TABLES = 3;
/** Without age tables the tenuring threshold is guessed, up to this. */
const MOST_GUESSED_AGE = 6;
/** Below this share of the survivor space in use nothing is promoted for lack of room. */
const ROOMY_SHARE = 0.4;

interface Seen {
  readonly agesMs: number[];
  readonly aliveMs: number[];
}

/**
 * Points of the survival curve from the age tables. After a collection, age 1 holds what survived of the last interval, ages
 * 1 and 2 what survived of the last two, and so on; where the oldest age is the tenuring threshold, all bytes copied are
 * what survived of one interval more. For each age the median length and the mean bytes: the mean keeps bursts.
 *
 * The threshold changes from one collection to the next, and an age is only whole when no earlier collection, full or failed
 * ones included, has moved a part of it to the old generation.
 */
export function pointsFromAgeTables(collections: readonly YoungCollection[], allocationBytesPerMs: number): readonly SurvivalPoint[] {
  const byAge = new Map<string, Seen>();
  collections.forEach((collection, i) => {
    const { threshold, bytesByAge, copiedBytes, isMixed, hasFailed } = collection;
    if (isMixed || hasFailed || Number.isNaN(threshold)) return;
    const whole = wholeAges(collections, i);
    let ageMs = 0;
    let bytes = 0;
    for (let age = 1; age <= Math.min(threshold, whole); age++) {
      ageMs += (collections[i - age + 1] as YoungCollection).intervalMs;
      bytes += bytesByAge[age - 1] ?? 0;
      note(byAge, String(age), ageMs, bytes / allocationBytesPerMs);
    }
    if (whole > threshold && bytesByAge.length >= threshold && !Number.isNaN(copiedBytes)) {
      ageMs += (collections[i - threshold] as YoungCollection).intervalMs;
      note(byAge, `all above ${threshold}`, ageMs, copiedBytes / allocationBytesPerMs);
    }
  });
  return [...byAge.values()].filter(({ agesMs }) => agesMs.length >= LEAST_TABLES).map(pointOf);
}

/** Ages of which nothing was promoted before this collection and whose intervals are known. */
function wholeAges(collections: readonly YoungCollection[], at: number): number {
  // The object of age n now had age n − m at the collection m before, which kept it if that is within its threshold.
  let most = Number.POSITIVE_INFINITY;
  for (let m = 0; m < most; m++) {
    const one = collections[at - m];
    if (one === undefined || Number.isNaN(one.intervalMs)) return Math.min(most, m);
    if (m > 0) {
      if (one.hasFailed) return Math.min(most, m);
      if (!Number.isNaN(one.threshold)) most = Math.min(most, one.threshold + m);
    }
    if (one.isAfterFull) return Math.min(most, m + 1);
  }
  return most;
}

/**
 * Two points where there are region counts only: survivors after a collection are what is left of as many intervals as the
 * tenuring threshold, guessed from survivors ÷ promoted, and all bytes copied of one interval more.
 */
export function pointsFromRegions(collections: readonly YoungCollection[], allocationBytesPerMs: number, regionBytes: number, survivorCapacityBytes: number): readonly SurvivalPoint[] {
  const usable = collections.filter(({ isMixed, hasFailed, copiedBytes, intervalMs }) => !isMixed && !hasFailed && !Number.isNaN(copiedBytes + intervalMs));
  if (usable.length === 0) return [];
  const intervalMs = medianOfSorted(sortKnown(usable.map((one) => one.intervalMs)));
  const survivors = meanOf(usable.map(({ survivorAfterBytes, copiedBytes }) => Math.min(filledBytes(survivorAfterBytes, regionBytes), copiedBytes)));
  const copied = meanOf(usable.map(({ copiedBytes }) => copiedBytes));
  const guessed = Math.round(survivors / (copied - survivors));
  const age = survivors < ROOMY_SHARE * survivorCapacityBytes || !Number.isFinite(guessed) ? MOST_GUESSED_AGE : Math.min(MOST_GUESSED_AGE, Math.max(1, guessed));
  return [
    { ageMs: age * intervalMs, aliveMs: survivors / allocationBytesPerMs },
    { ageMs: (age + 1) * intervalMs, aliveMs: copied / allocationBytesPerMs },
  ];
}

function note(byAge: Map<string, Seen>, key: string, ageMs: number, aliveMs: number): void {
  const seen = byAge.get(key) ?? { agesMs: [], aliveMs: [] };
  byAge.set(key, seen);
  seen.agesMs.push(ageMs);
  seen.aliveMs.push(aliveMs);
}

function pointOf({ agesMs, aliveMs }: Seen): SurvivalPoint {
  return { ageMs: medianOfSorted(sortKnown(agesMs)), aliveMs: meanOf(aliveMs) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
