import { type CommandIo, EXIT } from "./io.js";

/**
 * The real process behind {@link CommandIo}. A reader that closes standard output early (`| head`) ends the program
 * quietly, as it does for any filter. `settle` waits until everything written has left the process.
 */
export function processIo(process: NodeJS.Process): { io: CommandIo; settle: () => Promise<void> } {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      if (stream === process.stdout) process.stderr.write(`pauseline: standard output cannot be written (${error.code ?? error.message}); write to a place with room, or use --out\n`);
      process.exit(EXIT.input);
    });
  }
  const io: CommandIo = {
    out: (text) =>
      new Promise((resolve) => {
        if (process.stdout.write(text)) resolve();
        else process.stdout.once("drain", resolve);
      }),
    err: (line) => void process.stderr.write(`${line}\n`),
    stdin: process.stdin,
    isTerminal: process.stdout.isTTY === true,
    isErrorTerminal: process.stderr.isTTY === true,
    columns: process.stdout.columns ?? 100,
    environment: process.env,
  };
  return { io, settle: () => flushed(process.stdout) };
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0) resolve();
    else stream.once("drain", resolve);
  });
}
