import type { JfrRecord } from "./jfr-record.js";
import { endMsOf, type RecordOrder } from "./record-batch.js";

/** `jfr print` cuts start times to a millisecond. */
const CUT_MS = 1;
/** … and from JDK 17 on rounds durations to three digits. */
const ROUNDING_SHARE = 0.005;

/**
 * Puts records with rounded times in order. The text of `jfr print` stands in the order in which events ended, so two that
 * may have ended in either order keep the one in which they were printed; only an event that clearly ended earlier is
 * moved before its predecessors.
 */
export class RoundedOrder implements RecordOrder {
  /** Latest of the earliest ends that the records so far may have had. */
  private reachedMs = Number.NEGATIVE_INFINITY;

  /** A time to sort the next record by; NaN when it has none. */
  endMsOf(record: JfrRecord): number {
    const endMs = endMsOf(record);
    const roundingMs = record.durationMs > 0 ? record.durationMs * ROUNDING_SHARE : 0;
    const earliestMs = endMs - roundingMs;
    if (endMs + roundingMs + CUT_MS < this.reachedMs) return earliestMs;
    if (earliestMs > this.reachedMs) this.reachedMs = earliestMs;
    return Number.isNaN(endMs) ? endMs : this.reachedMs;
  }

  rankOf(): number {
    return 0;
  }
}
