import type { Options } from "yargs";

/** What an analysis can be told; the same for every command that analyzes. */
export const ANALYSIS_OPTIONS: Readonly<Record<string, Options>> = {
  latency: { type: "string", array: true, requiresArg: true, describe: "load-test or monitoring files of the same run; recognized by content" },
  "latency-columns": { type: "string", requiresArg: true, describe: "time and value column of a table, by name or number: time,latency_ms" },
  "latency-zone": { type: "string", requiresArg: true, describe: "offset of latency stamps that carry none: +01:00" },
  "latency-stamp": { type: "string", choices: ["start", "end"], describe: "what the stamp of a request means" },
  "latency-unit": { type: "string", choices: ["ns", "us", "ms", "s"], describe: "unit of the latency values" },
  "latency-start": { type: "string", requiresArg: true, describe: "begin of a test whose file counts from zero: an instant with offset" },
  "expected-interval": { type: "string", requiresArg: true, describe: "correct for coordinated omission: time between two requests of one worker, 10ms" },
  slo: { type: "string", array: true, nargs: 1, describe: "latency promise such as p99=50ms (repeatable; p50 p90 p95 p99 p99.9 max)" },
  heap: { type: "string", requiresArg: true, describe: "largest heap, where the input does not say: 8g" },
  memory: { type: "string", requiresArg: true, describe: "what machine or container give the JVM: 16g; no advice goes beyond" },
  jdk: { type: "string", requiresArg: true, describe: "JDK release, where the input does not say: 21" },
  cpus: { type: "string", requiresArg: true, describe: "CPUs the JVM may use" },
  "jvm-options": { type: "string", requiresArg: true, describe: 'what the JVM was started with: "-Xmx4g -XX:+UseG1GC"' },
  objective: { type: "string", choices: ["latency", "throughput", "footprint"], describe: "what matters most; latency unless told" },
  rules: { type: "string", requiresArg: true, describe: "folder with a team's own rules and overrides" },
  config: { type: "string", requiresArg: true, describe: "configuration file (pauseline.json)" },
  from: { type: "string", requiresArg: true, describe: "begin of the time window: 90s since JVM start, or an instant with offset" },
  to: { type: "string", requiresArg: true, describe: "end of the time window" },
  "skip-warmup": { type: "string", requiresArg: true, describe: "leave out the first part of the run: 2m" },
};
