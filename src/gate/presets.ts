import type { PresetName } from "../schema/config-schema.js";
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

/** The limits of a preset. */
export function limitsOfPreset(preset: PresetName): readonly ConfiguredLimit[] {
  return PRESETS[preset].map((expression) => ({ expression, why: null, origin: `preset ${preset}` }));
}
