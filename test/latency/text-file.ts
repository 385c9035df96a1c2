import type { InputFile } from "../../src/input/input-file.js";

/** A file in memory, handed out in small chunks so that lines and characters are cut. */
export function textFile(text: string | Uint8Array, chunkBytes = 1000): InputFile {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return {
    path: "latency", sizeBytes: bytes.length, warnings: [],
    async *open() {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.slice(at, at + chunkBytes);
    },
    peek: async (most = 256 * 1024) => bytes.slice(0, most),
    randomAccess: async () => null,
  };
}
