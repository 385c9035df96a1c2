import { expect, test } from "vitest";
import { valueOf } from "../support/metric-source.js";

const full = (cause: string) => ({ startMs: 500, durationMs: 40, kind: "Full", cause });
const description = (pauses: readonly { startMs: number; durationMs: number; kind: string; cause: string }[]) => ({
  lastMs: 10_000,
  pauses: [{ startMs: 100, durationMs: 5, kind: "Young (Concurrent Start)", cause: "G1 Evacuation Pause" }, ...pauses],
  concurrent: [{ phase: "Concurrent Mark Cycle", startMs: 105, durationMs: 437, isCycle: 1 }],
  marks: [{ atMs: 542, what: "abort", amount: 1 }],
});

test("a marking given up for want of memory counts, one that a requested collection ended does not", () => {
  expect(valueOf("g1.markAbortCount", description([full("G1 Compaction Pause")]))).toBe(1);
  expect(valueOf("g1.markAbortCount", description([full("System.gc()")]))).toBe(0);
  expect(valueOf("g1.markAbortCount", description([full("Heap Dump Initiated GC")]))).toBe(0);
  // Nothing shows what ended it: a cut log, or a full collection long before.
  expect(valueOf("g1.markAbortCount", description([]))).toBe(1);
  expect(valueOf("g1.markAbortCount", description([{ ...full("System.gc()"), startMs: 110, durationMs: 5 }]))).toBe(0);
  expect(valueOf("g1.markAbortCount", { ...description([full("System.gc()")]), marks: [{ atMs: 5000, what: "abort", amount: 1 }] })).toBe(1);
});
