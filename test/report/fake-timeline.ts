import { ColumnTable, type Columns, type Schema } from "../../src/timeline/columns.js";
import {
  ageSchema, collectionSchema, concurrentSchema, cpuLoadSchema, heapTableSchema, humongousSchema, ihopSchema, markSchema, metaspaceSchema, pauseSchema,
  phaseSchema, referenceSchema, regionSchema, safepointSchema, spaceSchema, stallSchema, type Timeline,
} from "../../src/timeline/timeline.js";

type Row<S extends Schema> = { [C in keyof S]?: number };

/** Builds small timelines by hand: unnamed columns are NaN or, for ids, -1. */
export class FakeTimeline {
  readonly names: string[] = [];
  readonly pauses = new FakeTable(pauseSchema);
  readonly concurrent = new FakeTable(concurrentSchema);
  readonly collections = new FakeTable(collectionSchema);
  readonly safepoints = new FakeTable(safepointSchema);
  readonly stalls = new FakeTable(stallSchema);
  readonly regions = new FakeTable(regionSchema);
  readonly heapTable = new FakeTable(heapTableSchema);
  private lines = 0;

  name(text: string): number {
    const known = this.names.indexOf(text);
    return known >= 0 ? known : this.names.push(text) - 1;
  }

  pause(kind: string, startMs: number, durationMs: number, rest: Row<typeof pauseSchema> = {}): number {
    return this.pauses.append(full(pauseSchema, { kind: this.name(kind), startMs, durationMs, gcId: this.pauses.length, input: 0, run: 0, line: ++this.lines, workers: 0, generation: 0, witness: 1, ...rest }));
  }

  phase(phase: string, startMs: number, durationMs: number, rest: Row<typeof concurrentSchema> = {}): void {
    this.concurrent.append(full(concurrentSchema, { phase: this.name(phase), startMs, durationMs, input: 0, run: 0, line: ++this.lines, isCycle: 0, isAborted: 0, generation: 0, ...rest }));
  }

  collection(startMs: number, durationMs: number, beforeBytes: number, afterBytes: number): void {
    this.collections.append(full(collectionSchema, { startMs, durationMs, beforeBytes, afterBytes, run: 0, input: 0, line: ++this.lines, isAborted: 0, generation: 0 }));
  }

  safepoint(operation: string, startMs: number, totalMs: number, reachingMs: number): void {
    this.safepoints.append(full(safepointSchema, { operation: this.name(operation), startMs, totalMs, reachingMs, atSafepointMs: totalMs - reachingMs, run: 0, input: 0, line: ++this.lines }));
  }

  stall(startMs: number, durationMs: number): void {
    this.stalls.append(full(stallSchema, { kind: this.name("Allocation Stall"), startMs, durationMs, run: 0, input: 0, line: ++this.lines }));
  }

  build(lastMs: number, overrides: Partial<Timeline> = {}): Timeline {
    const empty = <S extends Schema>(schema: S): Columns<S> => new ColumnTable(schema).finish();
    return {
      names: this.names,
      runs: [{ index: 0, collector: "G1", jvm: NO_FACTS, clock: { isUptime: true, epochMs: Date.UTC(2026, 2, 1, 8), zoneMinutes: 60, quality: "given" }, firstMs: 0, lastMs, firstLine: 1, input: 0 }],
      pauses: this.pauses.finish(),
      concurrent: this.concurrent.finish(),
      collections: this.collections.finish(),
      safepoints: this.safepoints.finish(),
      stalls: this.stalls.finish(),
      phases: empty(phaseSchema),
      phasesKeptShare: 1,
      regions: this.regions.finish(),
      spaces: empty(spaceSchema),
      metaspaces: empty(metaspaceSchema),
      ages: empty(ageSchema),
      humongous: empty(humongousSchema),
      references: empty(referenceSchema),
      heapTable: this.heapTable.finish(),
      ihops: empty(ihopSchema),
      cpuLoads: empty(cpuLoadSchema),
      marks: empty(markSchema),
      statistics: [],
      systemGcCalls: [],
      allocationSites: [],
      seen: new Set(["pauses"]),
      ...overrides,
    };
  }

  region(pause: number, space: string, before: number, after: number): void {
    this.regions.append({ pause, space: this.name(space), before, after, target: -1 });
  }

  live(atMs: number, bytes: number): void {
    this.heapTable.append(full(heapTableSchema, { atMs, gcId: 0, generation: 0, row: this.name("Live"), markEndBytes: bytes, run: 0 }));
  }
}

/** Rows that can be built into columns more than once. */
class FakeTable<S extends Schema> {
  private readonly rows: { readonly [C in keyof S]: number }[] = [];

  constructor(private readonly schema: S) {}

  get length(): number {
    return this.rows.length;
  }

  append(row: { readonly [C in keyof S]: number }): number {
    return this.rows.push(row) - 1;
  }

  finish(): Columns<S> {
    const table = new ColumnTable(this.schema);
    for (const row of this.rows) table.append(row);
    return table.finish();
  }
}

function full<S extends Schema>(schema: S, row: Row<S>): { [C in keyof S]: number } {
  const result = {} as { [C in keyof S]: number };
  for (const column of Object.keys(schema) as (keyof S)[]) result[column] = row[column] ?? (schema[column] === "int" ? -1 : Number.NaN);
  return result;
}

/** The same numbers on every run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const NO_FACTS = {
  version: null, jdk: null, jdkRange: null, options: null, optionsAreFlags: false, heapMinBytes: null, heapInitialBytes: null, heapMaxBytes: null, heapSoftMaxBytes: null,
  regionBytes: null, cpus: null, cpusTotal: null, memoryBytes: null, swapTotalBytes: null, parallelWorkers: null, concurrentWorkers: null, pauseGoalMs: null,
  ihopPercent: null, compressedOops: null, preTouch: null, largePages: null, periodicGc: null, uncommit: null, shenandoahMode: null, shenandoahHeuristics: null,
} as const;
