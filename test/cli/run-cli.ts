import type { CommandIo } from "../../src/cli/io.js";
import { main } from "../../src/cli/main.js";

/** Runs the program with a recorded process. */
export async function runCli(args: readonly string[], stdin: Uint8Array = new Uint8Array(0)): Promise<{ status: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const io: CommandIo = {
    out: async (text) => {
      out += text;
    },
    err: (line) => {
      err += `${line}\n`;
    },
    stdin: (async function* () {
      yield stdin;
    })(),
    isTerminal: false,
    isErrorTerminal: false,
    columns: 100,
    environment: {},
  };
  const status = await main(args, io);
  return { status, out, err };
}
