import { describe, expect, test } from "vitest";
import type { GcEvent } from "../../src/events/gc-event.js";
import { readLine } from "./read-line.js";

const K = 1024;
const M = 1024 * K;

describe("safepoints", () => {
  test.each<[string, Partial<GcEvent>]>([
    ["Total time for which application threads were stopped: 0.0006987 seconds, Stopping threads took: 0,0003465 seconds",
      { operation: null, reachingMs: 0.3465, cleanupMs: NaN, atSafepointMs: NaN, leavingMs: NaN, totalMs: 0.6987 }],
    ['Safepoint "Cleanup", Time since last: 1000103768 ns, Reaching safepoint: 40911 ns, At safepoint: 15974 ns, Total: 56885 ns',
      { operation: "Cleanup", reachingMs: 0.040911, cleanupMs: NaN, atSafepointMs: 0.015974, leavingMs: NaN, totalMs: 0.056885 }],
    ['Safepoint "G1CollectFull", Time since last: 1 ns, Reaching safepoint: 11898 ns, Cleanup: 8112 ns, At safepoint: 63062793 ns, Leaving safepoint: 2366031 ns, Total: 65448834 ns',
      { operation: "G1CollectFull", reachingMs: 0.011898, cleanupMs: 0.008112, atSafepointMs: 63.062793, leavingMs: 2.366031, totalMs: 65.448834 }],
    ['Safepoint "Later Operation", Time since last: 1 ns, Reaching safepoint: 10676 ns, At safepoint: 28812 ns, Leaving safepoint: 651 ns, Total: 40139 ns, Threads: 0 runnable, 14 total',
      { operation: "Later Operation", reachingMs: 0.010676, cleanupMs: NaN, atSafepointMs: 0.028812, leavingMs: 0.000651, totalMs: 0.040139 }],
  ])("%s", (line, rest) => expect(readLine(line).event).toEqual({ type: "safepoint", ...rest }));

  test("JDK 9–12 name the operation on a line of its own", () => {
    expect(readLine("Entering safepoint region: RevokeBias").event).toEqual({ type: "safepointOperation", operation: "RevokeBias" });
  });
});

describe("start-up", () => {
  test.each([
    ["Using G1", "G1"],
    ["Using The Z Garbage Collector", "ZGC"],
    ["Using Concurrent Mark Sweep", "CMS"],
    ["Using Shenandoah", "Shenandoah"],
  ])("%s", (line, collector) => expect(readLine(line).event).toEqual({ type: "collector", collector }));

  test.each([
    ["Version: 17.0.1+12-post-1 (release)", "version", "17.0.1+12-post-1"],
    ["Memory: 24105M", "memoryBytes", 24105 * M],
    ["Heap region size: 1M", "regionBytes", M],
    ["Heap Region Size: 512K", "regionBytes", 512 * K],
    ["Regions: 384 x 256K", "regionBytes", 256 * K],
    ["Soft Max Capacity: 96M(100%)", "heapSoftMaxBytes", 96 * M],
    ["GC Workers: 1 (dynamic)", "concurrentWorkers", 1],
    ["GC Workers for Young Generation: 1 (dynamic)", "zgcGenerations", 2],
    ["Using legacy single-generation mode", "zgcGenerations", 1],
    ["Mode: Generational", "shenandoahMode", "Generational"],
    ["Pre-touching: Disabled", "preTouch", "Disabled"],
    ["MMU target violated: 201.0ms (200.0ms/201.0ms)", "pauseGoalMs", 200],
    ["Alignments: Space 512K, Heap 2M", "other", "Alignments: Space 512K, Heap 2M"],
    ["Later Feature of Heap: Enabled (by default)", "other", "Later Feature of Heap: Enabled (by default)"],
    ["TLAB Size Decay Time: 1000ms", "other", "TLAB Size Decay Time: 1000ms"],
  ])("%s", (line, name, value) => expect(readLine(line).event).toEqual({ type: "jvmFact", name, value }));

  test("two figures on one line are two facts", () => {
    expect(readLine("CPUs: 8 total, 2 available").event).toEqual({
      type: "jvmFact", name: "cpusAvailable", value: 2, also: [{ type: "jvmFact", name: "cpusTotal", value: 8 }],
    });
    expect(readLine("Heap address: 0x00000000fa000000, size: 96 MB, Compressed Oops mode: 32-bit").event).toEqual({
      type: "jvmFact", name: "compressedOops", value: "Enabled (32-bit)", also: [{ type: "jvmFact", name: "heapMaxBytes", value: 96 * M }],
    });
  });

  test("the JVM's arguments are options, the program's are not", () => {
    expect(readLine("jvm_args: -Xmx256m -Dname=a,b ").event).toEqual({ type: "jvmOptions", text: "-Xmx256m -Dname=a,b", origin: "command-line" });
    expect(readLine("java_command: Main -Xmx1g").event).toEqual({ type: "ignored", what: "ProgramArguments" });
  });
});

test.each([
  ["   158 messages dropped due to async logging", { type: "dropped", count: 158 }],
  ["Metaspace (data) allocation failed for size 339", { type: "outOfMemory", of: "metaspace", thread: "" }],
])("%s", (line, event) => expect(readLine(line).event).toEqual(event));

describe("known and of no use", () => {
  test.each([
    ["", "BlankLine"],
    [" garbage-first heap   total reserved 98304K, committed 98304K, used 84215K [0x00000000fa000000, 0x0000000100000000)", "HeapPrintout"],
    ["  eden space 26240K,  10% used [0x00000000fa000000, 0x00000000fa294660, 0x00000000fb9a0000)", "HeapPrintout"],
    ["Load: 11.18 (559%) / 8.79 (439%) / 3.99 (199%)", "ZgcSummary"],
    ["Free: 68608K, Max: 256K regular, 68608K humongous, Frag: 0% external, 0% internal; Reserve: 5120K, Max: 256K", "ShenandoahHeuristics"],
    ["Pacer for Mark. Expected Live: 19435K, Free: 0B, Non-Taxable: 0B, Alloc Tax Rate: infx", "ShenandoahHeuristics"],
    ["    DU: Management Roots              3 us, workers (us):   3, ---, ", "ShenandoahCycleTimes"],
    ["Phase 1: Mark live objects", "FullCollectionPhaseStart"],
    ["    Eager Reclaim (ms):            skipped", "SkippedPhase"],
    ["deflating idle monitors, 0.0000005 secs", "SafepointCleanup"],
    ["Concurrent refinement: 0.00ms, refined: 0, precleaned: 0, dirtied: 0", "G1Detail"],
    ["Rule Minor: High Usage, Free: 64MB(25.0%)", "ZgcDetail"],
  ])("%s", (line, what) => expect(readLine(line).event).toEqual({ type: "ignored", what }));
});

describe("text that is no message of HotSpot is rejected", () => {
  test.each([
    "Hello world", "INFO: cache refreshed 12ms", "Error: foo bar", "Pause for coffee", "Pause", "Pause Young (Normal 24M->4M(256M) 3.1ms",
    "Listening on port: 8080", "\tat Foo.bar(Foo.java:12)", '{"level":"info"}', "Using port 8080", "User=0.03s Sys=0.00s Real=0.03s extra",
    "Eden regions: 13->", "Allocation Stall ()", "2026-11-24 Pause Young 3.0ms", "cache refreshed, 831 entries [gc friendly] GC(12) is not a collection",
  ])("%s", (line) => expect(readLine(line).event).toBeUndefined());
});
