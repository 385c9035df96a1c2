import yargs from "yargs";
import { printError } from "./print-error.js";
import { type CommandIo, EXIT, type ExitCode } from "./io.js";
import type { Command } from "./command.js";
import { COMMANDS } from "./commands/index.js";
import { STDIN_ARGUMENT } from "./input-options.js";
import { blankControls } from "../report/plain-text.js";
import { productVersion } from "./product-files.js";

const EXAMPLES: readonly (readonly [string, string])[] = [
  ["$0 analyze gc.log --slo p99=50ms", "what the pauses do to a promise, and what to change"],
  ["$0 analyze gc.log recording.jfr --latency k6.csv --out report", "log, recording and load test of one run; Markdown, charts and JSON"],
  ["$0 timeline gc.log --format csv", "every pause as a row"],
  ["$0 flags 21 -- -XX:+UseZGC -XX:+ZGenerational", "would this JVM start"],
];

/**
 * The whole program: reads the command line, runs one command, returns its exit status. Nothing is thrown: every
 * failure becomes one line on standard error that says what to do next.
 */
export async function main(args: readonly string[], outside: CommandIo): Promise<ExitCode> {
  // Names of files and words of inputs stand in warnings, progress and errors: none of them may speak to the terminal.
  const io: CommandIo = { ...outside, err: (line) => outside.err(blankControls(line)) };
  let status: ExitCode = EXIT.ok;
  const words = joinDashedValues(args.map((word) => (word === "-" ? STDIN_ARGUMENT : word)));
  const isDebug = args.includes("--debug");
  const parser = yargs(words)
    .scriptName("pauseline")
    .usage("$0 <command> [inputs…]\n\nReads JVM GC logs and Flight Recorder files: what the pauses are, whether they break your\nlatency promise, and which flags to change.")
    .parserConfiguration({ "populate--": true, "duplicate-arguments-array": true, "camel-case-expansion": false, "parse-numbers": false, "parse-positional-numbers": false })
    .option("debug", { type: "boolean", default: false, describe: "print the stack trace of a failure", global: true })
    .option("color", { type: "boolean", describe: "colours in the terminal; --no-color switches them off", global: true })
    .option("quiet", { type: "boolean", default: false, describe: "no warnings and no progress on standard error", global: true })
    .option("progress", { type: "boolean", describe: "show progress on standard error even when it is no terminal", global: true })
    .demandCommand(1, "no command given")
    .recommendCommands()
    .strict()
    .completion("completion", "print a shell completion script")
    .help()
    .alias("help", "h")
    .version(await productVersion())
    .wrap(Math.min(110, io.columns))
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new CommandLineError(message);
    });
  for (const [command, text] of EXAMPLES) parser.example(command, text);
  for (const command of COMMANDS) {
    parser.command(
      command.usage,
      command.summary,
      (y) => {
        for (const positional of command.positionals ?? []) y.positional(positional.name, positional);
        return y.options(command.options).strictOptions();
      },
      async (argv) => {
        status = await command.run(withLastOfEach(argv, command), io);
      },
    );
  }
  try {
    await parser.parseAsync(words, {}, (_error, _argv, output) => {
      if (output !== "" && _error == null) void io.out(`${output}\n`);
    });
    return status;
  } catch (error) {
    return printError(error, io, isDebug);
  }
}

/** Of an option that takes one value and was given several times the last counts, so that a script's default can be overridden. */
function withLastOfEach(argv: Readonly<Record<string, unknown>>, { options }: Command): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(argv).map(([name, value]) => [name, Array.isArray(value) && options[name] !== undefined && options[name].array !== true ? (value as unknown[]).at(-1) : value]));
}

/** Options whose value begins with a dash by nature; yargs takes such a value for an option unless it is joined by `=`. */
const DASHED_VALUES: ReadonlySet<string> = new Set(["--jvm-options"]);

function joinDashedValues(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let isOver = false;
  for (const word of words) {
    isOver ||= word === "--";
    const before = joined.at(-1);
    if (!isOver && before !== undefined && DASHED_VALUES.has(before)) joined[joined.length - 1] = `${before}=${word}`;
    else joined.push(word);
  }
  return joined;
}

/** What yargs says about a command line that it cannot read. */
export class CommandLineError extends Error {}
