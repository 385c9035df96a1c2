import type { Measurement } from "../metrics/metric.js";
import type { Reading } from "./read-inputs.js";

/** Measurements that come from reading rather than from the timeline, by the names the catalog gives them. */
export function readingMeasurements({ inputs, witnesses }: Reading): ReadonlyMap<string, Measurement> {
  const parsed = inputs.reduce((sum, { lines }) => sum + lines.parsed, 0);
  const unread = inputs.reduce((sum, { lines }) => sum + lines.unrecognized, 0);
  const warnings = inputs.reduce((sum, input) => sum + input.warnings.length, 0);
  const measurements = new Map<string, Measurement>([
    ["log.unreadShare", { value: parsed + unread === 0 ? null : unread / (parsed + unread), sampleSize: parsed + unread }],
    ["log.warningCount", { value: warnings, sampleSize: inputs.length }],
  ]);
  if (witnesses !== null) measurements.set("witnesses.disagreementCount", { value: witnesses.differingCount, sampleSize: witnesses.both });
  return measurements;
}
