import { PauselineError } from "../../errors/pauseline-error.js";
import type { Command } from "../command.js";
import { EXIT, type CommandIo, type ExitCode } from "../io.js";
import { rulesFolder } from "../product-files.js";

const ACTIONS = ["list", "explain", "check"] as const;

export const rules: Command = {
  usage: "rules <action> [target]",
  summary: "What the advisor knows: list, explain <id>, check <folder>",
  positionals: [
    { name: "action", type: "string", choices: [...ACTIONS], demandOption: true, describe: "list all rules, explain one, or check a folder of a team's own" },
    { name: "target", type: "string", describe: "id of a rule, or folder" },
  ],
  options: { rules: { type: "string", requiresArg: true, describe: "folder with a team's own rules and overrides" } },
  examples: [
    { line: "rules explain g1-evacuation-failure", tells: "what a rule looks for, why, and what it advises" },
    { line: "rules list", tells: "all rules" },
    { line: "rules check my-rules", tells: "are a team's own rules valid" },
  ],
  async run(argv, io) {
    const target = argv["target"] === undefined ? null : String(argv["target"]);
    switch (argv["action"]) {
      case "list":
        return listRules(argv, io);
      case "explain":
        if (target === null) throw new PauselineError("usage", "no rule named", { hint: "pauseline rules list shows the ids" });
        return explainRule(target, argv, io);
      default:
        if (target === null) throw new PauselineError("usage", "no folder named", { hint: "pauseline rules check <folder>" });
        return checkFolder(target, io);
    }
  },
};

async function listRules(argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<ExitCode> {
  for (const rule of await readAll(argv)) {
    const collectors = rule.appliesTo.collectors === "all" ? "all" : rule.appliesTo.collectors.join(" ");
    await io.out(`${rule.code.padEnd(5)}${rule.id.padEnd(36)}${rule.title}  [${collectors}]\n`);
  }
  return EXIT.ok;
}

async function explainRule(id: string, argv: Readonly<Record<string, unknown>>, io: CommandIo): Promise<ExitCode> {
  const rules = await readAll(argv);
  const rule = rules.find((one) => one.id === id || one.code.toLowerCase() === id.toLowerCase());
  if (rule === undefined) {
    throw new PauselineError("usage", `there is no rule "${id}"`, { hint: "pauseline rules list shows the ids" });
  }
  const { explainRuleCard } = await import("../../report/rule-card.js");
  await io.out(explainRuleCard(rule));
  return EXIT.ok;
}

/** Checks a team's folder: wrong rules are the result of this command, not a failure of it. */
async function checkFolder(folder: string, io: CommandIo): Promise<ExitCode> {
  const { readRules } = await import("../../advise/read-rules.js");
  try {
    const builtin = await readRules(rulesFolder());
    const all = await readRules(rulesFolder(), folder);
    await io.out(`${folder}: fine; ${all.length} rules with it, ${builtin.length} without\n`);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof PauselineError)) throw error;
    io.err(`pauseline: ${error.details.path ?? folder}: ${error.message}${error.details.hint === undefined ? "" : `; ${error.details.hint}`}`);
    return EXIT.failed;
  }
}

async function readAll(argv: Readonly<Record<string, unknown>>): Promise<readonly import("../../advise/rule.js").Rule[]> {
  const { readRules } = await import("../../advise/read-rules.js");
  return readRules(rulesFolder(), argv["rules"] === undefined ? null : String(argv["rules"]));
}
