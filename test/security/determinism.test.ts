import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { logOf, ROOT } from "../support/samples.js";

const BIN = join(ROOT, "dist/cli/bin.js");
const LATENCY = join(ROOT, "samples/g1/latency-spikes-not-gc-jdk25/latency.csv.gz");

/** JSON, Markdown and text, and the page, in which the configuration of every chart stands. */
const FORMATS = ["json", "markdown", "text", "html"].flatMap((format) => ["--format", format]);

describe.skipIf(!existsSync(BIN))("the same input gives the same bytes in every zone and locale, again and again", () => {
  test.each([
    ["parallel/steady-jdk8", ["--slo", "p99=50ms"]],
    ["g1/latency-spikes-not-gc-jdk25", ["--latency", LATENCY, "--slo", "p99=50ms"]],
    ["jfr", []],
  ])("%s", { timeout: 120_000 }, (sample, options) => {
    const input = sample === "jfr" ? join(ROOT, "samples/jfr/jdk21-serial.jfr.gz") : logOf(sample);
    const run = (environment: Record<string, string>): string =>
      execFileSync(process.execPath, [BIN, "analyze", input, ...options, ...FORMATS, "--quiet"], { env: { PATH: process.env["PATH"], ...environment }, encoding: "utf8", maxBuffer: 1 << 26 });
    const first = run({ TZ: "UTC", LC_ALL: "C" });
    expect(first).toContain('id="content"');
    expect(run({ TZ: "Asia/Kolkata", LC_ALL: "de_DE.UTF-8", LANG: "ar_EG.UTF-8" })).toBe(first);
    expect(run({ TZ: "America/St_Johns", LC_ALL: "tr_TR.UTF-8" })).toBe(first);
  });
});
