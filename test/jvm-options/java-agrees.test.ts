import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { lintCommandLine } from "../../src/jvm-options/lint-command-line.js";

const version = spawnSync("java", ["-version"], { encoding: "utf8" });
const isJava17 = version.status === 0 && /version "17\./.test(version.stderr);

/** A handful, because each one starts a JVM. */
const LINES: readonly string[] = [
  "-XX:+UseG1GC -XX:MaxGCPauseMillis=50 -XX:+UnlockExperimentalVMOptions -XX:G1NewSizePercent=3",
  "-XX:G1NewSizePercent=3 -XX:+UnlockExperimentalVMOptions",
  "-XX:+UseG1GC -XX:GCPauseIntervalMillis=300",
  "-XX:+UseZGC -XX:MaxGCPauseMillis=20 -Xmn20m",
  "-XX:+UseParallelGC -XX:MinHeapFreeRatio=80",
  "-XX:+UseG1GC -XX:G1HeapRegionSize=64m",
  "-XX:+IgnoreUnrecognizedVMOptions -XX:+UseConcMarkSweepGC",
];

describe.skipIf(!isJava17)("a real JDK 17 (skipped where `java` is another or missing)", () => {
  it.each(LINES)("agrees about %s", (line) => {
    const words = ["-Xmx64m", ...line.split(" ")];
    const { status } = spawnSync("java", [...words, "-version"], { encoding: "utf8" });
    expect(lintCommandLine(words, 17).starts).toBe(status === 0);
  });
});
