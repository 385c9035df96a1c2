import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges } from "../../src/jvm-options/apply-changes.js";
import { checkOptions } from "../../src/jvm-options/check-options.js";
import { startsWith } from "../../src/jvm-options/lint-command-line.js";
import { parseOptions, parseReportedFlags } from "../../src/jvm-options/parse-options.js";
import { orderOptions, renderWords } from "../../src/jvm-options/render-options.js";

const apply = (line: string, add: string[], remove: string[], jdk: number | null): string => renderWords(applyChanges(parseOptions(line), { add, remove }, jdk).options).join(" ");

describe("applyChanges", () => {
  it("replaces a value where it stood and leaves the rest in order", () => {
    expect(apply("java -Da=1 -Xmx1g -Db=2 -jar app.jar run", ["-Xmx2g"], [], 17)).toBe("java -Da=1 -Xmx2g -Db=2 -jar app.jar run");
    expect(apply("-Xmx2g -XX:G1HeapRegionSize=1m -Da=1", ["-XX:G1HeapRegionSize=8m"], ["-XX:G1HeapRegionSize=1m"], 17)).toBe("-Xmx2g -Da=1 -XX:G1HeapRegionSize=8m");
  });

  it("adds before the program", () => {
    expect(apply("java -Xmx1g Main x", ["-XX:+AlwaysPreTouch"], [], 17)).toBe("java -Xmx1g -XX:+AlwaysPreTouch Main x");
  });

  it("unlocks before use, once", () => {
    expect(apply("-Xmx1g", ["-XX:G1NewSizePercent=3", "-XX:G1MaxNewSizePercent=40"], [], 17)).toBe("-Xmx1g -XX:+UnlockExperimentalVMOptions -XX:G1NewSizePercent=3 -XX:G1MaxNewSizePercent=40");
    expect(apply("-XX:G1ReservePercent=20 -XX:+UnlockExperimentalVMOptions", ["-XX:G1NewSizePercent=3"], [], 17)).toBe("-XX:G1ReservePercent=20 -XX:+UnlockExperimentalVMOptions -XX:G1NewSizePercent=3");
    expect(apply("-XX:+UseG1GC", ["-XX:+UseZGC"], [], 11)).toBe("-XX:+UnlockExperimentalVMOptions -XX:+UseZGC");
  });

  it("changes the collector with all that belonged to the old one", () => {
    expect(apply("-Xms2g -Xmx2g -Xmn1g -XX:+UseG1GC -XX:G1ReservePercent=20 -XX:MaxGCPauseMillis=50 -Da=b", ["-XX:+UseZGC"], [], 25)).toBe("-Xms2g -Xmx2g -Da=b -XX:+UseZGC");
    expect(apply("-XX:+UseConcMarkSweepGC -XX:+UseParNewGC -XX:CMSInitiatingOccupancyFraction=70 -Xmx1g", ["-XX:+UseG1GC"], [], 11)).toBe("-Xmx1g -XX:+UseG1GC");
    const reported = parseReportedFlags("-XX:MaxHeapSize=184549376 -XX:MaxNewSize=61517824 -XX:OldPLABSize=16 -XX:+UseConcMarkSweepGC -XX:+UseParNewGC");
    expect(renderWords(applyChanges(reported, { add: ["-XX:+UseG1GC"], remove: [] }, 8).options)).toEqual(["-XX:MaxHeapSize=184549376", "-XX:+UseG1GC"]);
  });

  it("frees the young size for a pause goal, and keeps initial and soft size below the heap", () => {
    const freed = applyChanges(parseOptions("-Xmn1g -XX:NewRatio=2 -Xmx2g"), { add: ["-XX:MaxGCPauseMillis=50"], remove: [] }, 17);
    expect(renderWords(freed.options)).toEqual(["-Xmx2g", "-XX:MaxGCPauseMillis=50"]);
    expect(freed.dropped.map(({ option }) => option.words[0])).toEqual(["-Xmn1g", "-XX:NewRatio=2"]);
    expect(apply("-Xmn1g -Xmx2g -XX:+UseParallelGC", ["-XX:MaxGCPauseMillis=50"], [], 17)).toBe("-Xmn1g -Xmx2g -XX:+UseParallelGC -XX:MaxGCPauseMillis=50");
    expect(apply("-Xms4g -Xmx4g -XX:+UseG1GC", ["-Xmx2g"], [], 17)).toBe("-Xms2g -Xmx2g -XX:+UseG1GC");
    expect(apply("-Xmx4g -XX:+UseZGC -XX:SoftMaxHeapSize=3g", ["-Xmx2g"], [], 17)).toBe("-Xmx2g -XX:+UseZGC");
  });

  it("removes by flag, by spelling and by family", () => {
    expect(apply("-Xmn1g -XX:NewSize=1g -Xmx2g", [], ["-Xmn"], 17)).toBe("-Xmx2g");
    expect(apply("-Xmn1g -Xmx2g", [], ["-XX:NewSize"], 17)).toBe("-Xmx2g");
    expect(apply("-XX:+UseG1GC -XX:+UseStringDeduplication", [], ["UseStringDeduplication"], 17)).toBe("-XX:+UseG1GC");
    expect(apply("-XX:CMSWaitDuration=1 -XX:+CMSClassUnloadingEnabled -Xmx1g", [], ["CMS*"], 8)).toBe("-Xmx1g");
    expect(apply("-Xlog:gc:file=a.log -Xlog:safepoint", [], ["-Xlog:gc:file=a.log"], 17)).toBe("-Xlog:safepoint");
  });

  it("leaves out what the JDK does not take, and drops what an addition contradicts", () => {
    const refused = applyChanges(parseOptions("-XX:+UseG1GC"), { add: ["-XX:+UseZGC", "-XX:+ZGenerational"], remove: [] }, 17);
    expect(renderWords(refused.options)).toEqual(["-XX:+UseZGC"]);
    expect(refused.leftOut.map(({ option }) => option.words[0])).toEqual(["-XX:+ZGenerational"]);
    expect(apply("-XX:+UseG1GC -XX:MaxGCPauseMillis=100 -XX:GCPauseIntervalMillis=150", ["-XX:MaxGCPauseMillis=200"], [], 17)).toBe("-XX:+UseG1GC -XX:MaxGCPauseMillis=200");
    expect(apply("-XX:+UseG1GC -XX:+UnlockExperimentalVMOptions -XX:G1MaxNewSizePercent=20", ["-XX:G1NewSizePercent=30"], [], 17)).toBe("-XX:+UseG1GC -XX:+UnlockExperimentalVMOptions -XX:G1NewSizePercent=30");
    expect(apply("-XX:+UseG1GC", ["-XX:G1HeapRegionSize=64m"], [], 17)).toBe("-XX:+UseG1GC");
  });

  it("changes nothing when nothing is asked", () => {
    expect(apply("-XX:+NoSuchThing -Xms4g -Xmx1g", [], [], 17)).toBe("-XX:+NoSuchThing -Xms4g -Xmx1g");
  });

  const USER = fc.subarray(
    ["-Xms2g", "-Xmx2g", "-Xmx64m", "-Xmn512m", "-XX:NewRatio=3", "-XX:+UseG1GC", "-XX:+UseParallelGC", "-XX:+UseZGC", "-XX:+UnlockExperimentalVMOptions", "-XX:G1NewSizePercent=30", "-XX:G1MaxNewSizePercent=40", "-XX:MaxGCPauseMillis=100", "-XX:GCPauseIntervalMillis=150", "-XX:SoftMaxHeapSize=1g", "-XX:MinHeapFreeRatio=75", "-XX:ConcGCThreads=4", "-Dx=y", "-XX:+UseConcMarkSweepGC", "-XX:+PrintGCDateStamps", "-XX:ParallelGCThreads=2"],
    { minLength: 0 },
  ).chain((words) => fc.shuffledSubarray(words, { minLength: words.length }));
  const ADD = fc.subarray(["-Xmx1g", "-Xms3g", "-XX:+UseG1GC", "-XX:+UseShenandoahGC", "-XX:+UseZGC", "-XX:MaxGCPauseMillis=200", "-XX:G1NewSizePercent=50", "-XX:G1MaxNewSizePercent=10", "-XX:G1HeapRegionSize=64m", "-XX:ConcGCThreads=3", "-XX:+ZGenerational", "-XX:+AlwaysPreTouch", "-XX:SoftMaxHeapSize=900m", "-XX:MaxHeapFreeRatio=30", "-Xlog:gc*"], { minLength: 1, maxLength: 3 })
    // No rule asks for two collectors at once.
    .filter((words) => words.filter((word) => word.endsWith("GC")).length <= 1);
  const REMOVE = fc.subarray(["-Xmn", "-XX:NewRatio", "MaxGCPauseMillis", "CMS*"]);

  it("gives a line that starts, in either order, and is the same when applied twice", () => {
    fc.assert(
      fc.property(USER, ADD, REMOVE, fc.constantFrom(8, 11, 17, 21, 25, 26), (user, add, remove, jdk) => {
        const once = applyChanges(parseOptions(user), { add, remove }, jdk).options;
        expect(startsWith(checkOptions(once, jdk)), renderWords(once).join(" ")).toBe(true);
        expect(startsWith(checkOptions(orderOptions(once), jdk)), renderWords(orderOptions(once)).join(" ")).toBe(true);
        expect(renderWords(applyChanges(once, { add, remove }, jdk).options)).toEqual(renderWords(once));
        if (user.includes("-Dx=y")) expect(renderWords(once)).toContain("-Dx=y");
      }),
      { numRuns: 500 },
    );
  });
});
