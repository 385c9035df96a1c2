import type { Collector } from "../events/gc-event.js";
import type { FigureName } from "./collection-model.js";

/** Other settings; what is left out stays as it is. Sizes in bytes. */
export interface SettingsChange {
  readonly heapBytes?: number;
  /** A fixed young generation (-Xmn). */
  readonly youngBytes?: number;
  /** Another pause goal for G1 (-XX:MaxGCPauseMillis), young size not fixed. */
  readonly pauseGoalMs?: number;
  /** Young size left to G1 again: neither fixed nor held by a goal. */
  readonly backToDefault?: true;
  readonly collector?: Collector;
}

/** One predicted figure. `now` is measured; low and high hold about four reruns in five. */
export interface PredictedFigure {
  readonly figure: FigureName;
  readonly now: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** "range": between low and high. "lower": at least low, because failures may come on top. "direction": only up or down. */
  readonly claim: "range" | "lower" | "direction";
}

/** The answer to "what if". */
export interface WhatIf {
  readonly question: string;
  /** In the order of the catalog of figures: rate, pauses, share, CPU. */
  readonly figures: readonly PredictedFigure[];
  readonly refused: readonly RefusedFigure[];
  readonly sentence: string;
  /** What the answer rests on: collections and seconds. */
  readonly basis: string;
  /** How to check it. */
  readonly rerun: string;
}

/** A figure that is not predicted, and why; figure null when it holds for the whole question. */
export interface RefusedFigure {
  readonly figure: FigureName | null;
  readonly reason: string;
}
