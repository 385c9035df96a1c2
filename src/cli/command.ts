import type { Options, PositionalOptions } from "yargs";
import type { CommandIo, ExitCode } from "./io.js";

/** A command line without the program's name, and what it tells. */
export interface Example {
  readonly line: string;
  readonly tells: string;
}

/** One command: its options are data, its body imports what it needs when it runs, its result is an exit status. */
export interface Command {
  /** yargs usage: `analyze <inputs..>`. */
  readonly usage: string;
  readonly summary: string;
  readonly positionals?: readonly (PositionalOptions & { readonly name: string })[];
  readonly options: Readonly<Record<string, Options>>;
  /** Most useful first: that one also stands in the help of the whole program. */
  readonly examples: readonly Example[];
  readonly run: (argv: Readonly<Record<string, unknown>>, io: CommandIo) => Promise<ExitCode>;
}
