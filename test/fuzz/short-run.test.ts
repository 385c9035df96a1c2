import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../src/cli/main.js";
import { ROOT } from "../support/samples.js";
import { type Checker, createChecker } from "./check-result.js";
import { type CaseMaterial, type FuzzCase, makeCase } from "./make-case.js";
import { runCase } from "./run-case.js";
import { FUZZ_KINDS, type FuzzKind, readSeeds } from "./seeds.js";
import type { Subject } from "./subject.js";

/** The first cases of each kind; `npm run fuzz -- --minutes 60` goes on from there. */
const CASES = 6;
const subject: Subject = { main };
const folder = mkdtempSync(join(tmpdir(), "pauseline-fuzz-test-"));
let checker: Checker;
let material: CaseMaterial;
beforeAll(async () => {
  checker = await createChecker(subject);
  const places = ["samples", "rules", "test/fuzz/seeds"].map((name) => join(ROOT, name));
  material = {
    seeds: Object.fromEntries(FUZZ_KINDS.map((kind) => [kind, readSeeds(places, kind)])) as Record<FuzzKind, readonly Uint8Array[]>,
    saneLog: join(ROOT, "samples/g1/latency-spikes-not-gc-jdk25/gc.log"),
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(FUZZ_KINDS)("mutated inputs of kind %s keep every promise", async (kind) => {
  for (let number = 1; number <= CASES; number++) {
    const { problems } = await runCase(makeCase(kind, number, material), join(folder, "case"), subject, checker);
    expect(problems, `${kind} ${number}`).toEqual([]);
  }
});

describe("what fuzzing found once", () => {
  const REGRESSIONS = join(ROOT, "test/fuzz/regressions");
  test.each(readdirSync(REGRESSIONS))("%s", async (name) => {
    const bytes = readFileSync(join(REGRESSIONS, name));
    const isLatency = name.startsWith("latency-");
    const cases: FuzzCase[] = isLatency
      ? [{ files: [{ name, bytes }], args: ["analyze", material.saneLog, "--latency", `{}/${name}`, "--format", "json"], statuses: [0, 3] }]
      : [
          { files: [{ name, bytes }], args: ["analyze", `{}/${name}`, "--format", "json", "--format", "markdown", "--format", "text", "--explain-lines"], statuses: [0, 3] },
          { files: [{ name, bytes }], args: ["timeline", `{}/${name}`, "--format", "ndjson"], statuses: [0, 3] },
          { files: [{ name, bytes }], args: ["timeline", `{}/${name}`, "--format", "csv"], statuses: [0, 3] },
        ];
    for (const fuzzCase of cases) expect((await runCase(fuzzCase, join(folder, "case"), subject, checker)).problems).toEqual([]);
  });
});
