import { describe, expect, it } from "vitest";
import * as ergonomics from "../../src/jvm-options/ergonomics.js";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** Expected values were printed by the JVMs (-XX:+PrintFlagsFinal) for these processors and sizes. */
describe("ergonomics", () => {
  const cpus = [1, 2, 3, 4, 8, 9, 12, 16, 32, 64];
  it.each([
    ["parallel, G1", (n: number) => ergonomics.defaultParallelThreads("G1", n), [1, 2, 3, 4, 8, 8, 10, 13, 23, 43]],
    ["concurrent, G1", (n: number) => ergonomics.defaultConcurrentThreads("G1", 17, n), [1, 1, 1, 1, 2, 2, 3, 3, 6, 11]],
    ["parallel, ZGC", (n: number) => ergonomics.defaultParallelThreads("ZGC", n), [1, 2, 2, 3, 5, 6, 8, 10, 20, 39]],
    ["concurrent, ZGC on 11", (n: number) => ergonomics.defaultConcurrentThreads("ZGC", 11, n), [1, 1, 1, 1, 1, 2, 2, 2, 4, 8]],
    ["concurrent, ZGC on 17", (n: number) => ergonomics.defaultConcurrentThreads("ZGC", 17, n), [1, 1, 1, 1, 2, 3, 3, 4, 8, 16]],
    ["parallel, Shenandoah", (n: number) => ergonomics.defaultParallelThreads("Shenandoah", n), [1, 1, 1, 2, 4, 4, 6, 8, 16, 32]],
    ["concurrent, Shenandoah", (n: number) => ergonomics.defaultConcurrentThreads("Shenandoah", 17, n), [1, 1, 1, 1, 2, 2, 3, 4, 8, 16]],
  ])("threads: %s", (_, threads, expected) => {
    expect(cpus.map(threads)).toEqual(expected);
  });

  it("G1 region size with a small initial heap", () => {
    const heaps = [2, 4, 8, 16, 32, 64, 128].map((gib) => gib * GIB);
    expect(heaps.map((heap) => (ergonomics.defaultRegionBytes(17, 8 * MIB, heap) ?? 0) / MIB)).toEqual([1, 2, 4, 8, 16, 32, 32]);
    expect(heaps.map((heap) => (ergonomics.defaultRegionBytes(11, 8 * MIB, heap) ?? 0) / MIB)).toEqual([1, 1, 2, 4, 8, 16, 32]);
    expect(ergonomics.defaultRegionBytes(11, 16 * GIB, 16 * GIB)).toBe(8 * MIB);
    expect(ergonomics.defaultRegionBytes(14, 8 * MIB, 16 * GIB)).toBeNull();
  });

  it("heap from memory", () => {
    const memory = [100, 248, 512, 1024, 4096, 16384].map((mib) => mib * MIB);
    expect(memory.map((bytes) => ergonomics.defaultMaxHeapBytes(bytes) / MIB)).toEqual([50, 124, 128, 256, 1024, 4096]);
    expect(ergonomics.defaultInitialHeapBytes(17, 16 * GIB, 4 * GIB)).toBe(256 * MIB);
    expect(ergonomics.defaultInitialHeapBytes(26, 16 * GIB, 4 * GIB)).toBe(8 * MIB);
  });

  it("collector nobody named", () => {
    expect(ergonomics.defaultCollector(8, 2, 4 * GIB)).toBe("Parallel");
    expect(ergonomics.defaultCollector(17, 2, 4 * GIB)).toBe("G1");
    expect(ergonomics.defaultCollector(17, 1, 4 * GIB)).toBe("Serial");
    expect(ergonomics.defaultCollector(17, 4, GIB)).toBe("Serial");
    expect(ergonomics.usesCompressedReferences("G1", 31 * GIB)).toBe(true);
    expect(ergonomics.usesCompressedReferences("G1", 32 * GIB)).toBe(false);
    expect(ergonomics.usesCompressedReferences("ZGC", GIB)).toBe(false);
  });
});
