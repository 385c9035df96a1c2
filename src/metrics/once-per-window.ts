import type { Timeline } from "../timeline/timeline.js";
import type { Window } from "./metric.js";

/**
 * Makes a selection that many metrics share be computed once for a timeline and window, when first asked. Kept as long
 * as the timeline is.
 */
export function oncePerWindow<T>(compute: (timeline: Timeline, window: Window) => T): (timeline: Timeline, window: Window) => T {
  const known = new WeakMap<Timeline, Map<string, T>>();
  return (timeline, window) => {
    const ofTimeline = known.get(timeline) ?? new Map<string, T>();
    known.set(timeline, ofTimeline);
    const key = keyOf(timeline, window);
    const earlier = ofTimeline.get(key);
    if (earlier !== undefined || ofTimeline.has(key)) return earlier as T;
    const result = compute(timeline, window);
    ofTimeline.set(key, result);
    return result;
  };
}

/** With a single run, "all runs" and "that run" are the same window. */
function keyOf({ runs }: Timeline, { run, fromMs, toMs }: Window): string {
  const isOnly = runs.length === 1 && (run === null || run === runs[0]?.index);
  return `${isOnly ? "only" : run}:${fromMs}:${toMs}`;
}
