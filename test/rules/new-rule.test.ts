import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readRules } from "../../src/advise/read-rules.js";
import { ROOT } from "../support/samples.js";
import { readScenario } from "./scenario.js";

function newRule(...args: readonly string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "scripts/new-rule.mjs"), ...args], { encoding: "utf8" });
  return { status, said: stdout + stderr };
}

test("a new card passes the schema, and its own test fails until its cases are written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "new-rule-"));
  expect(newRule("class-loading-storm", folder)).toEqual({ status: 0, said: expect.stringMatching(/wrote .*class-loading-storm\.json/) });
  const rule = (await readRules(join(ROOT, "rules"), folder)).find(({ id }) => id === "class-loading-storm");
  expect(rule?.code).toMatch(/^N\d+$/);
  expect((await readRules(join(ROOT, "rules"))).map(({ code }) => code)).not.toContain(rule?.code);
  for (const name of [...(rule?.cases.fires ?? []), ...(rule?.cases.silent ?? [])]) expect(() => readScenario(name), name).toThrow();
  expect(newRule("class-loading-storm", folder)).toEqual({ status: 2, said: expect.stringMatching(/exists already/) });
});

test.each([[[]], [["Not An Id"]]])("an id in kebab-case is needed: %j", (args) => {
  expect(newRule(...args)).toEqual({ status: 2, said: expect.stringMatching(/kebab-case/) });
});
