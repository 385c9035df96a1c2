/**
 * The event types that say something about garbage collection or its surroundings, with the fields that are read. All
 * others are counted and skipped. Names are without `jdk.`; a field that a JDK does not have is simply missing.
 */
export const WANTED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  GarbageCollection: ["gcId", "name", "cause"],
  G1GarbageCollection: ["gcId", "type"],
  YoungGarbageCollection: ["gcId", "tenuringThreshold"],
  ZYoungGarbageCollection: ["gcId", "tenuringThreshold"],
  ZOldGarbageCollection: ["gcId"],
  GCPhasePause: ["gcId", "name"],
  GCPhasePauseLevel1: ["gcId", "name"],
  GCPhasePauseLevel2: ["gcId", "name"],
  GCPhasePauseLevel3: ["gcId", "name"],
  GCPhasePauseLevel4: ["gcId", "name"],
  GCPhaseConcurrent: ["gcId", "name"],
  GCHeapSummary: ["gcId", "when", "heapSpace", "heapUsed"],
  G1HeapSummary: ["gcId", "when", "edenUsedSize", "edenTotalSize", "survivorUsedSize", "numberOfRegions"],
  PSHeapSummary: ["gcId", "when", "oldSpace", "oldObjectSpace", "youngSpace", "edenSpace", "fromSpace"],
  MetaspaceSummary: ["gcId", "when", "metaspace"],
  GCCPUTime: ["gcId", "userTime", "systemTime", "realTime"],
  GCReferenceStatistics: ["gcId", "type", "count"],
  TenuringDistribution: ["gcId", "age", "size"],
  EvacuationInformation: ["gcId", "bytesCopied"],
  EvacuationFailed: ["gcId"],
  PromotionFailed: ["gcId"],
  ConcurrentModeFailure: ["gcId"],
  G1AdaptiveIHOP: ["gcId", "threshold", "currentOccupancy", "predictedAllocationRate", "predictedMarkingDuration", "predictionActive"],
  G1BasicIHOP: ["gcId", "threshold", "currentOccupancy", "recentAllocationRate", "lastMarkingDuration"],
  SafepointBegin: ["safepointId"],
  SafepointEnd: ["safepointId"],
  ExecuteVMOperation: ["operation", "safepoint", "safepointId"],
  ZAllocationStall: ["eventThread", "type", "size"],
  ZUncommit: ["uncommitted"],
  CPULoad: ["jvmUser", "jvmSystem", "machineTotal"],
  ContainerCPUThrottling: ["cpuThrottledSlices", "cpuThrottledTime"],
  SystemGC: ["eventThread", "stackTrace"],
  DataLoss: ["amount"],
  ObjectAllocationSample: ["objectClass", "stackTrace", "weight"],
  ObjectAllocationInNewTLAB: ["objectClass", "stackTrace", "tlabSize"],
  ObjectAllocationOutsideTLAB: ["objectClass", "stackTrace", "allocationSize"],
  OldObjectSample: ["object", "stackTrace", "objectSize"],
  JVMInformation: ["jvmName", "jvmVersion", "jvmArguments", "jvmStartTime", "pid"],
  GCConfiguration: ["youngCollector", "oldCollector", "parallelGCThreads", "concurrentGCThreads", "pauseTarget"],
  GCHeapConfiguration: ["minSize", "maxSize", "initialSize", "usesCompressedOops", "compressedOopsMode"],
  GCSurvivorConfiguration: ["maxTenuringThreshold"],
  YoungGenerationConfiguration: ["minSize", "maxSize", "newRatio"],
  CPUInformation: ["hwThreads"],
  PhysicalMemory: ["totalSize"],
  SwapSpace: ["totalSize"],
  ContainerConfiguration: ["effectiveCpuCount", "cpuQuota", "cpuSlicePeriod", "memoryLimit", "hostTotalMemory"],
  BooleanFlag: ["name", "value", "origin"],
  IntFlag: ["name", "value", "origin"],
  UnsignedIntFlag: ["name", "value", "origin"],
  LongFlag: ["name", "value", "origin"],
  UnsignedLongFlag: ["name", "value", "origin"],
  DoubleFlag: ["name", "value", "origin"],
  StringFlag: ["name", "value", "origin"],
  ActiveSetting: ["id", "name", "value"],
};

/** Event types that describe the JVM and are repeated in every chunk; one reading per JVM life is enough. */
export const DESCRIPTION_TYPES: ReadonlySet<string> = new Set([
  "BooleanFlag", "IntFlag", "UnsignedIntFlag", "LongFlag", "UnsignedLongFlag", "DoubleFlag", "StringFlag",
  "ActiveSetting", "GCConfiguration", "GCHeapConfiguration", "GCSurvivorConfiguration", "YoungGenerationConfiguration",
  "CPUInformation", "PhysicalMemory", "SwapSpace", "ContainerConfiguration",
]);

/** Sampled allocations: so many in a profile that they are added up by class and stack before anything is resolved. */
export const ALLOCATION_WEIGHTS: Readonly<Record<string, string>> = {
  ObjectAllocationSample: "weight",
  ObjectAllocationInNewTLAB: "tlabSize",
  ObjectAllocationOutsideTLAB: "allocationSize",
};

/** `jdk.GCPhasePause` → `GCPhasePause`; JDK 8 before the open-sourcing and other producers use other prefixes, left as they are. */
export function shortTypeName(name: string): string {
  return name.startsWith("jdk.") ? name.slice(4) : name;
}
