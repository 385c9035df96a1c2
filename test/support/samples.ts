import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type AnalysisResult, analyzeReading } from "../../src/analysis/analyze.js";
import { parseSlo } from "../../src/analysis/parse-slo.js";
import { type Reading, readInputs } from "../../src/analysis/read-inputs.js";
import { readRules } from "../../src/advise/read-rules.js";
import { resolveInputs } from "../../src/input/resolve-inputs.js";
import { WHOLE } from "../../src/metrics/wall-time.js";
import { NOTHING_GIVEN } from "./metric-source.js";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SAMPLES = join(ROOT, "samples");

/** What is known about a sample from elsewhere; see `countedBy` in each file. */
export interface Truth {
  readonly jdk: number;
  readonly countedBy: string;
  readonly expect: { readonly pauseCount: number; readonly pauseTotalMs: number; readonly pauseMaxMs: number; readonly nestedPauseCount: number };
  readonly recording: { readonly count: number; readonly total_ms: number; readonly max_ms: number } | null;
}

/** Names of all samples with a truth file: `g1/steady-jdk17`. */
export const SAMPLE_NAMES: readonly string[] = readdirSync(SAMPLES, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("truth.json"))
  .map((path) => path.replaceAll("\\", "/").replace("/truth.json", ""))
  .sort();

export function readTruth(sample: string): Truth {
  return JSON.parse(readFileSync(join(SAMPLES, sample, "truth.json"), "utf8")) as Truth;
}

/** The log of a sample as a path from the project's root, so that reports do not depend on where the checkout lies. */
export function logOf(sample: string): string {
  const file = readdirSync(join(SAMPLES, sample)).find((name) => /^gc\.log(\.gz)?$/.test(name));
  if (file === undefined) throw new Error(`sample ${sample} has no log`);
  return relative(process.cwd(), join(SAMPLES, sample, file)).replaceAll("\\", "/");
}

export async function readSample(sample: string): Promise<Reading> {
  return readInputs(await resolveInputs([logOf(sample)]));
}

export async function analyzeSample(sample: string, slo: readonly string[] = []): Promise<AnalysisResult> {
  const rules = await readRules(join(ROOT, "rules"));
  return analyzeReading(await readSample(sample), { given: { ...NOTHING_GIVEN, slo: slo.map(parseSlo) }, rules, window: WHOLE });
}
