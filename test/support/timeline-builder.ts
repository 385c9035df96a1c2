import { ColumnTable, type Columns, type Schema } from "../../src/timeline/columns.js";
import * as schemas from "../../src/timeline/timeline.js";
import type { Clock, Evidence, JvmFacts, Run, Timeline } from "../../src/timeline/timeline.js";

/** Columns that hold name ids; in a described row they are written as text, and null or absent means none. */
type NameColumn = "kind" | "cause" | "evacuationFailure" | "phase" | "operation" | "thread" | "name" | "space" | "strength" | "what" | "detail";
type TextOrNumber<S extends Schema, C extends keyof S> = S extends typeof schemas.heapTableSchema
  ? C extends "row" ? string | null : number
  : C extends NameColumn ? string | null : number;

/** A row as a test writes it: only the cells that matter. */
type RowOf<S extends Schema> = { readonly [C in keyof S]?: TextOrNumber<S, C> };

/** What {@link timelineOf} builds a timeline from; everything is optional. */
export interface TimelineDescription {
  readonly pauses?: readonly RowOf<typeof schemas.pauseSchema>[];
  readonly concurrent?: readonly RowOf<typeof schemas.concurrentSchema>[];
  readonly collections?: readonly RowOf<typeof schemas.collectionSchema>[];
  readonly safepoints?: readonly RowOf<typeof schemas.safepointSchema>[];
  readonly stalls?: readonly RowOf<typeof schemas.stallSchema>[];
  readonly phases?: readonly RowOf<typeof schemas.phaseSchema>[];
  readonly regions?: readonly RowOf<typeof schemas.regionSchema>[];
  readonly spaces?: readonly RowOf<typeof schemas.spaceSchema>[];
  readonly metaspaces?: readonly RowOf<typeof schemas.metaspaceSchema>[];
  readonly ages?: readonly RowOf<typeof schemas.ageSchema>[];
  readonly humongous?: readonly RowOf<typeof schemas.humongousSchema>[];
  readonly references?: readonly RowOf<typeof schemas.referenceSchema>[];
  readonly heapTable?: readonly RowOf<typeof schemas.heapTableSchema>[];
  readonly ihops?: readonly RowOf<typeof schemas.ihopSchema>[];
  readonly cpuLoads?: readonly RowOf<typeof schemas.cpuLoadSchema>[];
  readonly marks?: readonly RowOf<typeof schemas.markSchema>[];
  readonly statistics?: Timeline["statistics"];
  readonly systemGcCalls?: Timeline["systemGcCalls"];
  readonly allocationSites?: Timeline["allocationSites"];
  readonly phasesKeptShare?: number;
  /** The runs; default one, described by the shortcuts below. */
  readonly runs?: readonly RunDescription[];
  /** Shortcuts for the first run. `lastMs` defaults to the latest end of its rows, `firstMs` to 0. */
  readonly collector?: Run["collector"];
  readonly jvm?: Partial<JvmFacts>;
  readonly clock?: Partial<Clock>;
  readonly firstMs?: number;
  readonly lastMs?: number;
  /** What the input contained; default: "log", "uptime", "pauses" and whatever has rows. Added to the default. */
  readonly seen?: readonly Evidence[];
  /** Removed from the default. */
  readonly unseen?: readonly Evidence[];
}

export type RunDescription = Partial<Omit<Run, "jvm" | "clock">> & { readonly jvm?: Partial<JvmFacts>; readonly clock?: Partial<Clock> };

/**
 * A timeline from a short description, for tests. Rows stay in the order in which they are written, which must be time
 * order within a run. Cells left out are NaN (times, sizes), none (names), 0 (counts, flags) or, for `line` and a pause's
 * `gcId`, the row's number: a first pause is GC 0 on line 1. `run` defaults to 0.
 *
 *     timelineOf({ pauses: [{ startMs: 1000, durationMs: 20, kind: "Young (Normal)", cause: "G1 Evacuation Pause" }], lastMs: 60_000 })
 */
export function timelineOf(description: TimelineDescription): Timeline {
  const names = new NameTable();
  const table = <S extends Schema>(schema: S, rows: readonly RowOf<S>[] | undefined): Columns<S> => fill(schema, rows ?? [], names);
  const tables = {
    pauses: table(schemas.pauseSchema, (description.pauses ?? []).map((row, gcId) => ({ gcId, ...row }))),
    concurrent: table(schemas.concurrentSchema, description.concurrent),
    collections: table(schemas.collectionSchema, description.collections),
    safepoints: table(schemas.safepointSchema, description.safepoints),
    stalls: table(schemas.stallSchema, description.stalls),
    phases: table(schemas.phaseSchema, description.phases),
    regions: table(schemas.regionSchema, description.regions),
    spaces: table(schemas.spaceSchema, description.spaces),
    metaspaces: table(schemas.metaspaceSchema, description.metaspaces),
    ages: table(schemas.ageSchema, description.ages),
    humongous: table(schemas.humongousSchema, description.humongous),
    references: table(schemas.referenceSchema, description.references),
    heapTable: table(schemas.heapTableSchema, description.heapTable),
    ihops: table(schemas.ihopSchema, description.ihops),
    cpuLoads: table(schemas.cpuLoadSchema, description.cpuLoads),
    marks: table(schemas.markSchema, description.marks),
  };
  return {
    names: names.all,
    runs: (description.runs ?? [description]).map((run, index) => runOf(run, index, latestEndMs(tables, index))),
    ...tables,
    phasesKeptShare: description.phasesKeptShare ?? 1,
    statistics: description.statistics ?? [],
    systemGcCalls: description.systemGcCalls ?? [],
    allocationSites: description.allocationSites ?? [],
    seen: evidenceOf(description),
  };
}

/** The facts of a JVM about which the input says nothing, changed by `facts`. */
function jvmFactsOf(facts: Partial<JvmFacts> = {}): JvmFacts {
  return {
    version: null, jdk: null, jdkRange: null, options: null, optionsAreFlags: false,
    heapMinBytes: null, heapInitialBytes: null, heapMaxBytes: null, heapSoftMaxBytes: null, regionBytes: null,
    cpus: null, cpusTotal: null, memoryBytes: null, swapTotalBytes: null,
    parallelWorkers: null, concurrentWorkers: null, pauseGoalMs: null, ihopPercent: null,
    compressedOops: null, preTouch: null, largePages: null, periodicGc: null, uncommit: null,
    shenandoahMode: null, shenandoahHeuristics: null,
    ...facts,
  };
}

class NameTable {
  readonly all: string[] = [];
  private readonly ids = new Map<string, number>();

  idOf(name: string | null): number {
    if (name === null) return -1;
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    this.ids.set(name, this.all.length);
    return this.all.push(name) - 1;
  }
}

const NAME_COLUMNS: ReadonlySet<string> = new Set<NameColumn>(["kind", "cause", "evacuationFailure", "phase", "operation", "thread", "name", "space", "strength", "what", "detail"]);
const NONE_IS_MINUS_ONE: ReadonlySet<string> = new Set(["gcId", "pause", "threshold", "maxThreshold"]);

function fill<S extends Schema>(schema: S, rows: readonly RowOf<S>[], names: NameTable): Columns<S> {
  const table = new ColumnTable(schema);
  rows.forEach((row, index) => {
    const cells: Record<string, number> = {};
    for (const column of Object.keys(schema)) {
      const written = (row as Record<string, string | number | null | undefined>)[column];
      cells[column] = typeof written === "number" ? written : typeof written === "string" || written === null ? names.idOf(written) : absentCell(column, schema, index);
    }
    table.append(cells as { readonly [C in keyof S]: number });
  });
  return table.finish();
}

function absentCell(column: string, schema: Schema, index: number): number {
  if (schema[column] !== "int") return Number.NaN;
  if (column === "line") return index + 1;
  const isName = NAME_COLUMNS.has(column) || (schema === schemas.heapTableSchema && column === "row");
  return isName || NONE_IS_MINUS_ONE.has(column) ? -1 : 0;
}

function runOf(run: RunDescription, index: number, endMs: number): Run {
  return {
    index,
    collector: run.collector === undefined ? "G1" : run.collector,
    jvm: jvmFactsOf(run.jvm),
    clock: { isUptime: true, epochMs: Number.NaN, zoneMinutes: 0, quality: "given", ...run.clock },
    firstMs: run.firstMs ?? 0,
    lastMs: run.lastMs ?? endMs,
    firstLine: run.firstLine ?? 1,
    input: run.input ?? 0,
  };
}

type Tables = Pick<Timeline, "pauses" | "concurrent" | "safepoints" | "stalls" | "collections">;

/** Latest end of any timed row of the run; 0 when there is none. */
function latestEndMs(tables: Tables, run: number): number {
  let latest = 0;
  const see = (rows: { readonly length: number; readonly startMs: Float64Array; readonly run: Readonly<ArrayLike<number>> }, lengths: Float64Array): void => {
    for (let i = 0; i < rows.length; i++) {
      const endMs = (rows.startMs[i] as number) + ((lengths[i] as number) || 0);
      if (rows.run[i] === run && endMs > latest) latest = endMs;
    }
  };
  see(tables.pauses, tables.pauses.durationMs);
  see(tables.concurrent, tables.concurrent.durationMs);
  see(tables.safepoints, tables.safepoints.totalMs);
  see(tables.stalls, tables.stalls.durationMs);
  see(tables.collections, tables.collections.durationMs);
  return latest;
}

function evidenceOf(description: TimelineDescription): ReadonlySet<Evidence> {
  const seen = new Set<Evidence>(["log", "uptime", "pauses", ...(description.seen ?? [])]);
  const byTable: readonly [Evidence, readonly unknown[] | undefined][] = [
    ["concurrent", description.concurrent], ["safepoints", description.safepoints], ["stalls", description.stalls],
    ["phases", description.phases], ["regions", description.regions], ["spaces", description.spaces],
    ["metaspace", description.metaspaces], ["ages", description.ages], ["humongousObjects", description.humongous],
    ["references", description.references], ["heapTable", description.heapTable], ["ihop", description.ihops],
    ["cpuLoad", description.cpuLoads], ["statistics", description.statistics], ["systemGcCalls", description.systemGcCalls],
    ["allocationSites", description.allocationSites],
  ];
  for (const [evidence, rows] of byTable) if (rows !== undefined && rows.length > 0) seen.add(evidence);
  if ((description.pauses ?? []).some((pause) => pause.userMs !== undefined)) seen.add("cpu");
  if ((description.safepoints ?? []).some((row) => row.reachingMs !== undefined)) seen.add("safepointReaching");
  for (const evidence of description.unseen ?? []) seen.delete(evidence);
  return seen;
}
