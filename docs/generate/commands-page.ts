import type { Command } from "../../src/cli/command.js";
import { COMMANDS } from "../../src/cli/commands/index.js";
import { GLOBAL_OPTIONS } from "../../src/cli/global-options.js";
import { table } from "../../src/report/markdown-text.js";
import { describeOptions } from "./describe-options.js";
import { EXIT_STATUSES } from "./exit-statuses.js";
import { GENERATED_NOTE } from "./generated-note.js";

/** `docs/reference/commands.md`: all commands, their arguments, options and examples, as the program itself declares them. */
export function writeCommandsPage(): string {
  return `${[
    "# Commands",
    GENERATED_NOTE,
    table(["Command", "Tells"], COMMANDS.map(({ usage, summary }) => [`[${code(nameOf(usage))}](#${nameOf(usage)})`, summary])),
    "## Options of every command",
    optionTable(GLOBAL_OPTIONS),
    "`--help` and `--version` print the help and the version.",
    "## Exit status",
    table(["Status", "Means"], EXIT_STATUSES.map(([status, text]) => [String(status), text])),
    ...COMMANDS.map(writeCommand),
  ].join("\n\n")}\n`;
}

function writeCommand({ usage, summary, positionals = [], options, examples }: Command): string {
  const width = Math.max(...examples.map(({ line }) => line.length));
  const shown = examples.map(({ line, tells }) => `pauseline ${line.padEnd(width)}  # ${tells}`);
  return [
    `## ${nameOf(usage)}`,
    `${summary}: ${code(`pauseline ${usage}`)}`,
    `\`\`\`sh\n${shown.join("\n")}\n\`\`\``,
    table(["Argument", "Is"], positionals.map(({ name, describe, choices }) => [code(name), `${describe ?? ""}${choices === undefined ? "" : ` (${choices.join(", ")})`}`])),
    optionTable(options),
  ].filter((part) => part !== "").join("\n\n");
}

function optionTable(options: Command["options"]): string {
  return table(["Option", "Does"], describeOptions(options).map(({ name, text }) => [code(name), text]));
}

function nameOf(usage: string): string {
  return usage.split(" ")[0] ?? usage;
}

/** As it is typed; a bar would end the cell of a table. */
function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}
