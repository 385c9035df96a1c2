import { DETAILS_SCHEMA } from "./details-schema.js";
import { AMOUNT, ANY_VALUE, closed, COUNT, DRAFT, INSTANT, type JsonSchema, listOf, mapOf, NUMBER, oneOf, orNull, SHARE, TEXT, told, YES_NO } from "./json-schema.js";

const COLLECTORS = ["Serial", "Parallel", "G1", "ZGC", "GenZGC", "Shenandoah", "GenShenandoah", "CMS", "Epsilon"];

const PAUSE_STATISTICS: Readonly<Record<string, JsonSchema>> = {
  count: COUNT,
  totalMs: AMOUNT,
  maxMs: orNull(AMOUNT),
  meanMs: orNull(AMOUNT),
  p50Ms: told("nearest rank; null for an empty sample", orNull(AMOUNT)),
  p90Ms: orNull(AMOUNT),
  p95Ms: orNull(AMOUNT),
  p99Ms: orNull(AMOUNT),
  p999Ms: orNull(AMOUNT),
};

const INPUT: JsonSchema = closed({
  path: TEXT,
  kind: oneOf(["unified-log", "legacy-log", "jfr", "jfr-text", "jfr-json", "jfr-xml"]),
  bytes: COUNT,
  lines: told("total = parsed + ignored + unrecognized; events for recordings", closed({ total: COUNT, parsed: COUNT, ignored: COUNT, unrecognized: COUNT })),
  warnings: listOf(closed({ code: TEXT, message: TEXT, line: orNull(COUNT) })),
  unrecognizedSamples: listOf(closed({ line: COUNT, text: TEXT })),
});

const PREDICTION: JsonSchema = closed({ metric: TEXT, now: NUMBER, expected: NUMBER, low: NUMBER, high: NUMBER });

const EVIDENCE: JsonSchema = closed({
  metric: told("name in the catalog of metrics", TEXT),
  value: ANY_VALUE,
  unit: TEXT,
  comparison: TEXT,
  threshold: ANY_VALUE,
  sampleSize: COUNT,
  lines: listOf(closed({ path: TEXT, line: COUNT })),
});

const RECOMMENDATION: JsonSchema = closed({
  ruleId: TEXT,
  severity: { $ref: "#/definitions/severity" },
  confidence: { $ref: "#/definitions/confidence" },
  title: TEXT,
  why: listOf(EVIDENCE),
  jvmOptions: closed({ add: listOf(TEXT), remove: listOf(TEXT) }),
  expect: TEXT,
  tradeoff: TEXT,
  verify: TEXT,
  sources: listOf(TEXT),
  prediction: orNull({ $ref: "#/definitions/prediction" }),
  when: told("now: one of the at most three to do first", oneOf(["now", "later"])),
  actions: told("what to do in words", listOf(TEXT)),
  predictionRefused: orNull(TEXT),
});

const PERIODICITY: JsonSchema = closed({
  series: TEXT,
  periodMs: AMOUNT,
  pValue: SHARE,
  events: COUNT,
  what: TEXT,
  driver: oneOf(["timer", "allocation", "unknown"]),
  explanation: TEXT,
});

const LATENCY_FIGURES = { requests: COUNT, p50Ms: orNull(AMOUNT), p95Ms: orNull(AMOUNT), p99Ms: orNull(AMOUNT), p999Ms: orNull(AMOUNT), maxMs: orNull(AMOUNT) };

const LATENCY: JsonSchema = closed({
  source: TEXT,
  format: TEXT,
  ...LATENCY_FIGURES,
  notes: listOf(TEXT),
  isWindowed: YES_NO,
  corrected: orNull(closed({ expectedIntervalMs: AMOUNT, ...LATENCY_FIGURES })),
});

const CORRELATION: JsonSchema = closed({
  verdict: oneOf(["gc-explains", "gc-contributes", "gc-innocent", "inconclusive"]),
  slowRequests: orNull(COUNT),
  slowDuringPauseShare: orNull(SHARE),
  expectedByChance: orNull(SHARE),
  pValue: orNull(SHARE),
  p99WithoutPausesMs: orNull(AMOUNT),
  clockOffsetMs: orNull(NUMBER),
  evidenceLevel: { type: "string", pattern: "^E[0-5]$" },
  reasons: listOf(TEXT),
  attributableShare: orNull(closed({ value: NUMBER, low: NUMBER, high: NUMBER })),
});

/** The result of an analysis as `--format json` prints it. Closed: a property that is not here is a mistake. */
export const ANALYSIS_SCHEMA: JsonSchema = {
  $schema: DRAFT,
  $id: "urn:pauseline:schema:analysis",
  title: "Pauseline analysis",
  description: "Times are milliseconds unless the name says otherwise, sizes bytes, ratios and shares 0–1. null means not in the input, never 0.",
  ...closed({
    schemaVersion: { const: 1 },
    inputs: listOf(INPUT),
    jvm: closed({
      version: orNull(TEXT),
      jdk: orNull({ type: "integer", minimum: 1 }),
      jdkRange: told("releases that the input can come from; to null: any later one", orNull(closed({ from: COUNT, to: orNull(COUNT) }))),
      collector: orNull(oneOf(COLLECTORS)),
      options: listOf(TEXT),
      heapInitialBytes: orNull(COUNT),
      heapMaxBytes: orNull(COUNT),
      regionBytes: orNull(COUNT),
      cpus: orNull(COUNT),
      memoryBytes: orNull(COUNT),
    }),
    span: closed({ start: orNull(INSTANT), durationMs: orNull(AMOUNT), runs: told("above 1: several JVM lives", COUNT) }),
    pauses: closed({ ...PAUSE_STATISTICS, byKind: mapOf({ $ref: "#/definitions/pauseStatistics" }), byCause: mapOf({ $ref: "#/definitions/pauseStatistics" }) }),
    safepoints: closed({ count: orNull(COUNT), totalMs: orNull(AMOUNT), maxMs: orNull(AMOUNT), maxReachMs: orNull(AMOUNT) }),
    stalls: told("threads that waited for memory: allocation stalls, pacing", closed({ count: COUNT, totalMs: AMOUNT, maxMs: orNull(AMOUNT) })),
    concurrent: closed({ byPhase: mapOf(closed({ count: COUNT, totalMs: AMOUNT })) }),
    overhead: closed({
      pauseRatio: orNull(SHARE),
      gcCpuRatio: orNull(AMOUNT),
      mmu: told("least share of any window that the application ran", listOf(closed({ windowMs: AMOUNT, utilization: SHARE }))),
    }),
    heap: closed({
      maxUsedBytes: orNull(COUNT),
      allocationRateBytesPerSec: orNull(AMOUNT),
      promotionRateBytesPerSec: orNull(AMOUNT),
      liveSetBytes: orNull(COUNT),
      liveSetTrendBytesPerHour: orNull(NUMBER),
      humongousShare: orNull(SHARE),
    }),
    periodicity: listOf(PERIODICITY),
    latency: orNull(LATENCY),
    correlation: orNull(CORRELATION),
    verdict: oneOf(["healthy", "tune", "switch-collector", "application-problem", "insufficient-data"]),
    recommendations: told("in the order in which to do them", listOf(RECOMMENDATION)),
    jvmOptions: told("the command line as it is, and after the advice for now", closed({ current: listOf(TEXT), proposed: listOf(TEXT) })),
    details: DETAILS_SCHEMA,
  }),
  definitions: {
    severity: oneOf(["critical", "warning", "info"]),
    confidence: oneOf(["high", "medium", "low"]),
    prediction: PREDICTION,
    pauseStatistics: closed(PAUSE_STATISTICS),
  },
};
