/**
 * The few shapes into which every source (unified log, JDK 8 log, recording, export of a recording) is turned.
 * Collector, kind, cause and phase are values. Times are milliseconds, sizes bytes; NaN means "the source does not say".
 *
 * Each event travels with a {@link Stamp} that says when it ENDED and where it was read: HotSpot prints the line of a
 * pause when the pause is over, and a recording's events are stamped with start + duration to match.
 */
export type GcEvent =
  | PauseStart
  | Pause
  | ConcurrentStart
  | Concurrent
  | CollectionStart
  | Collection
  | Phase
  | WorkerPhase
  | Regions
  | SpaceHeap
  | HeapSummary
  | Metaspace
  | Cpu
  | Workers
  | Safepoint
  | SafepointOperation
  | Stall
  | OutOfMemory
  | CollectorFound
  | JvmFact
  | JvmOptions
  | EvacuationFailure
  | ConcurrentAbort
  | MarkStackOverflow
  | AgeRow
  | SurvivorTarget
  | HumongousObject
  | References
  | IhopSample
  | Trigger
  | HeapTableRow
  | StatisticRow
  | CpuLoad
  | SystemGcCall
  | AllocationSite
  | Uncommit
  | Dropped
  | Ignored;

/** Heap used before and after, and committed after, in bytes; all NaN when the line has no sizes. */
export interface HeapTransition {
  readonly beforeBytes: number;
  readonly afterBytes: number;
  readonly committedBytes: number;
}

/** A stop-the-world pause begins: `[gc,start] GC(7) Pause Young (Normal) (G1 Evacuation Pause)`. */
export interface PauseStart {
  readonly type: "pauseStart";
  /** What stopped, as HotSpot titles it, without "Pause " and without the cause: `Young (Normal)`, `Full`, `Remark`, `Mark Start (Major)`, `Degenerated GC (Mark)`. */
  readonly kind: string;
  /** HotSpot's own text: `G1 Evacuation Pause`, `System.gc()`; null when the title has none. */
  readonly cause: string | null;
}

/** A stop-the-world pause is over. */
export interface Pause extends HeapTransition {
  readonly type: "pause";
  readonly kind: string;
  readonly cause: string | null;
  /** null: none. "unknown": the log says that there was one and not why. Otherwise HotSpot's reason: "Allocation", "Pinned", "Allocation, Pinned". */
  readonly evacuationFailure: string | null;
  readonly durationMs: number;
  /** Copied along where one record tells them (JDK 8 `[Times: …]`); NaN in unified logs, which have a {@link Cpu} line. */
  readonly userMs: number;
  readonly sysMs: number;
  readonly realMs: number;
}

/** A concurrent phase begins: `Concurrent Mark` or a whole `Concurrent Mark Cycle`. */
export interface ConcurrentStart {
  readonly type: "concurrentStart";
  /** With the word "Concurrent": `Concurrent Mark`, `Concurrent marking (unload classes)`. */
  readonly phase: string;
}

/** A concurrent phase is over. */
export interface Concurrent extends HeapTransition {
  readonly type: "concurrent";
  readonly phase: string;
  readonly durationMs: number;
}

/** A collection that is more than one stop begins: ZGC `Garbage Collection (Warmup)`, `Minor Collection (Allocation Rate)`, `Young Generation`. */
export interface CollectionStart {
  readonly type: "collectionStart";
  /** `Garbage Collection`, `Minor Collection`, `Major Collection`, `Young Generation`, `Old Generation`. */
  readonly kind: string;
  readonly cause: string | null;
}

/** … and is over. `durationMs` is NaN for single-generation ZGC, whose line has none. */
export interface Collection {
  readonly type: "collection";
  readonly kind: string;
  readonly cause: string | null;
  readonly beforeBytes: number;
  readonly afterBytes: number;
  readonly durationMs: number;
  readonly isAborted: boolean;
}

/** One phase of a pause with a single time: `  Pre Evacuate Collection Set: 0.03ms`, `Phase 1: Mark live objects 4.1ms`. */
export interface Phase {
  readonly type: "phase";
  readonly name: string;
  /** Nesting below the pause; 1 is a top phase. */
  readonly depth: number;
  readonly durationMs: number;
}

/** One phase of a pause as seen by the workers (debug): `Object Copy (ms):  Min: 1.2, Avg: 1.3, Max: 1.5, Diff: 0.3, Sum: 5.2, Workers: 4`. */
export interface WorkerPhase {
  readonly type: "workerPhase";
  readonly name: string;
  readonly depth: number;
  /** "ms" for times, "count" for counters such as Copied Bytes or Scanned Cards. */
  readonly unit: "ms" | "count";
  readonly min: number;
  readonly avg: number;
  readonly max: number;
  readonly diff: number;
  readonly sum: number;
  readonly workers: number;
}

/** G1's region counts across a pause. `target` is the wished length for the next collection, NaN where not printed. */
export interface Regions {
  readonly type: "regions";
  /** `Eden`, `Survivor`, `Old`, `Archive`, `Humongous`. */
  readonly space: string;
  readonly before: number;
  readonly after: number;
  readonly target: number;
}

/** Used and capacity of a generation or of a space in it: `DefNew: 69952K(78656K)->8704K(78656K)`. */
export interface SpaceHeap {
  readonly type: "spaceHeap";
  /** `DefNew`, `PSYoungGen`, `ParNew`, `Tenured`, `ParOldGen`, `CMS`, or `Eden`, `From` inside one. */
  readonly space: string;
  readonly beforeBytes: number;
  readonly beforeCapacityBytes: number;
  readonly afterBytes: number;
  readonly afterCapacityBytes: number;
  /** Spaces inside the generation, where the same line tells them (JDK 14+: `Eden: …  From: …`). */
  readonly also?: readonly SpaceHeap[];
}

/** Whole heap at one end of a collection (recordings: `jdk.GCHeapSummary`; also heap printouts before and after a collection). */
export interface HeapSummary {
  readonly type: "heapSummary";
  readonly when: "before" | "after";
  readonly usedBytes: number;
  readonly committedBytes: number;
  readonly reservedBytes: number;
}

export interface Metaspace {
  readonly type: "metaspace";
  readonly beforeBytes: number;
  readonly afterBytes: number;
  /** Committed after; NaN where the line gives only the reserved size. */
  readonly committedBytes: number;
}

/** CPU time of the pause before it. */
export interface Cpu {
  readonly type: "cpu";
  readonly userMs: number;
  readonly sysMs: number;
  readonly realMs: number;
}

export interface Workers {
  readonly type: "workers";
  readonly active: number;
  readonly total: number;
  /** `evacuation`, `full compaction`, `marking`, `Young Generation`, … */
  readonly task: string;
}

/** A safepoint is over. In JDK 9–12 the operation comes in a line of its own ({@link SafepointOperation}) and `operation` is null. */
export interface Safepoint {
  readonly type: "safepoint";
  readonly operation: string | null;
  readonly reachingMs: number;
  readonly cleanupMs: number;
  readonly atSafepointMs: number;
  readonly leavingMs: number;
  /** All of it, reaching included: what the application lost. */
  readonly totalMs: number;
}

export interface SafepointOperation {
  readonly type: "safepointOperation";
  readonly operation: string;
}

/** One application thread was held up: allocation stall, relocation stall, pacing. Not a stop of all threads. */
export interface Stall {
  readonly type: "stall";
  readonly kind: string;
  readonly thread: string;
  readonly durationMs: number;
}

/** The JVM ran out of memory: ZGC names the thread, others log the limit that was hit. Most collectors log nothing of the kind. */
export interface OutOfMemory {
  readonly type: "outOfMemory";
  /** "overhead": too much time went into collections that freed too little. */
  readonly of: "heap" | "metaspace" | "overhead";
  /** "" where the line names no thread. */
  readonly thread: string;
}

/** `Using G1`: first line of a JVM life. */
export interface CollectorFound {
  readonly type: "collector";
  /** As in the contract: Serial Parallel G1 ZGC GenZGC Shenandoah GenShenandoah CMS Epsilon. */
  readonly collector: Collector;
}

export const COLLECTORS = ["Serial", "Parallel", "G1", "ZGC", "GenZGC", "Shenandoah", "GenShenandoah", "CMS", "Epsilon"] as const;
export type Collector = (typeof COLLECTORS)[number];

/** One start-up fact. The names are ours, so that all sources agree; unknown `gc,init` lines come with name "other". */
export interface JvmFact {
  readonly type: "jvmFact";
  readonly name:
    | "version"
    | "cpusTotal"
    | "cpusAvailable"
    | "memoryBytes"
    | "regionBytes"
    | "heapMinBytes"
    | "heapInitialBytes"
    | "heapMaxBytes"
    | "heapSoftMaxBytes"
    | "parallelWorkers"
    | "concurrentWorkers"
    | "preTouch"
    | "largePages"
    | "numa"
    | "compressedOops"
    | "periodicGc"
    | "uncommit"
    /** 1: single-generation, 2: generational ZGC. */
    | "zgcGenerations"
    | "shenandoahMode"
    | "shenandoahHeuristics"
    | "pauseGoalMs"
    | "ihopPercent"
    | "pid"
    | "jvmStartEpochMs"
    | "containerMemoryBytes"
    | "containerCpus"
    | "swapTotalBytes"
    | "zgcGenerations"
    | "other";
  /** Text, or a number in the unit that the name says. */
  readonly value: string | number;
  /** Further facts of the same line: `CPUs: 4 total, 2 available`. */
  readonly also?: readonly JvmFact[];
}

/** What the JVM was started with, as one text in command-line order. */
export interface JvmOptions {
  readonly type: "jvmOptions";
  readonly text: string;
  /** "command-line": JVM arguments. "flags": values the JVM reports about itself (JDK 8 `CommandLine flags:`, ergonomics included). */
  readonly origin: "command-line" | "flags";
}

/** JDK 9–17: `To-space exhausted` stands before the end line of its pause. Recordings: `jdk.EvacuationFailed`, `jdk.PromotionFailed`, `jdk.ConcurrentModeFailure`. */
export interface EvacuationFailure {
  readonly type: "evacuationFailure";
  readonly what: "evacuation" | "promotion" | "concurrentMode";
}

/** A concurrent cycle was given up: G1 `Concurrent Mark Abort`, Shenandoah `Cancelled`, `Degenerated GC upgrading to Full GC`. */
export interface ConcurrentAbort {
  readonly type: "concurrentAbort";
  readonly reason: string;
}

/** G1's marking ran out of mark stack and begins again (`Concurrent Mark Restart for Mark Stack Overflow`): the cycle goes on. */
export interface MarkStackOverflow {
  readonly type: "markStackOverflow";
}

/** Survivors by age (`gc+age=trace`): bytes of that age, and of it and all younger ages. */
export interface AgeRow {
  readonly type: "ageRow";
  readonly age: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface SurvivorTarget {
  readonly type: "survivorTarget";
  readonly desiredBytes: number;
  readonly threshold: number;
  readonly maxThreshold: number;
}

/** An object of half a region or more, seen by `gc+humongous=debug`. */
export interface HumongousObject {
  readonly type: "humongousObject";
  readonly bytes: number;
  readonly regions: number;
  readonly isReclaimed: boolean;
}

/** References of one strength met in a collection. */
export interface References {
  readonly type: "references";
  readonly strength: "Soft" | "Weak" | "Final" | "Phantom";
  readonly discovered: number;
  /** Cleared or enqueued; NaN where not told. */
  readonly processed: number;
  /** Other strengths on the same line (Shenandoah). */
  readonly also?: readonly References[];
}

/** G1's start threshold for marking (`gc+ihop=debug`, `jdk.G1AdaptiveIHOP`). */
export interface IhopSample {
  readonly type: "ihop";
  readonly thresholdBytes: number;
  readonly occupancyBytes: number;
  /** NaN until G1 has seen enough markings to use its prediction. */
  readonly predictedMarkingMs: number;
  readonly allocationBytesPerSecond: number;
}

/** Why a concurrent cycle starts: Shenandoah `Trigger: …`, G1 `Request concurrent cycle initiation (…)`, ZGC director rules. */
export interface Trigger {
  readonly type: "trigger";
  /** The sentence without its numbers, so that equal reasons count together. */
  readonly reason: string;
}

/** One row of ZGC's heap table; cells in column order, NaN for `-`. */
export interface HeapTableRow {
  readonly type: "heapTableRow";
  /** `Capacity`, `Free`, `Used`, `Live`, `Allocated`, `Garbage`, `Reclaimed`, `Promoted`, `Compacted`, `Reserve`. */
  readonly row: string;
  /** Cells in bytes: Mark Start, Mark End, Relocate Start, Relocate End, then High, Low where printed. */
  readonly cells: readonly number[];
}

/** One row of a statistics table: ZGC `gc,stats`, Shenandoah's exit table. */
export interface StatisticRow {
  readonly type: "statisticRow";
  readonly group: string;
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
}

/** A sample of the machine's and the JVM's CPU use (recordings), shares 0–1 of all CPUs; throttled counts are totals so far. */
export interface CpuLoad {
  readonly type: "cpuLoad";
  readonly jvmUserShare: number;
  readonly jvmSystemShare: number;
  readonly machineShare: number;
  readonly throttledSlices: number;
  readonly throttledMs: number;
}

/** Who called System.gc(): innermost frame outside the JDK first, `Class.method line: n`. */
export interface SystemGcCall {
  readonly type: "systemGcCall";
  readonly frames: readonly string[];
  readonly thread: string;
}

/** Sampled allocation: class, allocating frame, bytes that the sample stands for. Also old-object samples (`isOldObject`). */
export interface AllocationSite {
  readonly type: "allocationSite";
  readonly className: string;
  readonly frame: string;
  readonly bytes: number;
  readonly isOldObject: boolean;
  /** How many samples were added up; 1 when missing. */
  readonly samples?: number;
}

/** Memory given back to, or taken from, the operating system. */
export interface Uncommit {
  readonly type: "uncommit";
  readonly bytes: number;
}

/** Lines or events lost before they were written: async logging, JFR data loss. */
export interface Dropped {
  readonly type: "dropped";
  readonly count: number;
}

/** A line that the grammar knows and nobody needs. `what` names the grammar's rule. */
export interface Ignored {
  readonly type: "ignored";
  readonly what: string;
}

/** When and where an event was read. One object is reused for all events of an input: copy what you keep. */
export interface Stamp {
  /** Index into the inputs of the analysis. */
  input: number;
  /** 1-based line of the input; for recordings the ordinal of the event. */
  line: number;
  /** End of the event in ms since JVM start; NaN when the source has no such clock. */
  uptimeMs: number;
  /** End of the event in ms since 1970, UTC; NaN when the source has no wall clock. */
  epochMs: number;
  /** HotSpot's GC(n); -1 outside a collection or when the source has none (JDK 8 logs without -XX:+PrintGCID). */
  gcId: number;
  /** ZGC: `y` minor, `Y` young part of a major, `O` old part; otherwise "". */
  generation: "" | "y" | "Y" | "O";
  /** The messages are those of JDK 8 and before. */
  readonly isOldFormat?: boolean;
}

/** Receives the events of one input in the order in which they were read. */
export type EventSink = (event: GcEvent, stamp: Stamp) => void;
