/** Causes of collections as HotSpot prints them (gcCause.cpp of JDK 8 to 26). Others may come; these tell a slip of the pen. */
export const KNOWN_CAUSES: readonly string[] = [
  "System.gc()", "Diagnostic Command", "JvmtiEnv ForceGarbageCollection", "Heap Inspection Initiated GC", "Heap Dump Initiated GC", "GCLocker Initiated GC",
  "WhiteBox Initiated Young GC", "WhiteBox Initiated Concurrent Mark", "WhiteBox Initiated Full GC",
  "Allocation Failure", "Metadata GC Threshold", "Metadata GC Clear Soft References", "CodeCache GC Threshold", "CodeCache GC Aggressive", "Ergonomics", "Last ditch collection",
  "G1 Evacuation Pause", "G1 Compaction Pause", "G1 Humongous Allocation", "G1 Periodic Collection", "G1 Preventive Collection",
  "CMS Initial Mark", "CMS Final Remark", "CMS Generation Full",
  "Timer", "Warmup", "Proactive", "High Usage", "Allocation Rate", "Allocation Stall", "Upgrade To Full GC", "Concurrent GC",
];
