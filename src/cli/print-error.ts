import { PauselineError } from "../errors/pauseline-error.js";
import { type CommandIo, EXIT, type ExitCode } from "./io.js";

const STATUS_OF = { usage: EXIT.usage, input: EXIT.input, output: EXIT.input } as const;

/**
 * One line on standard error: place, what happened, what to do next. The stack trace only with `--debug`. What is no
 * {@link PauselineError} and no mistake of the command line is a defect of ours and says so.
 */
export function printError(error: unknown, io: CommandIo, isDebug: boolean): ExitCode {
  const [text, status] = describe(error);
  io.err(`pauseline: ${oneLine(text)}`);
  if (isDebug && error instanceof Error) for (const line of (error.stack ?? String(error)).split("\n")) io.err(line);
  return status;
}

function describe(error: unknown): [string, ExitCode] {
  if (error instanceof PauselineError) {
    const { path, line, column, hint } = error.details;
    const place = path === undefined ? "" : `${path}${line === undefined ? "" : `:${line}`}${column === undefined ? "" : `:${column}`}: `;
    return [`${place}${error.message}${hint === undefined ? "" : `; ${hint}`}`, STATUS_OF[error.code]];
  }
  if (isCommandLineMistake(error)) return [`${error.message}; see pauseline --help`, EXIT.usage];
  const message = error instanceof Error ? error.message : String(error);
  return [`unexpected failure: ${message}; please report it, with the stack trace that --debug prints`, EXIT.input];
}

/** yargs throws its own YError, or what `fail` made of its message. */
function isCommandLineMistake(error: unknown): error is Error {
  return error instanceof Error && (error.name === "YError" || error.constructor.name === "CommandLineError");
}

/** Line breaks of inputs (a file name, say) would make two lines of one. */
function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ");
}
