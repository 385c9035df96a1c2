import type { Collector } from "../events/gc-event.js";
import type { Columns } from "./columns.js";

/**
 * Everything that happened, in columns, each table in time order (by run, then start). It is made by `buildTimeline` from
 * events of any source and never changed afterwards.
 *
 * - `startMs` counts from the start of the row's JVM run (`Run.clock`); NaN when the source has no clock at all.
 * - Name ids (`kind`, `cause`, `phase`, …) are indices into `Timeline.names`; -1 means none.
 * - `line` and `input` say where the row was read (the end line).
 * - NaN in a column means "not in the input", never 0.
 */
export interface Timeline {
  readonly names: readonly string[];
  readonly runs: readonly Run[];
  readonly pauses: Columns<typeof pauseSchema>;
  readonly concurrent: Columns<typeof concurrentSchema>;
  readonly collections: Columns<typeof collectionSchema>;
  readonly safepoints: Columns<typeof safepointSchema>;
  readonly stalls: Columns<typeof stallSchema>;
  /** Phases of pauses, each row pointing at its pause. Bounded: see `phasesKeptShare`. */
  readonly phases: Columns<typeof phaseSchema>;
  /** Share of phase rows kept, 1 unless the input has more than the assembler keeps. */
  readonly phasesKeptShare: number;
  readonly regions: Columns<typeof regionSchema>;
  readonly spaces: Columns<typeof spaceSchema>;
  readonly metaspaces: Columns<typeof metaspaceSchema>;
  readonly ages: Columns<typeof ageSchema>;
  readonly humongous: Columns<typeof humongousSchema>;
  readonly references: Columns<typeof referenceSchema>;
  readonly heapTable: Columns<typeof heapTableSchema>;
  readonly ihops: Columns<typeof ihopSchema>;
  readonly cpuLoads: Columns<typeof cpuLoadSchema>;
  /** Facts without a duration that are counted: triggers, aborts, evacuation-failure lines, uncommits, losses. */
  readonly marks: Columns<typeof markSchema>;
  readonly statistics: readonly StatisticSummary[];
  readonly systemGcCalls: readonly SystemGcCaller[];
  readonly allocationSites: readonly AllocationSiteSummary[];
  /** Tags and event types that were present at all: evidence that "none seen" means "none happened". */
  readonly seen: ReadonlySet<Evidence>;
}

/** What an input contained, so that a rule can tell "clear" from "no evidence". */
export type Evidence =
  | "pauses"
  | "pauseStarts"
  | "concurrent"
  | "cpu"
  | "regions"
  | "spaces"
  | "metaspace"
  | "phases"
  | "workerPhases"
  | "ages"
  | "survivorTarget"
  | "humongousObjects"
  | "references"
  | "ihop"
  | "safepoints"
  | "safepointReaching"
  | "stalls"
  | "init"
  | "options"
  | "flags"
  | "heapTable"
  | "statistics"
  | "triggers"
  | "cpuLoad"
  | "throttling"
  | "systemGcCalls"
  | "allocationSites"
  | "oldObjects"
  | "recording"
  | "log"
  | "wallClock"
  | "uptime";

/** One life of a JVM. */
export interface Run {
  readonly index: number;
  readonly collector: Collector | null;
  readonly jvm: JvmFacts;
  readonly clock: Clock;
  /** First and last instant seen, on the clock of `startMs`; NaN without a clock. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly firstLine: number;
  readonly input: number;
}

/** How `startMs` of a run relates to the two clocks users know. */
export interface Clock {
  /** Whether `startMs` is the JVM's uptime. Otherwise it counts from the first stamp seen. */
  readonly isUptime: boolean;
  /** Epoch of `startMs` = 0; NaN when the input has no wall clock. */
  readonly epochMs: number;
  /** Offset of the wall clock as the log writes it; 0 when unknown or UTC. */
  readonly zoneMinutes: number;
  /** "given": both or the needed clock were printed. "derived": from the other clock of another input. "none": no clock at all. */
  readonly quality: "given" | "derived" | "none";
}

/** Start-up facts; null means "not in the input". Sizes in bytes. */
/** Feature releases a log can come from; `to` null means any later one. */
export interface JdkRange {
  readonly from: number;
  readonly to: number | null;
}

export interface JvmFacts {
  readonly version: string | null;
  /** Null when neither the version nor the shape of the messages leaves just one release. */
  readonly jdk: number | null;
  /** What the version, or failing that the shape of the messages, leaves; null when the log tells nothing. */
  readonly jdkRange: JdkRange | null;
  /** Options in command-line order, null when the input does not say. */
  readonly options: readonly string[] | null;
  /** True when `options` hold ergonomic values too (JDK 8 `CommandLine flags:`). */
  readonly optionsAreFlags: boolean;
  readonly heapMinBytes: number | null;
  readonly heapInitialBytes: number | null;
  readonly heapMaxBytes: number | null;
  readonly heapSoftMaxBytes: number | null;
  readonly regionBytes: number | null;
  readonly cpus: number | null;
  readonly cpusTotal: number | null;
  readonly memoryBytes: number | null;
  readonly swapTotalBytes: number | null;
  readonly parallelWorkers: number | null;
  readonly concurrentWorkers: number | null;
  readonly pauseGoalMs: number | null;
  readonly ihopPercent: number | null;
  readonly compressedOops: string | null;
  readonly preTouch: string | null;
  readonly largePages: string | null;
  readonly periodicGc: string | null;
  readonly uncommit: string | null;
  readonly shenandoahMode: string | null;
  readonly shenandoahHeuristics: string | null;
}

export interface StatisticSummary {
  readonly run: number;
  readonly group: string;
  readonly name: string;
  readonly unit: string;
  /** Values of the last row of that name. */
  readonly values: readonly number[];
}

export interface SystemGcCaller {
  readonly frames: readonly string[];
  readonly thread: string;
  readonly count: number;
}

export interface AllocationSiteSummary {
  readonly className: string;
  readonly frame: string;
  readonly bytes: number;
  readonly samples: number;
  readonly isOldObject: boolean;
}

export const pauseSchema = {
  startMs: "ms",
  durationMs: "ms",
  /** `Young (Normal)`, `Full`, … */
  kind: "int",
  cause: "int",
  gcId: "int",
  beforeBytes: "size",
  afterBytes: "size",
  committedBytes: "size",
  userMs: "size",
  sysMs: "size",
  realMs: "size",
  /** Name id of the reason of an evacuation failure, -1 none. */
  evacuationFailure: "int",
  /** ZGC half: 0 none, 1 minor, 2 young of a major, 3 old of a major. */
  generation: "int",
  /** Workers that took part; 0 when not told. */
  workers: "int",
  /** Which witnesses saw it: 1 log, 2 recording, 3 both. */
  witness: "int",
  input: "int",
  line: "int",
  run: "int",
} as const;

export const concurrentSchema = {
  startMs: "ms",
  durationMs: "ms",
  phase: "int",
  gcId: "int",
  beforeBytes: "size",
  afterBytes: "size",
  generation: "int",
  /** 1 for a row that holds the rows of its parts: a whole cycle, or `Concurrent Mark` of G1, whose parts are printed too. */
  isCycle: "int",
  isAborted: "int",
  input: "int",
  line: "int",
  run: "int",
} as const;

/** One row per GC id (and half, for generational ZGC). */
export const collectionSchema = {
  startMs: "ms",
  /** From first to last line of the id; NaN without clocks. */
  durationMs: "ms",
  kind: "int",
  cause: "int",
  gcId: "int",
  beforeBytes: "size",
  afterBytes: "size",
  generation: "int",
  isAborted: "int",
  input: "int",
  line: "int",
  run: "int",
} as const;

export const safepointSchema = {
  startMs: "ms",
  totalMs: "ms",
  reachingMs: "ms",
  atSafepointMs: "ms",
  operation: "int",
  input: "int",
  line: "int",
  run: "int",
} as const;

export const stallSchema = {
  startMs: "ms",
  durationMs: "ms",
  kind: "int",
  thread: "int",
  input: "int",
  line: "int",
  run: "int",
} as const;

export const phaseSchema = {
  /** Row in `pauses`; -1 when the pause has no row (cut log). */
  pause: "int",
  name: "int",
  depth: "int",
  /** The phase's time; for worker phases the slowest worker. Counters (unit "count") hold their sum here. */
  valueMs: "ms",
  avg: "size",
  diff: "size",
  sum: "size",
  workers: "int",
  /** 0 time, 1 worker time, 2 worker count. */
  form: "int",
} as const;

export const regionSchema = {
  pause: "int",
  /** Name id: Eden, Survivor, Old, Archive, Humongous. */
  space: "int",
  before: "int",
  after: "int",
  target: "int",
} as const;

export const spaceSchema = {
  pause: "int",
  space: "int",
  beforeBytes: "size",
  beforeCapacityBytes: "size",
  afterBytes: "size",
  afterCapacityBytes: "size",
} as const;

export const metaspaceSchema = {
  atMs: "ms",
  gcId: "int",
  beforeBytes: "size",
  afterBytes: "size",
  committedBytes: "size",
  run: "int",
} as const;

export const ageSchema = {
  pause: "int",
  /** 0 for the summary row "desired survivor size, new threshold". */
  age: "int",
  bytes: "size",
  /** Age 0: desired survivor bytes. */
  totalBytes: "size",
  /** Age 0: new threshold and its maximum; otherwise -1. */
  threshold: "int",
  maxThreshold: "int",
} as const;

export const humongousSchema = {
  atMs: "ms",
  gcId: "int",
  bytes: "size",
  isReclaimed: "int",
  run: "int",
} as const;

export const referenceSchema = {
  pause: "int",
  /** Name id: Soft, Weak, Final, Phantom. */
  strength: "int",
  discovered: "size",
  processed: "size",
} as const;

/** ZGC: one row per heap-table line; cells NaN where `-`. */
export const heapTableSchema = {
  atMs: "ms",
  gcId: "int",
  generation: "int",
  row: "int",
  markStartBytes: "size",
  markEndBytes: "size",
  relocateStartBytes: "size",
  relocateEndBytes: "size",
  run: "int",
} as const;

export const ihopSchema = {
  atMs: "ms",
  thresholdBytes: "size",
  occupancyBytes: "size",
  predictedMarkingMs: "ms",
  allocationBytesPerSecond: "size",
  run: "int",
} as const;

export const cpuLoadSchema = {
  atMs: "ms",
  jvmUserShare: "size",
  jvmSystemShare: "size",
  machineShare: "size",
  throttledSlices: "size",
  throttledMs: "ms",
  run: "int",
} as const;

export const markSchema = {
  atMs: "ms",
  /** Name id: `trigger`, `abort`, `evacuationFailure`, `uncommit`, `dropped`. */
  what: "int",
  /** Name id of the reason, -1 none. */
  detail: "int",
  amount: "size",
  gcId: "int",
  input: "int",
  line: "int",
  run: "int",
} as const;
