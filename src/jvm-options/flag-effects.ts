import type { Collector } from "../events/gc-event.js";

/**
 * Flags a JVM takes without a word although they do nothing under some collectors. Sources: HotSpot's flag
 * definitions and collector policies, and starts with each collector; where unsure a flag is left out, so that
 * "does something" may be wrong and "does nothing" should not be.
 */
interface EffectRule {
  readonly flags: RegExp;
  /** The collectors under which the flags do something. */
  readonly collectors: readonly Collector[];
  /** Why they do nothing elsewhere: completes "has no effect under ZGC: …". */
  readonly reason: string;
  readonly fromJdk?: number;
  readonly toJdk?: number;
}

const Z: readonly Collector[] = ["ZGC", "GenZGC"];
const SHENANDOAH: readonly Collector[] = ["Shenandoah", "GenShenandoah"];
const SIZED_GENERATIONS: readonly Collector[] = ["Serial", "Parallel", "G1", "CMS"];
const CONCURRENT: readonly Collector[] = ["G1", ...Z, ...SHENANDOAH, "CMS"];

const EFFECT_RULES: readonly EffectRule[] = [
  { flags: /^G1[A-Z]/, collectors: ["G1"], reason: "it belongs to G1" },
  { flags: /^(InitiatingHeapOccupancyPercent|GCPauseIntervalMillis)$/, collectors: ["G1"], reason: "only G1 reads it" },
  { flags: /^Z[A-Z][a-z]/, collectors: Z, reason: "it belongs to ZGC" },
  { flags: /^Shenandoah[A-Z]/, collectors: SHENANDOAH, reason: "it belongs to Shenandoah" },
  { flags: /^(CMS[A-Z]|UseCMS|UseParNewGC$|ParCMS|BindCMS)/, collectors: ["CMS"], reason: "it belongs to CMS" },
  { flags: /^Epsilon[A-Z]/, collectors: ["Epsilon"], reason: "it belongs to Epsilon" },
  {
    flags: /^(AdaptiveSize|UseAdaptiveSizePolicy|UseAdaptiveSizeDecay|UseAdaptiveGenerationSizePolicy|UsePSAdaptive|YoungGenerationSize|TenuredGenerationSize|PausePadding$|PromotedPadding$|SurvivorPadding$|ThresholdTolerance$|ParallelOld|HeapMaximumCompactionInterval$|UseMaximumCompactionOnSystemGC$|MaxGCMinorPauseMillis$)/,
    collectors: ["Parallel"],
    reason: "it steers Parallel's own size policy",
  },
  { flags: /^MaxGCPauseMillis$/, collectors: ["G1", "Parallel"], reason: "this collector follows no pause goal" },
  { flags: /^(NewSize|MaxNewSize|NewRatio)$/, collectors: [...SIZED_GENERATIONS, "GenShenandoah"], reason: "its young generation has no size to set" },
  { flags: /^(SurvivorRatio|InitialSurvivorRatio|TargetSurvivorRatio|MinSurvivorRatio)$/, collectors: SIZED_GENERATIONS, reason: "it has no survivor spaces" },
  { flags: /^(MaxTenuringThreshold|InitialTenuringThreshold)$/, collectors: [...SIZED_GENERATIONS, "GenZGC"], reason: "it has no tenuring threshold, or one of its own" },
  { flags: /^PretenureSizeThreshold$/, collectors: ["Serial", "CMS"], reason: "only Serial and ParNew read it" },
  { flags: /^SoftMaxHeapSize$/, collectors: [...Z, ...SHENANDOAH], reason: "only ZGC and Shenandoah keep the heap below it" },
  { flags: /^ConcGCThreads$/, collectors: CONCURRENT, reason: "it has no concurrent threads" },
  { flags: /^ParallelGCThreads$/, collectors: ["Parallel", ...CONCURRENT], reason: "it works with one thread" },
  { flags: /^ParallelRefProcEnabled$/, collectors: ["Parallel", "G1", "CMS", ...SHENANDOAH], reason: "it always handles references its own way" },
  { flags: /^(MinHeapFreeRatio|MaxHeapFreeRatio)$/, collectors: SIZED_GENERATIONS, reason: "it sizes the heap another way" },
  { flags: /^GCTimeRatio$/, collectors: ["Parallel", "G1", "GenShenandoah"], reason: "it has no throughput goal" },
  { flags: /^(UseGCOverheadLimit|GCTimeLimit|GCHeapFreeLimit)$/, collectors: ["Parallel"], reason: "only Parallel gives up on too much collection", toJdk: 25 },
  { flags: /^ExplicitGCInvokesConcurrent(AndUnloadsClasses)?$/, collectors: ["G1", "CMS", ...SHENANDOAH], reason: "System.gc() works one way only" },
  { flags: /^(YoungPLABSize|OldPLABSize)$/, collectors: ["Parallel", "G1", "CMS"], reason: "it has no promotion buffers of that kind" },
  { flags: /^UseStringDeduplication$/, collectors: ["G1", ...SHENANDOAH], reason: "until JDK 17 only G1 and Shenandoah merge strings", toJdk: 17 },
  { flags: /^UseStringDeduplication$/, collectors: ["Serial", "Parallel", "G1", "CMS", ...Z, ...SHENANDOAH], reason: "it never collects", fromJdk: 18 },
  { flags: /^UseCompressedOops$/, collectors: ["Serial", "Parallel", "G1", "CMS", "Epsilon", ...SHENANDOAH], reason: "its references are always 8 bytes" },
];

/** Why a flag does nothing under a collector, as the end of a sentence; null when it does something, or nobody knows. */
export function noEffectReason(flag: string, collector: Collector, jdk: number): string | null {
  const rule = EFFECT_RULES.find(
    (candidate) => candidate.flags.test(flag) && jdk >= (candidate.fromJdk ?? 0) && jdk <= (candidate.toJdk ?? Infinity) && !candidate.collectors.includes(collector),
  );
  return rule?.reason ?? null;
}
