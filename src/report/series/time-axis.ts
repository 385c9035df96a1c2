import type { Window } from "../../metrics/metric.js";
import type { Timeline } from "../../timeline/timeline.js";

/** The common x axis of all time charts: ms since the start of the first JVM life, or pause numbers for inputs without a clock. */
export interface TimeAxis {
  readonly unit: "ms" | "ordinal";
  readonly from: number;
  readonly to: number;
  /** Whether 0 is the start of the JVM; otherwise it is the first stamp of the input. */
  readonly isUptime: boolean;
  /** Wall clock at x = 0, null when the input has none. */
  readonly epochMs: number | null;
  readonly zoneMinutes: number;
  /** Where later JVM lives begin. */
  readonly restarts: readonly number[];
}

/** Maps rows of a timeline to the axis. */
export interface AxisScale {
  readonly axis: TimeAxis;
  /** Position of an instant on the clock of a run; NaN when it lies outside of the window or has no clock. */
  readonly place: (startMs: number, run: number) => number;
}

/** Lays the lives of the JVM side by side: by wall clock where every life has one, otherwise one after the other. */
export function layOutTime(timeline: Timeline, window: Window | null): AxisScale {
  const offsets = runOffsets(timeline);
  const shown = timeline.runs.filter((run) => window?.run == null || window.run === run.index);
  const isInside = (startMs: number, run: number): boolean =>
    window === null || ((window.run === null || window.run === run) && !(startMs < window.fromMs) && !(startMs > window.toMs));
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const run of shown) {
    const offset = offsets[run.index] ?? 0;
    from = Math.min(from, orElse(offset + Math.max(run.firstMs, orElse(window?.fromMs, Number.NEGATIVE_INFINITY)), from));
    to = Math.max(to, orElse(offset + Math.min(run.lastMs, orElse(window?.toMs, Number.POSITIVE_INFINITY)), to));
  }
  const hasClock = Number.isFinite(from) && Number.isFinite(to);
  const first = timeline.runs[0];
  const epochMs = first?.clock.epochMs ?? Number.NaN;
  return {
    axis: {
      unit: hasClock ? "ms" : "ordinal",
      from: hasClock ? from : 1,
      to: hasClock ? Math.max(to, from + 1) : Math.max(timeline.pauses.length, 2),
      isUptime: first?.clock.isUptime ?? false,
      epochMs: hasClock && Number.isFinite(epochMs) ? epochMs : null,
      zoneMinutes: first?.clock.zoneMinutes ?? 0,
      restarts: hasClock
        ? shown
            .slice(1)
            .map((run) => (offsets[run.index] ?? 0) + run.firstMs)
            .filter((x) => Number.isFinite(x))
        : [],
    },
    place: (startMs, run) => (isInside(startMs, run) ? startMs + (offsets[run] ?? 0) : Number.NaN),
  };
}

function runOffsets(timeline: Timeline): readonly number[] {
  const { runs } = timeline;
  const base = runs[0]?.clock.epochMs ?? Number.NaN;
  if (runs.every((run) => Number.isFinite(run.clock.epochMs))) return runs.map((run) => run.clock.epochMs - base);
  const offsets: number[] = [];
  let end = 0;
  for (const run of runs) {
    offsets.push(offsets.length === 0 ? 0 : end);
    end = orElse((offsets.at(-1) ?? 0) + run.lastMs, end);
  }
  return offsets;
}

function orElse(value: number | undefined, fallback: number): number {
  return value === undefined || Number.isNaN(value) ? fallback : value;
}
