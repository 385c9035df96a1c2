import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { PauselineError } from "../errors/pauseline-error.js";
import { CHUNK_BYTES, type SeekableSource } from "./byte-source.js";
import type { RandomAccess } from "./input-file.js";

/**
 * A plain file as it was when it was found: a log that is still being written is read up to its size at that moment, so
 * that every pass over it sees the same bytes. `warn` learns of growth and of shrinking.
 */
export function diskSource(path: string, sizeBytes: number, warn: (code: string, message: string) => void): SeekableSource {
  return {
    sizeBytes,
    async *open(startByte = 0) {
      const fd = openForReading(path);
      try {
        let at = startByte;
        // Reading synchronously: from the page cache a read costs less than a trip through the thread pool.
        while (at < sizeBytes) {
          const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, sizeBytes - at));
          const count = readAt(fd, path, buffer, at);
          if (count === 0) break;
          at += count;
          yield buffer.subarray(0, count);
        }
        if (at < sizeBytes) warn("shrunk", `the file became shorter while it was read: ${at} of ${sizeBytes} bytes are left`);
        else if (fstatSync(fd).size > sizeBytes) warn("growing", `the file is still being written: read up to byte ${sizeBytes}`);
      } finally {
        closeSync(fd);
      }
    },
    async read(offset, length) {
      const fd = openForReading(path);
      try {
        const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, sizeBytes - offset)));
        return buffer.subarray(0, readAt(fd, path, buffer, offset));
      } finally {
        closeSync(fd);
      }
    },
  };
}

/** The file by offset, held open until closed. All pieces share one buffer. */
export async function openRandomAccess(path: string, sizeBytes: number): Promise<RandomAccess> {
  const fd = openForReading(path);
  let buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  return {
    size: sizeBytes,
    async read(offset, length) {
      const wanted = Math.max(0, Math.min(length, sizeBytes - offset));
      if (wanted > buffer.length) buffer = Buffer.allocUnsafeSlow(wanted);
      return buffer.subarray(0, readAt(fd, path, buffer.subarray(0, wanted), offset));
    },
    async close() {
      closeSync(fd);
    },
  };
}

function openForReading(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** Fills the buffer as far as the file goes. */
function readAt(fd: number, path: string, buffer: Buffer, offset: number): number {
  let filled = 0;
  try {
    while (filled < buffer.length) {
      const count = readSync(fd, buffer, filled, buffer.length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
  } catch (error) {
    throw readFailure(path, error);
  }
  return filled;
}

const REASONS: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ENOENT: ["no such file", "check the path; quote a glob so that the shell leaves it alone"],
  EACCES: ["permission denied", "make the file readable for this user, or pipe it in and give - as the input"],
  EPERM: ["permission denied", "make the file readable for this user, or pipe it in and give - as the input"],
  ENOTDIR: ["no such file: a part of the path is not a directory", "check the path"],
  ELOOP: ["too many symbolic links", "give the path of the file itself"],
  EMFILE: ["too many open files", "give fewer inputs at once"],
};

/** The error for a path that the operating system refused. */
export function readFailure(path: string, error: unknown): PauselineError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const [what, hint] = REASONS[code] ?? [`cannot be read (${code || String(error)})`, "check that the file can be read"];
  return new PauselineError("input", what, { path, hint, cause: error });
}
