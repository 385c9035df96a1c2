/** The program under test, as far as the fuzzer knows it: the sources in the tests, the built package in long runs. */
export interface Subject {
  readonly main: (args: readonly string[], io: SubjectIo) => Promise<number>;
}

/** The part of the program's outside that a case needs; structurally the program's own type. */
interface SubjectIo {
  readonly out: (text: string) => Promise<void>;
  readonly err: (line: string) => void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly isTerminal: boolean;
  readonly isErrorTerminal: boolean;
  readonly columns: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What a run of the program left. */
export interface RunResult {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** Thrown through `main`, which never may be. */
  readonly thrown: unknown;
}

/** Runs the program in this process. */
export async function runSubject({ main }: Subject, args: readonly string[]): Promise<RunResult> {
  const out: string[] = [];
  const err: string[] = [];
  const io: SubjectIo = {
    out: async (text) => void out.push(text),
    err: (line) => void err.push(line),
    stdin: (async function* () {})(),
    isTerminal: false,
    isErrorTerminal: false,
    columns: 100,
    environment: {},
  };
  try {
    return { status: await main(args, io), out: out.join(""), err: err.join("\n"), thrown: null };
  } catch (thrown) {
    return { status: -1, out: out.join(""), err: err.join("\n"), thrown };
  }
}
