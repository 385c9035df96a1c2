import type { AnalysisResult } from "../analysis/analyze.js";
import { selectPauses, selectPausesByCause, selectPausesByClass, selectPausesByKind, type PauseSelection } from "../metrics/select-pauses.js";
import type { Measurement } from "../metrics/metric.js";
import type { PauseClass } from "../metrics/pause-class.js";
import { findMetric } from "../metrics/catalog.js";
import type { LimitSubject } from "./limit.js";

/** The value of a limit's subject in an analysis, with its sample size. */
export function measureSubject(subject: LimitSubject, { analysis, measurer }: AnalysisResult): Measurement {
  if (subject.from === "catalog") {
    const measurement = measurer.measure(subject.name);
    if (measurement.value !== null) return measurement;
    // Some facts of the contract come from other stages than the catalog's.
    const { value, sampleSize } = valueAt(analysis, subject.name.split("."));
    return value === null ? measurement : { value, sampleSize };
  }
  return valueAt(analysis, subject.path);
}

function valueAt(analysis: unknown, path: readonly string[]): Measurement {
  let at: unknown = analysis;
  let parent: unknown = null;
  for (const segment of path) {
    parent = at;
    at = typeof at === "object" && at !== null && Object.hasOwn(at, segment) ? (at as Readonly<Record<string, unknown>>)[segment] : null;
  }
  // A kind or cause that never occurred is a group of none.
  if (at === null && path.length === 4 && path[0] === "pauses" && (path[3] === "count" || path[3] === "totalMs")) return { value: 0, sampleSize: 0 };
  const { count, requests } = (parent ?? {}) as { readonly count?: unknown; readonly requests?: unknown };
  const sampleSize = typeof count === "number" ? count : typeof requests === "number" ? requests : 1;
  return { value: typeof at === "number" || typeof at === "string" || typeof at === "boolean" ? at : null, sampleSize };
}

/** The pauses that a subject is about: one class, kind or cause, or all of them; null when it is about something else. */
export function pausesOf(subject: LimitSubject, { timeline, window }: AnalysisResult): PauseSelection | null {
  if (subject.from === "analysis") {
    const [, group, name = ""] = subject.path;
    if (group === "byKind") return selectPausesByKind(timeline, window).get(name) ?? null;
    if (group === "byCause") return selectPausesByCause(timeline, window).get(name) ?? null;
    return null;
  }
  const [topic, group = ""] = subject.name.split(".");
  if (topic === "pauses") {
    if (findMetric(`pauses.${group}.count`) === undefined) return selectPauses(timeline, window);
    return selectPausesByClass(timeline, window).get(group as PauseClass) ?? null;
  }
  return topic === "overhead" || topic === "requests" || topic === "delay" ? selectPauses(timeline, window) : null;
}

/** The quantile that a subject's name says, 0–1; null when it is no percentile of a sample. */
export function quantileOf({ name }: LimitSubject): number | null {
  const digits = /(?:^|\.)p(\d+)Ms$/.exec(name)?.[1];
  if (digits === undefined) return null;
  return digits.length <= 2 ? Number(digits) / 100 : Number(`0.${digits}`);
}

/** How many things a subject's value is taken over, where the catalog counts them beside it; null when it does not. */
export function siblingCount(subject: LimitSubject, result: AnalysisResult): number | null {
  if (subject.from !== "catalog") return null;
  const count = `${subject.name.slice(0, subject.name.lastIndexOf("."))}.count`;
  const value = findMetric(count) === undefined ? null : result.measurer.measure(count).value;
  return typeof value === "number" ? value : null;
}
