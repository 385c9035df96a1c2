import { isStruct, joinEpochMs, type JfrValue, numberOf, textOf } from "./jfr-record.js";

const DAY_MS = 86_400_000;

/**
 * Makes instants of the times of day that text exports print. Events are nearly in order, so a time that falls by more than
 * half a day is the next day's. Without any date the days count from 1970-01-01.
 */
export class TextClock {
  /** Some time had no date, and no dated one came before it. */
  lacksDate = false;
  private dayMs = 0;
  private hasDate = false;
  private lastClockMs = Number.NaN;

  /** The value itself, or ms since 1970 when it is a time of day. */
  dateIfInstant(value: JfrValue): JfrValue {
    if (!isStruct(value)) return value;
    const clockMs = numberOf(value, "clockMs");
    if (Number.isNaN(clockMs)) return value;
    const day = textOf(value, "day");
    if (day !== null) {
      this.hasDate = true;
      return this.join(Date.parse(`${day}T00:00:00Z`), clockMs);
    }
    if (!this.hasDate) this.lacksDate = true;
    return this.join(this.dayOf(clockMs), clockMs);
  }

  /** A time far ahead of the last is an event of the evening before that was printed late, or when the JVM started. */
  private dayOf(clockMs: number): number {
    const fallMs = this.lastClockMs - clockMs;
    if (fallMs < -DAY_MS / 2) return this.dayMs - DAY_MS;
    if (fallMs > DAY_MS / 2) this.dayMs += DAY_MS;
    this.lastClockMs = clockMs;
    return this.dayMs;
  }

  private join(dayMs: number, clockMs: number): number {
    const wholeMs = Math.floor(clockMs);
    return joinEpochMs(dayMs + wholeMs, Math.round((clockMs - wholeMs) * 1e6));
  }
}
