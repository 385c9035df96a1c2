import { describe, expect, it } from "vitest";
import { checkOptions } from "../../src/jvm-options/check-options.js";
import { lintCommandLine } from "../../src/jvm-options/lint-command-line.js";
import { parseOptions, parseReportedFlags } from "../../src/jvm-options/parse-options.js";

const codes = (line: string, jdk: number, context = {}): string[] =>
  checkOptions(parseOptions(line), jdk, context).map(({ code, option }) => `${code} ${option}`);

describe("checkOptions", () => {
  it("has nothing to say about an ordinary line", () => {
    expect(codes("-Xms2g -Xmx2g -XX:+UseG1GC -XX:MaxGCPauseMillis=50 -Xlog:gc*:file=gc.log -Da=b -jar app.jar", 17)).toEqual([]);
  });

  it.each([
    ["-XX:G1NewSizePercent=10", "needs-unlock -XX:G1NewSizePercent=10"],
    ["-XX:G1NewSizePercent=10 -XX:+UnlockExperimentalVMOptions", "unlock-after-use -XX:G1NewSizePercent=10"],
    ["-XX:+UnlockExperimentalVMOptions -XX:-UnlockExperimentalVMOptions -XX:G1NewSizePercent=10", "needs-unlock -XX:G1NewSizePercent=10"],
    ["-XX:+UnlockExperimentalVMOptions -XX:G1NewSizePercent=70", "conflict -XX:G1NewSizePercent=70"],
    ["-XX:+UnlockExperimentalVMOptions -XX:G1MaxNewSizePercent=3", "conflict -XX:G1MaxNewSizePercent=3"],
    ["-XX:UseG1GC=true", "type -XX:UseG1GC=true"],
    ["-XX:+MaxHeapSize", "type -XX:+MaxHeapSize"],
    ["-XX:MaxGCPauseMillis=1.5", "type -XX:MaxGCPauseMillis=1.5"],
    ["-XX:MaxGCPauseMillis", "type -XX:MaxGCPauseMillis"],
    ["-Xmx4gb", "type -Xmx4gb"],
    ["-Xmx1m", "out-of-range -Xmx1m"],
    ["-XX:+UseG1GC -XX:G1HeapRegionSize=64m", "out-of-range -XX:G1HeapRegionSize=64m"],
    ["-XX:MaxRAMPercentage=101", "out-of-range -XX:MaxRAMPercentage=101"],
    ["-XX:MaxTenuringThreshold=17", "out-of-range -XX:MaxTenuringThreshold=17"],
    ["-XX:+UseG1GC -XX:+UseSerialGC", "conflict -XX:+UseG1GC"],
    ["-XX:-UseG1GC", "conflict -XX:-UseG1GC"],
    ["-Xmx64m -Xms128m", "conflict -Xms128m"],
    ["-Xmx64m -XX:SoftMaxHeapSize=128m -XX:+UseZGC", "conflict -XX:SoftMaxHeapSize=128m"],
    ["-XX:+UseG1GC -XX:GCPauseIntervalMillis=300", "conflict -XX:GCPauseIntervalMillis=300"],
    ["-XX:+UseG1GC -XX:GCPauseIntervalMillis=300 -XX:MaxGCPauseMillis=300", "conflict -XX:GCPauseIntervalMillis=300"],
    ["-XX:+UseG1GC -XX:MinHeapFreeRatio=80", "conflict -XX:MinHeapFreeRatio=80"],
    ["-XX:MaxMetaspaceFreeRatio=30", "conflict -XX:MaxMetaspaceFreeRatio=30"],
    ["-XX:+UseG1GC -XX:ConcGCThreads=4 -XX:ParallelGCThreads=2", "conflict -XX:ConcGCThreads=4"],
    ["-XX:+UseParallelGC -XX:ParallelGCThreads=0", "conflict -XX:ParallelGCThreads=0"],
    ["-XX:ObjectAlignmentInBytes=12", "not-power-of-two -XX:ObjectAlignmentInBytes=12"],
    ["-XX:+UseShenandoahGC -XX:ShenandoahGCMode=generational", "out-of-range -XX:ShenandoahGCMode=generational"],
    ["-XX:+UseShenandoahGC -XX:ShenandoahGCMode=iu", "needs-unlock -XX:ShenandoahGCMode=iu"],
    ["-XX:+ZGenerational", "refused -XX:+ZGenerational"],
    ["-XX:+UseG1GCC", "refused -XX:+UseG1GCC"],
    ["-XX:+IgnoreUnrecognizedVMOptions -XX:G1NewSizePercent=10", "needs-unlock -XX:G1NewSizePercent=10"],
    ["-Xincgc", "refused -Xincgc"],
  ])("JDK 17 does not start with %s", (line, expected) => {
    const lint = lintCommandLine(line, 17);
    expect(lint.starts).toBe(false);
    expect(lint.findings.filter(({ stopsJvm }) => stopsJvm).map(({ code, option }) => `${code} ${option}`)).toEqual([expected]);
  });

  it.each([
    ["-XX:+IgnoreUnrecognizedVMOptions -XX:+UseConcMarkSweepGC", "ignored -XX:+UseConcMarkSweepGC"],
    ["-XX:+UseG1GC -XX:-UseG1GC -XX:+UseSerialGC", "duplicate -XX:+UseG1GC"],
    ["-XX:+UseG1GC -XX:G1HeapRegionSize=3m", "not-power-of-two -XX:G1HeapRegionSize=3m"],
    ["-XX:NewSize=40m -XX:MaxNewSize=20m", "conflict -XX:NewSize=40m"],
    ["-Xmn100m -Xmx64m", "conflict -Xmn100m"],
    ["-XX:+UseZGC -XX:ConcGCThreads=4 -XX:ParallelGCThreads=2", ""],
    ["-XX:+UseParallelGC -XX:MinHeapFreeRatio=80", ""],
    ["-XX:+UseParallelGC -XX:GCPauseIntervalMillis=300", "no-effect -XX:GCPauseIntervalMillis=300"],
    ["-Xloggc:gc.log", "deprecated -Xloggc:gc.log"],
    ["-Xmx2g -Xmx3g", "duplicate -Xmx2g"],
    ["-XX:+UseG1GC -XX:MaxGCPauseMillis=50 -Xmn1g", "conflict -Xmn1g"],
    ["-XX:+UseG1GC -XX:MaxGCPauseMillis=200", "redundant-default -XX:MaxGCPauseMillis=200"],
    ["-Xmx40g -XX:+UseCompressedOops -XX:+UseG1GC", "no-effect -XX:+UseCompressedOops"],
    ["-Xmx4g -XX:MaxRAMPercentage=75", "no-effect -XX:MaxRAMPercentage=75"],
    ["-XX:+UseZGC -Xms2g -Xmx2g -XX:+ZUncommit", "no-effect -XX:+ZUncommit"],
  ])("JDK 17 starts with %s, and we remark %s", (line, expected) => {
    const lint = lintCommandLine(line, 17);
    expect(lint.starts).toBe(true);
    const found = lint.findings.map(({ code, option }) => `${code} ${option}`);
    if (expected === "") expect(found).toEqual([]);
    else expect(found).toContain(expected);
  });

  it("names dead flags by collector", () => {
    expect(codes("-XX:+UseZGC -Xmn1g -XX:NewRatio=3 -XX:SurvivorRatio=6 -XX:InitiatingHeapOccupancyPercent=30 -XX:MaxGCPauseMillis=20", 21)).toEqual([
      "no-effect -Xmn1g", "no-effect -XX:NewRatio=3", "no-effect -XX:SurvivorRatio=6", "no-effect -XX:InitiatingHeapOccupancyPercent=30", "no-effect -XX:MaxGCPauseMillis=20",
    ]);
    expect(codes("-XX:+UseParallelGC -XX:G1ReservePercent=15", 17)).toEqual(["no-effect -XX:G1ReservePercent=15"]);
    expect(codes("-XX:G1ReservePercent=15", 17, { collector: "Parallel" })).toEqual(["no-effect -XX:G1ReservePercent=15"]);
    expect(codes("-XX:G1ReservePercent=15", 8)).toEqual([]);
    expect(codes("-XX:+UseG1GC -XX:SoftMaxHeapSize=1g", 25)).toEqual(["no-effect -XX:SoftMaxHeapSize=1g"]);
  });

  it("does not call NewRatio redundant under G1, where it pins the young size, nor what the JVM reports itself", () => {
    expect(codes("-XX:+UseG1GC -XX:NewRatio=2", 17)).toEqual([]);
    expect(checkOptions(parseReportedFlags("-XX:+UseCompressedOops -XX:OldPLABSize=16 -XX:+UseConcMarkSweepGC"), 8)).toEqual([]);
  });

  it("lints an upgrade from CMS", () => {
    const lint = lintCommandLine("-XX:+UseConcMarkSweepGC -XX:CMSInitiatingOccupancyFraction=70 -XX:MaxRAMFraction=2 -XX:+PrintGCDetails", 21, { from: 8 });
    expect(lint.starts).toBe(false);
    expect(lint.findings.map(({ code, option, replaceWith = null }) => [code, option, replaceWith])).toEqual([
      ["refused", "-XX:+UseConcMarkSweepGC", "-XX:+UseG1GC"],
      ["refused", "-XX:CMSInitiatingOccupancyFraction=70", null],
      ["deprecated", "-XX:MaxRAMFraction=2", "-XX:MaxRAMPercentage=50"],
      ["deprecated", "-XX:+PrintGCDetails", "-Xlog:gc*"],
    ]);
  });

  it("says what an upgrade changes although nothing was removed", () => {
    const generational = lintCommandLine("-XX:+UseZGC -XX:+ZGenerational", 25, { from: 17 });
    expect(generational.starts).toBe(true);
    expect(generational.findings.map(({ code }) => code)).toEqual(["conflict", "ignored"]);
    expect(checkOptions(parseOptions("-Xmx1g"), 11, { from: 8 })[0]?.message).toContain("chose Parallel");
    const became = checkOptions(parseOptions("-XX:+UseG1GC -XX:GCTimeRatio=24"), 26, { from: 25 });
    expect(became.map(({ code, message }) => [code, message])).toEqual([["redundant-default", "-XX:GCTimeRatio=24 became the default between JDK 25 and 26"]]);
  });

  it("calls a flag outside the table unknown without judging the rest by it", () => {
    const lint = lintCommandLine("-Xmx1g -XX:+SomeCompilerThing", 21);
    expect(lint).toMatchObject({ starts: true, isCertain: false });
    expect(lintCommandLine("-XX:+G1UsePreventiveGC -XX:+UnlockDiagnosticVMOptions", 28).starts).toBe(false);
    expect(lintCommandLine("-XX:+TieredCompilation", 25)).toMatchObject({ starts: true, isCertain: true });
  });

  it("knows which launcher options came when", () => {
    expect(codes("-Xlog:gc", 8)).toEqual(["refused -Xlog:gc"]);
    expect(codes("--add-opens java.base/java.lang=ALL-UNNAMED", 8)).toEqual(["refused --add-opens java.base/java.lang=ALL-UNNAMED"]);
    expect(codes("-Xloggc:gc.log -server -d64 -verbose:gc", 8)).toEqual([]);
  });

  it("never shows a secret", () => {
    expect(JSON.stringify(checkOptions(parseOptions("-XX:+IgnoreUnrecognizedVMOptions -XX:ApiToken=hunter2"), 17))).not.toContain("hunter2");
  });
});
