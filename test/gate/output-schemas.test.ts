import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { type Check, type CheckReport, decideChecks } from "../../src/gate/check.js";
import { renderJunit } from "../../src/gate/output/junit.js";
import { renderSarif } from "../../src/gate/output/sarif.js";
import { runCli } from "../cli/run-cli.js";
import { ROOT } from "../support/samples.js";

const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("gc.log", "C:\\logs\\gc 1.log", "/abs/ü?#%.log", "", "]]>&<>\"'", "\u0000\u001b\ufffe\ud800"));
const arbitraryCheck: fc.Arbitrary<Check> = fc.record({
  name: text,
  outcome: fc.constantFrom<Check["outcome"]>("passed", "failed", "warned", "not-judged", "noted"),
  isRequired: fc.boolean(),
  measured: text,
  limit: text,
  message: text,
  origin: fc.option(text),
  offenders: fc.array(fc.record({ path: text, line: fc.integer({ min: 0, max: 1e9 }), when: fc.option(text), text }), { maxLength: 3 }),
  explanation: fc.array(text, { maxLength: 3 }),
  facts: fc.constantFrom<Check["facts"]>({}, { metric: "pauses.p99Ms" }, { metric: 'pauses.byCause["<&>"].count' }),
});
const arbitraryReport: fc.Arbitrary<CheckReport> = fc.record({ checks: fc.array(arbitraryCheck, { maxLength: 5 }), command: fc.constantFrom<CheckReport["command"]>("gate", "compare"), headline: text }).map(({ checks, command, headline }) => ({
  schemaVersion: 1, command, verdict: decideChecks(checks), headline, checks, context: [], notes: [], chart: null,
}));

const BAD = ["gate", join(ROOT, "samples/ci-demo/cleanup/gc.log"), "--config", join(ROOT, "samples/ci-demo/pauseline.json")];

describe("SARIF holds to its JSON Schema", () => {
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(join(import.meta.dirname, "schemas/sarif-2.1.0-rtm.5.json"), "utf8")) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  ajv.addFormat("uri", { validate: (value: string) => /^[A-Za-z][A-Za-z0-9+.-]*:[!-~]*$/.test(value) });
  ajv.addFormat("uri-reference", { validate: (value: string) => /^[!-~]*$/.test(value) && URL.canParse(value, "file:///base/") });
  ajv.addFormat("date-time", true);
  const validate = ajv.compile(schema);
  const faultsOf = (sarif: string): unknown => (validate(JSON.parse(sarif)) ? [] : validate.errors);

  test("the schema refuses what is no SARIF", () => {
    expect(faultsOf('{"version":"2.1.0"}')).not.toEqual([]);
    expect(faultsOf('{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"message":{"text":"x"},"level":"fatal"}]}]}')).not.toEqual([]);
  });

  test("a failed gate and a comparison", async () => {
    expect(faultsOf((await runCli([...BAD, "--format", "sarif"])).out)).toEqual([]);
    expect(faultsOf((await runCli(["compare", BAD[1] as string, BAD[1] as string, "--format", "sarif"])).out)).toEqual([]);
  });

  test("any report", () => {
    fc.assert(fc.property(arbitraryReport, (report) => {
      expect(faultsOf(renderSarif(report, "1.2.3"))).toEqual([]);
    }));
  });
});

/** Children and attributes by element, and required attributes, as the schema of the Jenkins xUnit plugin (junit-10.xsd) has them. */
const JUNIT: Readonly<Record<string, { readonly inside: readonly string[]; readonly allowed: readonly string[]; readonly required: readonly string[] }>> = {
  testsuites: { inside: [""], allowed: ["name", "time", "tests", "failures", "errors"], required: [] },
  testsuite: { inside: ["testsuites", "testsuite"], allowed: ["name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"], required: ["name", "tests", "failures", "errors"] },
  testcase: { inside: ["testsuite"], allowed: ["name", "time", "classname", "group"], required: ["name"] },
  failure: { inside: ["testcase"], allowed: ["type", "message"], required: [] },
  error: { inside: ["testcase"], allowed: ["type", "message"], required: [] },
  skipped: { inside: ["testcase"], allowed: ["type", "message"], required: [] },
  "system-out": { inside: ["testsuite", "testcase"], allowed: [], required: [] },
};

/** Parses JUnit XML and gives what breaks the rules above, or counts that are not those of the cases. */
function junitFaults(xml: string): readonly string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const seen = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  let told: Readonly<Record<string, string>> = {};
  const parser = new SaxesParser();
  parser.on("error", ({ message }) => void faults.push(message));
  parser.on("opentag", ({ name, attributes }) => {
    const rule = JUNIT[name];
    const names = Object.keys(attributes);
    if (rule === undefined || !rule.inside.includes(open.at(-1) ?? "")) faults.push(`${name} in ${open.at(-1) ?? "the document"}`);
    else faults.push(...names.filter((one) => !rule.allowed.includes(one)).map((one) => `${name}@${one} is unknown`), ...rule.required.filter((one) => !names.includes(one)).map((one) => `${name}@${one} is missing`));
    if (name === "testsuite") told = attributes as Readonly<Record<string, string>>;
    if (name === "testcase") seen.tests++;
    if (name === "failure") seen.failures++;
    if (name === "error") seen.errors++;
    if (name === "skipped") seen.skipped++;
    open.push(name);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (content) => {
    if (content.trim() !== "" && !["failure", "error", "skipped", "system-out"].includes(open.at(-1) ?? "")) faults.push(`text in ${open.at(-1) ?? ""}`);
  });
  parser.write(xml).close();
  for (const [name, count] of Object.entries(seen)) if (told[name] !== String(count)) faults.push(`${name} told ${told[name] ?? "nothing"}, counted ${count}`);
  return faults;
}

describe("JUnit XML holds to the schema that Jenkins reads by", () => {
  test("the rules refuse what is none", () => {
    expect(junitFaults('<testsuites skipped="1"><testcase/></testsuites>').length).toBeGreaterThan(2);
  });

  test("a failed gate and a comparison", async () => {
    expect(junitFaults((await runCli([...BAD, "--format", "junit"])).out)).toEqual([]);
    expect(junitFaults((await runCli(["compare", BAD[1] as string, BAD[1] as string, "--format", "junit"])).out)).toEqual([]);
  });

  test("any report", () => {
    fc.assert(fc.property(arbitraryReport, (report) => {
      expect(junitFaults(renderJunit(report))).toEqual([]);
    }));
  });
});
