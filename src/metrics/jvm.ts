import type { JvmFacts, Run } from "../timeline/timeline.js";
import { measured, notMeasured } from "./measurement.js";
import type { Given, Measurement, MetricDefinition, MetricSource, MissingEvidence } from "./metric.js";
import { askedBytes, optionValue, sizeOf } from "./option-values.js";
import { longestSpanOf } from "./wall-time.js";

/**
 * The run that stands for the JVM: the one that covers most of the window, or the first where there is no clock; null for
 * a timeline without runs.
 */
export function mainRunOf({ timeline, window }: MetricSource): Run | null {
  return longestSpanOf(timeline, window)?.run ?? timeline.runs[window.run ?? 0] ?? null;
}

const NEEDS_INIT: MissingEvidence = { logTag: "gc+init", jfrEvent: "jdk.GCConfiguration" };
const NEEDS_OPTIONS: MissingEvidence = { logTag: "gc+init", jfrEvent: "jdk.JVMInformation", other: "--jvm-options" };

type FactName = { readonly [F in keyof JvmFacts]: JvmFacts[F] extends number | string | null ? F : never }[keyof JvmFacts];

interface Fact {
  readonly name: string;
  readonly unit: MetricDefinition["unit"];
  readonly sentence: string;
  readonly fact: FactName;
  readonly given?: (given: Given) => number | null;
  /** What the options in force ask for, where the JVM itself does not say. */
  readonly asked?: (options: readonly string[] | null) => number | string | null;
  readonly missing?: MissingEvidence;
}

const FACTS: readonly Fact[] = [
  { name: "jvm.jdk", unit: "count", sentence: "Feature release of the JDK, such as 21.", fact: "jdk", given: (given) => given.jdk, missing: { logTag: "gc+init", jfrEvent: "jdk.JVMInformation", other: "--jdk" } },
  { name: "jvm.version", unit: "text", sentence: "Version text of the JVM.", fact: "version" },
  { name: "jvm.heapMinBytes", unit: "bytes", sentence: "Smallest heap.", fact: "heapMinBytes" },
  { name: "jvm.heapInitialBytes", unit: "bytes", sentence: "Heap at start (-Xms).", fact: "heapInitialBytes", asked: (options) => askedBytes(options, "InitialHeapSize", "-Xms") },
  { name: "jvm.heapMaxBytes", unit: "bytes", sentence: "Largest heap (-Xmx).", fact: "heapMaxBytes", given: (given) => given.heapMaxBytes, asked: (options) => askedBytes(options, "MaxHeapSize", "-Xmx"), missing: { logTag: "gc+init", jfrEvent: "jdk.GCHeapConfiguration", other: "--heap" } },
  { name: "jvm.heapSoftMaxBytes", unit: "bytes", sentence: "Heap size that ZGC tries to stay below.", fact: "heapSoftMaxBytes" },
  { name: "jvm.regionBytes", unit: "bytes", sentence: "Size of a heap region.", fact: "regionBytes", asked: (options) => sizeOf(optionValue(options, "G1HeapRegionSize")) },
  { name: "jvm.cpus", unit: "count", sentence: "CPUs the JVM may use.", fact: "cpus", given: (given) => given.cpus, missing: { logTag: "gc+init", jfrEvent: "jdk.CPUInformation", other: "--cpus" } },
  { name: "jvm.memoryBytes", unit: "bytes", sentence: "Memory of the machine or container.", fact: "memoryBytes", given: (given) => given.memoryBytes, missing: { logTag: "gc+init", jfrEvent: "jdk.PhysicalMemory", other: "--memory" } },
  { name: "jvm.swapTotalBytes", unit: "bytes", sentence: "Swap space of the machine.", fact: "swapTotalBytes", missing: { logTag: null, jfrEvent: "jdk.SwapSpace" } },
  { name: "jvm.parallelWorkers", unit: "count", sentence: "Threads that work in pauses.", fact: "parallelWorkers" },
  { name: "jvm.concurrentWorkers", unit: "count", sentence: "Threads that work beside the application.", fact: "concurrentWorkers" },
  { name: "jvm.pauseGoalMs", unit: "ms", sentence: "Pause-time goal (-XX:MaxGCPauseMillis).", fact: "pauseGoalMs", missing: NEEDS_OPTIONS },
  { name: "jvm.ihopPercent", unit: "count", sentence: "Heap occupancy in percent that first starts marking.", fact: "ihopPercent", missing: NEEDS_OPTIONS },
  { name: "jvm.compressedOops", unit: "text", sentence: "Mode of compressed references.", fact: "compressedOops" },
  { name: "jvm.preTouch", unit: "text", sentence: "Whether the heap is touched at start.", fact: "preTouch" },
  { name: "jvm.largePages", unit: "text", sentence: "Use of large pages.", fact: "largePages" },
  { name: "jvm.periodicGc", unit: "text", sentence: "Periodic collections.", fact: "periodicGc" },
  { name: "jvm.uncommit", unit: "text", sentence: "Whether unused heap is given back.", fact: "uncommit" },
  { name: "jvm.shenandoahMode", unit: "text", sentence: "Mode of Shenandoah.", fact: "shenandoahMode", asked: (options) => modeOf(optionValue(options, "ShenandoahGCMode")) },
  { name: "jvm.shenandoahHeuristics", unit: "text", sentence: "Heuristics of Shenandoah.", fact: "shenandoahHeuristics" },
];

/** What the JVM is and was given. What the user told on the command line beats what the input says. */
export const JVM_METRICS: readonly MetricDefinition[] = [
  {
    name: "jvm.collector", unit: "text",
    sentence: "Garbage collector by its short name, such as G1 or GenZGC.",
    formula: "the `Using …` line or the recording's configuration; else inferred from the messages",
    compute: (source) => valueOrMissing(mainRunOf(source)?.collector ?? null, NEEDS_INIT),
  },
  ...FACTS.map(({ name, unit, sentence, fact, given, asked, missing = NEEDS_INIT }): MetricDefinition => ({
    name, unit, sentence,
    formula: `${given === undefined ? "" : "as given on the command line, else "}as the input says${asked === undefined ? "" : ", else as the JVM's options ask for"}`,
    compute: (source) => {
      const jvm = mainRunOf(source)?.jvm;
      return valueOrMissing(given?.(source.given) ?? jvm?.[fact] ?? asked?.(source.given.options ?? jvm?.options ?? null) ?? null, missing);
    },
  })),
];

/** Options write modes of Shenandoah small (`passive`), its log writes them large. */
function modeOf(text: string | null): string | null {
  return text === null ? null : text.slice(0, 1).toUpperCase() + text.slice(1);
}

function valueOrMissing(value: number | string | null, missing: MissingEvidence): Measurement {
  return value === null ? notMeasured(missing) : measured(value, 1, missing);
}
