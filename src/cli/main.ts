import yargs from "yargs";
import { printError } from "./print-error.js";
import { type CommandIo, EXIT, type ExitCode } from "./io.js";
import type { Command } from "./command.js";
import { COMMANDS } from "./commands/index.js";
import { GLOBAL_OPTIONS } from "./global-options.js";
import { STDIN_ARGUMENT } from "./input-options.js";
import { blankControls } from "../report/plain-text.js";
import { productVersion } from "./product-files.js";

/**
 * The whole program: reads the command line, runs one command, returns its exit status. Nothing is thrown: every
 * failure becomes one line on standard error that says what to do next.
 */
export async function main(args: readonly string[], outside: CommandIo): Promise<ExitCode> {
  // Names of files and words of inputs stand in warnings, progress and errors: none of them may speak to the terminal.
  const io: CommandIo = { ...outside, err: (line) => outside.err(blankControls(line)) };
  let status: ExitCode = EXIT.ok;
  const words = joinDashedValues(namesBehindDashes(args).map((word) => (word === "-" ? STDIN_ARGUMENT : word)));
  const isDebug = args.includes("--debug");
  const parser = yargs(words)
    .scriptName("pauseline")
    .usage("$0 <command> [inputs…]\n\nReads JVM GC logs and Flight Recorder files: what the pauses are, whether they break your\nlatency promise, and which flags to change.")
    .parserConfiguration({ "populate--": true, "duplicate-arguments-array": true, "camel-case-expansion": false, "parse-numbers": false, "parse-positional-numbers": false })
    .options(GLOBAL_OPTIONS)
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
  for (const { examples: [first] } of COMMANDS) if (first !== undefined) parser.example(`$0 ${first.line}`, first.tells);
  for (const command of COMMANDS) {
    parser.command(
      command.usage,
      command.summary,
      (y) => {
        for (const positional of command.positionals ?? []) y.positional(positional.name, positional);
        for (const { line, tells } of command.examples) y.example(`$0 ${line}`, tells);
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

/** Behind a lone `--` stand names of files, whatever they begin with; only `flags` has JVM options there. */
function namesBehindDashes(args: readonly string[]): readonly string[] {
  const dashes = args.indexOf("--");
  if (dashes < 0 || args[0] === "flags") return args;
  return [...args.slice(0, dashes), ...args.slice(dashes + 1).map((name) => (name.startsWith("-") ? `./${name}` : name))];
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
