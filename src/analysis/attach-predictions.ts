import { applyChanges } from "../jvm-options/apply-changes.js";
import { parseOptions } from "../jvm-options/parse-options.js";
import { renderWords } from "../jvm-options/render-options.js";
import type { MetricSource } from "../metrics/metric.js";
import { predictForOptions } from "../predict/predict-for-options.js";
import type { Recommendation } from "./analysis.js";

/** Gives each recommendation for now its prediction, or says why there is none. */
export function attachPredictions(recommendations: readonly Recommendation[], current: readonly string[], { timeline, steady, given }: MetricSource): readonly Recommendation[] {
  const run = timeline.runs[timeline.runs.length - 1];
  const jdk = given.jdk ?? run?.jvm.jdk ?? null;
  return recommendations.map((recommendation) => {
    const { add, remove } = recommendation.jvmOptions;
    if (recommendation.when !== "now") return recommendation;
    if (add.length + remove.length === 0) return { ...recommendation, predictionRefused: recommendation.predictionRefused ?? "it changes no JVM option, and what other changes would do cannot be worked out from a log" };
    const { options } = applyChanges(parseOptions(current), { add, remove }, jdk, run?.collector ?? undefined);
    const prediction = predictForOptions(timeline, steady, current, renderWords(options), given);
    return "refused" in prediction ? { ...recommendation, predictionRefused: prediction.refused } : { ...recommendation, prediction, predictionRefused: null };
  });
}
