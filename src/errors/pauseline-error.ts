/** What went wrong, in the classes that decide the exit status. */
export type ErrorCode =
  /** The command line, configuration, budget or a rule is wrong: exit 2. */
  | "usage"
  /** An input cannot be read, or is no GC log, recording or latency file: exit 3. */
  | "input"
  /** Output could not be written: exit 3. */
  | "output";

/** The one error class of the product: a place, what happened, and what to do next. Only `cli/` prints it. */
export class PauselineError extends Error {
  override readonly name = "PauselineError";

  constructor(
    readonly code: ErrorCode,
    /** What happened, in one line without a full stop at the end. */
    message: string,
    readonly details: {
      /** File (or option) it happened in. */
      readonly path?: string;
      readonly line?: number;
      readonly column?: number;
      /** What to do next, in one line. */
      readonly hint?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
  }
}
