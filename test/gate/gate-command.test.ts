import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../cli/run-cli.js";
import { logOf, ROOT } from "../support/samples.js";

const STEADY = logOf("g1/steady-jdk17");
const FAILING = logOf("g1/evacuation-failure-jdk17");
const DEMO = relative(process.cwd(), join(ROOT, "samples/ci-demo"));
const GOOD = join(DEMO, "good/gc.log");
const BAD = join(DEMO, "cleanup/gc.log");

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "pauseline-gate-"));
}

describe("exit status of gate", () => {
  const cases: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ["all limits hold", [STEADY, "--limit", "fullGcs == 0"], 0, /^GC gate passed \(1 passed\)/],
    ["a warning changes nothing", [FAILING, "--limit", "warn fullGcs == 0"], 0, /^GC gate passed \(1 warned\)/],
    ["a limit fails", [FAILING, "--limit", "fullGcs == 0"], 1, /^GC gate failed \(1 failed\): pauses\.full\.count: 4, but the limit is = 0/],
    ["a percentile of too few pauses", [STEADY, "--limit", "pauses.p99 <= 10s"], 4, /23 values are too few for this percentile, which needs 300/],
    ["far too many pauses over it, however few", [STEADY, "--limit", "pauses.p99 <= 5ms"], 1, /are over it, where at most 1 % may be/],
    ["a value that is not there", [STEADY, "--limit", "latency.p99 <= 50ms"], 4, /not in the input; give request latencies/],
    ["the same, if known", [STEADY, "--limit", "latency.p99 <= 50ms if known", "--limit", "fullGcs == 0"], 0, /^GC gate passed/],
    ["only what is not known", [STEADY, "--limit", "latency.p99 <= 50ms if known"], 4, /^GC gate undecided/],
    ["a window without collections", [STEADY, "--limit", "fullGcs == 0", "--from", "10000s"], 4, /not one collection was seen/],
    ["failed and undecided", [FAILING, "--limit", "fullGcs == 0", "--limit", "pauses.p99 <= 10s"], 1, /1 failed, 1 not judged/],
    ["longest of none", [STEADY, "--limit", "pauses.full.max <= 1s"], 0, /none/],
  ];
  test.each(cases)("%s", async (_name, args, status, text) => {
    const result = await runCli(["gate", ...args]);
    expect(result.err).toBe("");
    expect(result.out).toMatch(text);
    expect(result.status).toBe(status);
  });

  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no limit", [STEADY], /there is no limit to judge; give --limit/],
    ["a wrong limit", [STEADY, "--limit", "fulGcs == 0"], /"fulGcs" is no metric; did you mean "fullGcs"\?/],
    ["a missing baseline", [STEADY, "--baseline", "none.json"], /none\.json: the baseline cannot be read; measure it once/],
    ["a missing configuration", [STEADY, "--config", "none.json"], /none\.json: the configuration cannot be read/],
    ["a wrong phase", [STEADY, "--limit", "fullGcs == 0", "--phase", "load"], /"load" is no phase/],
    ["a baseline that is too short", [STEADY, "--baseline", "/tmp/never-written.json", "--update-baseline"], /too little for a baseline/],
  ];
  test.each(wrong)("status 2 for %s", async (_name, args, message) => {
    const result = await runCli(["gate", ...args]);
    expect(result.status).toBe(2);
    expect(result.err).toMatch(message);
    expect(result.err.trimEnd().split("\n")).toHaveLength(1);
  });
});

test("phases of the run are judged apart", async () => {
  const { out } = await runCli(["gate", STEADY, "--limit", "pauses.count >= 1 in late", "--limit", "pauses.count >= 1", "--phase", "late=10s..", "--format", "json"]);
  const { checks } = JSON.parse(out) as { checks: { facts: { value: number; phase: string | null } }[] };
  expect(checks[0]?.facts.phase).toBe("late");
  expect(checks[0]?.facts.value).toBeLessThan(checks[1]?.facts.value as number);
});

test("a failure names the worst lines, and those lines hold the pauses", async () => {
  const { out } = await runCli(["gate", BAD, "--config", join(DEMO, "pauseline.json"), "--format", "json"]);
  const { checks } = JSON.parse(out) as { checks: { outcome: string; offenders: { line: number; text: string }[]; explanation: string[] }[] };
  const lines = readFileSync(BAD, "utf8").split("\n");
  const failed = checks.filter(({ outcome }) => outcome === "failed");
  expect(failed).toHaveLength(2);
  for (const { offenders, explanation } of failed) {
    for (const { line } of offenders) expect(lines[line - 1]).toMatch(/Pause Full \(System\.gc\(\)\) .*ms$/);
    expect(explanation.join("\n")).toContain("explicit-collection");
  }
});

test("the configuration completes analyze too, and the command line wins", async () => {
  const path = join(newFolder(), "pauseline.json");
  writeFileSync(path, '{ "slo": ["p99=50ms"], "memory": "16g" }');
  const promised = async (args: readonly string[]): Promise<unknown> => (JSON.parse((await runCli(["analyze", STEADY, "--format", "json", ...args])).out) as { details: { slo: { limitMs: number }[] } }).details.slo.map(({ limitMs }) => limitMs);
  expect(await promised(["--config", path])).toEqual([50]);
  expect(await promised(["--config", path, "--slo", "p99=20ms"])).toEqual([20]);
});

test("baseline: written only when told, compared, undecided with other runs", async () => {
  const path = join(newFolder(), "base.json");
  const short = ["--min-duration", "5s", "--baseline", path];
  expect((await runCli(["gate", FAILING, ...short, "--update-baseline", "--quiet"])).status).toBe(0);
  const text = readFileSync(path, "utf8");
  expect((await runCli(["gate", FAILING, ...short])).status).toBe(0);
  expect(readFileSync(path, "utf8")).toBe(text);
  const other = await runCli(["gate", STEADY, ...short]);
  expect(other.status).toBe(4);
  expect(other.out).toMatch(/Another heap size/);
});

describe("compare", () => {
  test("short runs get no verdict", async () => {
    const { status, out } = await runCli(["compare", STEADY, STEADY]);
    expect(status).toBe(4);
    expect(out).toMatch(/^No verdict on GC: Only .* after warm-up before; a verdict needs 5 min/);
  });

  test("a run that is named twice counts once", async () => {
    const { err } = await runCli(["compare", `${FAILING},${FAILING}`, FAILING, "--min-duration", "5s"]);
    expect(err).toMatch(/passed over .*the same run as/);
  });

  test("a recording beside a log is the same run", async () => {
    const { out, err } = await runCli(["compare", dirname(STEADY), STEADY, "--format", "json"]);
    expect(err).toMatch(/passed over .*recording\.jfr\.gz: a log of the same folder shows the run/);
    expect((JSON.parse(out) as { context: string[][] }).context.find(([name]) => name === "Runs")?.[1]).toMatch(/^1: /);
  });
});

test("every output is written, the same bytes each time", async () => {
  const [first, second] = [newFolder(), newFolder()];
  for (const folder of [first, second]) await runCli(["gate", BAD, "--config", join(DEMO, "pauseline.json"), "--out", folder, "--quiet"]);
  for (const name of ["comment.md", "result.json", "junit.xml", "result.sarif"]) expect(readFileSync(join(first, name), "utf8"), name).toBe(readFileSync(join(second, name), "utf8"));
  await runCli(["gate", GOOD, "--config", join(DEMO, "pauseline.json"), "--out", first, "--quiet", "--silent"]);
  expect(existsSync(join(first, "comment.md"))).toBe(false);
});

test.each(["analysis", "config", "rule", "baseline"])("schema %s is printed", async (name) => {
  const { status, out } = await runCli(["schema", name]);
  expect(status).toBe(0);
  expect((JSON.parse(out) as { $schema: string }).$schema).toContain("json-schema.org");
});

/** Approved comments, for review: `npm run approve` covers test/golden only, so run this file with PAUSELINE_APPROVE=1. */
describe("comments are as approved", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["good", ["gate", GOOD, "--config", join(DEMO, "pauseline.json")]],
    ["collections-on-demand", ["gate", BAD, "--config", join(DEMO, "pauseline.json")]],
    ["web-service-preset", ["gate", FAILING, "--preset", "web-service"]],
    ["undecided", ["gate", STEADY, "--limit", "pauses.p99 <= 50ms"]],
    ["not-comparable", ["compare", STEADY, FAILING]],
  ];
  test.each(cases)("%s", async (name, args) => {
    const { out, err } = await runCli([...args, "--format", "markdown"]);
    // Never approve what an error left behind.
    expect(out, err).toMatch(/^<!-- pauseline:/);
    const path = join(ROOT, "reports/pull-request", `${name}.md`);
    if (process.env["PAUSELINE_APPROVE"] === "1") {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, out);
    }
    expect(out).toBe(readFileSync(path, "utf8"));
  });
});
