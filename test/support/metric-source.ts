import type { Given, MetricSource } from "../../src/metrics/metric.js";
import { WHOLE } from "../../src/metrics/wall-time.js";
import { createMeasurer } from "../../src/metrics/measurer.js";
import { timelineOf, type TimelineDescription } from "./timeline-builder.js";

/** A user who told nothing. */
export const NOTHING_GIVEN: Given = { slo: [], heapMaxBytes: null, memoryBytes: null, jdk: null, cpus: null, options: null, objective: null };

/** A source of metrics over a described timeline, nothing left out, so that a test decides about warm-up itself. */
export function sourceOf(description: TimelineDescription, changes: Partial<Omit<MetricSource, "timeline">> = {}): MetricSource {
  return { timeline: timelineOf(description), window: WHOLE, steady: WHOLE, given: NOTHING_GIVEN, ...changes };
}

/** The value of one metric of a described timeline. */
export function valueOf(name: string, description: TimelineDescription, changes: Partial<Omit<MetricSource, "timeline">> = {}): number | string | boolean | null {
  return createMeasurer(sourceOf(description, changes)).measure(name).value;
}
