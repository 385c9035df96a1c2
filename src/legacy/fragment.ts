import type { AgeRow, CollectorFound, Concurrent, ConcurrentAbort, ConcurrentStart, JvmFact, JvmOptions, PauseStart, References, Safepoint, SurvivorTarget, Trigger } from "../events/gc-event.js";

/**
 * What the grammar makes of one piece of a JDK 6–8 log. A record is a bracket of such pieces; `PauseRecords` pairs them.
 * Times are milliseconds, sizes bytes.
 */
export type LegacyFragment =
  | StampFragment
  /** `[GC pause (G1 Evacuation Pause) (young)`: a stop begins. */
  | { readonly use: "open"; readonly kind: string; readonly cause: string | null }
  /** `[1 CMS-remark: …]`: what the stop around it is. */
  | { readonly use: "kind"; readonly kind: string }
  /** `[ParNew`: a space or phase within a stop begins; "" for a bracket that holds a transition alone. */
  | { readonly use: "frame"; readonly name: string }
  /** `, 0.0123 secs]`, or `]` with NaN. `isLast`: nothing of a stop that it closes comes behind it (Shenandoah's ` ms]`). */
  | { readonly use: "close"; readonly durationMs: number; readonly isLast: boolean }
  | TransitionFragment
  | { readonly use: "occupancy"; readonly usedBytes: number; readonly committedBytes: number }
  | { readonly use: "times"; readonly userMs: number; readonly sysMs: number; readonly realMs: number }
  | { readonly use: "failure"; readonly what: "evacuation" | "promotion" | "concurrentMode" }
  | RowFragment
  | G1HeapFragment
  /** Belongs to the stop around it. */
  | { readonly use: "part"; readonly event: AgeRow | SurvivorTarget }
  /** References of one strength, and how long the stop spent on them. */
  | { readonly use: "references"; readonly event: References; readonly durationMs: number }
  /** Stands for itself, stamped with its own stamp. */
  | { readonly use: "alone"; readonly event: StandaloneEvent }
  /** A fact of the header or of a heap printout, which have no stamps. */
  | { readonly use: "fact"; readonly event: JvmFact | JvmOptions | CollectorFound }
  /** A phase begins on a line of its own: what ends it is stamped with its end. `title` is what both lines call it. */
  | { readonly use: "begin"; readonly title: string; readonly event: PauseStart | ConcurrentStart }
  /** A phase beside the application is over; its stamp is the end where its beginning was printed, else the beginning. */
  | { readonly use: "end"; readonly title: string; readonly event: Concurrent }
  /** `{Heap before GC …` in the middle of a record: the next record lies within this one. */
  | { readonly use: "heapWithin" }
  | { readonly use: "memory"; readonly memoryBytes: number; readonly swapTotalBytes: number }
  | { readonly use: "skip" };

type StandaloneEvent = ConcurrentStart | Concurrent | ConcurrentAbort | Safepoint | Trigger;

/** Clocks of a record; NaN where the log prints none. `zoneMinutes` is null without a date, `gcId` -1 without -XX:+PrintGCID. */
export interface StampFragment {
  readonly use: "stamp";
  readonly uptimeMs: number;
  readonly epochMs: number;
  readonly zoneMinutes: number | null;
  readonly gcId: number;
}

/** `65536K->10724K(76288K)` */
export interface TransitionFragment {
  readonly use: "transition";
  readonly beforeBytes: number;
  readonly afterBytes: number;
  readonly committedBytes: number;
}

/** A row below a G1 pause; `row` is null for rows that nobody needs. */
export interface RowFragment {
  readonly use: "row";
  /** Leading blanks: three for each level. */
  readonly indentation: number;
  readonly row:
    | null
    | { readonly name: string; readonly unit: "total"; readonly value: number; readonly workers: number }
    | { readonly name: string; readonly unit: "ms" | "count"; readonly spread: Spread };
}

/** What the workers say of one phase; `sum` is NaN where not printed. */
interface Spread {
  readonly min: number;
  readonly avg: number;
  readonly max: number;
  readonly diff: number;
  readonly sum: number;
}

/** `[Eden: 12.0M(12.0M)->0.0B(10.0M) Survivors: 0.0B->2048.0K Heap: 12.0M(256.0M)->2917.0K(256.0M)]` */
export interface G1HeapFragment {
  readonly use: "g1Heap";
  readonly eden: SizedTransition;
  readonly survivorsBefore: number;
  readonly survivorsAfter: number;
  readonly heap: SizedTransition;
}

interface SizedTransition {
  readonly beforeBytes: number;
  readonly beforeCapacityBytes: number;
  readonly afterBytes: number;
  readonly afterCapacityBytes: number;
}
