import { closeSync, ftruncateSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PauselineError } from "../errors/pauseline-error.js";
import { type ByteSource, CHUNK_BYTES, gatherChunks } from "./byte-source.js";
import { readFailure } from "./disk-file.js";
import type { ReadingBudget } from "./reading-budget.js";

/** Kept in memory before the spool goes to a temporary file. */
const MEMORY_BYTES = 64 << 20;

/**
 * Standard input or a pipe as a source that can be read again: what arrived is kept, at first in memory and from
 * {@link MEMORY_BYTES} on in a temporary file without a name, which vanishes with the process.
 */
export function spooledSource(path: string, stream: AsyncIterable<Uint8Array>, budget: ReadingBudget): ByteSource {
  const incoming = gatherChunks(stream);
  const inMemory: Uint8Array[] = [];
  const spool = { memoryBytes: 0, totalBytes: 0, overflow: null as number | null, isComplete: false };
  let arrival: Promise<void> | null = null;

  const receive = async (): Promise<void> => {
    const next = await incoming.next().catch((error: unknown) => {
      throw error instanceof PauselineError ? error : readFailure(path, error);
    });
    if (next.done) {
      spool.isComplete = true;
      return;
    }
    const chunk = next.value;
    budget.countBytes(path, chunk.length);
    if (spool.overflow === null && spool.memoryBytes + chunk.length <= MEMORY_BYTES) {
      inMemory.push(chunk);
      spool.memoryBytes += chunk.length;
    } else {
      spool.overflow ??= openNamelessFile(path);
      writeAll(path, spool.overflow, chunk, spool.totalBytes - spool.memoryBytes);
    }
    spool.totalBytes += chunk.length;
  };
  /** Several readers wait for one and the same chunk. */
  const receiveOnce = () => {
    arrival ??= receive().finally(() => {
      arrival = null;
    });
    return arrival;
  };

  return {
    sizeBytes: null,
    async *open(startByte = 0) {
      let at = startByte;
      let index = 0;
      let indexStart = 0;
      for (;;) {
        while (at >= spool.totalBytes && !spool.isComplete) await receiveOnce();
        if (at >= spool.totalBytes) return;
        if (at >= spool.memoryBytes && spool.overflow !== null) {
          const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, spool.totalBytes - at));
          const count = readSync(spool.overflow, buffer, 0, buffer.length, at - spool.memoryBytes);
          at += count;
          yield buffer.subarray(0, count);
          continue;
        }
        let chunk = inMemory[index];
        while (chunk && indexStart + chunk.length <= at) {
          indexStart += chunk.length;
          chunk = inMemory[++index];
        }
        if (!chunk) continue;
        // A copy, because the spool may be read again and the reader owns what it gets.
        const part = chunk.slice(at - indexStart);
        at += part.length;
        yield part;
      }
    },
  };
}

function openNamelessFile(path: string): number {
  try {
    const folder = mkdtempSync(join(tmpdir(), "pauseline-"));
    const name = join(folder, "spool");
    const fd = openSync(name, "wx+", 0o600);
    unlinkSync(name);
    rmdirSync(folder);
    return fd;
  } catch (error) {
    throw spoolFailure(path, error);
  }
}

function writeAll(path: string, fd: number, chunk: Uint8Array, position: number): void {
  try {
    for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at, chunk.length - at, position + at);
  } catch (error) {
    ftruncateSync(fd, 0);
    closeSync(fd);
    throw spoolFailure(path, error);
  }
}

function spoolFailure(path: string, error: unknown): PauselineError {
  return new PauselineError("input", "no room to keep the piped input for a second reading", {
    path,
    hint: "save it to a file and give that, or set TMPDIR to a folder with more space",
    cause: error,
  });
}
