/** What a command may touch of the process; tests give their own. */
export interface CommandIo {
  /** Writes a result to standard output; resolves when the receiver took it. */
  readonly out: (text: string) => Promise<void>;
  /** Writes a line for people to standard error. */
  readonly err: (line: string) => void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly isTerminal: boolean;
  readonly isErrorTerminal: boolean;
  readonly columns: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The exit statuses of the contract. */
export const EXIT = {
  ok: 0,
  /** A limit or a comparison failed, a rule or a flag is not valid. */
  failed: 1,
  /** The command line, configuration, budget or a rule is wrong. */
  usage: 2,
  /** An input cannot be read, or an output not written. */
  input: 3,
  /** Nothing could be judged. */
  notJudged: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
