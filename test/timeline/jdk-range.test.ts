import { expect, test } from "vitest";
import type { GcEvent, Stamp } from "../../src/events/gc-event.js";
import { JdkEvidence } from "../../src/timeline/jdk-range.js";
import { readParts } from "../support/memory-input.js";

/** The range that lines of a log leave, by the shapes that each release prints. */
async function rangeOf(...lines: readonly string[]): Promise<unknown> {
  const { timeline } = await readParts(`${lines.join("\n")}\n`);
  const jvm = timeline.runs[0]?.jvm;
  return jvm?.jdk ?? (jvm?.jdkRange === null || jvm === undefined ? null : [jvm.jdkRange.from, jvm.jdkRange.to]);
}

const YOUNG = "[2.001s][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(256M) 3.115ms";

test.each([
  ["named young pauses", [YOUNG], [11, null]],
  ["unnamed ones of G1", ["[2.001s][info][gc] GC(3) Pause Mixed (G1 Evacuation Pause) 24M->4M(256M) 3.115ms"], [9, 10]],
  ["a region size without a version", ["[0.010s][info][gc,heap] Heap region size: 1M", "[0.012s][info][gc] Using G1", YOUNG], [11, 14]],
  ["a version", ["[0.010s][info][gc] Using G1", "[0.012s][info][gc,init] Version: 21.0.2+13 (release)", YOUNG], 21],
  ["a failed evacuation with its reason", ["[2.001s][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) (Evacuation Failure: Allocation) 24M->4M(256M) 3.115ms"], [22, null]],
  ["one without", ["[2.001s][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) (Evacuation Failure) 24M->4M(256M) 3.115ms"], [18, 21]],
  ["space exhausted", ["[2.000s][info][gc] GC(3) To-space exhausted", YOUNG], [11, 17]],
  ["one size of a generation", ["[2.000s][info][gc,heap] GC(3) DefNew: 78656K->8704K(78656K)", "[2.001s][info][gc] GC(3) Pause Young (Allocation Failure) 76M->9M(247M) 9.1ms"], [9, 13]],
  ["both sizes", ["[2.000s][info][gc,heap] GC(3) DefNew: 78656K(78656K)->8704K(78656K) Eden: 69952K(69952K)->0K(69952K) From: 8704K(8704K)->8704K(8704K)", "[2.001s][info][gc] GC(3) Pause Young (Allocation Failure) 76M->9M(247M) 9.1ms"], [14, null]],
  ["the old format", ["2.001: [GC (Allocation Failure) [PSYoungGen: 33280K->5104K(38400K)] 33280K->9104K(125952K), 0.0100 secs] [Times: user=0.02 sys=0.00, real=0.01 secs]"], 8],
])("%s", async (_title, lines, expected) => {
  expect(await rangeOf(...lines)).toEqual(expected);
});

test("shapes that no release has together tell nothing", () => {
  const evidence = new JdkEvidence();
  const stamp = { gcId: 1 } as Stamp;
  const pause = (kind: string, evacuationFailure: string | null): GcEvent => ({ type: "pause", kind, cause: null, evacuationFailure, durationMs: 1, userMs: Number.NaN, sysMs: Number.NaN, realMs: Number.NaN } as GcEvent);
  evidence.note(pause("Mixed", null), stamp);
  expect(evidence.finish("G1")).toEqual({ from: 9, to: 10 });
  evidence.note(pause("Young (Normal)", "Pinned"), stamp);
  expect(evidence.finish("G1")).toBeNull();
});
