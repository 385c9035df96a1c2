import type { WarningList } from "./recording-report.js";

/** Event types whose settings decide what is seen of pauses, with what is missed without them. */
const WATCHED: Readonly<Record<string, string>> = {
  GCPhasePause: "pauses", GarbageCollection: "collections", SafepointBegin: "safepoints", ExecuteVMOperation: "safepoint operations",
};

const MS_PER_UNIT: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1000, m: 60_000 };

interface Setting {
  isEnabled: boolean;
  /** Smallest threshold of all recordings that ran together. */
  thresholdMs: number;
}

/**
 * What `jdk.ActiveSetting` says about the events that tell of pauses: one that is switched off or has a threshold hides
 * some, and their absence proves nothing.
 */
export class RecordingSettings {
  private readonly settings = new Map<string, Setting>();

  /** Takes one setting of an event type, named without `jdk.`. */
  add(type: string, name: string, value: string): void {
    if (!Object.hasOwn(WATCHED, type)) return;
    const setting = this.settings.get(type) ?? { isEnabled: false, thresholdMs: Number.POSITIVE_INFINITY };
    this.settings.set(type, setting);
    if (name === "enabled") setting.isEnabled ||= value === "true";
    else if (name === "threshold") setting.thresholdMs = Math.min(setting.thresholdMs, spanMs(value));
  }

  warn(warnings: WarningList): void {
    for (const [type, { isEnabled, thresholdMs }] of this.settings) {
      const what = WATCHED[type] as string;
      if (!isEnabled) warnings.add("event-disabled", `the recording was made without jdk.${type}: it holds no ${what}, whether there were any or not`);
      else if (thresholdMs > 0 && Number.isFinite(thresholdMs)) {
        warnings.add("event-threshold", `the recording leaves out ${what} below ${thresholdMs} ms (threshold of jdk.${type})`);
      }
    }
  }
}

/** `20 ms`, `0 ns`; 0 for what is no span. */
function spanMs(text: string): number {
  const [, amount, unit] = /^(\d+) ?(ns|us|ms|s|m)$/.exec(text) ?? [];
  return amount === undefined || unit === undefined ? 0 : Number(amount) * (MS_PER_UNIT[unit] ?? 0);
}
