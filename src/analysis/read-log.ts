import type { EventSink } from "../events/gc-event.js";
import type { InputFile } from "../input/input-file.js";
import { LineCutter } from "../lines/chunk-lines.js";
import type { LineReader, LineVerdict, RejectedLine } from "../lines/line-reader.js";
import type { TimelineBuilder } from "../timeline/timeline-builder.js";
import { maskSecrets } from "../jvm-options/mask-secrets.js";
import type { InputReport, Warning } from "./analysis.js";

const SAMPLES_SHOWN = 10;
const SAMPLE_LENGTH = 300;

/** What reading one log gave besides its events. */
export interface LogReading {
  readonly report: InputReport;
  readonly rejected: readonly RejectedLine[];
  readonly gcLines: number;
}

/**
 * Streams a log through its line reader and accounts for every line. `onBytes` is told how far reading has come, in bytes
 * since the last call. A last line that lacks its end and was not understood is reported as cut.
 */
export async function readLog(file: InputFile, kind: "unified-log" | "legacy-log", openReader: (sink: EventSink) => LineReader, builder: TimelineBuilder, onBytes: (bytes: number) => void): Promise<LogReading> {
  const reader = openReader((event, stamp) => {
    if (reader.zoneMinutes !== null) builder.setZone(reader.zoneMinutes);
    builder.accept(event, stamp);
  });
  const counts: Record<LineVerdict, number> = { parsed: 0, ignored: 0, unrecognized: 0 };
  let lastVerdict = "ignored" as LineVerdict;
  const cutter = new LineCutter((bytes, start, end, line) => {
    lastVerdict = reader.readLine(bytes, start, end, line);
    counts[lastVerdict]++;
  });
  let size = 0;
  for await (const chunk of file.open()) {
    size += chunk.length;
    cutter.push(chunk);
    onBytes(chunk.length);
  }
  const lacksLineEnd = cutter.finish();
  reader.finish();
  const warnings: Warning[] = file.warnings.map((warning) => ({ ...warning }));
  if (lacksLineEnd && lastVerdict !== "parsed") {
    warnings.push({ code: "truncated", message: "the last line is cut; what it would have said is missing", line: cutter.lines });
  }
  if (counts.unrecognized > 0) {
    warnings.push({ code: "unrecognized-lines", message: `${counts.unrecognized} of ${cutter.lines} lines look like GC messages and were not understood`, line: reader.rejected[0]?.line ?? null });
  }
  return {
    report: {
      path: file.path,
      kind,
      bytes: size,
      lines: { total: cutter.lines, ...counts },
      warnings,
      unrecognizedSamples: reader.rejected.slice(0, SAMPLES_SHOWN).map(({ line, message }) => ({ line, text: maskSecrets(message.slice(0, SAMPLE_LENGTH)) })),
    },
    rejected: reader.rejected,
    gcLines: reader.gcLines,
  };
}
