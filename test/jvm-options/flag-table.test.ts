import { describe, expect, it } from "vitest";
import { flagDefault, flagOn, knownFlagNames } from "../../src/jvm-options/flag-table.js";

/** Life cycles that the JVMs themselves printed (8u504, 11.0.33, 17.0.21, 21.0.13, 25.0.5, 26.0.2) or that their JEPs name. */
const STATUSES: readonly (readonly [string, number, string])[] = [
  ["UseConcMarkSweepGC", 8, "accepted"], ["UseConcMarkSweepGC", 11, "deprecated"], ["UseConcMarkSweepGC", 14, "ignored"], ["UseConcMarkSweepGC", 17, "error"],
  ["ZGenerational", 17, "error"], ["ZGenerational", 21, "accepted"], ["ZGenerational", 25, "ignored"], ["ZGenerational", 26, "error"],
  ["UseBiasedLocking", 11, "accepted"], ["UseBiasedLocking", 17, "deprecated"], ["UseBiasedLocking", 18, "ignored"], ["UseBiasedLocking", 25, "error"],
  ["UseParallelOldGC", 15, "ignored"], ["UseParallelOldGC", 17, "error"],
  ["UseCompactObjectHeaders", 21, "error"], ["UseCompactObjectHeaders", 25, "accepted"],
  ["MaxRAMFraction", 21, "deprecated"], ["MaxRAMFraction", 25, "error"],
  ["PrintGCDateStamps", 8, "accepted"], ["PrintGCDateStamps", 11, "error"], ["PrintGCDetails", 25, "deprecated"],
  ["ParallelRefProcEnabled", 25, "accepted"], ["ParallelRefProcEnabled", 26, "deprecated"],
  ["ShenandoahPacing", 25, "deprecated"], ["ShenandoahPacing", 26, "ignored"],
  ["UseZGC", 8, "error"], ["UseZGC", 17, "accepted"],
];

describe("flag table", () => {
  it.each(STATUSES)("%s on JDK %i is %s", (name, jdk, status) => {
    expect(flagOn(name, jdk)?.status).toBe(status);
  });

  it("knows what has to be unlocked, by release", () => {
    expect(flagOn("UseZGC", 11)?.unlock).toBe("UnlockExperimentalVMOptions");
    expect(flagOn("UseZGC", 15)?.unlock).toBeNull();
    expect(flagOn("G1NewSizePercent", 25)?.unlock).toBe("UnlockExperimentalVMOptions");
    expect(flagOn("G1SummarizeRSetStatsPeriod", 17)?.unlock).toBe("UnlockDiagnosticVMOptions");
    expect(flagOn("G1PeriodicGCInterval", 17)?.kind).toBe("manageable");
    expect(flagOn("UnlockExperimentalVMOptions", 17)?.unlock).toBeNull();
  });

  it("knows ranges by release", () => {
    expect(flagOn("G1HeapRegionSize", 17)?.max).toBe(32 * 1024 ** 2);
    expect(flagOn("G1HeapRegionSize", 18)?.max).toBe(512 * 1024 ** 2);
    expect(flagOn("MaxTenuringThreshold", 17)?.max).toBe(16);
    expect(flagOn("MaxRAMPercentage", 21)).toMatchObject({ min: 0, max: 100 });
  });

  it("knows defaults by release and collector", () => {
    expect(flagDefault("MaxGCPauseMillis", 17, "G1")).toBe("200");
    expect(flagDefault("GCTimeRatio", 8, "G1")).toBe("9");
    expect(flagDefault("GCTimeRatio", 17, "G1")).toBe("12");
    expect(flagDefault("GCTimeRatio", 26, "G1")).toBe("24");
    expect(flagDefault("GCTimeRatio", 17, "Parallel")).toBe("99");
    expect(flagDefault("UseBiasedLocking", 11, "G1")).toBe("true");
    expect(flagDefault("UseBiasedLocking", 15, "G1")).toBe("false");
    expect(flagDefault("InitialRAMPercentage", 25, "G1")).toBe("1.5625");
    expect(flagDefault("InitialRAMPercentage", 26, "G1")).toBe("0");
    expect(flagDefault("ParallelGCThreads", 17, "G1")).toBeNull();
  });

  it("says which releases were started with the flag", () => {
    expect(flagOn("MaxGCPauseMillis", 17)?.verified).toBe(true);
    expect(flagOn("MaxGCPauseMillis", 19)?.verified).toBe(false);
  });

  it("takes only long-stable product flags for granted on 27 and nothing later", () => {
    expect(flagOn("MaxGCPauseMillis", 27)).toMatchObject({ status: "accepted", verified: false });
    expect(flagOn("G1NewSizePercent", 27)?.status).toBe("unknown");
    expect(flagOn("InitiatingHeapOccupancyPercent", 27)?.status).toBe("unknown");
    expect(flagOn("UseCompactObjectHeaders", 27)?.status).toBe("unknown");
    expect(flagOn("MaxGCPauseMillis", 28)?.status).toBe("unknown");
    expect(flagOn("NoSuchFlagAnywhere", 17)).toBeNull();
  });

  it("reads every row for each release", () => {
    const wrong: string[] = [];
    for (const name of knownFlagNames()) {
      for (let jdk = 8; jdk <= 26; jdk++) {
        const flag = flagOn(name, jdk);
        const { min = null, max = null } = flag ?? {};
        const isUsable = flag?.status === "accepted";
        if (flag === null || (min !== null && max !== null && min > max) || (isUsable && flag.type === "")) wrong.push(`${name} on ${jdk}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(knownFlagNames().length).toBeGreaterThan(1100);
  });
});
