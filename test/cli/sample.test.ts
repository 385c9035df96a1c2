import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { logOf } from "../support/samples.js";
import { redactMessage } from "../../src/lines/redact-line.js";
import { runCli } from "./run-cli.js";

test("a sample is smaller than its log and still shows the finding", async () => {
  const { status, out } = await runCli(["sample", logOf("zgc/allocation-stalls-jdk17"), "--redact", "--quiet"]);
  expect(status).toBe(0);
  expect(out).not.toMatch(/Allocation Stall \((?!thread\))/);
  const path = join(mkdtempSync(join(tmpdir(), "pauseline-")), "sample.log");
  writeFileSync(path, out);
  const again = JSON.parse((await runCli(["analyze", path, "--format", "json", "--quiet"])).out) as { recommendations: { ruleId: string }[] };
  expect(again.recommendations[0]?.ruleId).toBe("zgc-allocation-stall");
});

test("a line that was not understood comes with its collection", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "pauseline-")), "gc.log");
  const pause = (id: number): string => `[${id}.000s][info][gc] GC(${id}) Pause Young (Normal) (G1 Evacuation Pause) 30M->10M(64M) 5.000ms`;
  writeFileSync(path, `${[1, 2, 3, 4, 5].map(pause).join("\n")}\n[3.500s][info][gc] GC(3) Nobody ever printed this %%\n`);
  const { status, out } = await runCli(["sample", path, "--quiet"]);
  expect(status).toBe(0);
  expect(out.trim().split("\n")).toEqual([pause(3), "[3.500s][info][gc] GC(3) Nobody ever printed this %%"]);
});

test("a log without anything to show is a usage error", async () => {
  expect((await runCli(["sample", logOf("g1/steady-jdk17"), "--rule", "heap-leak"])).status).toBe(2);
});

test("redaction masks names and keeps figures", () => {
  expect(redactMessage("Allocation Stall (pool-1 (orders)-thread-7) 12.345ms".replace(" (orders)", ""))).toBe("Allocation Stall (thread) 12.345ms");
  expect(redactMessage("jvm_args: -Xmx4g -Dapi.token=abc -XX:HeapDumpPath=/data/dumps -XX:MaxGCPauseMillis=100")).toBe("jvm_args: -Xmx4g -Dapi.token=*** -XX:HeapDumpPath=*** -XX:MaxGCPauseMillis=100");
  expect(redactMessage("Heap Backing File: /memfd:java_heap")).not.toContain("memfd:java");
  expect(redactMessage("Pause Young (Normal) (G1 Evacuation Pause) 13M->4M(192M) 7.067ms")).toBe("Pause Young (Normal) (G1 Evacuation Pause) 13M->4M(192M) 7.067ms");
});
