import { Ajv } from "ajv";
import type { FuzzCase } from "./make-case.js";
import { type RunResult, runSubject, type Subject } from "./subject.js";

/** Judges results of runs; holds the compiled schema. */
export interface Checker {
  /** What is wrong with a result; empty when every promise is kept. */
  check(fuzzCase: FuzzCase, result: RunResult): readonly string[];
}

/** A checker that knows the schema which the program publishes. */
export async function createChecker(subject: Subject): Promise<Checker> {
  const schema = await runSubject(subject, ["schema", "analysis"]);
  if (schema.status !== 0) throw new Error(`no schema: ${schema.err}`);
  const validate = new Ajv({ strict: false, allErrors: false }).compile(JSON.parse(schema.out) as object);
  return {
    check(fuzzCase, result) {
      const problems = checkEnd(fuzzCase, result);
      if (result.status !== 0 && result.status !== 1 && result.status !== 4) return problems;
      if (fuzzCase.args[0] === "timeline") problems.push(...checkRows(result.out, fuzzCase.args.includes("csv")));
      if (fuzzCase.args[0] === "analyze") {
        const { documents, rest } = splitOutput(result.out);
        if (documents.length === 0) problems.push("no JSON document in the output");
        for (const document of documents) {
          if (!validate(document)) problems.push(`schema: ${JSON.stringify(validate.errors?.[0]).slice(0, 300)}`);
          problems.push(...checkAnalysis(document));
        }
        problems.push(...checkText(rest));
      }
      return problems;
    },
  };
}

function checkEnd({ statuses }: FuzzCase, { status, out, err, thrown }: RunResult): string[] {
  const problems: string[] = [];
  if (thrown !== null) problems.push(`thrown: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
  else if (!statuses.includes(status)) problems.push(`status ${status}: ${err.slice(-300)}`);
  if (/unexpected failure|fault of pauseline/.test(err)) problems.push(err.slice(0, 400));
  if (/^\s+at .*:\d+:\d+\)?$/m.test(err)) problems.push(`stack trace: ${err.slice(0, 300)}`);
  if (hasControls(err)) problems.push(`control characters on standard error: ${JSON.stringify(err.slice(0, 400))}`);
  if (status === 2 || status === 3) {
    if (out !== "") problems.push("output although the run failed");
    if (!/^pauseline: /m.test(err.split("\n").at(-1) ?? "")) problems.push(`the last line is no error of ours: ${err.slice(-200)}`);
  }
  return problems;
}

/** Control characters other than line ends, and what turns the reading direction. */
function hasControls(text: string): boolean {
  return /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text);
}

/** The JSON documents at the head of an output, and the text behind them. */
function splitOutput(out: string): { documents: readonly unknown[]; rest: string } {
  const documents: unknown[] = [];
  let rest = out;
  while (rest.startsWith("{\n")) {
    const end = rest.indexOf("\n}\n");
    if (end < 0) break;
    documents.push(JSON.parse(rest.slice(0, end + 2)));
    rest = rest.slice(end + 3);
  }
  return { documents, rest };
}

function checkText(text: string): readonly string[] {
  const problems: string[] = [];
  if (hasControls(text.replaceAll("\t", " "))) problems.push(`control characters in the report: ${JSON.stringify(/.{0,40}[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069].{0,40}/.exec(text)?.[0])}`);
  const outsideCode = text.replace(/^(`{3,})[^]*?^\1$/gm, "").replace(/`[^`\n]*`/g, "");
  const tag = /<(?!\/?(?:details|summary|code|br)\b|[\w./%-]+\.png>)[a-z!/]/i.exec(outsideCode.slice(0, outsideCode.indexOf("\npauseline") >>> 0));
  if (tag !== null && outsideCode.startsWith("# ")) {
    // The terminal text stands behind the Markdown and may show a tag as it is.
    const markdown = outsideCode.slice(0, outsideCode.lastIndexOf("</details>"));
    const inside = /<(?!\/?(?:details|summary|code|br)\b|[\w./%-]+\.png>)[a-z!/][^\n]{0,60}/i.exec(markdown);
    if (inside !== null) problems.push(`HTML in Markdown: ${inside[0]}`);
  }
  return problems;
}

interface Numbers {
  readonly [key: string]: unknown;
}

function checkAnalysis(document: unknown): readonly string[] {
  const problems: string[] = [];
  walkNumbers(document, "", problems);
  const { inputs, pauses, overhead, details } = document as { details: { metrics: Record<string, Metric> }; inputs: { lines: Record<"total" | "parsed" | "ignored" | "unrecognized", number> }[]; pauses: Numbers & { byKind: Record<string, Numbers> }; overhead: Numbers };
  for (const { lines } of inputs) if (lines.total !== lines.parsed + lines.ignored + lines.unrecognized) problems.push(`lines do not add up: ${JSON.stringify(lines)}`);
  const kinds = Object.values(pauses.byKind).reduce((sum, kind) => sum + Number(kind["count"]), 0);
  if (kinds !== pauses["count"]) problems.push(`${String(pauses["count"])} pauses, ${kinds} by kind`);
  const ladder = ["p50Ms", "p90Ms", "p95Ms", "p99Ms", "p999Ms", "maxMs"].map((name) => pauses[name]).filter((value) => typeof value === "number");
  for (const [index, value] of ladder.entries()) if (index > 0 && value < (ladder[index - 1] ?? 0)) problems.push(`percentiles fall: ${ladder.join(" ")}`);
  const ratio = overhead["pauseRatio"];
  if (typeof ratio === "number" && (ratio < 0 || ratio > 1)) problems.push(`pauseRatio ${ratio}`);
  for (const [name, metric] of Object.entries(details.metrics)) problems.push(...checkMetric(name, metric));
  return problems;
}

interface Metric {
  readonly value: unknown;
  readonly unit: string;
  readonly sampleSize: number;
}

/** Units of amounts, which are never below zero. */
const AMOUNTS: ReadonlySet<string> = new Set(["ms", "bytes", "count", "bytesPerSecond", "perSecond", "perMinute", "perHour"]);

/** Shares by which something grew, or that compare figures of different lines, of which neither need be a part of the other. */
const OPEN_SHARES: ReadonlySet<string> = new Set(["metaspace.growthShare", "metaspace.stillGrowingShare", "trend.keptGrowthShare", "heap.promotionRatio", "heap.maxUsedShare", "overhead.gcCpuRatio", "log.allocationDrift"]);

function checkMetric(name: string, { value, unit, sampleSize }: Metric): readonly string[] {
  if (!Number.isInteger(sampleSize) || sampleSize < 0) return [`${name} rests on ${sampleSize} samples`];
  if (typeof value !== "number") return [];
  if (AMOUNTS.has(unit) && value < 0) return [`${name} is ${value}`];
  return unit === "share" && !OPEN_SHARES.has(name) && (value < 0 || value > 1) ? [`${name} is ${value}`] : [];
}

/** Quantities that cannot be below zero, by their names. */
const NEVER_NEGATIVE = /^(durationMs|totalMs|maxMs|meanMs|p\d+Ms|count|bytes|total|parsed|ignored|unrecognized|\w*UsedBytes|heap\w*Bytes|runs|line|sampleSize|periodMs|requests|slowRequests)$/;

function walkNumbers(value: unknown, key: string, problems: string[]): void {
  if (typeof value === "number") {
    if (value < 0 && NEVER_NEGATIVE.test(key)) problems.push(`${key} is ${value}`);
  } else if (Array.isArray(value)) {
    for (const entry of value) walkNumbers(entry, key, problems);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, entry] of Object.entries(value)) walkNumbers(entry, name, problems);
  }
}

function checkRows(out: string, isCsv: boolean): readonly string[] {
  const problems: string[] = [];
  const lines = out.split("\n").slice(0, -1);
  if (isCsv) {
    const formula = lines.find((line) => /(^|,)"?[=+@]/.test(line));
    if (formula !== undefined) problems.push(`a formula in the CSV: ${formula.slice(0, 200)}`);
    if (/\b(NaN|Infinity|undefined)\b/.test(lines.map((line) => line.replace(/"[^"]*"/g, "").split(",").filter((cell) => /^-?(NaN|Infinity|undefined)$/.test(cell)).join("")).join(""))) problems.push("NaN in the CSV");
    return problems;
  }
  let run = -1;
  let lastUptime = Number.NEGATIVE_INFINITY;
  for (const line of lines) {
    let row: Record<string, unknown>;
    try {
      row = JSON.parse(line) as Record<string, unknown>;
    } catch {
      problems.push(`a row is no JSON: ${line.slice(0, 200)}`);
      continue;
    }
    walkNumbers(row, "", problems);
    if (row["type"] === "run") {
      if (row["index"] !== ++run) problems.push(`run ${String(row["index"])} after ${run - 1}`);
      lastUptime = Number.NEGATIVE_INFINITY;
      continue;
    }
    const uptime = row["uptimeMs"];
    if (typeof uptime === "number") {
      if (uptime < lastUptime) problems.push(`rows out of order: ${uptime} after ${lastUptime}`);
      lastUptime = uptime;
    }
    for (const name of ["heapBeforeBytes", "heapAfterBytes", "heapCommittedBytes", "userMs", "sysMs", "realMs", "reachingMs", "atSafepointMs"]) {
      const value = row[name];
      if (typeof value === "number" && value < 0) problems.push(`${name} is ${value}`);
    }
    if (problems.length > 5) break;
  }
  return problems;
}
