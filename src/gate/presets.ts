import type { PresetName } from "../schema/config-schema.js";
import type { Slo } from "../metrics/metric.js";
import type { ConfiguredLimit } from "./config.js";

/**
 * Ready-made limits. They look at single pauses, at what requests feel and at hard events, not at percentiles of pauses: those
 * need hundreds of pauses, and a load test in CI seldom has them.
 */
const PRESETS: Readonly<Record<PresetName, readonly string[]>> = {
  "web-service": [
    "pauses.max <= 500ms",
    "delay.p99 <= 50ms if known",
    "overhead < 5%",
    "fullGcs == 0",
    "stalls == 0",
    "warn evacuationFailures == 0 if known",
    "warn degeneratedGcs == 0 if known",
    "warn correlation.verdict != gc-explains if known",
  ],
  "low-latency": [
    "pauses.max <= 20ms",
    "delay.p999 <= 10ms if known",
    "overhead < 2%",
    "fullGcs == 0",
    "stalls == 0",
    "evacuationFailures == 0 if known",
    "degeneratedGcs == 0 if known",
    "correlation.verdict != gc-explains if known",
  ],
  batch: [
    "overhead < 10%",
    "pauses.max <= 10s",
    "warn gcCpu < 25% if known",
    "warn fullGcs == 0",
  ],
};

/** Delays that requests feel, by the quantile of a promise. */
const DELAY_OF_QUANTILE: ReadonlyMap<number, string> = new Map([[0.5, "delay.p50"], [0.95, "delay.p95"], [0.99, "delay.p99"], [0.999, "delay.p999"]]);

/** The limits of a preset. Where the user promises latencies, those take the place of the preset's limits on delay. */
export function limitsOfPreset(preset: PresetName, slo: readonly Slo[]): readonly ConfiguredLimit[] {
  const promised = slo.flatMap(({ quantile, limitMs }) => {
    const metric = DELAY_OF_QUANTILE.get(quantile);
    return metric === undefined ? [] : [`${metric} <= ${limitMs}ms if known`];
  });
  const standard = PRESETS[preset].filter((limit) => promised.length === 0 || !limit.startsWith("delay."));
  return [...promised, ...standard].map((expression) => ({ expression, why: null, origin: `preset ${preset}`, originAt: null }));
}
