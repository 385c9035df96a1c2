import { AMOUNT, ANY_VALUE, closed, COUNT, INSTANT, type JsonSchema, listOf, mapOf, NUMBER, oneOf, orNull, SHARE, TEXT, told, YES_NO } from "./json-schema.js";

const PREDICTION: JsonSchema = { $ref: "#/definitions/prediction" };

const HEAP_COST: JsonSchema = orNull(closed({ expected: AMOUNT, low: AMOUNT, high: AMOUNT }));
const NOT_SAID: JsonSchema = closed({ refused: TEXT });

const FINDING: JsonSchema = closed({
  ruleId: TEXT,
  title: TEXT,
  outcome: oneOf(["fired", "clear", "not-applicable", "no-evidence"]),
  severity: { $ref: "#/definitions/severity" },
  confidence: { $ref: "#/definitions/confidence" },
  reason: TEXT,
  missing: orNull(closed({ logTag: orNull(TEXT), jfrEvent: orNull(TEXT), other: orNull(TEXT) })),
});

const WORST_PAUSE: JsonSchema = closed({
  uptimeMs: orNull(NUMBER),
  time: orNull(INSTANT),
  durationMs: AMOUNT,
  kind: TEXT,
  cause: orNull(TEXT),
  gcId: orNull(COUNT),
  path: TEXT,
  line: COUNT,
  different: told("what was different from the typical pause of its kind", listOf(TEXT)),
});

/** What an analysis holds beyond the contract. */
export const DETAILS_SCHEMA: JsonSchema = told("beyond the contract", closed({
  objective: oneOf(["latency", "throughput", "footprint"]),
  slo: listOf(closed({ name: TEXT, quantile: SHARE, limitMs: AMOUNT })),
  ruleOfThumb: told("the usual rule of thumb beside what the evidence says", closed({ verdict: TEXT, evidence: TEXT, differs: YES_NO, reason: TEXT, options: listOf(TEXT) })),
  findings: told("every rule with its outcome", listOf(FINDING)),
  metrics: told("metrics that were computed, by catalog name", mapOf(closed({ value: ANY_VALUE, unit: TEXT, sampleSize: COUNT }))),
  worstPauses: listOf(WORST_PAUSE),
  phaseComparison: told("phase means in ms of typical pauses beside those of the worst", listOf(closed({
    kind: TEXT, phase: TEXT, typicalMs: AMOUNT, worstMs: AMOUNT, typicalCount: COUNT, worstCount: COUNT,
  }))),
  requestDelay: closed({ hitShare: orNull(SHARE), delayP99Ms: orNull(AMOUNT), serviceMs: AMOUNT }),
  liveSetFrom: orNull(TEXT),
  promotionIsLowerBound: YES_NO,
  warmupSkippedMs: AMOUNT,
  loggingLine: told("the logging option that would give the missing evidence", orNull(TEXT)),
  ruleChanges: told("what the team's own folder changes about the built-in rules", listOf(TEXT)),
  whatIf: listOf(closed({ question: TEXT, jvmOptions: closed({ add: listOf(TEXT), remove: listOf(TEXT) }), sentence: TEXT, figures: listOf(PREDICTION), refused: listOf(TEXT), basis: TEXT })),
  overheadAgainstHeap: told("what collecting costs by heap size, or why that is not said", { anyOf: [
    closed({ points: listOf(closed({ heapBytes: COUNT, pauseShare: HEAP_COST, gcCpuCores: HEAP_COST, isNow: YES_NO, mayFail: YES_NO })), note: TEXT }),
    NOT_SAID,
    { type: "null" },
  ] }),
  evacuationFailureRisk: told("the largest copy of a G1 collection against the least free space before one", { anyOf: [
    closed({ ratio: AMOUNT, largestCopiedBytes: COUNT, smallestFreeBytes: COUNT, risk: oneOf(["low", "open", "high"]), sampleSize: COUNT, sentence: TEXT }),
    NOT_SAID,
    { type: "null" },
  ] }),
  witnesses: told("how a log and a recording of the same run agree", orNull({
    type: "object",
    required: ["both", "logOnly", "recordingOnly", "disagreements"],
    properties: { both: COUNT, logOnly: COUNT, recordingOnly: COUNT, disagreements: listOf(TEXT) },
  })),
  recording: told("what only a recording tells", orNull(closed({
    systemGcCallers: listOf(closed({ frames: listOf(TEXT), thread: TEXT, count: COUNT })),
    allocationSites: listOf(closed({ className: TEXT, frame: TEXT, bytes: AMOUNT, share: SHARE })),
    oldObjects: listOf(closed({ className: TEXT, frame: TEXT, samples: COUNT })),
    cpuLoad: closed({ jvmMeanShare: orNull(AMOUNT), machineMeanShare: orNull(AMOUNT), throttledMs: orNull(AMOUNT) }),
  }))),
}));
