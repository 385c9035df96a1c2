import type { Stamp } from "../events/gc-event.js";
import type { Clock } from "./timeline.js";

/** A difference between the two clocks that grows by more than this is a step of the wall clock, not rounding. */
const STEP_MS = 1000;
/** JVM starts are known to the ms. */
const SAME_START_MS = 1;

/** Turns stamps of one run into `startMs` times and finds the mapping to the wall clock. Never invents a clock. */
export class RunClock {
  private epochAtZeroMs = Number.NaN;
  private firstEpochMs = Number.NaN;
  /** Whether stamps of this run carry the uptime. */
  hasUptime = false;
  firstMs = Number.NaN;
  lastMs = Number.NaN;
  lastStampUptimeMs = Number.NaN;
  private lastDifferenceMs = Number.NaN;

  /**
   * The stamp on the run's clock: uptime where printed, otherwise ms since the run's first wall-clock stamp; NaN without clocks.
   * `onStep` is told when the wall clock jumps against the uptime, with the size of the jump in ms.
   */
  read(stamp: Stamp, onStep: (stepMs: number) => void): number {
    if (!Number.isNaN(stamp.uptimeMs)) {
      this.hasUptime = true;
      this.lastStampUptimeMs = stamp.uptimeMs;
      if (!Number.isNaN(stamp.epochMs)) this.relate(stamp.epochMs - stamp.uptimeMs, onStep);
      return this.note(stamp.uptimeMs);
    }
    if (Number.isNaN(stamp.epochMs)) return Number.NaN;
    if (Number.isNaN(this.firstEpochMs)) {
      this.firstEpochMs = stamp.epochMs;
      if (Number.isNaN(this.epochAtZeroMs)) this.epochAtZeroMs = stamp.epochMs;
    }
    return this.note(stamp.epochMs - this.epochAtZeroMs);
  }

  /** Widens the span to an instant that no line was stamped with, such as the computed start of a pause. */
  note(ms: number): number {
    if (Number.isNaN(ms)) return ms;
    if (!(ms >= this.firstMs)) this.firstMs = ms;
    if (!(ms <= this.lastMs)) this.lastMs = ms;
    return ms;
  }

  /** An anchor from elsewhere: the JVM's start as a recording tells it. */
  anchor(epochAtZeroMs: number): void {
    if (Number.isNaN(this.epochAtZeroMs)) this.epochAtZeroMs = epochAtZeroMs;
  }

  /** Whether the two clocks of a stamp tell of another JVM start than those before it: a recording computes one from the other. */
  isOfAnotherStart({ epochMs, uptimeMs }: Stamp): boolean {
    return this.hasUptime && Math.abs(epochMs - uptimeMs - this.epochAtZeroMs) > SAME_START_MS;
  }

  finish(zoneMinutes: number): Clock {
    const hasWall = !Number.isNaN(this.epochAtZeroMs);
    return {
      isUptime: this.hasUptime,
      epochMs: this.epochAtZeroMs,
      zoneMinutes,
      quality: hasWall || this.hasUptime ? "given" : "none",
    };
  }

  private relate(differenceMs: number, onStep: (stepMs: number) => void): void {
    if (Number.isNaN(this.epochAtZeroMs)) {
      this.epochAtZeroMs = differenceMs;
      this.lastDifferenceMs = differenceMs;
      return;
    }
    if (Math.abs(differenceMs - this.lastDifferenceMs) > STEP_MS) onStep(differenceMs - this.lastDifferenceMs);
    this.lastDifferenceMs = differenceMs;
  }
}
