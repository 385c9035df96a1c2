import { AMOUNT, closed, COUNT, DRAFT, type JsonSchema, listOf, oneOf, TEXT, told, YES_NO } from "./json-schema.js";

/** Ready-made sets of limits. */
export const PRESET_NAMES = ["web-service", "low-latency", "batch"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** Differences between runs that can be declared to be intended. */
export const ACCEPTABLE = ["load", "jdk", "heap", "cpus", "machine"] as const;
export type Acceptable = (typeof ACCEPTABLE)[number];

const SIZE: JsonSchema = { type: "string", pattern: "^\\d+(\\.\\d+)? ?([kKmMgGtT]([iI]?[bB])?|[bB])?$" };
const TIME: JsonSchema = { type: "string", minLength: 2 };
const SHARE: JsonSchema = { type: "string", pattern: "^\\d+(\\.\\d+)? ?%$" };
const DURATION: JsonSchema = { type: "string", pattern: "^(\\d+(\\.\\d+)? ?(ns|us|µs|ms|s|min|m|h|d) ?)+$" };

const LIMIT: JsonSchema = {
  description: 'an expression such as "pauses.p99 <= 50ms", or an object with the reason beside it',
  if: { type: "string" },
  then: { type: "string", minLength: 1 },
  else: closed({ limit: { type: "string", minLength: 1 }, why: told("the reason, told when the limit fails", { type: "string", minLength: 1 }) }, ["why"]),
};

const WINDOW: JsonSchema = { ...closed({ from: TIME, to: TIME, skipWarmup: DURATION }, ["from", "to", "skipWarmup"]), minProperties: 1 };

const TOLERANCE: JsonSchema = told("how much worse a run may be before a difference counts", closed(
  {
    pauses: told("longer pauses, relative; default 10%", SHARE),
    pausesAtLeast: told("and at least by this much; default 1ms", DURATION),
    tail: told("more long pauses, relative; default 25%", SHARE),
    overhead: told("more time in pauses, relative; default 10%", SHARE),
    overheadAtLeast: told("and at least by this share of the time; default 0.1%", SHARE),
    latency: told("a longer p99 of requests, relative; default 25%", SHARE),
    latencyAtLeast: told("and at least by this much; default 1ms", DURATION),
    load: told("how far the loads may differ; default 25%", SHARE),
    runNoise: told("how much equal runs differ, where there are fewer than three a side; default 10%", SHARE),
  },
  ["pauses", "pausesAtLeast", "tail", "overhead", "overheadAtLeast", "latency", "latencyAtLeast", "load", "runNoise"],
));

const GATE: JsonSchema = closed(
  {
    preset: oneOf(PRESET_NAMES),
    limits: listOf(LIMIT),
    phases: told("named parts of the run that limits can be put on", { type: "object", propertyNames: { pattern: "^[A-Za-z][A-Za-z0-9-]*$" }, additionalProperties: WINDOW }),
    baseline: told("file of the measured baseline, relative to this file", TEXT),
    tolerance: TOLERANCE,
    minimumDuration: told("shortest run that is compared; default 5m", DURATION),
    minimumPauses: told("fewest pauses that are compared; default 30", { type: "integer", minimum: 2 }),
    accept: told("differences of the runs that are meant to be there", listOf(oneOf(ACCEPTABLE))),
    silent: told("no comment when nothing failed and nothing changed", YES_NO),
  },
  ["preset", "limits", "phases", "baseline", "tolerance", "minimumDuration", "minimumPauses", "accept", "silent"],
);

/** `pauseline.json`: what the command line says, written down, and the budget of the gate. The command line wins. */
export const CONFIG_SCHEMA: JsonSchema = {
  $schema: DRAFT,
  $id: "urn:pauseline:schema:config",
  title: "Pauseline configuration",
  description: "Options of an analysis as on the command line, and the limits of the gate. Paths are relative to the file.",
  ...closed(
    {
      $schema: TEXT,
      slo: told("latency promises such as p99=50ms", listOf({ type: "string", pattern: "^\\s*([pP]\\d{1,3}(\\.\\d+)?|max)\\s*=\\s*\\S+\\s*$" })),
      heap: told("largest heap, where the input does not say", SIZE),
      memory: told("what machine or container give the JVM", SIZE),
      jdk: { type: "integer", minimum: 8, maximum: 99 },
      cpus: { type: "integer", minimum: 1, maximum: 100_000 },
      jvmOptions: told("what the JVM was started with", { if: { type: "string" }, then: { type: "string" }, else: listOf(TEXT) }),
      objective: oneOf(["latency", "throughput", "footprint"]),
      rules: told("folder with a team's own rules", { type: "string", minLength: 1 }),
      latency: told("load-test or monitoring files of the same run", listOf({ type: "string", minLength: 1 })),
      from: TIME,
      to: TIME,
      skipWarmup: DURATION,
      gate: GATE,
    },
    ["$schema", "slo", "heap", "memory", "jdk", "cpus", "jvmOptions", "objective", "rules", "latency", "from", "to", "skipWarmup", "gate"],
  ),
};

/** What a team's measured baseline file holds. */
export const BASELINE_SCHEMA: JsonSchema = {
  $schema: DRAFT,
  $id: "urn:pauseline:schema:baseline",
  title: "Pauseline baseline",
  ...closed({
    pauselineBaseline: { const: 1 },
    runs: {
      type: "array",
      minItems: 1,
      items: closed({
        source: TEXT,
        collector: { type: ["string", "null"] },
        jdk: { type: ["integer", "null"] },
        heapMaxBytes: { type: ["number", "null"] },
        cpus: { type: ["number", "null"] },
        pauseCpuRatio: told("seconds of processor time by second of pause, at most; null where the log does not tell", { type: ["number", "null"] }),
        requestsPerSecond: { type: ["number", "null"] },
        allocationRateBytesPerSec: { type: ["number", "null"] },
        wallMs: AMOUNT,
        maxPauseMs: { type: ["number", "null"] },
        events: told("[events, bursts] by metric", { type: "object", additionalProperties: { type: "array", items: COUNT, minItems: 2, maxItems: 2 } }),
        binsPerDecade: { const: 100 },
        pausesByBin: told("[bin, count] pairs; a bin starts at 10^(bin ÷ binsPerDecade) ms", listOf({ type: "array", items: { type: "integer" }, minItems: 2, maxItems: 2 })),
        blockMs: { type: "number", exclusiveMinimum: 0 },
        blocks: told("[pauses, stopped ms, sum of ln(pause ms), longest ms] of each stretch", listOf({ type: "array", items: { type: "number" }, minItems: 4, maxItems: 4 })),
        latency: told("requests of the same time; null without a latency file", {
          anyOf: [closed({ requests: COUNT, p99Ms: { type: ["number", "null"] }, p99LogVariance: { type: ["number", "null"] } }), { type: "null" }],
        }),
      }),
    },
  }),
};
