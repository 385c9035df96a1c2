import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { logOf, ROOT } from "../support/samples.js";

const BIN = join(ROOT, "dist/cli/bin.js");

describe.skipIf(!existsSync(BIN))("the same input gives the same bytes", () => {
  test.each(["parallel/steady-jdk8"])("%s: in every zone and locale, again and again", (sample) => {
    const run = (environment: Record<string, string>): string =>
      execFileSync(process.execPath, [BIN, "analyze", logOf(sample), "--slo", "p99=50ms", "--format", "json", "--format", "markdown", "--format", "text", "--quiet"], { env: { PATH: process.env["PATH"], ...environment }, encoding: "utf8" });
    const first = run({ TZ: "UTC", LC_ALL: "C" });
    expect(run({ TZ: "Asia/Kolkata", LC_ALL: "de_DE.UTF-8", LANG: "ar_EG.UTF-8" })).toBe(first);
    expect(run({ TZ: "America/St_Johns", LC_ALL: "tr_TR.UTF-8" })).toBe(first);
  });
});
