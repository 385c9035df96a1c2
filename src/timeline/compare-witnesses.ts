import type { Timeline } from "./timeline.js";

/** How a log and a recording of one JVM agree about its pauses. */
export interface WitnessReport {
  readonly both: number;
  readonly logOnly: number;
  readonly recordingOnly: number;
  /** Pauses that both saw and whose lengths differ by more than 1 ms and 2 %. */
  readonly differingCount: number;
  /** One sentence for each kind of disagreement, with counts and the likely reason. */
  readonly disagreements: readonly string[];
}

/** Which pause of the log is which pause of the recording; -1 for none. */
export interface PausePairs {
  readonly recordingOf: Int32Array;
  readonly logOf: Int32Array;
  readonly isRecordingPaired: Uint8Array;
}

/** A difference in duration worth telling: beyond both of these. */
const DIFFERENCE_MS = 1;
const DIFFERENCE_SHARE = 0.02;
/** Wall clocks of both witnesses agree to 2 ms; a log without ids is joined by time with room for rounding of short logs. */
const JOIN_TOLERANCE_MS = 20;
const EXAMPLES = 3;

/** Pairs pauses by GC id and order within the id, or by time where the log has no ids, and compares their durations. */
export function comparePauses(log: Timeline, recording: Timeline, shiftMs: number): { pairs: PausePairs; report: WitnessReport } {
  const pairs: PausePairs = {
    recordingOf: new Int32Array(log.pauses.length).fill(-1),
    logOf: new Int32Array(recording.pauses.length).fill(-1),
    isRecordingPaired: new Uint8Array(recording.pauses.length),
  };
  const hasIds = log.pauses.gcId.some((gcId) => gcId >= 0);
  if (hasIds && log.runs.length === 1) pairById(log, recording, shiftMs, pairs);
  else pairByTime(log, recording, shiftMs, pairs);
  return { pairs, report: report(log, recording, shiftMs, pairs) };
}

function pairById(log: Timeline, recording: Timeline, shiftMs: number, pairs: PausePairs): void {
  const recorded = rowsById(recording);
  for (const [gcId, logRows] of rowsById(log)) {
    const rows = recorded.get(gcId) ?? [];
    if (rows.length === logRows.length) {
      logRows.forEach((row, i) => pair(pairs, row, rows[i] as number));
      continue;
    }
    // One side lacks some: each takes the nearest that is left.
    const left = new Set(rows);
    for (const row of logRows) {
      const endMs = endOf(log, row);
      let nearest = -1;
      for (const candidate of left) {
        if (nearest < 0 || Math.abs(endOf(recording, candidate) + shiftMs - endMs) < Math.abs(endOf(recording, nearest) + shiftMs - endMs)) nearest = candidate;
      }
      const distanceMs = nearest < 0 ? Number.NaN : Math.abs(endOf(recording, nearest) + shiftMs - endMs);
      if (nearest < 0 || distanceMs > JOIN_TOLERANCE_MS) continue;
      pair(pairs, row, nearest);
      left.delete(nearest);
    }
  }
}

function pairByTime(log: Timeline, recording: Timeline, shiftMs: number, pairs: PausePairs): void {
  let next = 0;
  const base = log.runs[log.runs.length - 1]?.clock.epochMs ?? Number.NaN;
  for (let row = 0; row < log.pauses.length; row++) {
    const epochMs = log.runs[log.pauses.run[row] as number]?.clock.epochMs ?? Number.NaN;
    const offsetMs = Number.isNaN(epochMs - base) ? 0 : epochMs - base;
    const startMs = (log.pauses.startMs[row] as number) + offsetMs;
    while (next < recording.pauses.length && (recording.pauses.startMs[next] as number) + shiftMs < startMs - JOIN_TOLERANCE_MS) next++;
    if (next >= recording.pauses.length) return;
    if (Math.abs((recording.pauses.startMs[next] as number) + shiftMs - startMs) <= JOIN_TOLERANCE_MS) pair(pairs, row, next++);
  }
}

function pair(pairs: PausePairs, logRow: number, recordingRow: number): void {
  pairs.recordingOf[logRow] = recordingRow;
  pairs.logOf[recordingRow] = logRow;
  pairs.isRecordingPaired[recordingRow] = 1;
}

function rowsById({ pauses }: Timeline): ReadonlyMap<number, number[]> {
  const byId = new Map<number, number[]>();
  for (let row = 0; row < pauses.length; row++) {
    const gcId = pauses.gcId[row] as number;
    const rows = byId.get(gcId);
    if (rows === undefined) byId.set(gcId, [row]);
    else rows.push(row);
  }
  return byId;
}

function endOf({ pauses }: Timeline, row: number): number {
  return (pauses.startMs[row] as number) + (pauses.durationMs[row] as number);
}

function report(log: Timeline, recording: Timeline, shiftMs: number, pairs: PausePairs): WitnessReport {
  const both = pairs.isRecordingPaired.reduce((sum, paired) => sum + paired, 0);
  const disagreements: string[] = [];
  const longerInRecording: string[] = [];
  const longerInLog: string[] = [];
  for (let row = 0; row < log.pauses.length; row++) {
    const twin = pairs.recordingOf[row] as number;
    if (twin < 0) continue;
    const logMs = log.pauses.durationMs[row] as number;
    const recordedMs = recording.pauses.durationMs[twin] as number;
    const limitMs = Math.max(DIFFERENCE_MS, DIFFERENCE_SHARE * Math.max(logMs, recordedMs));
    if (Math.abs(logMs - recordedMs) <= limitMs) continue;
    const text = `GC(${log.pauses.gcId[row]}) log ${logMs.toFixed(3)} ms, recording ${recordedMs.toFixed(3)} ms`;
    (recordedMs > logMs ? longerInRecording : longerInLog).push(text);
  }
  tell(disagreements, longerInRecording, "longer in the recording: JDK 11 G1 does not count the wait for root-region scanning, other collectors bracket slightly different code");
  tell(disagreements, longerInLog, "longer in the log: the two timers bracket slightly different code, and a busy machine can interrupt between them");
  const outside = spanNote(log, recording, shiftMs, pairs);
  disagreements.push(...outside);
  return { both, logOnly: log.pauses.length - both, recordingOnly: recording.pauses.length - both, differingCount: longerInRecording.length + longerInLog.length, disagreements };
}

function tell(into: string[], found: readonly string[], reason: string): void {
  if (found.length === 0) return;
  const rest = found.length > EXAMPLES ? `; … ${found.length - EXAMPLES} more` : "";
  into.push(`${found.length} pause${found.length === 1 ? " is" : "s are"} ${reason} (${found.slice(0, EXAMPLES).join("; ")}${rest})`);
}

/** Pauses that one side lacks, told apart by whether they lie outside the other's span. */
function spanNote(log: Timeline, recording: Timeline, shiftMs: number, pairs: PausePairs): string[] {
  const notes: string[] = [];
  const firstMs = (recording.pauses.startMs[0] ?? Number.NaN) + shiftMs;
  const lastMs = (recording.pauses.startMs[recording.pauses.length - 1] ?? Number.NaN) + shiftMs;
  let outside = 0;
  let inside = 0;
  for (let row = 0; row < log.pauses.length; row++) {
    if ((pairs.recordingOf[row] as number) >= 0) continue;
    const startMs = log.pauses.startMs[row] as number;
    if (startMs >= firstMs && startMs <= lastMs) inside++;
    else outside++;
  }
  if (outside > 0) notes.push(`${outside} pause${outside === 1 ? "" : "s"} of the log lie outside the recording, which starts after the JVM and is dumped before it ends`);
  if (inside > 0) notes.push(`${inside} pause${inside === 1 ? "" : "s"} of the log are missing in the middle of the recording: its thresholds or a full buffer may have dropped them`);
  const recordingOnly = recording.pauses.length - pairs.isRecordingPaired.reduce((sum, paired) => sum + paired, 0);
  if (recordingOnly > 0) notes.push(`${recordingOnly} pause${recordingOnly === 1 ? "" : "s"} are only in the recording: the log was rotated away, cut, or lost lines there`);
  return notes;
}
