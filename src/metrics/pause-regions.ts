import type { Timeline } from "../timeline/timeline.js";
import type { Window } from "./metric.js";
import { isInside } from "./wall-time.js";

/** Kinds of regions that G1 counts. */
const SPACES = ["Eden", "Survivor", "Old", "Archive", "Humongous"] as const;
/** A space without a count was not printed. */
export type RegionCounts = { [S in (typeof SPACES)[number]]: number | undefined };

/** G1's region counts on both sides of one pause. */
export interface PauseRegions {
  /** Row of `timeline.pauses`. */
  readonly pause: number;
  readonly before: Readonly<RegionCounts>;
  readonly after: Readonly<RegionCounts>;
}

/**
 * Shows the region counts of each pause that begins inside the window, a pause at a time in the order of the log, so that
 * nothing has to be kept for all of them.
 */
export function visitRegions(timeline: Timeline, window: Window, visit: (regions: PauseRegions) => void): void {
  const { regions } = timeline;
  const spaces = timeline.names.map((name) => SPACES.find((space) => space === name));
  for (let row = 0; row < regions.length; ) {
    const pause = regions.pause[row] as number;
    const isWanted = pause >= 0 && isPauseInside(timeline, window, pause);
    const before = noCounts();
    const after = noCounts();
    for (; row < regions.length && regions.pause[row] === pause; row++) {
      const space = spaces[regions.space[row] as number];
      if (!isWanted || space === undefined) continue;
      before[space] = regions.before[row];
      after[space] = regions.after[row];
    }
    if (isWanted) visit({ pause, before, after });
  }
}

/** Whether a pause begins inside a window. */
export function isPauseInside({ pauses }: Timeline, window: Window, pause: number): boolean {
  return isInside(window, pauses.run[pause] as number, pauses.startMs[pause] as number);
}

function noCounts(): RegionCounts {
  return { Eden: undefined, Survivor: undefined, Old: undefined, Archive: undefined, Humongous: undefined };
}
