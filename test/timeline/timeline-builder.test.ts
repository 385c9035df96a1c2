import { describe, expect, test } from "vitest";
import type { Pause } from "../../src/events/gc-event.js";
import { TimelineBuilder } from "../../src/timeline/timeline-builder.js";
import { pausesOf, readText } from "../support/read-text.js";

describe("a stop inside a stop counts once", () => {
  test("JDK 11 Serial: a full collection printed inside an open young pause", () => {
    const { timeline } = readText(`[1.000s][info][gc,start] GC(4) Pause Young (Allocation Failure)
[1.010s][info][gc,start] GC(5) Pause Full (Allocation Failure)
[1.090s][info][gc      ] GC(5) Pause Full (Allocation Failure) 95M->60M(98M) 80.000ms
[1.100s][info][gc      ] GC(4) Pause Young (Allocation Failure) 95M->60M(98M) 100.000ms
`);
    expect(pausesOf(timeline)).toMatchObject([{ kind: "Young", gcId: 4, durationMs: 100 }]);
    const nested = Array.from(timeline.marks.what).map((id) => timeline.names[id]);
    expect(nested).toEqual(["nestedPause"]);
    expect(timeline.names[timeline.phases.name[0] as number]).toBe("Pause Full (Allocation Failure)");
  });

  test("the same with end lines only", () => {
    const { timeline } = readText(`[1.090s][info][gc] GC(5) Pause Full (Allocation Failure) 95M->60M(98M) 80.000ms
[1.100s][info][gc] GC(4) Pause Young (Allocation Failure) 95M->60M(98M) 100.000ms
`);
    expect(pausesOf(timeline)).toMatchObject([{ kind: "Young", durationMs: 100 }]);
  });

  test("a start whose end was lost takes nothing with it", () => {
    const { timeline } = readText(`[1.000s][info][gc,start] GC(4) Pause Young (Normal) (G1 Evacuation Pause)
[2.000s][info][gc,start] GC(5) Pause Young (Normal) (G1 Evacuation Pause)
[2.010s][info][gc      ] GC(5) Pause Young (Normal) (G1 Evacuation Pause) 95M->60M(98M) 9.000ms
`);
    expect(pausesOf(timeline)).toMatchObject([{ gcId: 5 }]);
  });

  test("ZGC's minor pauses beside an old collection with a lower id stay pauses", () => {
    const { timeline } = readText(`[1.100s][info][gc,phases] GC(9) y: Pause Mark End 0.020ms
[1.100s][info][gc,phases] GC(8) O: Pause Mark End 0.025ms
`);
    expect(pausesOf(timeline)).toHaveLength(2);
  });
});

test("pauses inside a concurrent cycle are paired by id, and the cycle is no pause", () => {
  const { timeline } = readText(`[1.000s][info][gc        ] GC(3) Concurrent Mark Cycle
[1.000s][info][gc,marking] GC(3) Concurrent Mark From Roots
[1.010s][info][gc,start  ] GC(4) Pause Young (Normal) (G1 Evacuation Pause)
[1.015s][info][gc        ] GC(4) Pause Young (Normal) (G1 Evacuation Pause) 30M->10M(64M) 5.000ms
[1.050s][info][gc,marking] GC(3) Concurrent Mark From Roots 50.000ms
[1.052s][info][gc        ] GC(3) Pause Remark 12M->12M(64M) 1.500ms
[1.060s][info][gc        ] GC(3) Concurrent Mark Cycle 60.000ms
`);
  expect(pausesOf(timeline).map(({ kind }) => kind)).toEqual(["Young (Normal)", "Remark"]);
  const { concurrent, names } = timeline;
  const rows = Array.from({ length: concurrent.length }, (_, i) => [names[concurrent.phase[i] as number], concurrent.isCycle[i], concurrent.durationMs[i]]);
  expect(rows).toEqual([
    ["Concurrent Mark From Roots", 0, 50],
    ["Concurrent Mark Cycle", 1, 60],
  ]);
});

describe("lives of a JVM", () => {
  const life = (offset: string): string => `[0.003s][info][gc] Using G1
[1.${offset}s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 30M->10M(64M) 5.000ms
[5.${offset}s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 30M->10M(64M) 6.000ms
`;
  test("an uptime that falls begins another one, with a warning", () => {
    const { timeline, warnings } = readText(life("000") + life("500"));
    expect(timeline.runs).toHaveLength(2);
    expect(Array.from(timeline.pauses.run)).toEqual([0, 0, 1, 1]);
    expect(warnings).toMatchObject([{ code: "restart", line: 4 }]);
  });

  test("without an uptime a second start-up line begins one", () => {
    const bare = (text: string): string => text.replace(/\[[\d.]+s\]/g, "");
    expect(readText(bare(life("000")) + bare(life("500"))).timeline.runs).toHaveLength(2);
  });

  test("threads that overtake each other by a few milliseconds do not", () => {
    const { timeline } = readText(`[5.000s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 30M->10M(64M) 5.000ms
[4.996s][info][safepoint] Safepoint "Cleanup", Time since last: 1000 ns, Reaching safepoint: 2000 ns, At safepoint: 3000 ns, Total: 5000 ns
`);
    expect(timeline.runs).toHaveLength(1);
  });

  describe("in a recording", () => {
    const pause: Pause = { type: "pause", kind: "Young (Normal)", cause: null, beforeBytes: NaN, afterBytes: NaN, committedBytes: NaN, evacuationFailure: null, durationMs: 5, userMs: NaN, sysMs: NaN, realMs: NaN };
    const runsOf = (...stamps: readonly (readonly [jvmStartMs: number, uptimeMs: number])[]): number[] => {
      const builder = new TimelineBuilder(2);
      for (const [gcId, [jvmStartMs, uptimeMs]] of stamps.entries()) {
        builder.accept(pause, { input: 0, line: gcId + 1, uptimeMs, epochMs: jvmStartMs + uptimeMs, gcId, generation: "" });
      }
      return Array.from(builder.finish().timeline.pauses.run);
    };

    test("an event that leaves late belongs to the same life", () => {
      expect(runsOf([1_000_000, 500], [1_000_000, 60_500], [1_000_000, 900])).toEqual([0, 0, 0]);
    });

    test("another JVM start is another life, however long it has been up", () => {
      expect(runsOf([1_000_000, 500], [1_090_000, 700])).toEqual([0, 1]);
    });
  });
});

test("an evacuation failure that stands before its end line belongs to that pause (JDK 17)", () => {
  const { timeline } = readText(`[1.000s][info][gc,start] GC(0) Pause Young (Normal) (G1 Evacuation Pause)
[1.003s][info][gc      ] GC(0) To-space exhausted
[1.005s][info][gc      ] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 30M->28M(64M) 5.000ms
[1.100s][info][gc      ] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 30M->10M(64M) 5.000ms
`);
  expect(Array.from(timeline.pauses.evacuationFailure).map((id) => timeline.names[id] ?? null)).toEqual(["unknown", null]);
});

test("JDK 11 G1: a pause whose phases add up to more is reported", () => {
  const { warnings, timeline } = readText(`[1.000s][info][gc,start ] GC(0) Pause Young (Normal) (G1 Evacuation Pause)
[1.325s][info][gc,phases] GC(0)   Pre Evacuate Collection Set: 313.2ms
[1.325s][info][gc,phases] GC(0)   Evacuate Collection Set: 11.0ms
[1.325s][info][gc       ] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 30M->28M(64M) 12.000ms
`);
  expect(warnings).toMatchObject([{ code: "pause-under-reported", line: 4 }]);
  expect(pausesOf(timeline)).toMatchObject([{ durationMs: 12 }]);
});

test("CPU times, regions and phases find their pause", () => {
  const { timeline } = readText(`[1.000s][info][gc,start ] GC(0) Pause Young (Normal) (G1 Evacuation Pause)
[1.001s][info][gc,task  ] GC(0) Using 2 workers of 4 for evacuation
[1.005s][info][gc,phases] GC(0)   Evacuate Collection Set: 4.1ms
[1.005s][info][gc,heap  ] GC(0) Eden regions: 12->0(10)
[1.005s][info][gc       ] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 12M->2M(64M) 5.000ms
[1.005s][info][gc,cpu   ] GC(0) User=0.01s Sys=0.02s Real=0.03s
`);
  const { pauses, phases, regions, names } = timeline;
  expect([pauses.userMs[0], pauses.sysMs[0], pauses.realMs[0], pauses.workers[0]]).toEqual([10, 20, 30, 2]);
  expect([names[phases.name[0] as number], phases.pause[0], phases.valueMs[0]]).toEqual(["Evacuate Collection Set", 0, 4.1]);
  expect([names[regions.space[0] as number], regions.before[0], regions.after[0], regions.target[0]]).toEqual(["Eden", 12, 0, 10]);
});
