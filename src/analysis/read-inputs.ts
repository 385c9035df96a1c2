import { PauselineError } from "../errors/pauseline-error.js";
import type { EventSink } from "../events/gc-event.js";
import type { InputFile } from "../input/input-file.js";
import { detectJfrKind, refuseJfrTables } from "../jfr/detect-jfr-kind.js";
import { createLegacyReader, looksLikeLegacyLog } from "../legacy/legacy-reader.js";
import { LineCutter } from "../lines/chunk-lines.js";
import type { LineReader, RejectedLine } from "../lines/line-reader.js";
import { UnifiedReader } from "../lines/unified-reader.js";
import type { WitnessReport } from "../timeline/compare-witnesses.js";
import { mergeWitnesses } from "../timeline/merge-witnesses.js";
import type { Timeline } from "../timeline/timeline.js";
import { TimelineBuilder } from "../timeline/timeline-builder.js";
import type { InputKind, InputReport, Warning } from "./analysis.js";
import { readLog } from "./read-log.js";
import { readRecordingInput } from "./read-recording-input.js";

/** What reading all inputs of one JVM gave. */
export interface Reading {
  readonly timeline: Timeline;
  readonly inputs: readonly InputReport[];
  /** Unrecognized lines by input, for `--explain-lines`. */
  readonly rejected: readonly { readonly path: string; readonly lines: readonly RejectedLine[] }[];
  /** How log and recording agree; null unless both were given. */
  readonly witnesses: WitnessReport | null;
}

interface Classified {
  readonly file: InputFile;
  readonly kind: InputKind;
  /** First wall-clock and uptime stamps in the head; NaN where absent. Rotated files are put in order by them. */
  readonly firstEpochMs: number;
  readonly firstUptimeMs: number;
}

/**
 * Reads all inputs of one JVM into one timeline: logs in the order of their content, whatever their names; a recording
 * beside a log as a second witness. Throws when an input is no GC log and no recording, or when nothing at all was found.
 */
export async function readInputs(files: readonly InputFile[], onBytes: (bytes: number) => void = () => {}): Promise<Reading> {
  if (files.length === 0) throw new PauselineError("input", "no input given", { hint: "name a GC log, a recording, a directory, an archive, or - for standard input" });
  const classified: Classified[] = [];
  for (const file of files) classified.push(await classify(file));
  const ordered = orderByContent(classified);
  const reports: InputReport[] = [];
  const rejected: { path: string; lines: readonly RejectedLine[] }[] = [];
  const log = new TimelineBuilder(1);
  const recording = new TimelineBuilder(2);
  let hasLog = false;
  let hasRecording = false;
  for (const [index, { file, kind }] of ordered.entries()) {
    if (kind === "unified-log" || kind === "legacy-log") {
      hasLog = true;
      const reading = await readLog(file, kind, (sink) => readerOf(kind, index, sink), log, onBytes);
      if (reading.gcLines === 0) throw notGcLog(file.path);
      reports.push(reading.report);
      rejected.push({ path: file.path, lines: reading.rejected });
    } else {
      hasRecording = true;
      const sink: EventSink = (event, stamp) => recording.accept(event, stamp);
      reports.push(await readRecordingInput(file, kind, index, sink, onBytes));
      rejected.push({ path: file.path, lines: [] });
    }
  }
  const finishedLog = hasLog ? log.finish() : null;
  const finishedRecording = hasRecording ? recording.finish() : null;
  const inputs = withWarnings(reports, [...(finishedLog?.warnings ?? []), ...(finishedRecording?.warnings ?? [])]);
  if (finishedLog !== null && finishedRecording !== null) {
    const merged = mergeWitnesses(finishedLog.timeline, finishedRecording.timeline);
    return { timeline: merged.timeline, inputs, rejected, witnesses: merged.report };
  }
  const only = (finishedLog ?? finishedRecording) as { timeline: Timeline };
  return { timeline: only.timeline, inputs, rejected, witnesses: null };
}

function readerOf(kind: "unified-log" | "legacy-log", input: number, sink: EventSink): LineReader {
  return kind === "unified-log" ? new UnifiedReader(input, sink) : createLegacyReader(input, sink);
}

async function classify(file: InputFile): Promise<Classified> {
  const head = await file.peek();
  const jfrKind = detectJfrKind(head);
  const refusal = jfrKind === null ? refuseJfrTables(head, file.path) : null;
  if (refusal !== null) throw refusal;
  if (jfrKind !== null) return { file, kind: jfrKind, firstEpochMs: Number.NaN, firstUptimeMs: Number.NaN };
  let firstEpochMs = Number.NaN;
  let firstUptimeMs = Number.NaN;
  const probe = new UnifiedReader(0, (_event, stamp) => {
    if (Number.isNaN(firstEpochMs)) firstEpochMs = stamp.epochMs;
    if (Number.isNaN(firstUptimeMs)) firstUptimeMs = stamp.uptimeMs;
  });
  const unified = parsedLines(head, probe);
  if (looksLikeLegacyLog(head)) {
    let legacyEpochMs = Number.NaN;
    let legacyUptimeMs = Number.NaN;
    const legacy = parsedLines(
      head,
      createLegacyReader(0, (_event, stamp) => {
        if (Number.isNaN(legacyEpochMs)) legacyEpochMs = stamp.epochMs;
        if (Number.isNaN(legacyUptimeMs)) legacyUptimeMs = stamp.uptimeMs;
      }),
    );
    if (legacy > unified) return { file, kind: "legacy-log", firstEpochMs: legacyEpochMs, firstUptimeMs: legacyUptimeMs };
  }
  // A head without any GC line may be an application's long start-up output; only the whole file can tell.
  return { file, kind: "unified-log", firstEpochMs, firstUptimeMs };
}

function parsedLines(head: Uint8Array, reader: LineReader): number {
  let parsed = 0;
  const cutter = new LineCutter((bytes, start, end, line) => {
    if (reader.readLine(bytes, start, end, line) === "parsed") parsed++;
  });
  cutter.push(head);
  cutter.finish();
  reader.finish();
  return parsed;
}

/**
 * Oldest first where the logs carry the same clock; otherwise as given. A part without a stamped message (a rotated file of
 * one line) keeps its place, since nothing in it depends on the order. Two logs may begin in the same millisecond of the
 * wall clock, so the uptime decides then. Recordings come after logs.
 */
function orderByContent(inputs: readonly Classified[]): readonly Classified[] {
  const logs = inputs.filter(({ kind }) => kind === "unified-log" || kind === "legacy-log");
  const recordings = inputs.filter(({ kind }) => kind !== "unified-log" && kind !== "legacy-log");
  const stamped = logs.filter(({ firstEpochMs, firstUptimeMs }) => !Number.isNaN(firstEpochMs) || !Number.isNaN(firstUptimeMs));
  const key = stamped.every(({ firstEpochMs }) => !Number.isNaN(firstEpochMs)) ? "firstEpochMs" : "firstUptimeMs";
  if (stamped.some((log) => Number.isNaN(log[key]))) return [...logs, ...recordings];
  const sorted = stamped.toSorted((a, b) => a[key] - b[key] || a.firstUptimeMs - b.firstUptimeMs || 0);
  const isStamped = new Set(stamped);
  return [...logs.map((log) => (isStamped.has(log) ? (sorted.shift() as Classified) : log)), ...recordings];
}

function withWarnings(reports: readonly InputReport[], found: readonly { code: string; message: string; input: number; line: number }[]): readonly InputReport[] {
  return reports.map((report, index) => {
    const more: Warning[] = found.filter(({ input }) => input === index).map(({ code, message, line }) => ({ code, message, line }));
    return more.length === 0 ? report : { ...report, warnings: [...report.warnings, ...more] };
  });
}

function notGcLog(path: string): PauselineError {
  return new PauselineError("input", "no GC log and no recording: not one GC message was found", {
    path,
    hint: "give a file written with -Xlog:gc* (JDK 9+), -XX:+PrintGCDetails (JDK 8) or a .jfr recording",
  });
}
