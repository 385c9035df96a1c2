import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Analysis, Prediction } from "../../src/analysis/analysis.js";
import { scorePredictions } from "../../src/predict/score-predictions.js";
import { runCli } from "../cli/run-cli.js";
import { tuneG1 } from "../report/fake-stories.js";

const STORY = tuneG1().analysis;
const ADVICE = STORY.recommendations[0];
if (ADVICE === undefined) throw new Error("the story has no advice");

/** A report that proposes a young size of 1 GB and says p50 would be 4–9 ms. */
const EARLIER: Analysis = {
  ...STORY,
  jvm: { ...STORY.jvm, jdk: 21, collector: "G1", options: ["-Xmx4g"], heapMaxBytes: 4 * 1024 ** 3 },
  jvmOptions: { current: ["-Xmx4g"], proposed: ["-Xmx4g", "-Xmn1g"] },
  heap: { ...STORY.heap, allocationRateBytesPerSec: 1e8 },
  details: { ...STORY.details, whatIf: [] },
  recommendations: [{ ...ADVICE, ruleId: "young-size", jvmOptions: { add: ["-Xmn1g"], remove: [] }, prediction: { metric: "pauses.p50Ms", now: 14, expected: 6, low: 4, high: 9 } }],
};

function rerun(change: Partial<Analysis> = {}, p50Ms = 7): Analysis {
  return { ...EARLIER, jvm: { ...EARLIER.jvm, options: ["-Xmx4g", "-Xmn1g"] }, pauses: { ...EARLIER.pauses, p50Ms }, recommendations: [], ...change };
}

const outcomeOf = (later: Analysis): string => {
  const [score] = scorePredictions(EARLIER, later);
  return `${score?.outcome}: ${score?.reason}`;
};

test("inside the range is confirmed, outside refuted, with the side", () => {
  expect(scorePredictions(EARLIER, rerun())).toEqual([{ ruleId: "young-size", question: null, metric: "pauses.p50Ms", expected: 6, low: 4, high: 9, measured: 7, outcome: "confirmed", reason: expect.any(String) }]);
  expect(outcomeOf(rerun({}, 9))).toMatch(/^confirmed/);
  expect(outcomeOf(rerun({}, 9.1))).toMatch(/^refuted: .*above/);
  expect(outcomeOf(rerun({}, 3))).toMatch(/^refuted: .*below/);
});

test.each([
  ["another JDK", { jvm: { ...rerun().jvm, jdk: 25 } }, /JDKs \(21 and 25\)/],
  ["another collector", { jvm: { ...rerun().jvm, collector: "Parallel" as const } }, /uses Parallel/],
  ["another young size", { jvm: { ...rerun().jvm, options: ["-Xmx4g", "-Xmn2g"] } }, /the young size/],
  ["options left as they were", { jvm: { ...rerun().jvm, options: ["-Xmx4g"] } }, /the young size/],
  ["a further flag", { jvm: { ...rerun().jvm, options: ["-Xmx4g", "-Xmn1g", "-XX:ConcGCThreads=4"] } }, /ConcGCThreads/],
  ["unknown options", { jvm: { ...rerun().jvm, options: [] } }, /--jvm-options/],
  ["another heap", { jvm: { ...rerun().jvm, heapMaxBytes: 6 * 1024 ** 3 } }, /heap of 6 GB and not 4 GB/],
  ["half more load", { heap: { ...EARLIER.heap, allocationRateBytesPerSec: 1.5e8 } }, /allocation rates .* 33\.3 %/],
  ["unknown load", { heap: { ...EARLIER.heap, allocationRateBytesPerSec: null } }, /not known/],
  ["a short run", { span: { ...EARLIER.span, durationMs: 60_000 } }, /too short: 1 min of at least 10 min/],
  ["few pauses", { pauses: { ...EARLIER.pauses, count: 5 } }, /only 5 pauses/],
])("%s is not comparable", (_title, change, reason) => {
  expect(outcomeOf(rerun(change))).toMatch(/^not-comparable/);
  expect(outcomeOf(rerun(change))).toMatch(reason);
});

test("a quarter more load is still comparable, and logging options do not matter", () => {
  expect(outcomeOf(rerun({ heap: { ...EARLIER.heap, allocationRateBytesPerSec: 1.25e8 } }))).toMatch(/^confirmed/);
  expect(outcomeOf(rerun({ jvm: { ...rerun().jvm, options: ["-Xmx4096m", "-Xmn1024m", "-Xlog:gc*:gc.log", "-Dapp=x"] } }))).toMatch(/^confirmed/);
});

test("a report without predictions has nothing to score", () => {
  expect(scorePredictions({ ...EARLIER, recommendations: [] }, rerun())).toEqual([]);
});

test("answers to what-if questions are scored like advice, each against the options it is about", () => {
  const figure = (metric: string, low: number, high: number): Prediction => ({ metric, now: 14, expected: (low + high) / 2, low, high });
  const earlier: Analysis = {
    ...EARLIER, recommendations: [],
    details: {
      ...EARLIER.details,
      whatIf: [
        { question: "What if young were 1 GB?", jvmOptions: { add: ["-Xmn1g"], remove: [] }, sentence: "", figures: [figure("pauses.p50Ms", 4, 9), figure("g1.youngPerSecond", 2, 3), figure("pauses.young.p50Ms", 1, 2)], refused: [], basis: "" },
        { question: "What if the heap were 6 GB?", jvmOptions: { add: ["-Xms6g", "-Xmx6g"], remove: [] }, sentence: "", figures: [figure("pauses.p50Ms", 4, 9)], refused: [], basis: "" },
      ],
    },
  };
  const scores = scorePredictions(earlier, rerun(), (metric) => (metric === "g1.youngPerSecond" ? 4 : null));
  expect(scores.map(({ question, metric, outcome }) => [question, metric, outcome])).toEqual([
    ["What if young were 1 GB?", "pauses.p50Ms", "confirmed"],
    ["What if young were 1 GB?", "g1.youngPerSecond", "refuted"],
    ["What if young were 1 GB?", "pauses.young.p50Ms", "not-comparable"],
    ["What if the heap were 6 GB?", "pauses.p50Ms", "not-comparable"],
  ]);
  expect(scores[3]?.reason).toMatch(/heap of 4 GB and not 6 GB/);
});

const RUN = new URL("runs/even-survival-g1-480m-young120m.log.gz", import.meta.url).pathname;

function write(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "verify-")), "report.json");
  writeFileSync(path, text);
  return path;
}

test("verify: text and JSON for a run, status 0", async () => {
  const report = write(JSON.stringify({
    ...EARLIER, span: { ...EARLIER.span, durationMs: 20_000 }, heap: { ...EARLIER.heap, allocationRateBytesPerSec: 2.1e8 }, jvm: { ...EARLIER.jvm, options: ["-Xmx480m"], heapMaxBytes: 480 * 1024 ** 2 },
    jvmOptions: { current: ["-Xmx480m"], proposed: [] }, recommendations: [{ ...EARLIER.recommendations[0], jvmOptions: { add: ["-Xmn120m"], remove: [] } }],
  }));
  const text = await runCli(["verify", report, RUN, "--jvm-options=-Xmx480m -Xmn120m"]);
  expect(text.err).toBe("");
  expect(text.status).toBe(0);
  expect(text.out).toMatch(/^confirmed: pauses\.p50Ms .* young-size[\s\S]*1 confirmed, 0 refuted, 0 not comparable/);
  const json = await runCli(["verify", report, RUN, "--jvm-options=-Xmx480m -Xmn120m", "--format", "json"]);
  expect(JSON.parse(json.out)).toMatchObject({ schemaVersion: 1, runs: [{ scores: [{ metric: "pauses.p50Ms", outcome: "confirmed" }] }] });
}, 120_000);

test.each([
  ["no file", () => "/no/such/report.json", RUN, 2, /report\.json: .*cannot be read/],
  ["no JSON", () => write("hello"), RUN, 2, /no JSON/],
  ["other JSON", () => write('{"schemaVersion":1}'), RUN, 2, /no report/],
  ["no input", () => write(JSON.stringify(EARLIER)), "/no/such/log", 3, /no such file/],
])("verify: %s", async (_title, report, input, status, message) => {
  const result = await runCli(["verify", report(), input]);
  expect(result.status).toBe(status);
  expect(result.err).toMatch(message);
});
