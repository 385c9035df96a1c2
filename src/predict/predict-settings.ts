import type { CollectionModel } from "./collection-model.js";
import { predictG1, rerunWords } from "./predict-g1.js";
import { predictParallel } from "./predict-parallel.js";
import { predictZgc, predictZgcFromG1 } from "./predict-zgc.js";
import type { SettingsChange, WhatIf } from "./what-if.js";
import { basisWords, changeWords } from "./write-answer.js";

/**
 * What other settings would have given, for the questions that were compared with reruns: heap, young size and pause goal of
 * G1; the heap of ZGC, and of Parallel where every collection is a full one; ZGC in place of G1. Everything else is refused
 * with its reason, as are single figures.
 */
export function predictSettings(model: CollectionModel, change: SettingsChange): WhatIf {
  const { collector } = change;
  if (collector === undefined || (collector === "G1" && model.kind === "G1") || (model.kind === "ZGC" && collector === model.collector)) {
    const { collector: _same, ...settings } = change;
    switch (model.kind) {
      case "G1": return predictG1(model, settings);
      case "Parallel": return predictParallel(model, settings);
      case "ZGC": return predictZgc(model, settings);
    }
  }
  const isOnlyCollector = change.youngBytes === undefined && change.pauseGoalMs === undefined;
  if (model.kind === "G1" && isOnlyCollector && (collector === "GenZGC" || collector === "ZGC")) return predictZgcFromG1(model, change);
  const reason = `what ${collector} would do cannot be told from a log of ${model.kind}`;
  return { question: `What if ${changeWords(change)}?`, figures: [], refused: [{ figure: null, reason }], sentence: `Not predicted: ${reason}.`, basis: basisWords(0, "comparable collections", model.spanMs), rerun: rerunWords(change) };
}
