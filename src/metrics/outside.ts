import { notMeasured } from "./measurement.js";
import type { MetricDefinition, MissingEvidence, Unit } from "./metric.js";

const NEEDS_LATENCY: MissingEvidence = { logTag: null, jfrEvent: null, other: "request latencies of the same time (--latency)" };
const NEEDS_OPTIONS: MissingEvidence = { logTag: "arguments", jfrEvent: "jdk.JVMInformation", other: "the command line (--jvm-options)" };
const NEEDS_INPUT: MissingEvidence = { logTag: null, jfrEvent: null, other: "line counts of the input" };

/**
 * Facts that come from other stages (request latencies, correlation, check of the command line, line counts), named here so that
 * rules can use them. Whoever has them gives them to the advisor; otherwise they are not in the input.
 */
export const OUTSIDE_METRICS: readonly MetricDefinition[] = [
  outside("correlation.verdict", "text", "Whether pauses explain slow requests.", "gc-explains, gc-contributes, gc-innocent or inconclusive", NEEDS_LATENCY),
  outside("correlation.p99WithoutPausesMs", "ms", "99th percentile of requests that met no pause.", "nearest rank over requests that overlap no pause", NEEDS_LATENCY),
  outside("latency.p99Ms", "ms", "99th percentile of request latency.", "nearest rank over requests", NEEDS_LATENCY),
  outside("latency.atSloQuantileMs", "ms", "Request latency at the quantile of the promise.", "nearest rank over requests", NEEDS_LATENCY),
  outside("options.refusedCount", "count", "Options with which this JVM, or the next release, does not start.", "options of status refused in the table of options", NEEDS_OPTIONS),
  outside("options.refusedNextCount", "count", "Options that are fine now and with which a later release does not start.", "options that a later release refuses", NEEDS_OPTIONS),
  outside("options.ignoredCount", "count", "Options that are ignored, repeated or contradict each other.", "findings of the check of the command line that do not stop the JVM", NEEDS_OPTIONS),
  outside("options.deadCount", "count", "Options that this collector accepts and does not use.", "options of another collector or generation model", NEEDS_OPTIONS),
  outside("options.deadList", "text", "Options that this collector accepts and does not use.", "their texts", NEEDS_OPTIONS),
  outside("options.faultList", "text", "What is wrong with the command line.", "findings of the check of the command line", NEEDS_OPTIONS),
  outside("options.tuningCount", "count", "Hand-set options that tune garbage collection.", "options of the collectors other than choice, heap size and logging", NEEDS_OPTIONS),
  outside("options.concThreadsPinned", "yesNo", "Whether the number of concurrent threads was set by hand.", "-XX:ConcGCThreads on the command line", NEEDS_OPTIONS),
  outside("log.unreadShare", "share", "Share of the input's lines that were not understood.", "unrecognized ÷ (parsed + unrecognized)", NEEDS_INPUT),
  outside("log.warningCount", "count", "Warnings about the input: cut, mixed, with gaps.", "warnings of the inputs", NEEDS_INPUT),
  outside("heap.stringShare", "share", "Share of the heap that strings and their characters take.", "from a class histogram", { logTag: null, jfrEvent: "jdk.ObjectCount", other: "a class histogram (jcmd GC.class_histogram)" }),
  outside("machine.residentBytes", "bytes", "Resident memory of the process as the user's tool shows it.", "as shown by the tool", { logTag: null, jfrEvent: "jdk.ResidentSetSize", other: "the resident memory of the process" }),
  outside("machine.swapUsedBytes", "bytes", "Swap space in use on the machine.", "total − free", { logTag: null, jfrEvent: "jdk.SwapSpace" }),
  outside("witnesses.disagreementCount", "count", "Pauses of which log and recording tell different lengths, or that only one of them has.", "differences above 1 ms and 2 %", { logTag: null, jfrEvent: null, other: "a log and a recording of the same run" }),
];

function outside(name: string, unit: Unit, sentence: string, formula: string, missing: MissingEvidence): MetricDefinition {
  return { name, unit, sentence, formula, compute: () => notMeasured(missing) };
}
