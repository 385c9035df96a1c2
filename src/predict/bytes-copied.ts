import type { G1Model } from "./collection-model.js";
import { aliveAt } from "./survival-curve.js";

/** The young generation keeps an eighth for survivors (SurvivorRatio 8) and aims to fill half of it (TargetSurvivorRatio 50). */
export const SURVIVOR_FRACTION = 8;
const TARGET_SHARE = 0.5;
const OLDEST_AGE = 15;

/** What a young collection with such an eden would copy. */
export interface CopiedBytes {
  readonly copiedBytes: number;
  /** What of it stays in survivor regions. */
  readonly survivorBytes: number;
}

/**
 * What a young collection copies when eden is `edenBytes`: everything alive that is younger than the tenuring threshold
 * plus one intervals. The threshold follows from the survivor size G1 aims for. `youngBytes` defaults to eden and what survives.
 */
export function bytesCopiedAt({ survival, allocationBytesPerMs, regionBytes }: Pick<G1Model, "survival" | "allocationBytesPerMs" | "regionBytes">, edenBytes: number, youngBytes?: number): CopiedBytes {
  const intervalMs = edenBytes / allocationBytesPerMs;
  const aliveBytes = (ageMs: number): number => allocationBytesPerMs * aliveAt(survival, ageMs);
  const young = youngBytes ?? edenBytes + aliveBytes(intervalMs);
  const desiredBytes = Math.ceil(young / SURVIVOR_FRACTION / regionBytes) * regionBytes * TARGET_SHARE;
  let threshold = 1;
  while (threshold < OLDEST_AGE && aliveBytes(threshold * intervalMs) <= desiredBytes) threshold++;
  return { copiedBytes: aliveBytes((threshold + 1) * intervalMs), survivorBytes: aliveBytes(threshold * intervalMs) };
}
