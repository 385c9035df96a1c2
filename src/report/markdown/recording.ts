import type { Analysis } from "../../analysis/analysis.js";
import { formatBytes, formatCount, formatShare } from "../../units/format-quantity.js";
import { formatDuration } from "../../units/format-time.js";
import { escapeMarkdown, inlineCode, table } from "../markdown-text.js";

/** What only a recording tells: who calls System.gc(), what allocates, what stays, and how busy the machine was. Empty without one. */
export function writeRecording({ details: { recording } }: Analysis): string {
  if (recording === null) return "";
  const { systemGcCallers, allocationSites, oldObjects } = recording;
  return [
    writeCpu(recording.cpuLoad),
    table(["Caller of System.gc()", "Called from", "Thread", "Calls:"], systemGcCallers.map(({ frames: [caller, ...outer], thread, count }) => [inlineCode(caller ?? "unknown"), outer.map(inlineCode).join(", "), escapeMarkdown(thread), formatCount(count)])),
    table(["Allocates most (sampled)", "Class", "Bytes:", "Share:"], allocationSites.map(({ frame, className, bytes, share }) => [inlineCode(frame), inlineCode(className), formatBytes(bytes), formatShare(share)])),
    table(["Allocated objects that stay (old-object samples)", "Class", "Samples:"], oldObjects.map(({ frame, className, samples }) => [inlineCode(frame), inlineCode(className), formatCount(samples)])),
  ].filter((part) => part !== "").join("\n\n");
}

function writeCpu({ jvmMeanShare, machineMeanShare, throttledMs }: NonNullable<Analysis["details"]["recording"]>["cpuLoad"]): string {
  return [
    jvmMeanShare === null ? "" : `The JVM used ${formatShare(jvmMeanShare)} of all CPUs on average.`,
    machineMeanShare === null ? "" : `The machine was ${formatShare(machineMeanShare)} busy on average.`,
    throttledMs === null || throttledMs === 0 ? "" : `The container's CPU quota stopped it for ${formatDuration(throttledMs)} in all.`,
  ].filter((part) => part !== "").join(" ");
}
