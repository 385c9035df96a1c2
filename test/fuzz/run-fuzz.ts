import { fork } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readMaterial, type WorkerMessage } from "./fuzz-worker.js";
import { makeCase } from "./make-case.js";
import { writeCase } from "./run-case.js";
import { FUZZ_KINDS, type FuzzKind } from "./seeds.js";

/*
 * npm run fuzz -- --minutes 10 [--kind unified]… [--first 1] [--seeds folder]… [--large]
 * Runs cases against the built package, one kind after another, in a process of its own that is killed when a case takes
 * longer than a minute or more memory than a gigabyte of heap. Cases that break a promise are kept in build/fuzz/found.
 */
const CASE_LIMIT_MS = 60_000;
const HEAP_LIMIT_MB = 1024;
const FOUND = fileURLToPath(new URL("found", import.meta.url));

interface Tally {
  cases: number;
  statuses: Map<number, number>;
  slowestCpuMs: number;
  largestRssBytes: number;
  failures: Map<string, number[]>;
}

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    kind: { type: "string", multiple: true },
    first: { type: "string", default: "1" },
    seeds: { type: "string", multiple: true, default: [] },
    large: { type: "boolean", default: false },
  },
});
const material = readMaterial(values.seeds);
let hasFailures = false;
for (const kind of (values.kind ?? FUZZ_KINDS) as readonly FuzzKind[]) {
  const tally = await fuzzKind(kind, Number(values.minutes) * 60_000, Number(values.first));
  print(kind, tally);
  hasFailures ||= tally.failures.size > 0;
}
process.exitCode = hasFailures ? 1 : 0;

async function fuzzKind(kind: FuzzKind, milliseconds: number, first: number): Promise<Tally> {
  mkdirSync(FOUND, { recursive: true });
  const tally: Tally = { cases: 0, statuses: new Map(), slowestCpuMs: 0, largestRssBytes: 0, failures: new Map() };
  const endAt = Date.now() + milliseconds;
  for (let next = first; Date.now() < endAt; ) next = await runWorker(kind, next, endAt, tally);
  return tally;
}

/** Runs a worker until time is up or a case breaks it; the number to go on with. */
function runWorker(kind: FuzzKind, first: number, endAt: number, tally: Tally): Promise<number> {
  const worker = fork(fileURLToPath(new URL("fuzz-worker.js", import.meta.url)), [kind, String(first), "1", values.large ? "large" : "small", FOUND, ...values.seeds], {
    execArgv: [`--max-old-space-size=${HEAP_LIMIT_MB}`],
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  let current = first;
  let reason: string | null = null;
  let timer = setTimeout(() => {}, 0);
  let errors = "";
  worker.stderr?.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4000)));
  const stop = (why: string | null): void => {
    reason = why;
    worker.kill("SIGKILL");
  };
  worker.on("message", (message: WorkerMessage) => {
    current = message.number;
    clearTimeout(timer);
    if (message.what === "begin") timer = setTimeout(() => stop(`no end within ${CASE_LIMIT_MS / 1000} s`), CASE_LIMIT_MS);
    else {
      record(tally, message);
      if (Date.now() >= endAt) stop(null);
    }
  });
  return new Promise((resolve) => {
    worker.on("exit", (code, signal) => {
      clearTimeout(timer);
      const isFailed = reason !== null || signal !== "SIGKILL";
      if (isFailed) writeCase(makeCase(kind, current, material, values.large && current % 50 === 0 ? "large" : "small"), join(FOUND, `${kind}-${current}`));
      if (isFailed) note(tally, reason ?? `the process died: ${errors.split("\n").find((line) => /heap|Error|memory/.test(line)) ?? `status ${code ?? signal}`}`, current);
      resolve(current + 1);
    });
  });
}

function record(tally: Tally, { number, status, problems, cpuMs, rssBytes }: Extract<WorkerMessage, { what: "end" }>): void {
  tally.cases++;
  tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
  tally.slowestCpuMs = Math.max(tally.slowestCpuMs, cpuMs);
  tally.largestRssBytes = Math.max(tally.largestRssBytes, rssBytes);
  for (const problem of problems) note(tally, problem, number);
}

/** Failures that differ only in numbers are one. */
function note(tally: Tally, problem: string, number: number): void {
  const key = problem.split("\n").slice(0, 4).join(" | ").replace(/\d+(\.\d+)?/g, "N").slice(0, 400);
  tally.failures.set(key, [...(tally.failures.get(key) ?? []), number]);
}

function print(kind: FuzzKind, { cases, statuses, slowestCpuMs, largestRssBytes, failures }: Tally): void {
  const ends = [...statuses].map(([status, count]) => `status ${status}: ${count}`).join(", ");
  process.stdout.write(`${kind}: ${cases} cases (${ends}), slowest ${Math.round(slowestCpuMs)} ms of CPU, at most ${Math.round(largestRssBytes / 1e6)} MB; ${failures.size} kinds of failure\n`);
  for (const [problem, numbers] of failures) process.stdout.write(`  ${numbers.length} x ${problem}\n    cases ${numbers.slice(0, 8).join(" ")}; kept in ${join(FOUND, `${kind}-${numbers[0]}`)}\n`);
}
