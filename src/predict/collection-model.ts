import type { Collector } from "../events/gc-event.js";
import type { SurvivalCurve } from "./survival-curve.js";

/** Why something is not predicted, as a clause without a full stop. */
export interface Refusal {
  readonly refused: string;
}

/** What a prediction can be about. Times in ms, rates per second, shares 0–1, CPU in cores. */
export const FIGURES = ["youngPerSecond", "p50Ms", "meanMs", "p90Ms", "longestMs", "pauseShare", "gcCpuCores"] as const;
export type FigureName = (typeof FIGURES)[number];

/** How G1 chose the size of the young generation in the log. */
export type YoungSizing =
  /** As large as free space allows. */
  | "free"
  /** Set by hand (-Xmn, NewRatio). */
  | "fixed"
  /** Far below what free space allows: held down by the pause goal, or collected before it is full. */
  | "goal";

/** A model of one run's collections, from which other settings can be worked out. */
export type CollectionModel = G1Model | ParallelModel | ZgcModel;

/** What every model knows of the run it was made from. */
export interface ModelBasis {
  readonly jdk: number | null;
  readonly heapBytes: number;
  readonly liveBytes: number;
  /** Length of the window in ms. */
  readonly spanMs: number;
  /** Measured figures of the run; null where they do not exist for the collector or are not in the log. */
  readonly now: Readonly<Record<FigureName, number | null>>;
  /** Allocation per ms of running time, bytes. */
  readonly allocationBytesPerMs: number;
  /** What lies outside the conditions under which the ranges were measured, as clauses; ranges are wider then. */
  readonly outsideScope: readonly string[];
}

/**
 * G1: how much survives by age, what copying costs, and how much space there is. Bytes and ms throughout.
 * `level` says what the log had: phase details and age tables ("debug"), or region counts alone ("info").
 */
export interface G1Model extends ModelBasis {
  readonly kind: "G1";
  readonly level: "debug" | "info";
  readonly regionBytes: number;
  readonly edenBytes: number;
  readonly copiedBytes: number;
  readonly humongousBytes: number;
  readonly humongousBytesPerMs: number;
  readonly survival: SurvivalCurve;
  readonly cost: PauseCost;
  /** Measured ÷ modeled length of each young pause, ascending. */
  readonly residuals: readonly number[];
  /** Cards scanned in the usual young collection; null when the log does not tell. */
  readonly scannedCards: number | null;
  readonly sizing: YoungSizing;
  /** Normal young collections the model rests on, and all young and mixed ones. */
  readonly sampleSize: number;
  readonly youngCount: number;
  /** Shares of time in pauses that are not young or mixed, full ones left out. */
  readonly otherPauseShare: number;
  /** Lengths of those pauses in ms, ascending. */
  readonly otherPausesMs: readonly number[];
  readonly pauseCpuCores: number | null;
  readonly concurrentCpuCores: number | null;
  /** Concurrent marking cycles in the window: each has one remark pause. */
  readonly cycleCount: number;
  readonly failedCount: number;
  readonly fullCount: number;
  /** Whether much more is copied at some times than at others, at like sizes of eden. */
  readonly isBursty: boolean;
  readonly humongousCauseShare: number;
  /** By how much each figure differs between the halves of the window, as a factor ≥ 1. */
  readonly halvesFactor: Readonly<Partial<Record<FigureName, number>>>;
}

/** A young pause takes `fixedMs + msPerByte × bytes copied`. */
export interface PauseCost {
  readonly fixedMs: number;
  readonly msPerByte: number;
}

/** Parallel: only the state in which every collection is a full one can be carried over. */
export interface ParallelModel extends ModelBasis {
  readonly kind: "Parallel";
  readonly oldCapacityBytes: number;
  readonly isFullOnly: boolean;
  readonly fullPauseMs: number | null;
  readonly fullCount: number;
}

/** ZGC: collections and their CPU time follow free space. */
export interface ZgcModel extends ModelBasis {
  readonly kind: "ZGC";
  readonly collector: Collector;
  readonly collectionCount: number;
}

/** Whether an answer is a refusal. */
export function isRefusal(answer: object): answer is Refusal {
  return "refused" in answer;
}
