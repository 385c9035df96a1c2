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
/** Both timers bracket a stop a little differently, and a log's stamps are rounded. */
const INSIDE_TOLERANCE_MS = 5;
const SHIFT_CANDIDATES = 12;
const LONGEST_SHIFT_MS = 10_000;
const EXAMPLES = 3;

/** Starts of the pauses of both sides on one clock: epoch ms where both have a wall clock, else the log's uptime. */
export interface CommonClock {
  readonly logMs: Float64Array;
  readonly recordingMs: Float64Array;
}

/** Puts both sides on one clock. Without a wall clock in the log, the recording's uptime is shifted to where most pauses meet. */
export function alignWitnesses(log: Timeline, recording: Timeline): CommonClock {
  const hasWall = [...log.runs, ...recording.runs].every(({ clock }) => !Number.isNaN(clock.epochMs));
  if (hasWall) return { logMs: epochsOf(log), recordingMs: epochsOf(recording) };
  const logMs = log.pauses.startMs;
  const shiftMs = findShift(logMs, recording.pauses.startMs);
  return { logMs, recordingMs: recording.pauses.startMs.map((ms) => ms + shiftMs) };
}

function epochsOf({ pauses, runs }: Timeline): Float64Array {
  return pauses.startMs.map((ms, row) => ms + (runs[pauses.run[row] as number]?.clock.epochMs ?? Number.NaN));
}

/** The JVM's own start time lies some 10–250 ms beside the zero of its log: the shift under which most pauses meet. */
function findShift(logMs: Float64Array, recordingMs: Float64Array): number {
  let bestShiftMs = 0;
  let most = countMeetings(logMs, recordingMs, 0);
  for (const logStart of logMs.subarray(0, SHIFT_CANDIDATES)) {
    for (const recordingStart of recordingMs.subarray(0, SHIFT_CANDIDATES)) {
      const shiftMs = logStart - recordingStart;
      if (!(Math.abs(shiftMs) <= LONGEST_SHIFT_MS)) continue;
      const meetings = countMeetings(logMs, recordingMs, shiftMs);
      if (meetings <= most) continue;
      most = meetings;
      bestShiftMs = shiftMs;
    }
  }
  return bestShiftMs;
}

function countMeetings(logMs: Float64Array, recordingMs: Float64Array, shiftMs: number): number {
  let meetings = 0;
  let next = 0;
  for (const ms of logMs) {
    while (next < recordingMs.length && (recordingMs[next] as number) + shiftMs < ms - JOIN_TOLERANCE_MS) next++;
    if (next < recordingMs.length && Math.abs((recordingMs[next] as number) + shiftMs - ms) <= JOIN_TOLERANCE_MS) {
      meetings++;
      next++;
    }
  }
  return meetings;
}

/** Pairs pauses by GC id and order within the id, or by time where the log has no ids, and compares their durations. */
export function comparePauses(log: Timeline, recording: Timeline, clock: CommonClock): { pairs: PausePairs; report: WitnessReport } {
  const pairs: PausePairs = {
    recordingOf: new Int32Array(log.pauses.length).fill(-1),
    logOf: new Int32Array(recording.pauses.length).fill(-1),
    isRecordingPaired: new Uint8Array(recording.pauses.length),
  };
  if (hasIds(log) && log.runs.length === 1 && recording.runs.length === 1) pairById(log, recording, clock, pairs);
  else pairByTime(clock, pairs);
  return { pairs, report: report(log, recording, clock, pairs) };
}

function hasIds({ pauses }: Timeline): boolean {
  for (let row = 0; row < pauses.length; row++) if ((pauses.gcId[row] as number) >= 0) return true;
  return false;
}

function pairById(log: Timeline, recording: Timeline, { logMs, recordingMs }: CommonClock, pairs: PausePairs): void {
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
      const distanceMs = (candidate: number): number => Math.abs((recordingMs[candidate] as number) - (logMs[row] as number));
      let nearest = -1;
      for (const candidate of left) if (nearest < 0 || distanceMs(candidate) < distanceMs(nearest)) nearest = candidate;
      if (nearest < 0 || !(distanceMs(nearest) <= JOIN_TOLERANCE_MS)) continue;
      pair(pairs, row, nearest);
      left.delete(nearest);
    }
  }
}

function pairByTime({ logMs, recordingMs }: CommonClock, pairs: PausePairs): void {
  const order = Int32Array.from(recordingMs.keys()).sort((a, b) => (recordingMs[a] as number) - (recordingMs[b] as number));
  let next = 0;
  for (let row = 0; row < logMs.length; row++) {
    const startMs = logMs[row] as number;
    while (next < order.length && (recordingMs[order[next] as number] as number) < startMs - JOIN_TOLERANCE_MS) next++;
    if (next >= order.length) return;
    if (Math.abs((recordingMs[order[next] as number] as number) - startMs) <= JOIN_TOLERANCE_MS) pair(pairs, row, order[next++] as number);
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

/**
 * Recorded pauses that lie inside a stop of the log. The recordings of JDK 8 to 14 split a young collection that turned
 * into a full one in two; the log, and the application, know one stop.
 */
export function findPartsOfStops(log: Timeline, recording: Timeline, { logMs, recordingMs }: CommonClock, pairs: PausePairs): ReadonlySet<number> {
  const parts = new Set<number>();
  for (let row = 0; row < recordingMs.length; row++) {
    if (pairs.isRecordingPaired[row] === 1) continue;
    const startMs = recordingMs[row] as number;
    const endMs = startMs + (recording.pauses.durationMs[row] as number);
    for (let stop = lastAtOrBefore(logMs, startMs + INSIDE_TOLERANCE_MS); stop >= 0 && stop > lastAtOrBefore(logMs, startMs) - 3; stop--) {
      const stopEndMs = (logMs[stop] as number) + (log.pauses.durationMs[stop] as number);
      if (endMs <= stopEndMs + INSIDE_TOLERANCE_MS) parts.add(row);
    }
  }
  return parts;
}

function lastAtOrBefore(sortedMs: Float64Array, ms: number): number {
  let low = 0;
  let high = sortedMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sortedMs[middle] as number) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function report(log: Timeline, recording: Timeline, clock: CommonClock, pairs: PausePairs): WitnessReport {
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
  const parts = findPartsOfStops(log, recording, clock, pairs).size;
  disagreements.push(...spanNotes(log, clock, pairs, parts));
  return { both, logOnly: log.pauses.length - both, recordingOnly: recording.pauses.length - both - parts, differingCount: longerInRecording.length + longerInLog.length, disagreements };
}

function tell(into: string[], found: readonly string[], reason: string): void {
  if (found.length === 0) return;
  const rest = found.length > EXAMPLES ? `; … ${found.length - EXAMPLES} more` : "";
  into.push(`${found.length} pause${found.length === 1 ? " is" : "s are"} ${reason} (${found.slice(0, EXAMPLES).join("; ")}${rest})`);
}

/** Pauses that one side lacks, told apart by whether they lie outside the other's span. */
function spanNotes(log: Timeline, { logMs, recordingMs }: CommonClock, pairs: PausePairs, parts: number): string[] {
  const notes: string[] = [];
  const firstMs = recordingMs.reduce((least, ms) => Math.min(least, ms), Number.POSITIVE_INFINITY);
  const lastMs = recordingMs.reduce((most, ms) => Math.max(most, ms), Number.NEGATIVE_INFINITY);
  let outside = 0;
  let inside = 0;
  for (let row = 0; row < log.pauses.length; row++) {
    if ((pairs.recordingOf[row] as number) >= 0) continue;
    const startMs = logMs[row] as number;
    if (startMs >= firstMs && startMs <= lastMs) inside++;
    else outside++;
  }
  if (outside > 0) notes.push(`${outside} ${pauses(outside)} of the log lie outside the recording, which starts after the JVM and is dumped before it ends`);
  if (inside > 0) notes.push(`${inside} ${pauses(inside)} of the log are missing in the middle of the recording: its thresholds or a full buffer may have dropped them`);
  if (parts > 0) notes.push(`${parts} ${pauses(parts)} of the recording are parts of a stop that the log tells as one: recordings of JDK 8 to 14 split a young collection that turned into a full one`);
  const recordingOnly = recordingMs.length - pairs.isRecordingPaired.reduce((sum, paired) => sum + paired, 0) - parts;
  if (recordingOnly > 0) notes.push(`${recordingOnly} ${pauses(recordingOnly)} are only in the recording: the log was rotated away, cut, or lost lines there`);
  return notes;
}

function pauses(count: number): string {
  return count === 1 ? "pause" : "pauses";
}
