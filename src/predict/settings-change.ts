import type { Collector } from "../events/gc-event.js";
import type { CollectionModel, Refusal } from "./collection-model.js";
import type { OptionChange } from "../jvm-options/apply-changes.js";
import { formatSize } from "../jvm-options/option-value.js";
import { differentFlags, readGcSettings, type GcSettings } from "./gc-settings.js";
import type { SettingsChange } from "./what-if.js";

/** The question that a change of options asks, or why the model cannot be asked it. */
export function settingsChangeOf(model: CollectionModel, present: Collector | null, current: readonly string[], proposed: readonly string[]): SettingsChange | Refusal {
  const before = readGcSettings(current, model.jdk);
  const after = readGcSettings(proposed, model.jdk);
  const others = differentFlags(before, after);
  if (others.length > 0) return { refused: `what ${others.join(", ")} would change cannot be worked out from a log` };
  const heap = heapChange(model, before, after);
  if ("refused" in heap) return heap;
  const collector = after.collector !== null && after.collector !== present ? after.collector : undefined;
  if (collector !== undefined) return { ...heap, collector };
  const young = youngChangeOf(model, before, after);
  if ("refused" in young) return young;
  const change = { ...heap, ...young };
  return Object.keys(change).length === 0 ? { refused: "the change concerns neither heap, young size, pause goal nor collector" } : change;
}

function heapChange({ heapBytes }: CollectionModel, before: GcSettings, after: GcSettings): SettingsChange | Refusal {
  if (after.heapBytes === null) return before.heapBytes === null ? {} : { refused: "without -Xmx the heap depends on the machine" };
  return after.heapBytes === before.heapBytes || after.heapBytes === heapBytes ? {} : { heapBytes: after.heapBytes };
}

function youngChangeOf(model: CollectionModel, before: GcSettings, after: GcSettings): SettingsChange | Refusal {
  const heapBytes = after.heapBytes ?? model.heapBytes;
  const youngOf = ({ youngBytes, youngRatio }: GcSettings): number | null => youngBytes ?? (youngRatio === null ? null : heapBytes / (youngRatio + 1));
  const from = youngOf(before);
  const to = youngOf(after);
  if (Number.isNaN(to)) return { refused: "a young generation that is bounded but not fixed was never tested" };
  if (to !== null) return to === from ? {} : { youngBytes: to };
  const isFreed = from !== null;
  if (after.pauseGoalMs === null) return isFreed || (before.pauseGoalMs !== null && model.kind === "G1" && model.sizing === "goal") ? { backToDefault: true } : {};
  // A fixed young size hid the goal from G1, so taking it away makes an old goal a new one.
  return isFreed || after.pauseGoalMs !== before.pauseGoalMs ? { pauseGoalMs: after.pauseGoalMs } : {};
}

/** What to change on the command line to get these settings. */
export function optionChangeOf({ heapBytes, youngBytes, pauseGoalMs, backToDefault, collector }: SettingsChange): OptionChange {
  const whole = (bytes: number): string => formatSize(Math.round(bytes));
  return {
    add: [
      ...(collector === undefined ? [] : [collector === "GenZGC" || collector === "ZGC" ? "-XX:+UseZGC" : `-XX:+Use${collector}GC`]),
      ...(heapBytes === undefined ? [] : [`-Xms${whole(heapBytes)}`, `-Xmx${whole(heapBytes)}`]),
      ...(youngBytes === undefined ? [] : [`-Xmn${whole(youngBytes)}`]),
      ...(pauseGoalMs === undefined ? [] : [`-XX:MaxGCPauseMillis=${Math.round(pauseGoalMs)}`]),
    ],
    remove: backToDefault === true ? ["-Xmn", "NewSize", "MaxNewSize", "NewRatio", "MaxGCPauseMillis"] : [],
  };
}
