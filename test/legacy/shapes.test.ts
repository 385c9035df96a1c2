import { describe, expect, test } from "vitest";
import { eventsOf, outerPauses, readLegacy } from "./support.js";

const K = 1024;
const TIMES = " [Times: user=0.10 sys=0.01, real=0.06 secs] ";

/** Kind, cause, duration and heap in KB of each outer stop. */
const stops = (text: string) =>
  outerPauses(readLegacy(text)).map(({ pause }) => [pause.kind, pause.cause, pause.durationMs, pause.beforeBytes / K, pause.afterBytes / K, pause.committedBytes / K]);

describe("records of JDK 6 to 8", () => {
  test.each<[title: string, text: string, expected: readonly unknown[]]>([
    ["Parallel, JDK 6: no cause", `1.234: [GC [PSYoungGen: 655K->107K(762K)] 655K->473K(2513K), 0.0603977 secs]${TIMES}`, ["Young", null, 60.3977, 655, 473, 2513]],
    ["Parallel, JDK 6: System", `1.2: [Full GC (System) [PSYoungGen: 10K->0K(20K)] [PSOldGen: 0K->5K(30K)] 10K->5K(50K) [PSPermGen: 3K->3K(16384K)], 0.0456 secs]${TIMES}`, ["Full", "System", 45.6, 10, 5, 50]],
    ["ParNew, JDK 7: nothing between the brackets", "1.234: [GC1.234: [ParNew: 1K->2K(3K), 0.0100 secs] 5K->6K(7K), 0.0123 secs]", ["Young", null, 12.3, 5, 6, 7]],
    ["PrintGC without stamps", "[GC (Allocation Failure)  512K->400K(1024K), 0.0012 secs]", ["Young", "Allocation Failure", 1.2, 512, 400, 1024]],
    ["G1, PrintGC", "0.5: [GC pause (G1 Evacuation Pause) (young) 24M->4M(256M), 0.0123 secs]", ["Young (Normal)", "G1 Evacuation Pause", 12.3, 24 * K, 4 * K, 256 * K]],
    ["G1, JDK 7: no cause", "0.5: [GC pause (young) (initial-mark), 0.0123 secs]\n   [Parallel Time:   8.2 ms]\n   [ 12M->2917K(256M)]\n" + TIMES, ["Young (Concurrent Start)", null, 12.3, 12 * K, 2917, 256 * K]],
    ["G1, humongous start of marking", "0.5: [GC pause (G1 Humongous Allocation) (young) (initial-mark), 0.0123 secs]", ["Young (Concurrent Start)", "G1 Humongous Allocation", 12.3, Number.NaN, Number.NaN, Number.NaN]],
    ["G1, full", `0.5: [Full GC (Allocation Failure)  250M->200M(256M), 0.5123 secs]\n   [Eden: 0.0B(12.0M)->0.0B(13.0M) Survivors: 0.0B->0.0B Heap: 250.0M(256.0M)->200.5M(256.0M)], [Metaspace: 2662K->2661K(1056768K)]\n${TIMES}`, ["Full", "Allocation Failure", 512.3, 250 * K, 200.5 * K, 256 * K]],
    ["G1, cleanup", "0.5: [GC cleanup 139M->129M(256M), 0.0004 secs]", ["Cleanup", null, 0.4, 139 * K, 129 * K, 256 * K]],
    ["CMS, JDK 7: the mark names the stop", "0.5: [GC [1 CMS-initial-mark: 0K(10K)] 5K(20K), 0.0010 secs]", ["Initial Mark", null, 1, 5, 5, 20]],
    ["CMS, JDK 7: remark", "0.5: [GC[YG occupancy: 5 K (10 K)]0.5: [Rescan (parallel) , 0.0046 secs]0.6: [weak refs processing, 0.0001 secs] [1 CMS-remark: 0K(10K)] 5K(20K), 0.0060 secs]", ["Remark", null, 6, 5, 5, 20]],
    ["CMS, foreground rescan", "0.5: [GC[YG occupancy: 5 K (10 K)]0.5: [Rescan (non-parallel) 0.5: [grey object rescan, 0.0010 secs]0.6: [root rescan, 0.0030 secs], 0.0041 secs] [1 CMS-remark: 0K(10K)] 5K(20K), 0.0060 secs]", ["Remark", null, 6, 5, 5, 20]],
    ["incremental CMS", "0.5: [GC 0.5: [ParNew: 1K->2K(3K), 0.0100 secs] 5K->6K(7K) icms_dc=5 , 0.0123 secs]", ["Young", null, 12.3, 5, 6, 7]],
    ["the id of PrintGCID", "2026-11-24T14:11:43.522+0530: 0.5: #12: [GC (System.gc()) [PSYoungGen: 1K->2K(3K)] 5K->6K(7K), 0.0123 secs]", ["Young", "System.gc()", 12.3, 5, 6, 7]],
    ["decimal commas", "0,500: [GC (Allocation Failure) [PSYoungGen: 1K->2K(3K)] 5K->6K(7K), 0,0123 secs] [Times: user=0,03 sys=0,02, real=0,05 secs]", ["Young", "Allocation Failure", 12.3, 5, 6, 7]],
    ["unloaded classes in the middle", "0.5: [Full GC[Unloading class sun.reflect.A]\n[Unloading class sun.reflect.B]\n [PSYoungGen: 1K->0K(3K)] [ParOldGen: 4K->3K(4K)] 5K->3K(7K) [PSPermGen: 1K->1K(2K)], 0.0123 secs]", ["Full", null, 12.3, 5, 3, 7]],
    ["size policies in the middle", "0.5: [GC (Allocation Failure) AdaptiveSizePolicy::update_averages:  survived: 10  promoted: 0  overflow: false\nAdaptiveSizeStart: 0.51 collection: 1 \n  avg_survived_padded_avg: 3.0  avg_promoted_padded_avg: 0.0\nAdaptiveSizeStop: collection: 1 \n[PSYoungGen: 1K->2K(3K)] 5K->6K(7K), 0.0123 secs]", ["Young", "Allocation Failure", 12.3, 5, 6, 7]],
    ["free lists in the middle (PrintFLSStatistics)", "0.5: [GC Before GC:\nStatistics for BinaryTreeDictionary:\n------------------------------------\nTotal Free Space: 2345\n0.5: [ParNew: 1K->2K(3K), 0.0100 secs] 5K->6K(7K)After GC:\nTotal Free Space: 2345\n, 0.0123 secs]", ["Young", null, 12.3, 5, 6, 7]],
    ["a class histogram in the middle", "0.5: [Full GC (System.gc()) 0.5: [Class Histogram (before full gc): \n num     #instances         #bytes  class name\n----------------------------------------------\n   1:          3031        5123456  [C\n   2:           301         512345  [Ljava.lang.Object;\nTotal         40000        6000000\n, 0.0310000 secs]0.6: [CMS: 2K->1K(3K), 0.0100 secs] 5K->6K(7K), 0.0123 secs]", ["Full", "System.gc()", 12.3, 5, 6, 7]],
    ["CMS statistics in the middle", "0.5: [GC[YG occupancy: 5 K (10 K)]0.5: [Rescan (parallel) (Survivor:0chunks) Finished young gen rescan work in 1th thread: 0.000 sec\nFinished remaining root rescan work in 1th thread: 0.001 sec\n, 0.0046 secs] [1 CMS-remark: 0K(10K)] 5K(20K), 0.0060 secs]", ["Remark", null, 6, 5, 5, 20]],
    ["the heap and a young collection within a remark", `0.5: [GC (CMS Final Remark) [YG occupancy: 5 K (10 K)]{Heap before GC invocations=2 (full 1):\n par new generation   total 10K, used 5K [0x00000000f6400000, 0x00000000f9800000, 0x00000000f9800000)\n0.6: [GC (CMS Final Remark) 0.6: [ParNew: 5K->1K(10K), 0.0010 secs] 13K->9K(20K), 0.0011 secs]${TIMES}\nHeap after GC invocations=3 (full 1):\n}\n0.7: [Rescan (parallel) , 0.0002 secs]0.7: [weak refs processing, 0.0001 secs][1 CMS-remark: 8K(10K)] 9K(20K), 0.2345 secs]${TIMES}`, ["Remark", null, 234.5, 9, 9, 20]],
    ["demands on free lists in the middle (CMS statistics)", "0.5: [GC0.5: [ParNew: 1K->1K(2K), 0.0001 secs]0.5: [CMS (concurrent mode failure)size[3] : demand: 1693, old_rate: 0.000000, current_rate: 5079.9\nsize[4] : demand: 726, old_rate: 0.000000, current_rate: 2178.4\n: 2K->1K(3K), 0.2000 secs] 5K->6K(7K), 0.2500 secs]", ["Young", null, 250, 5, 6, 7]],
    ["a heap dump in the middle", `0.5: [Full GC (GCLocker Initiated GC) 0.5: [Heap Dump (before full gc): , 0.3000 secs]0.8: [CMS: 2K->1K(3K), 0.0100 secs]0.9: [Heap Dump (after full gc): , 0.2000 secs] 5K->6K(7K), 0.5123 secs]${TIMES}`, ["Full", "GCLocker Initiated GC", 512.3, 5, 6, 7]],
    ["a line of the application before it", "loading......0.5: [GC (Allocation Failure) [PSYoungGen: 1K->2K(3K)] 5K->6K(7K), 0.0123 secs]", ["Young", "Allocation Failure", 12.3, 5, 6, 7]],
  ])("%s", (_title, text, expected) => {
    const reading = readLegacy(text);
    expect(stops(text)).toEqual([expected]);
    expect(reading.verdicts).not.toContain("u");
  });
});

test("a bracket within a young pause of G1 is a part of a row below it", () => {
  const reading = readLegacy("0.5: [GC pause (G1 Evacuation Pause) (young)0.5: [SoftReference, 0 refs, 0.0001 secs]0.5: [JNI Weak Reference, 0.0239 secs], 0.0300 secs]\n   [Parallel Time: 5.0 ms, GC Workers: 2]\n   [Other: 25.0 ms]\n      [Ref Proc: 24.0 ms]");
  expect(eventsOf(reading, "phase").map(({ name, depth }) => [name, depth])).toEqual([["SoftReference", 2], ["JNI Weak Reference", 2], ["Parallel Time", 1], ["Other", 1], ["Ref Proc", 2]]);
});

test("the ids of PrintGCID go with the events", () => {
  const { events } = readLegacy("0.5: #7: [GC (CMS Initial Mark) [1 CMS-initial-mark: 0K(10K)] 5K(20K), 0.0010 secs]\n0.6: #7: [CMS-concurrent-mark-start]\n0.7: #8: [GC (Allocation Failure) 0.7: #8: [ParNew: 1K->2K(3K), 0.0100 secs] 5K->6K(7K), 0.0123 secs]\n0.8: [GC (System.gc())  5K->6K(7K), 0.0123 secs]");
  expect(events.filter(({ event }) => event.type === "pause" || event.type === "concurrentStart").map(({ stamp }) => stamp.gcId)).toEqual([7, 7, 8, -1]);
});

describe("Shenandoah of JDK 8", () => {
  const rows = (text: string) =>
    readLegacy(text).events.flatMap(({ event, stamp }) =>
      event.type === "pause" || event.type === "concurrent"
        ? [[event.type === "pause" ? event.kind : event.phase, event.durationMs, Math.round(stamp.uptimeMs), event.beforeBytes / K / K, event.afterBytes / K / K]]
        : [],
    );

  test("with lines that begin and end, both stamped with their own time", () => {
    const text = "2.469: [Pause Init Mark (process weakrefs), start] \n    Using 2 of 2 workers for init marking\n    Pacer for Mark. Expected Live: 399M, Free: 2792M\n2.472: [Pause Init Mark (process weakrefs), 3.341 ms]\n2.472: [Concurrent marking (process weakrefs), start]\n3.338: [Concurrent marking (process weakrefs), 866.393 ms]\n4.439: [Concurrent cleanup, start]\n4.440: [Concurrent cleanup 1907M->1628M(1944M), 0.077 ms]\n9.000: [Pause Full, start]\n9.250: [Pause Full 1900M->800M(1944M), 250.000 ms]";
    expect(rows(text)).toEqual([
      ["Init Mark (process weakrefs)", 3.341, 2472, Number.NaN, Number.NaN],
      ["Concurrent marking (process weakrefs)", 866.393, 3338, Number.NaN, Number.NaN],
      ["Concurrent cleanup", 0.077, 4440, 1907, 1628],
      ["Full", 250, 9250, 1900, 800],
    ]);
    expect(readLegacy(text).verdicts).not.toContain("u");
  });

  test("with ends alone, stamped with the beginning, and a stop torn by what it prints", () => {
    const text = "25.465: [Pause Init Mark, 43.460 ms]\n25.508: [Concurrent marking 178G->184G(256G), 3000.000 ms]\n29.197: [Pause Final MarkTotal Garbage: 44620M\nImmediate Garbage: 3296M, 103 regions (20% of total)\n 184G->181G(256G), 4.730 ms]\n29.222: [Concurrent update references  182G->184G(256G), 1.000 ms]";
    expect(rows(text)).toEqual([
      ["Init Mark", 43.46, 25508, Number.NaN, Number.NaN],
      ["Concurrent marking", 3000, 28508, 178 * K, 184 * K],
      ["Final Mark", 4.73, 29202, 184 * K, 181 * K],
      ["Concurrent update references", 1, 29223, 182 * K, 184 * K],
    ]);
    expect(readLegacy(text).verdicts).not.toContain("u");
  });

  test("its header and why it began", () => {
    const reading = readLegacy("Regions: 3991 x 1024K\nInitialize Shenandoah heap: 250M initial, 7168K min, 3991M max\nTrigger: Free (398M) is below minimum threshold (399M) \nTrigger: Learning 1 of 5. Free (2792M) is below initial threshold (2793M)\n");
    expect(eventsOf(reading, "trigger").map(({ reason }) => reason)).toEqual(["Free is below minimum threshold", "Learning. Free is below initial threshold"]);
    expect(eventsOf(reading, "jvmFact")).toEqual([
      { type: "jvmFact", name: "regionBytes", value: 1024 * K },
      { type: "jvmFact", name: "heapInitialBytes", value: 250 * K * K, also: [{ type: "jvmFact", name: "heapMaxBytes", value: 3991 * K * K }] },
    ]);
  });
});

describe("failures and full collections inside young ones", () => {
  const cms =
    "3.000: [GC (Allocation Failure) 3.000: [ParNew (0: promotion failure size = 1026)  (promotion failed): 100K->90K(100K), 0.1000 secs]3.100: [CMS3.150: [CMS-concurrent-mark: 0.100/0.200 secs] [Times: user=0.04 sys=0.00, real=0.20 secs] \n" +
    ` (concurrent mode failure): 200K->150K(300K), 0.9000 secs] 250K->150K(400K), [CMS Perm : 5K->5K(10K)], 1.0500 secs]${TIMES}`;

  test("CMS: promotion failed, then concurrent mode failure, torn by the marking", () => {
    const reading = readLegacy(cms);
    expect(stops(cms)).toEqual([["Young", "Allocation Failure", 1050, 250, 150, 400]]);
    expect(eventsOf(reading, "evacuationFailure").map(({ what }) => what)).toEqual(["promotion", "concurrentMode"]);
    expect(eventsOf(reading, "concurrent")).toMatchObject([{ phase: "Concurrent Mark", durationMs: 200 }]);
    expect(reading.events.find(({ event }) => event.type === "concurrent")?.stamp).toMatchObject({ line: 1, uptimeMs: 3150 });
    // Its own times are those of the whole record, not those of the marking.
    expect(eventsOf(reading, "pause").at(-1)).toMatchObject({ userMs: 100, sysMs: 10, realMs: 60 });
  });

  test("the full collection is told as a stop within the young one", () => {
    const { events } = readLegacy(cms);
    const told = events.filter(({ event }) => event.type === "pauseStart" || event.type === "pause");
    expect(told).toMatchObject([
      { event: { type: "pauseStart", kind: "Young" }, stamp: { uptimeMs: 3000 } },
      { event: { type: "pause", kind: "Full", durationMs: 900 }, stamp: { uptimeMs: 4000 } },
      { event: { type: "pause", kind: "Young", durationMs: 1050 }, stamp: { uptimeMs: 4050 } },
    ]);
  });

  test("Serial: Tenured in a young record", () => {
    const text = "1.0: [GC 1.0: [DefNew: 5K->5K(5K), 0.0001 secs]1.0: [Tenured: 8K->7K(9K), 0.0500 secs] 13K->7K(14K), [Perm : 3K->3K(12K)], 0.0512 secs]";
    expect(eventsOf(readLegacy(text), "pause").map(({ kind, durationMs }) => [kind, durationMs])).toEqual([["Full", 50], ["Young", 51.2]]);
  });

  test("Parallel writes two dashes; G1 names the space", () => {
    const parallel = readLegacy("0.5: [GC (Allocation Failure) --[PSYoungGen: 1K->2K(3K)] 5K->6K(7K), 0.0123 secs]\n0.6: [GC-- [PSYoungGen: 1K->2K(3K)] 5K->6K(7K), 0.0123 secs]");
    expect(eventsOf(parallel, "evacuationFailure").map(({ what }) => what)).toEqual(["promotion", "promotion"]);
    expect(eventsOf(parallel, "pause")).toHaveLength(2);
    const [pause] = eventsOf(readLegacy("0.5: [GC pause (G1 Evacuation Pause) (mixed) (to-space exhausted), 0.5 secs]"), "pause");
    expect(pause).toMatchObject({ kind: "Young (Mixed)", evacuationFailure: "unknown" });
  });
});

describe("torn records", () => {
  test("a concurrent phase ends in the middle of a young record", () => {
    const text =
      "2.000: [GC 2.000: [ParNew2.010: [CMS-concurrent-abortable-preclean: 0.100/0.200 secs] [Times: user=9.00 sys=9.00, real=9.00 secs] \n" +
      `: 1K->2K(3K), 0.0100 secs] 5K->6K(7K), 0.0123 secs]${TIMES}\n2.5: [GC [PSYoungGen: 1K->2K(3K)] 5K->6K(7K), 0.0200 secs]`;
    expect(stops(text)).toEqual([["Young", null, 12.3, 5, 6, 7], ["Young", null, 20, 5, 6, 7]]);
    expect(eventsOf(readLegacy(text), "pause")[0]?.realMs).toBe(60);
  });

  test("a record that never closes gives no stop and hides no other", () => {
    const text = "1.0: [GC (Allocation Failure) 1.0: [ParNew: 1K->2K(3K), 0.01\n2.0: [GC (Allocation Failure) [PSYoungGen: 1K->2K(3K)] 5K->6K(7K), 0.0123 secs]\n";
    expect(stops(text)).toEqual([["Young", "Allocation Failure", 12.3, 5, 6, 7]]);
    expect(readLegacy(text).verdicts).toBe("up");
  });

  test("a record at the end of the log that is not over is a start without an end", () => {
    const { events } = readLegacy("1.0: [GC pause (G1 Evacuation Pause) (young)\n");
    expect(events).toMatchObject([{ event: { type: "pauseStart", kind: "Young (Normal)" }, stamp: { uptimeMs: 1000 } }]);
  });

  test("application output before the rest of a record does not hide it", () => {
    const text = "0.5: [GC (Allocation Failure) 0.5: [ParNew\nprogress 50%: 1K->2K(3K), 0.0100 secs] 5K->6K(7K), 0.0123 secs]\n";
    expect(stops(text)).toEqual([["Young", "Allocation Failure", 12.3, 5, 6, 7]]);
  });

  test("application output between the lines of a record belongs to nobody", () => {
    const text =
      "0.5: [GC pause (G1 Evacuation Pause) (young), 0.0123 secs]\n   [Parallel Time: 8.2 ms, GC Workers: 2]\n[INFO ] cache refreshed [gc friendly]\n\tat com.example.Main.main(Main.java:3)\n{\"a\": [1, 2]}\n" +
      `   [Eden: 12.0M(12.0M)->0.0B(10.0M) Survivors: 0.0B->2048.0K Heap: 12.0M(256.0M)->2.0M(256.0M)]\n${TIMES}\n`;
    expect(stops(text)).toEqual([["Young (Normal)", "G1 Evacuation Pause", 12.3, 12 * K, 2 * K, 256 * K]]);
    expect(readLegacy(text).verdicts).toBe("ppiiipp");
  });
});

test("values per worker (JDK 6, 7 and finest level) are passed over", () => {
  const text =
    "0.5: [GC pause (young), 0.0123 secs]\n      [GC Worker Start (ms):  37.3  37.3\n       Avg:  37.4, Min:  37.3, Max:  37.4, Diff:   0.1]\n      [Update RS (ms):  0.0  0.0\n       Avg:   0.0, Min:   0.0, Max:   0.0, Diff:   0.0]\n" +
    "         [Processed Buffers : 0 0\n          Sum: 0, Avg: 0, Min: 0, Max: 0, Diff: 0]\n   [Other:   0.3 ms]\n   [ 12M->2000K(256M)]\n";
  const reading = readLegacy(text);
  expect(reading.verdicts).toBe("piiiiiipp");
  expect(eventsOf(reading, "phase")).toEqual([{ type: "phase", name: "Other", depth: 1, durationMs: 0.3 }]);
});

test("phases within a stop know their depth", () => {
  const text = "0.5: [GC remark 0.5: [Finalize Marking, 0.0010 secs] 0.5: [GC ref-proc0.5: [SoftReference, 3 refs, 0.0000856 secs]0.5: [JNI Weak Reference, 0.0001 secs], 0.0020 secs], 0.0060 secs]";
  const reading = readLegacy(text);
  expect(eventsOf(reading, "phase")).toEqual([
    { type: "phase", name: "Finalize Marking", depth: 1, durationMs: 1 },
    { type: "phase", name: "SoftReference", depth: 2, durationMs: 0.0856 },
    { type: "phase", name: "JNI Weak Reference", depth: 2, durationMs: 0.1 },
    { type: "phase", name: "GC ref-proc", depth: 1, durationMs: 2 },
  ]);
  expect(eventsOf(reading, "references")).toMatchObject([{ strength: "Soft", discovered: 3 }]);
});

test("clocks: dates alone, uptimes alone, none", () => {
  const body = "[GC (System.gc())  5K->4K(9K), 0.0100 secs]";
  const stampOf = (text: string) => readLegacy(text).events.at(-1)?.stamp;
  expect(stampOf(`2026-11-24T14:11:43.522-0330: ${body}`)).toMatchObject({ uptimeMs: Number.NaN, epochMs: Date.UTC(2026, 10, 24, 17, 41, 43, 532) });
  expect(readLegacy(`2026-11-24T14:11:43.522-0330: ${body}`).reader.zoneMinutes).toBe(-210);
  expect(stampOf(`12.345: ${body}`)).toMatchObject({ uptimeMs: 12355, epochMs: Number.NaN });
  expect(stampOf(body)).toMatchObject({ uptimeMs: Number.NaN, epochMs: Number.NaN });
});

test("the header is told with the clocks of what comes first below it", () => {
  const { events } = readLegacy("CommandLine flags: -XX:+UseSerialGC \n7.0: [GC  5K->4K(9K), 0.0100 secs]\n");
  expect(events.map(({ event, stamp }) => [event.type, stamp.line, stamp.uptimeMs])).toEqual([["jvmOptions", 1, 7000], ["collector", 1, 7000], ["pause", 2, 7010]]);
});

test("G1's concurrent phases", () => {
  const reading = readLegacy("1.0: [GC concurrent-root-region-scan-start]\n1.1: [GC concurrent-root-region-scan-end, 0.1000 secs]\n1.1: [GC concurrent-mark-start]\n1.2: [GC concurrent-mark-abort]\n1.3: [GC concurrent-mark-reset-for-overflow]\n");
  expect(eventsOf(reading, "concurrent")).toMatchObject([{ phase: "Concurrent Scan Root Regions", durationMs: 100 }]);
  expect(eventsOf(reading, "concurrentAbort")).toHaveLength(1);
  expect(reading.verdicts).toBe("ppppi");
});

test("Oracle's builds name themselves with parentheses", () => {
  const text = "Java HotSpot(TM) 64-Bit Server VM (25.151-b12) for linux-amd64 JRE (1.8.0_151-b12), built on Sep  5 2017 19:20:58 by \"java_re\" with gcc 4.3.0 20080428 (Red Hat 4.3.0-8)\n";
  expect(readLegacy(text).events.map(({ event }) => event)).toEqual([{ type: "jvmFact", name: "version", value: "1.8.0_151-b12" }]);
});
