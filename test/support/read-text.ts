import type { GcEvent } from "../../src/events/gc-event.js";
import { LineCutter } from "../../src/lines/chunk-lines.js";
import type { LineVerdict } from "../../src/lines/line-reader.js";
import { UnifiedReader } from "../../src/lines/unified-reader.js";
import type { Timeline } from "../../src/timeline/timeline.js";
import { TimelineBuilder, type TimelineWarning } from "../../src/timeline/timeline-builder.js";

/** What reading a unified log gave, for tests. */
export interface ReadText {
  readonly timeline: Timeline;
  readonly warnings: readonly TimelineWarning[];
  readonly verdicts: readonly LineVerdict[];
  readonly events: readonly GcEvent[];
  readonly zoneMinutes: number | null;
  readonly rejected: readonly { readonly line: number; readonly message: string }[];
}

/** Reads lines of a unified log into a timeline. */
export function readText(text: string): ReadText {
  const builder = new TimelineBuilder(1);
  const events: GcEvent[] = [];
  const verdicts: LineVerdict[] = [];
  const reader = new UnifiedReader(0, (event, stamp) => {
    events.push(event);
    builder.accept(event, stamp);
  });
  const cutter = new LineCutter((bytes, start, end, line) => verdicts.push(reader.readLine(bytes, start, end, line)));
  cutter.push(new TextEncoder().encode(text));
  cutter.finish();
  reader.finish();
  if (reader.zoneMinutes !== null) builder.setZone(reader.zoneMinutes);
  return { ...builder.finish(), verdicts, events, zoneMinutes: reader.zoneMinutes, rejected: reader.rejected };
}

/** Pauses as rows that a test can state: kind, cause, start, duration. */
export function pausesOf({ pauses, names }: Timeline): { kind: string; cause: string | null; startMs: number; durationMs: number; gcId: number }[] {
  return Array.from({ length: pauses.length }, (_, row) => ({
    kind: names[pauses.kind[row] as number] ?? "",
    cause: names[pauses.cause[row] as number] ?? null,
    startMs: pauses.startMs[row] as number,
    durationMs: pauses.durationMs[row] as number,
    gcId: pauses.gcId[row] as number,
  }));
}
