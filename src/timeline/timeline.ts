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
  startMs: "f64",
  durationMs: "f64",
  /** `Young (Normal)`, `Full`, … */
  kind: "i32",
  cause: "i32",
  gcId: "i32",
  beforeBytes: "f64",
  afterBytes: "f64",
  committedBytes: "f64",
  userMs: "f64",
  sysMs: "f64",
  realMs: "f64",
  /** Name id of the reason of an evacuation failure, -1 none. */
  evacuationFailure: "i32",
  /** ZGC half: 0 none, 1 minor, 2 young of a major, 3 old of a major. */
  generation: "i32",
  /** Workers that took part; 0 when not told. */
  workers: "i32",
  /** Which witnesses saw it: 1 log, 2 recording, 3 both. */
  witness: "i32",
  input: "i32",
  line: "i32",
  run: "i32",
} as const;

export const concurrentSchema = {
  startMs: "f64",
  durationMs: "f64",
  phase: "i32",
  gcId: "i32",
  beforeBytes: "f64",
  afterBytes: "f64",
  generation: "i32",
  /** 1 for a row that holds the rows of its parts: a whole cycle, or `Concurrent Mark` of G1, whose parts are printed too. */
  isCycle: "i32",
  isAborted: "i32",
  input: "i32",
  line: "i32",
  run: "i32",
} as const;

/** One row per GC id (and half, for generational ZGC). */
export const collectionSchema = {
  startMs: "f64",
  /** From first to last line of the id; NaN without clocks. */
  durationMs: "f64",
  kind: "i32",
  cause: "i32",
  gcId: "i32",
  beforeBytes: "f64",
  afterBytes: "f64",
  generation: "i32",
  isAborted: "i32",
  input: "i32",
  line: "i32",
  run: "i32",
} as const;

export const safepointSchema = {
  startMs: "f64",
  totalMs: "f64",
  reachingMs: "f64",
  atSafepointMs: "f64",
  operation: "i32",
  input: "i32",
  line: "i32",
  run: "i32",
} as const;

export const stallSchema = {
  startMs: "f64",
  durationMs: "f64",
  kind: "i32",
  thread: "i32",
  input: "i32",
  line: "i32",
  run: "i32",
} as const;

export const phaseSchema = {
  /** Row in `pauses`; -1 when the pause has no row (cut log). */
  pause: "i32",
  name: "i32",
  depth: "i32",
  /** The phase's time; for worker phases the slowest worker. Counters (unit "count") hold their sum here. */
  valueMs: "f64",
  avg: "f64",
  diff: "f64",
  sum: "f64",
  workers: "i32",
  /** 0 time, 1 worker time, 2 worker count. */
  form: "i32",
} as const;

export const regionSchema = {
  pause: "i32",
  /** Name id: Eden, Survivor, Old, Archive, Humongous. */
  space: "i32",
  before: "i32",
  after: "i32",
  target: "i32",
} as const;

export const spaceSchema = {
  pause: "i32",
  space: "i32",
  beforeBytes: "f64",
  beforeCapacityBytes: "f64",
  afterBytes: "f64",
  afterCapacityBytes: "f64",
} as const;

export const metaspaceSchema = {
  atMs: "f64",
  gcId: "i32",
  beforeBytes: "f64",
  afterBytes: "f64",
  committedBytes: "f64",
  run: "i32",
} as const;

export const ageSchema = {
  pause: "i32",
  /** 0 for the summary row "desired survivor size, new threshold". */
  age: "i32",
  bytes: "f64",
  /** Age 0: desired survivor bytes. */
  totalBytes: "f64",
  /** Age 0: new threshold and its maximum; otherwise -1. */
  threshold: "i32",
  maxThreshold: "i32",
} as const;

export const humongousSchema = {
  atMs: "f64",
  gcId: "i32",
  bytes: "f64",
  isReclaimed: "i32",
  run: "i32",
} as const;

export const referenceSchema = {
  pause: "i32",
  /** Name id: Soft, Weak, Final, Phantom. */
  strength: "i32",
  discovered: "f64",
  processed: "f64",
} as const;

/** ZGC: one row per heap-table line; cells NaN where `-`. */
export const heapTableSchema = {
  atMs: "f64",
  gcId: "i32",
  generation: "i32",
  row: "i32",
  markStartBytes: "f64",
  markEndBytes: "f64",
  relocateStartBytes: "f64",
  relocateEndBytes: "f64",
  run: "i32",
} as const;

export const ihopSchema = {
  atMs: "f64",
  thresholdBytes: "f64",
  occupancyBytes: "f64",
  predictedMarkingMs: "f64",
  allocationBytesPerSecond: "f64",
  run: "i32",
} as const;

export const cpuLoadSchema = {
  atMs: "f64",
  jvmUserShare: "f64",
  jvmSystemShare: "f64",
  machineShare: "f64",
  throttledSlices: "f64",
  throttledMs: "f64",
  run: "i32",
} as const;

export const markSchema = {
  atMs: "f64",
  /** Name id: `trigger`, `abort`, `evacuationFailure`, `uncommit`, `dropped`. */
  what: "i32",
  /** Name id of the reason, -1 none. */
  detail: "i32",
  amount: "f64",
  gcId: "i32",
  input: "i32",
  line: "i32",
  run: "i32",
} as const;
