import type { Collector } from "../events/gc-event.js";

/**
 * What HotSpot chooses when nobody says anything: measured on JDK 8, 11, 17, 21, 25 and 26 (Linux x86-64) by varying
 * processors and memory; releases in between follow their neighbors.
 */
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** HotSpot takes a machine for a server from two processors and about 1,792 MiB on; below that it picks Serial. */
const SERVER_MEMORY_BYTES = 1792 * MIB;

/** The collector a JVM picks by itself. From 27 on G1 is announced for small machines as well. */
export function defaultCollector(jdk: number, cpus: number, memoryBytes: number): Collector {
  if (jdk < 27 && (cpus < 2 || memoryBytes < SERVER_MEMORY_BYTES)) return "Serial";
  return jdk < 9 ? "Parallel" : "G1";
}

/** The largest heap without `-Xmx`: a quarter of memory; of small machines half, with about 126 MiB in between. */
export function defaultMaxHeapBytes(memoryBytes: number): number {
  if (memoryBytes / 2 < 126 * MIB) return memoryBytes / 2;
  return Math.max(memoryBytes / 4, 126 * MIB);
}

/** The heap a JVM starts with without `-Xms`: 1/64 of memory, at least 8 MiB; from 26 on always the least. Never above the largest heap. */
export function defaultInitialHeapBytes(jdk: number, memoryBytes: number, maxHeapBytes: number): number {
  return Math.min(maxHeapBytes, jdk >= 26 ? 8 * MIB : Math.max(8 * MIB, memoryBytes / 64));
}

/**
 * G1's region size without `G1HeapRegionSize`: 1/2048 of the heap, down to a power of two, 1–32 MiB. Until 11 the mean
 * of initial and largest heap counts, from 17 the largest alone. Null for 12–16, where the switch happened, when both ways differ.
 */
export function defaultRegionBytes(jdk: number, initialHeapBytes: number, maxHeapBytes: number): number | null {
  const byMean = regionBytesFor((initialHeapBytes + maxHeapBytes) / 2);
  const byMax = regionBytesFor(maxHeapBytes);
  if (jdk >= 17) return byMax;
  return jdk <= 11 || byMean === byMax ? byMean : null;
}

function regionBytesFor(heapBytes: number): number {
  const wanted = Math.max(1, Math.floor(heapBytes / 2048 / MIB));
  return Math.min(32, 2 ** Math.floor(Math.log2(wanted))) * MIB;
}

/** Worker threads in a pause. ZGC may use fewer on small heaps. */
export function defaultParallelThreads(collector: Collector, cpus: number): number {
  switch (collector) {
    case "Serial":
    case "Epsilon":
      return 1;
    case "ZGC":
    case "GenZGC":
      return Math.max(1, Math.ceil(cpus * 0.6));
    case "Shenandoah":
    case "GenShenandoah":
      return Math.max(1, Math.floor(cpus / 2));
    default:
      return cpus <= 8 ? cpus : 8 + Math.floor(((cpus - 8) * 5) / 8);
  }
}

/** Worker threads beside the application; null for collectors that have none. */
export function defaultConcurrentThreads(collector: Collector, jdk: number, cpus: number): number | null {
  switch (collector) {
    case "Serial":
    case "Parallel":
    case "Epsilon":
      return null;
    case "ZGC":
    case "GenZGC":
      return Math.max(1, Math.ceil(cpus * (jdk < 17 ? 0.125 : 0.25)));
    case "Shenandoah":
    case "GenShenandoah":
      return Math.max(1, Math.floor(cpus / 4));
    case "CMS":
      return Math.max(1, Math.floor((defaultParallelThreads(collector, cpus) + 3) / 4));
    case "G1":
      return Math.max(1, Math.floor((defaultParallelThreads(collector, cpus) + 2) / 4));
  }
}

/** Whether references to objects are 4 bytes: heaps below 32 GiB at the usual alignment of 8 bytes; never with ZGC. */
export function usesCompressedReferences(collector: Collector, maxHeapBytes: number, objectAlignmentBytes = 8): boolean {
  return collector !== "ZGC" && collector !== "GenZGC" && maxHeapBytes < 32 * GIB * (objectAlignmentBytes / 8);
}
