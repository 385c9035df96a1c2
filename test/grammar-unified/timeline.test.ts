import { describe, expect, test } from "vitest";
import { readLine } from "./read-line.js";

const M = 1024 ** 2;
const NO_HEAP = { beforeBytes: NaN, afterBytes: NaN, committedBytes: NaN };
const NO_CPU = { userMs: NaN, sysMs: NaN, realMs: NaN };

describe("the end of a pause", () => {
  test.each([
    ["Pause Initial Mark (G1 Evacuation Pause) 24M->4M(256M) 3.115ms", "Initial Mark", "G1 Evacuation Pause", null, 3.115],
    ["Pause Young (Mixed) (G1 Evacuation Pause) 24M->4M(256M) 3,115ms", "Young (Mixed)", "G1 Evacuation Pause", null, 3.115],
    ["Pause Full (System.gc()) 24M->4M(256M) 357.691ms", "Full", "System.gc()", null, 357.691],
    ["Pause Young (Allocation Failure) 24M->4M(256M) 27.818ms", "Young", "Allocation Failure", null, 27.818],
    ["Pause Young (Normal) (GCLocker Initiated GC) (Evacuation Failure) 24M->4M(256M) 2.237ms", "Young (Normal)", "GCLocker Initiated GC", "unknown", 2.237],
    ["Pause Young (Mixed) (G1 Evacuation Pause) (Evacuation Failure: Allocation, Pinned) 24M->4M(256M) 2.0ms", "Young (Mixed)", "G1 Evacuation Pause", "Allocation, Pinned", 2],
    ["Pause Young (Later Kind) (Later Cause (x)) 24M->4M(256M) 1.000ms", "Young (Later Kind)", "Later Cause (x)", null, 1],
    ["Pause Degenerated GC (Young) (Outside of Cycle) 24M->4M(256M) 25.384ms", "Degenerated GC (Young) (Outside of Cycle)", null, null, 25.384],
    ["Pause Full 24M->4M(256M) 32.419ms", "Full", null, null, 32.419],
  ])("%s", (line, kind, cause, evacuationFailure, durationMs) => {
    expect(readLine(line).event).toEqual({
      type: "pause", kind, cause, evacuationFailure, durationMs, beforeBytes: 24 * M, afterBytes: 4 * M, committedBytes: 256 * M, ...NO_CPU,
    });
  });

  test.each([
    ["Pause Mark Start (Major) 0.037ms", "Mark Start (Major)"],
    ["Pause Final Mark (process weakrefs) (unload classes) 0.037ms", "Final Mark (process weakrefs) (unload classes)"],
  ])("%s has no sizes", (line, kind) => {
    expect(readLine(line).event).toEqual({ type: "pause", kind, cause: null, evacuationFailure: null, durationMs: 0.037, ...NO_HEAP, ...NO_CPU });
  });

  test("a carriage return ends the line", () => {
    expect(readLine("Pause Remark 35M->35M(38M) 2.631ms", "\r\n").event).toMatchObject({ kind: "Remark", durationMs: 2.631 });
  });
});

test.each([
  ["Pause Young (Concurrent Start) (Metadata GC Threshold)", { type: "pauseStart", kind: "Young (Concurrent Start)", cause: "Metadata GC Threshold" }],
  ["Pause Degenerated GC (Mark)", { type: "pauseStart", kind: "Degenerated GC (Mark)", cause: null }],
  ["To-space exhausted", { type: "evacuationFailure", what: "evacuation" }],
  ["Promotion failed", { type: "evacuationFailure", what: "promotion" }],
  ["User=0.07s Sys=0,01s Real=0.08s", { type: "cpu", userMs: 70, sysMs: 10, realMs: 80 }],
  ["Using 2 workers of 4 for full compaction", { type: "workers", active: 2, total: 4, task: "full compaction" }],
  ["Using 1 of 2 workers for Concurrent reset (Young)", { type: "workers", active: 1, total: 2, task: "Concurrent reset (Young)" }],
  ["Using 1 Workers for Old Generation", { type: "workers", active: 1, total: NaN, task: "Old Generation" }],
  ["Concurrent Mark Using 1 of 3 Workers", { type: "workers", active: 1, total: 3, task: "Concurrent Mark" }],
])("%s", (line, event) => expect(readLine(line).event).toEqual(event));

describe("concurrent phases", () => {
  test.each([
    ["Concurrent Mark (0,179s, 0,982s) 0,798ms", "Concurrent Mark", 0.798],
    ["Concurrent Mark Cycle 163.408ms", "Concurrent Mark Cycle", 163.408],
    ["Concurrent marking (process weakrefs) (unload classes) 133.893ms", "Concurrent marking (process weakrefs) (unload classes)", 133.893],
    ["Coalescing and filling (Old) 7.533ms", "Coalescing and filling (Old)", 7.533],
    ["Concurrent Later Work (Young) 1.5ms", "Concurrent Later Work (Young)", 1.5],
  ])("%s", (line, phase, durationMs) => expect(readLine(line).event).toEqual({ type: "concurrent", phase, durationMs, ...NO_HEAP }));

  test.each([
    ["Concurrent Mark (0.179s)", { type: "concurrentStart", phase: "Concurrent Mark" }],
    ["Concurrent Mark Abort", { type: "concurrentAbort", reason: "Concurrent Mark Abort" }],
    ["Concurrent Mark From Roots Restart for Mark Stack Overflow (iteration #2)", { type: "markStackOverflow" }],
    ["Concurrent uncommit 4864K (115M) 1.145ms", { type: "uncommit", bytes: 4864 * 1024 }],
    ["Uncommitted: 110M(43%)", { type: "uncommit", bytes: 110 * M }],
    ["Cancelling GC: Allocation Failure", { type: "concurrentAbort", reason: "Allocation Failure" }],
  ])("%s", (line, event) => expect(readLine(line).event).toEqual(event));

  test("string deduplication is told in three ways", () => {
    const phase = "Concurrent String Deduplication";
    expect(readLine(`${phase} (1.535s)`).event).toEqual({ type: "concurrentStart", phase });
    expect(readLine(`${phase} 56.0K->12.0K(44.0K) avg 60.2% (1.535s, 1.540s) 4.213ms`).event).toMatchObject({ phase, durationMs: 4.213 });
    expect(readLine(`${phase} 45/5600.0B (new), 1/24.0B (deduped), avg 53.2%, 0.069ms of 0.169ms`).event).toMatchObject({ phase, durationMs: 0.069 });
  });
});

describe("collections", () => {
  test.each([
    ["Garbage Collection (Warmup) 72M(56%)->70M(55%)", { kind: "Garbage Collection", cause: "Warmup", durationMs: NaN }],
    ["Major Collection (System.gc()) 72M(56%)->70M(55%) 0.071s", { kind: "Major Collection", cause: "System.gc()", durationMs: 71 }],
    ["Young Generation (Promote All) 72M(56%)->70M(55%) 0.017s", { kind: "Young Generation", cause: "Promote All", durationMs: 17 }],
  ])("%s", (line, rest) => {
    expect(readLine(line).event).toEqual({ type: "collection", beforeBytes: 72 * M, afterBytes: 70 * M, isAborted: false, ...rest });
  });

  test("an aborted collection has neither sizes nor duration", () => {
    expect(readLine("GC(8) O: Old Generation Aborted").event).toEqual({
      type: "collection", kind: "Old Generation", cause: null, beforeBytes: NaN, afterBytes: NaN, durationMs: NaN, isAborted: true,
    });
  });
});

describe("a single thread", () => {
  test.each([
    ["Allocation Stall (main) 44.605ms", "Allocation Stall", "main", 44.605],
    ["Relocation Stall (pool (blue) 1) 3,5ms", "Relocation Stall", "pool (blue) 1", 3.5],
    ["Allocation stall: 1234 us (threshold: 1000 us)", "Allocation Stall", "", 1.234],
  ])("%s", (line, kind, thread, durationMs) => expect(readLine(line).event).toEqual({ type: "stall", kind, thread, durationMs }));

  test("ZGC names the thread that got no memory", () => {
    expect(readLine("Out Of Memory (Thread-2)").event).toEqual({ type: "outOfMemory", of: "heap", thread: "Thread-2" });
  });
});

test.each([
  ["Trigger: Learning 1 of 5. Free (68608K) is below initial threshold (68812K)", "Learning. Free is below initial threshold"],
  ["Trigger: Average GC time (146.66 ms) is above the time for average allocation rate (207639343157 BB/s) to deplete free headroom (124M) (margin of error = 2.80)",
    "Average GC time is above the time for average allocation rate to deplete free headroom"],
  ["Trigger (Global): GC request (System.gc())", "GC request (System.gc())"],
  ["Trigger (Old): Old has overgrown, live at end of previous OLD marking: 2879K, current usage: 16388K, percent growth: 469.1%", "Old has overgrown"],
  ["Request concurrent cycle initiation (occupancy higher than threshold) occupancy: 67108864B", "occupancy higher than threshold"],
  ["Request concurrent cycle initiation (requested by GC cause). GC cause: G1 Humongous Allocation", "G1 Humongous Allocation"],
])("the reason of a trigger has no figures: %s", (line, reason) => expect(readLine(line).event).toEqual({ type: "trigger", reason }));
