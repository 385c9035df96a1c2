import type { Analysis, PauseStatistics } from "../../src/analysis/analysis.js";
import type { Timeline } from "../../src/timeline/timeline.js";
import { FakeTimeline, seededRandom } from "./fake-timeline.js";

/** A timeline with the analysis that belongs to it; the statistics are computed here the plain way. */
export interface Story {
  readonly timeline: Timeline;
  readonly analysis: Analysis;
}

const MB = 1024 ** 2;
const GB = 1024 ** 3;

/** Ten minutes of a service that does well. */
export function healthyG1(): Story {
  const fake = youngCollections(600_000, 2_000, 7, { fullEvery: 0, scaleMs: 6 });
  return { timeline: fake.build(600_000), analysis: analysisOf(fake, 600_000, { verdict: "healthy" }) };
}

/** Half an hour of G1 that breaks p99 50 ms through full collections; every part of the report has something to say. */
export function tuneG1(): Story {
  const fake = youngCollections(1_800_000, 700, 11, { fullEvery: 67, scaleMs: 14 });
  const base = analysisOf(fake, 1_800_000, { verdict: "tune" });
  const line = (n: number): { path: string; line: number } => ({ path: "/logs/app/gc.log", line: n });
  const analysis: Analysis = {
    ...base,
    jvm: { ...base.jvm, options: ["-Xms4g", "-Xmx4g", "-XX:G1HeapRegionSize=1m"] },
    recommendations: [
      {
        ruleId: "g1-humongous-region-size", severity: "critical", confidence: "high", title: "Humongous objects start the full collections",
        why: [
          { metric: "g1.humongousCauseShare", value: 0.42, unit: "share", comparison: ">=", threshold: 0.1, sampleSize: 2500, lines: [line(1234), line(2345), line(9876)] },
          { metric: "pauses.p99Ms", value: base.pauses.p99Ms, unit: "ms", comparison: ">", threshold: 50, sampleSize: base.pauses.count, lines: [line(77)] },
        ],
        jvmOptions: { add: ["-XX:G1HeapRegionSize=8m"], remove: ["-XX:G1HeapRegionSize=1m"] },
        expect: "Full collections disappear; p99 falls below 50 ms.", tradeoff: "Fewer, larger regions: up to 4 % of the heap may be lost to half-filled ones.",
        verify: "After a day: no `Pause Full` line, g1.humongousCauseShare below 0.05.", sources: ["HotSpot tuning guide, G1: humongous objects"],
        prediction: { metric: "pauses.p99Ms", now: base.pauses.p99Ms ?? 0, expected: 38, low: 29, high: 48 }, when: "now", actions: [], predictionRefused: null,
      },
      {
        ruleId: "logging-safepoint", severity: "info", confidence: "high", title: "The log does not show safepoints", why: [], jvmOptions: { add: [], remove: [] },
        expect: "Stops that are not collections become visible.", tradeoff: "One line a stop.", verify: "Lines with the tag safepoint.", sources: [],
        prediction: null, when: "later", actions: ["Log the tag safepoint as well."], predictionRefused: "Advice about logging changes no pause.",
      },
    ],
    jvmOptions: { current: ["-Xms4g", "-Xmx4g", "-XX:G1HeapRegionSize=1m"], proposed: ["-Xms4g", "-Xmx4g", "-XX:G1HeapRegionSize=8m"] },
    latency: { source: "k6.csv", format: "k6-csv", requests: 182_340, p50Ms: 4.1, p95Ms: 18.2, p99Ms: 71.5, p999Ms: 311.2, maxMs: 1204, notes: ["Stamps are the end of a request."], isWindowed: false, corrected: null },
    correlation: {
      verdict: "gc-explains", slowRequests: 1823, slowDuringPauseShare: 0.81, expectedByChance: 0.023, pValue: 1e-12, p99WithoutPausesMs: 21.3, clockOffsetMs: -12, evidenceLevel: "E4",
      reasons: ["1,823 requests were slower than 71.5 ms; 81 % of them met a pause, 2.3 % would by chance.", "Longer pauses go with slower requests."], attributableShare: { value: 0.79, low: 0.74, high: 0.83 },
    },
    periodicity: [{ series: "pauses", periodMs: 60_000, pValue: 1e-9, events: 30, what: "Pause Full (System.gc())", driver: "timer", explanation: "Full collections come every 60 s whatever the allocation rate: something calls System.gc()." }],
    details: {
      ...base.details,
      slo: [{ name: "p99", quantile: 0.99, limitMs: 50 }],
      ruleOfThumb: { verdict: "4 GB heap and 50 ms: G1 with a pause goal of 50 ms.", evidence: "Region size, not the pause goal, breaks the promise.", differs: true, reason: "The long pauses are full collections after humongous allocations.", options: ["-XX:+UseG1GC", "-XX:MaxGCPauseMillis=50"] },
      phaseComparison: [
        { kind: "Young (Normal)", phase: "Evacuate Collection Set", typicalMs: 11.2, worstMs: 31.5, typicalCount: 900, worstCount: 25 },
        { kind: "Young (Normal)", phase: "Merge Heap Roots", typicalMs: 1.1, worstMs: 2.4, typicalCount: 900, worstCount: 25 },
        { kind: "Young (Normal)", phase: "Post Evacuate Collection Set", typicalMs: 1.9, worstMs: 14.2, typicalCount: 900, worstCount: 25 },
        { kind: "Full", phase: "Phase 1: Mark live objects", typicalMs: 88, worstMs: 130, typicalCount: 4, worstCount: 2 },
        { kind: "Full", phase: "Phase 4: Compact heap", typicalMs: 160, worstMs: 390, typicalCount: 4, worstCount: 2 },
      ],
      findings: [
        { ruleId: "g1-humongous-region-size", title: "Humongous objects start the full collections", outcome: "fired", severity: "critical", confidence: "high", reason: "42 % of the collections start for a humongous allocation.", missing: null },
        { ruleId: "safepoint-reaching", title: "Threads reach safepoints late", outcome: "no-evidence", severity: "warning", confidence: "low", reason: "The log has no safepoint lines.", missing: { logTag: "safepoint", jfrEvent: "jdk.SafepointBegin", other: null } },
        { ruleId: "leak", title: "The live set grows", outcome: "clear", severity: "warning", confidence: "medium", reason: "The live set is level over 30 min (n=45).", missing: null },
      ],
      requestDelay: { hitShare: 0.031, delayP99Ms: 12.4, serviceMs: 5 },
      ruleChanges: [],
      loggingLine: "-Xlog:gc*=info,gc+age=trace,safepoint=info:file=gc.log:time,uptime,level,tags:filecount=10,filesize=50m",
      whatIf: [{ question: "What if -Xmx were 6g?", jvmOptions: { add: ["-Xmx6g"], remove: [] }, sentence: "Young collections would come 1.6 times less often.", figures: [{ metric: "pauses.count", now: 2571, expected: 1600, low: 1500, high: 1750 }], refused: ["Full collections: no model for humongous allocation."], basis: "2,571 young pauses" }],
      witnesses: { both: 2500, logOnly: 71, recordingOnly: 0, disagreements: [] },
    },
  };
  return { timeline: fake.build(1_800_000), analysis };
}

/** ZGC that runs out of memory now and then: no long pause, and threads that wait. */
export function stallingZgc(): Story {
  const random = seededRandom(5);
  const fake = new FakeTimeline();
  for (let i = 0; i < 240; i++) {
    const start = 2_000 + i * 2_500 + random() * 300;
    fake.pause("Mark Start (Major)", start, 0.012 + random() * 0.02);
    fake.phase("Concurrent Mark", start + 1, 300 + random() * 200);
    fake.pause("Mark End (Major)", start + 600, 0.018 + random() * 0.04);
    fake.phase("Concurrent Select Relocation Set", start + 610, 4 + random());
    fake.pause("Relocate Start (Major)", start + 640, 0.009 + random() * 0.02);
    fake.phase("Concurrent Relocate", start + 650, 120 + random() * 80, { isAborted: 0 });
    fake.collection(start, 900, (1.4 + random() * 0.5) * GB, (0.5 + random() * 0.1) * GB);
    fake.live(start + 600, (0.41 + random() * 0.02) * GB);
    if (i % 24 === 11) for (let thread = 0; thread < 12; thread++) fake.stall(start + 400 + thread, 20 + random() * 180);
  }
  fake.safepoint("ZMarkStart", 2_000, 0.1, 0.05);
  fake.safepoint("HandshakeAllThreads", 90_000, 14.2, 13.9);
  const base = analysisOf(fake, 610_000, { verdict: "switch-collector" });
  const timeline = fake.build(610_000);
  return {
    timeline,
    analysis: { ...base, jvm: { ...base.jvm, collector: "ZGC", regionBytes: null }, stalls: { count: 120, totalMs: 12_000, maxMs: 198.2 }, heap: { ...base.heap, promotionRateBytesPerSec: null } },
  };
}

/** Twelve pauses in a log without a clock: nearly everything is unknown. */
export function tooLittle(): Story {
  const fake = new FakeTimeline();
  for (let i = 0; i < 12; i++) fake.pause("Young", Number.NaN, 5 + i);
  const base = analysisOf(fake, Number.NaN, { verdict: "insufficient-data" });
  const runs = [{ ...fake.build(0).runs[0]!, clock: { isUptime: false, epochMs: Number.NaN, zoneMinutes: 0, quality: "none" as const }, firstMs: Number.NaN, lastMs: Number.NaN }];
  return {
    timeline: fake.build(0, { runs }),
    analysis: {
      ...base,
      jvm: { version: null, jdk: null, jdkRange: null, collector: null, options: [], heapInitialBytes: null, heapMaxBytes: null, regionBytes: null, cpus: null, memoryBytes: null },
      span: { start: null, durationMs: null, runs: 1 },
      safepoints: { count: null, totalMs: null, maxMs: null, maxReachMs: null },
      overhead: { pauseRatio: null, gcCpuRatio: null, mmu: [] },
      heap: { maxUsedBytes: null, allocationRateBytesPerSec: null, promotionRateBytesPerSec: null, liveSetBytes: null, liveSetTrendBytesPerHour: null, humongousShare: null },
      jvmOptions: { current: [], proposed: [] },
      details: { ...base.details, liveSetFrom: null, requestDelay: { hitShare: null, delayP99Ms: null, serviceMs: 5 }, worstPauses: base.details.worstPauses.map((pause) => ({ ...pause, uptimeMs: null, time: null, gcId: null, cause: null })) },
    },
  };
}

function youngCollections(spanMs: number, everyMs: number, seed: number, shape: { fullEvery: number; scaleMs: number }): FakeTimeline {
  const random = seededRandom(seed);
  const fake = new FakeTimeline();
  let count = 0;
  for (let at = 1500; at < spanMs - 2000; at += everyMs * (0.6 + 0.8 * random())) {
    count++;
    const load = 1 + 0.4 * Math.sin(at / 90_000);
    const durationMs = shape.scaleMs * load * Math.exp(0.35 * (random() + random() + random() - 1.5));
    const before = (2.2 + 0.4 * random()) * GB;
    const cpu = { userMs: durationMs * 1.7, sysMs: durationMs * 0.1, realMs: durationMs };
    if (shape.fullEvery > 0 && count % shape.fullEvery === 0) {
      fake.pause("Full", at, 420 + 300 * random(), { beforeBytes: 3.7 * GB, afterBytes: 0.62 * GB, committedBytes: 4 * GB, cause: fake.name("G1 Compaction Pause") });
      continue;
    }
    const kind = count % 60 === 0 ? "Young (Concurrent Start)" : count % 60 < 6 && count > 60 ? "Young (Mixed)" : "Young (Normal)";
    const row = fake.pause(kind, at, durationMs * (kind === "Young (Mixed)" ? 1.8 : 1), { beforeBytes: before, afterBytes: (0.7 + 0.2 * random()) * GB, committedBytes: 4 * GB, cause: fake.name("G1 Evacuation Pause"), ...cpu });
    fake.region(row, "Old", 700, 702 + Math.floor(random() * 3));
    if (kind === "Young (Concurrent Start)") {
      fake.phase("Concurrent Mark Cycle", at + 30, 900, { isCycle: 1, isAborted: count % 240 === 0 ? 1 : 0 });
      fake.phase("Concurrent Mark", at + 40, 700);
      fake.phase("Concurrent Clear Claimed Marks", at + 31, 0.2);
      fake.phase("Concurrent Rebuild Remembered Sets", at + 760, 120);
      fake.pause("Remark", at + 745, 3 + random(), { beforeBytes: before, afterBytes: before, committedBytes: 4 * GB });
    }
    fake.safepoint("G1CollectForAllocation", at, durationMs + 0.2, 0.05 + random() * 0.1);
    if (count % 150 === 0) fake.safepoint("RevokeBias", at + 100, 22 * random() + 1, 0.4);
  }
  return fake;
}

function analysisOf(fake: FakeTimeline, spanMs: number, { verdict }: { verdict: Analysis["verdict"] }): Analysis {
  const pauses = fake.pauses.finish();
  const durations = Array.from(pauses.durationMs);
  const byKind: Record<string, PauseStatistics> = {};
  for (const kind of new Set(Array.from(pauses.kind, (id) => fake.names[id]!))) byKind[kind] = statistics(durations.filter((_, row) => fake.names[pauses.kind[row]!] === kind));
  const total = statistics(durations);
  const worst = durations.map((ms, row) => ({ ms, row })).toSorted((a, b) => b.ms - a.ms).slice(0, 5);
  return {
    schemaVersion: 1,
    inputs: [{ path: "/logs/app/gc.log", kind: "unified-log", bytes: 3_400_000, lines: { total: 40_000, parsed: 30_000, ignored: 9_990, unrecognized: 10 }, warnings: [{ code: "truncated", message: "The last line is cut off", line: 40_000 }], unrecognizedSamples: [{ line: 812, text: "[gc,weird] GC(3) Something | new `here`" }] }],
    jvm: { version: "21.0.13+9", jdk: 21, jdkRange: { from: 21, to: 21 }, collector: "G1", options: ["-Xmx4g"], heapInitialBytes: 4 * GB, heapMaxBytes: 4 * GB, regionBytes: MB, cpus: 8, memoryBytes: 16 * GB },
    span: { start: "2026-03-01T09:00:00.000+01:00", durationMs: spanMs, runs: 1 },
    pauses: { ...total, byKind, byCause: { "G1 Evacuation Pause": total } },
    safepoints: { count: 3000, totalMs: 41_000, maxMs: 722.2, maxReachMs: 13.9 },
    stalls: { count: 0, totalMs: 0, maxMs: null },
    concurrent: { byPhase: { "Concurrent Mark": { count: 40, totalMs: 28_000 } } },
    overhead: { pauseRatio: total.totalMs / spanMs, gcCpuRatio: 0.012, mmu: [20, 50, 100, 200, 1000, 10_000].map((windowMs) => ({ windowMs, utilization: Math.max(0, 1 - (total.maxMs ?? 0) / windowMs) })) },
    heap: { maxUsedBytes: 3.7 * GB, allocationRateBytesPerSec: 1.1 * GB, promotionRateBytesPerSec: 2 * MB, liveSetBytes: 0.62 * GB, liveSetTrendBytesPerHour: 0, humongousShare: 0.02 },
    periodicity: [],
    latency: null,
    correlation: null,
    verdict,
    recommendations: [],
    jvmOptions: { current: ["-Xmx4g"], proposed: ["-Xmx4g"] },
    details: {
      objective: "latency", slo: [], ruleOfThumb: { verdict: "4 GB heap: G1 with its default pause goal.", evidence: "The pauses are short and the heap is not full.", differs: false, reason: "", options: ["-XX:+UseG1GC"] },
      findings: [], metrics: { "pauses.p99Ms": { value: total.p99Ms, unit: "ms", sampleSize: total.count } },
      worstPauses: worst.map(({ ms, row }) => ({ uptimeMs: pauses.startMs[row]!, time: null, durationMs: ms, kind: fake.names[pauses.kind[row]!]!, cause: fake.names[pauses.cause[row]!] ?? null, gcId: pauses.gcId[row]!, path: "/logs/app/gc.log", line: pauses.line[row]!, different: ["Evacuate Collection Set 31.5 ms instead of 11.2 ms"] })),
      phaseComparison: [], requestDelay: { hitShare: 0.004, delayP99Ms: null, serviceMs: 5 }, liveSetFrom: "full collections", promotionIsLowerBound: false, warmupSkippedMs: 30_000, loggingLine: null, ruleChanges: [], whatIf: [], overheadAgainstHeap: null, evacuationFailureRisk: null, witnesses: null, recording: null,
    },
  };
}

/** Nearest rank on a sorted copy. */
function statistics(values: readonly number[]): PauseStatistics {
  const sorted = [...values].toSorted((a, b) => a - b);
  const at = (quantile: number): number | null => sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? null;
  const totalMs = values.reduce((a, b) => a + b, 0);
  return { count: values.length, totalMs, maxMs: sorted.at(-1) ?? null, meanMs: values.length === 0 ? null : totalMs / values.length, p50Ms: at(0.5), p90Ms: at(0.9), p95Ms: at(0.95), p99Ms: at(0.99), p999Ms: at(0.999) };
}
