import { type Columns, ColumnTable } from "./columns.js";
import { comparePauses, type WitnessReport } from "./compare-witnesses.js";
import { orderByTime } from "./order-rows.js";
import { cpuLoadSchema, type Evidence, type JvmFacts, pauseSchema, type Run, stallSchema, type Timeline } from "./timeline.js";

/**
 * One timeline of a log and a recording of the same JVM. The log leads: its clock, its rows, its line numbers. The
 * recording adds the pauses that the log lost, start-up facts that the log does not print, and what only recordings know
 * (CPU load, callers of System.gc(), allocation sites; stalls and references where the log has none). Every pause says
 * which witness saw it.
 */
export function mergeWitnesses(log: Timeline, recording: Timeline): { timeline: Timeline; report: WitnessReport } {
  const names = [...log.names];
  const nameIds = translateNames(names, recording.names);
  const shiftMs = clockShiftMs(log, recording);
  const { pairs, report } = comparePauses(log, recording, shiftMs);
  const runOf = (startMs: number): number => runAt(log, startMs + shiftMs);

  const pauses = new ColumnTable(pauseSchema);
  const fromLog = new Int32Array(log.pauses.length);
  for (let row = 0; row < log.pauses.length; row++) {
    const twin = pairs.recordingOf[row] as number;
    const values = rowOf(log.pauses, row);
    if (twin >= 0) {
      values.witness = 3;
      for (const column of ["userMs", "sysMs", "realMs", "beforeBytes", "afterBytes", "committedBytes"] as const) {
        if (Number.isNaN(values[column])) values[column] = recording.pauses[column][twin] as number;
      }
    }
    fromLog[row] = pauses.append(values);
  }
  for (let row = 0; row < recording.pauses.length; row++) {
    if (pairs.isRecordingPaired[row] === 1) continue;
    const values = rowOf(recording.pauses, row);
    values.run = runOf(values.startMs);
    values.startMs += shiftMs;
    for (const column of ["kind", "cause", "evacuationFailure"] as const) values[column] = nameIds(values[column]);
    pauses.append(values);
  }
  const order = orderByTime(pauses, "startMs");
  const placeOf = new Int32Array(order.length);
  order.forEach((row, place) => (placeOf[row] = place));

  const recordedOnly = <S extends keyof Timeline>(evidence: Evidence, table: S): Timeline[S] =>
    !log.seen.has(evidence) && recording.seen.has(evidence) ? recording[table] : log[table];
  return {
    timeline: {
      ...log,
      names,
      runs: log.runs.map((run) => mergeRun(run, recording.runs, shiftMs)),
      pauses: pauses.finish(order),
      phases: renumberPauses(log.phases, placeOf, fromLog),
      regions: renumberPauses(log.regions, placeOf, fromLog),
      spaces: renumberPauses(log.spaces, placeOf, fromLog),
      ages: renumberPauses(log.ages, placeOf, fromLog),
      references: log.seen.has("references")
        ? renumberPauses(log.references, placeOf, fromLog)
        : namedLike(withPauses(recording.references, pairs.logOf, placeOf, fromLog), "strength", nameIds),
      stalls: log.seen.has("stalls") ? log.stalls : moved(stallSchema, namedLike(namedLike(recording.stalls, "kind", nameIds), "thread", nameIds), "startMs", shiftMs, runOf),
      cpuLoads: moved(cpuLoadSchema, recording.cpuLoads, "atMs", shiftMs, runOf),
      statistics: recordedOnly("statistics", "statistics"),
      systemGcCalls: recording.systemGcCalls,
      allocationSites: recording.allocationSites,
      seen: new Set([...log.seen, ...recording.seen]),
    },
    report,
  };
}

/** What to add to a recording's `startMs` to get the log's: through the wall clocks where both have one, else uptime is uptime. */
function clockShiftMs(log: Timeline, recording: Timeline): number {
  const logClock = log.runs[log.runs.length - 1]?.clock;
  const recordingClock = recording.runs[0]?.clock;
  if (logClock === undefined || recordingClock === undefined) return 0;
  const shiftMs = recordingClock.epochMs - logClock.epochMs;
  return Number.isNaN(shiftMs) ? 0 : shiftMs;
}

function runAt(log: Timeline, startMs: number): number {
  const last = log.runs.length - 1;
  if (log.runs.length <= 1 || Number.isNaN(startMs)) return Math.max(0, last);
  // Times count from the start of the last life; a recording of an earlier one lies before zero.
  const lastEpochMs = log.runs[last]?.clock.epochMs ?? Number.NaN;
  const index = log.runs.findLastIndex(({ clock, firstMs }) => clock.epochMs + firstMs <= lastEpochMs + startMs);
  return index < 0 ? last : index;
}

/** Start-up facts of a log's run, completed by the recording that overlaps it. */
function mergeRun(run: Run, recorded: readonly Run[], shiftMs: number): Run {
  const other = recorded.find(({ firstMs, lastMs }) => Number.isNaN(firstMs) || Number.isNaN(run.firstMs) || (firstMs + shiftMs <= run.lastMs && lastMs + shiftMs >= run.firstMs));
  if (other === undefined) return run;
  const facts: Record<string, unknown> = { ...other.jvm };
  for (const [name, value] of Object.entries(run.jvm)) if (value !== null) facts[name] = value;
  // The recording has the command line; an option list of the log alone may be of flags.
  if (run.jvm.options === null) facts["optionsAreFlags"] = other.jvm.optionsAreFlags;
  return { ...run, collector: run.collector ?? other.collector, jvm: facts as unknown as JvmFacts };
}

function translateNames(names: string[], others: readonly string[]): (id: number) => number {
  const known = new Map(names.map((name, id) => [name, id]));
  const ids = others.map((name) => {
    const id = known.get(name);
    if (id !== undefined) return id;
    names.push(name);
    return names.length - 1;
  });
  return (id) => (id < 0 ? -1 : (ids[id] ?? -1));
}

type PauseRow = { -readonly [C in keyof typeof pauseSchema]: number };

function rowOf(pauses: Columns<typeof pauseSchema>, row: number): PauseRow {
  const values = {} as PauseRow;
  for (const column of Object.keys(pauseSchema) as (keyof typeof pauseSchema)[]) values[column] = pauses[column][row] as number;
  return values;
}

function renumberPauses<T extends { readonly pause: Int32Array }>(table: T, placeOf: Int32Array, newRow: Int32Array): T {
  return { ...table, pause: table.pause.map((row) => (row < 0 ? -1 : (placeOf[newRow[row] as number] as number))) };
}

/** Rows of the recording that belong to a pause which both saw, pointing at the merged row. */
function withPauses<T extends { readonly pause: Int32Array }>(table: T, logOf: Int32Array, placeOf: Int32Array, newRow: Int32Array): T {
  return {
    ...table,
    pause: table.pause.map((row) => {
      const logRow = row < 0 ? -1 : (logOf[row] as number);
      return logRow < 0 ? -1 : (placeOf[newRow[logRow] as number] as number);
    }),
  };
}

function namedLike<T, K extends keyof T>(table: T, column: K, nameIds: (id: number) => number): T {
  return { ...table, [column]: (table[column] as Int32Array).map(nameIds) };
}

/** A table of the recording on the log's clock. */
function moved<S extends typeof stallSchema | typeof cpuLoadSchema>(_schema: S, table: Columns<S>, timeColumn: "startMs" | "atMs", shiftMs: number, runOf: (ms: number) => number): Columns<S> {
  const times = (table as unknown as Record<string, Float64Array>)[timeColumn] as Float64Array;
  return { ...table, [timeColumn]: times.map((ms) => ms + shiftMs), run: Int32Array.from(times, (ms) => runOf(ms)) };
}
