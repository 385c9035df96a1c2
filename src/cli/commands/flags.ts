import { PauselineError } from "../../errors/pauseline-error.js";
import type { Command } from "../command.js";
import { EXIT } from "../io.js";

export const flags: Command = {
  usage: "flags <jdk>",
  summary: "Would that JDK start with the JVM options that follow --, and do they contradict each other",
  positionals: [{ name: "jdk", type: "string", demandOption: true, describe: "feature release, such as 21" }],
  options: {
    from: { type: "string", requiresArg: true, describe: "the release the options come from: says what the upgrade changes" },
    format: { type: "string", choices: ["text", "json"], default: "text", describe: "how to print the findings" },
  },
  examples: [
    { line: "flags 21 -- -XX:+UseZGC -XX:+ZGenerational", tells: "would this JVM start" },
    { line: "flags 21 --from 17 -- -Xmx4g -XX:+UseG1GC", tells: "what an upgrade changes" },
  ],
  async run(argv, io) {
    const { lintCommandLine } = await import("../../jvm-options/lint-command-line.js");
    const { FIRST_JDK, LAST_JDK } = await import("../../jvm-options/flag-table.js");
    const jdk = releaseOf(argv["jdk"], "jdk", FIRST_JDK, LAST_JDK);
    const options = ((argv["--"] ?? []) as readonly unknown[]).map(String);
    if (options.length === 0) throw new PauselineError("usage", "no JVM options given", { hint: "write them after --: pauseline flags 21 -- -Xmx4g -XX:+UseZGC" });
    const from = argv["from"] === undefined ? undefined : releaseOf(argv["from"], "--from", FIRST_JDK, LAST_JDK);
    const lint = lintCommandLine(options, jdk, from === undefined ? {} : { from });
    if (argv["format"] === "json") {
      await io.out(`${JSON.stringify({ jdk: lint.jdk, from: lint.from, starts: lint.starts, isCertain: lint.isCertain, findings: lint.findings }, null, 2)}\n`);
    } else {
      for (const finding of lint.findings) await io.out(`${finding.severity}: ${finding.message}${finding.fix === undefined ? "" : `; ${finding.fix}`}\n`);
      await io.out(`${verdictOf(lint.starts, lint.isCertain, jdk, lint.findings.length)}\n`);
    }
    return lint.starts ? EXIT.ok : EXIT.failed;
  },
};

function verdictOf(starts: boolean, isCertain: boolean, jdk: number, findings: number): string {
  if (!starts) return `JDK ${jdk} does not start with these options.`;
  if (!isCertain) return `JDK ${jdk} probably starts: not every option is in the table of flags.`;
  return findings === 0 ? `JDK ${jdk} starts with these options; nothing to remark.` : `JDK ${jdk} starts with these options.`;
}

function releaseOf(value: unknown, name: string, first: number, last: number): number {
  const release = Number(String(value).replace(/^1\.(?=[5-8]$)/, ""));
  if (!Number.isInteger(release) || release < first || release > last + 1) {
    throw new PauselineError("usage", `"${String(value)}" is no JDK release that is known here`, { path: name, hint: `give a whole number from ${first} to ${last + 1}` });
  }
  return release;
}
