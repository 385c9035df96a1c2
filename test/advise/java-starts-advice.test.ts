import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COLLECTORS } from "../../src/events/gc-event.js";
import { applyChanges } from "../../src/jvm-options/apply-changes.js";
import { lintCommandLine } from "../../src/jvm-options/lint-command-line.js";
import { parseOptions } from "../../src/jvm-options/parse-options.js";
import { renderWords } from "../../src/jvm-options/render-options.js";
import { isInRange } from "../../src/advise/judge-rule.js";
import { isTaken } from "../../src/advise/propose-options.js";
import { readRules } from "../../src/advise/read-rules.js";
import { ROOT } from "../support/samples.js";

const version = spawnSync("java", ["-version"], { encoding: "utf8" });
const isJava17 = version.status === 0 && /version "17\./.test(version.stderr);
const JDK = 17;

/** Command lines that advice may meet, each with the collector that runs under it; all small, so that every JVM starts at once. */
const STARTS: readonly (readonly [options: string, collector: (typeof COLLECTORS)[number]])[] = [
  ["-Xms64m -Xmx64m", "G1"],
  ["-XX:+UseG1GC -Xmn20m -Xmx64m -XX:MaxGCPauseMillis=100 -XX:+UnlockExperimentalVMOptions -XX:G1NewSizePercent=10", "G1"],
  ["-XX:+UseParallelGC -Xmx64m -XX:ParallelGCThreads=2", "Parallel"],
  ["-XX:+UseSerialGC -Xmx64m", "Serial"],
  ["-XX:+UseZGC -Xmx64m -XX:ConcGCThreads=1", "ZGC"],
];

/** Values of the kind that calculations give: sizes, percentages, counts; a small and a large one for a heap of 64 MB. */
function examplesOf(option: string): readonly string[] {
  if (!/\{\w+\}/.test(option)) return [option];
  const values = /region/i.test(option) ? ["1m", "4m"] : /Percent|Ratio|Share/i.test(option) ? ["10", "50"] : /Xm[sx]|Size|Capacity|Memory/.test(option) ? ["64m", "96m"] : /Millis/.test(option) ? ["5", "500"] : ["1", "2"];
  return values.map((value) => option.replace(/\{\w+\}/g, value));
}

/** Every line that a step of a rule can turn one of the starts into, without repeats. */
async function printedLines(): Promise<readonly string[]> {
  const lines = new Set<string>();
  for (const rule of await readRules(join(ROOT, "rules"))) {
    if (rule.appliesTo.jdk !== undefined && !isInRange(JDK, rule.appliesTo.jdk)) continue;
    for (const step of rule.advice) {
      if (step.options === undefined || (step.jdk !== undefined && !isInRange(JDK, step.jdk))) continue;
      const add = step.options.add ?? [];
      for (const which of [0, -1]) {
        const filled = add.map((option) => examplesOf(option).at(which) as string);
        if (!filled.every((option) => isTaken(option, [JDK]))) continue;
        for (const [options, collector] of STARTS) {
          if (rule.appliesTo.collectors !== "all" && !rule.appliesTo.collectors.includes(collector)) continue;
          if (step.collectors !== undefined && !step.collectors.includes(collector)) continue;
          lines.add(JSON.stringify(renderWords(applyChanges(parseOptions(options), { add: filled, remove: step.options.remove ?? [] }, JDK, collector).options)));
        }
      }
    }
  }
  return [...lines];
}

const COMPLAINTS = /warning|deprecated|ignor|obsolete|unrecogni|conflict/i;

test.skipIf(!isJava17)(`a JDK 17 starts with every line that advice can print, and does not complain${isJava17 ? "" : " [skipped: no Java 17]"}`, async () => {
  const lines = await printedLines();
  expect(lines.length).toBeGreaterThan(20);
  const complaints = lines.flatMap((line) => {
    const words = JSON.parse(line) as string[];
    const { status, stderr, stdout } = spawnSync("java", [...words, "-version"], { encoding: "utf8", cwd: "/tmp" });
    const said = `${stdout}${stderr}`.split("\n").filter((text) => COMPLAINTS.test(text));
    // What was in the line before and is warned about is for the linter to say.
    const isTold = lintCommandLine(words, JDK).findings.some(({ code }) => code === "deprecated" || code === "ignored");
    return status === 0 && (said.length === 0 || isTold) ? [] : [`${words.join(" ")}: status ${status} ${said.join(" ")}`];
  });
  expect(complaints).toEqual([]);
}, 300_000);
