import { type Columns, ColumnTable } from "./columns.js";
import { alignWitnesses, comparePauses, findPartsOfStops, type WitnessReport } from "./compare-witnesses.js";
import { orderByTime } from "./order-rows.js";
import { type cpuLoadSchema, type Evidence, type JvmFacts, pauseSchema, type Run, type stallSchema, type Timeline } from "./timeline.js";

/**
 * One timeline of a log and a recording of the same JVM. The log leads: its clock, its rows, its line numbers. The
 * recording adds the pauses that the log lost, start-up facts that the log does not print, and what only recordings know
 * (CPU load, callers of System.gc(), allocation sites; stalls and references where the log has none). Every pause says
 * which witness saw it.
 */
export function mergeWitnesses(log: Timeline, recording: Timeline): { timeline: Timeline; report: WitnessReport } {
  const names = [...log.names];
  const nameIds = translateNames(names, recording.names);
  const clock = alignWitnesses(log, recording);
  const { pairs, report } = comparePauses(log, recording, clock);
  const parts = findPartsOfStops(log, recording, clock, pairs);
  const placeOnLog = clockOfLog(log, recording);

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
    if (pairs.isRecordingPaired[row] === 1 || parts.has(row)) continue;
    const values = rowOf(recording.pauses, row);
    const place = placeOnLog(values.startMs, values.run);
    values.run = place.run;
    values.startMs = place.startMs;
    for (const column of ["kind", "cause", "evacuationFailure"] as const) values[column] = nameIds(values[column]);
    pauses.append(values);
  }
  const order = orderByTime(pauses, "startMs");
  const placeOf = Int32Array.from({ length: pauses.length }, (_, row) => row);
  order?.forEach((row, place) => (placeOf[row] = place));

  const recordedOnly = <S extends keyof Timeline>(evidence: Evidence, table: S): Timeline[S] =>
    !log.seen.has(evidence) && recording.seen.has(evidence) ? recording[table] : log[table];
  return {
    timeline: {
      ...log,
      names,
      runs: log.runs.map((run) => mergeRun(run, recording.runs)),
      pauses: pauses.finish(order),
      phases: renumberPauses(log.phases, placeOf, fromLog),
      regions: renumberPauses(log.regions, placeOf, fromLog),
      spaces: renumberPauses(log.spaces, placeOf, fromLog),
      ages: renumberPauses(log.ages, placeOf, fromLog),
      references: log.seen.has("references")
        ? renumberPauses(log.references, placeOf, fromLog)
        : namedLike(withPauses(recording.references, pairs.logOf, placeOf, fromLog), "strength", nameIds),
      stalls: log.seen.has("stalls") ? log.stalls : moved(namedLike(namedLike(recording.stalls, "kind", nameIds), "thread", nameIds), "startMs", placeOnLog),
      cpuLoads: moved(recording.cpuLoads, "atMs", placeOnLog),
      statistics: recordedOnly("statistics", "statistics"),
      systemGcCalls: recording.systemGcCalls,
      allocationSites: recording.allocationSites,
      seen: new Set([...log.seen, ...recording.seen]),
    },
    report,
  };
}

/** Where an instant of a recording's run lies in the log: which life, and when on its clock. */
type PlaceOnLog = (startMs: number, run: number) => { readonly startMs: number; readonly run: number };

function clockOfLog(log: Timeline, recording: Timeline): PlaceOnLog {
  const last = Math.max(0, log.runs.length - 1);
  return (startMs, recordedRun) => {
    const epochMs = startMs + (recording.runs[recordedRun]?.clock.epochMs ?? Number.NaN);
    const run = log.runs.findLastIndex(({ clock, firstMs }) => clock.epochMs + firstMs <= epochMs);
    const index = run < 0 ? (log.runs.length > 1 && !Number.isNaN(epochMs) ? 0 : last) : run;
    const ownMs = epochMs - (log.runs[index]?.clock.epochMs ?? Number.NaN);
    return { startMs: Number.isNaN(ownMs) ? startMs : ownMs, run: index };
  };
}

/** Start-up facts of a log's run, completed by the recording that overlaps it. */
function mergeRun(run: Run, recorded: readonly Run[]): Run {
  const other = recorded.find((candidate) => overlaps(run, candidate));
  if (other === undefined) return run;
  const facts: Record<string, unknown> = { ...other.jvm };
  for (const [name, value] of Object.entries(run.jvm)) if (value !== null) facts[name] = value;
  // The recording has the command line; an option list of the log alone may be of flags.
  if (run.jvm.options === null || run.jvm.optionsAreFlags) {
    facts["options"] = other.jvm.options ?? run.jvm.options;
    facts["optionsAreFlags"] = other.jvm.options === null ? run.jvm.optionsAreFlags : other.jvm.optionsAreFlags;
  }
  return { ...run, collector: run.collector ?? other.collector, jvm: facts as unknown as JvmFacts };
}

function overlaps(run: Run, other: Run): boolean {
  const shiftMs = other.clock.epochMs - run.clock.epochMs;
  if (Number.isNaN(shiftMs) || Number.isNaN(run.firstMs)) return true;
  return other.firstMs + shiftMs <= run.lastMs && other.lastMs + shiftMs >= run.firstMs;
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

function renumberPauses<T extends { readonly pause: ArrayLike<number> }>(table: T, placeOf: Int32Array, newRow: Int32Array): T {
  return { ...table, pause: Int32Array.from(table.pause, (row) => (row < 0 ? -1 : (placeOf[newRow[row] as number] as number))) };
}

/** Rows of the recording that belong to a pause which both saw, pointing at the merged row. */
function withPauses<T extends { readonly pause: ArrayLike<number> }>(table: T, logOf: Int32Array, placeOf: Int32Array, newRow: Int32Array): T {
  return {
    ...table,
    pause: Int32Array.from(table.pause, (row) => {
      const logRow = row < 0 ? -1 : (logOf[row] as number);
      return logRow < 0 ? -1 : (placeOf[newRow[logRow] as number] as number);
    }),
  };
}

function namedLike<T, K extends keyof T>(table: T, column: K, nameIds: (id: number) => number): T {
  return { ...table, [column]: Int32Array.from(table[column] as ArrayLike<number>, nameIds) };
}

/** A table of the recording on the log's clock. */
function moved<T extends Columns<typeof stallSchema> | Columns<typeof cpuLoadSchema>>(table: T, timeColumn: "startMs" | "atMs", placeOnLog: PlaceOnLog): T {
  const times = (table as unknown as Record<string, Float64Array>)[timeColumn] as Float64Array;
  const places = Array.from(times, (ms, row) => placeOnLog(ms, table.run[row] as number));
  return { ...table, [timeColumn]: Float64Array.from(places, ({ startMs }) => startMs), run: Int32Array.from(places, ({ run }) => run) };
}
