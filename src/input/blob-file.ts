import { PauselineError } from "../errors/pauseline-error.js";
import { recognizeContent } from "./content-kind.js";
import { joinChunks } from "./byte-source.js";
import type { InputFile, InputWarning } from "./input-file.js";

const HEAD_BYTES = 256 * 1024;
const MAGIC_BYTES = 8192;

/**
 * A file that a page was given, as an input: read where it lies, a gzip decompressed on the way. Throws an input error for
 * other archives, which a page has to open itself.
 */
export async function blobFile(name: string, blob: Blob): Promise<InputFile> {
  const kind = recognizeContent(new Uint8Array(await blob.slice(0, MAGIC_BYTES).arrayBuffer()));
  if (kind !== "content" && kind !== "gzip") throw new PauselineError("input", "neither text, nor a recording, nor a gzip of one", { path: name, hint: "open the archive first, and give the file in it" });
  const isPlain = kind === "content";
  const warnings: InputWarning[] = [];
  async function* open(): AsyncGenerator<Uint8Array> {
    let read = 0;
    try {
      for await (const chunk of chunksOf(isPlain ? blob.stream() : blob.stream().pipeThrough(new DecompressionStream("gzip")))) {
        read += chunk.length;
        yield chunk;
      }
    } catch (error) {
      // What came before the damage is worth reading; a file that cannot be read at all is no damage.
      if (isPlain || error instanceof DOMException) throw error;
      warnings.push({ code: "damaged", message: `the gzip data is damaged or ends too early: read the first ${read} bytes of content`, line: null });
    }
  }
  return {
    path: name,
    sizeBytes: isPlain ? blob.size : null,
    open,
    peek: async (maxBytes = HEAD_BYTES) => {
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of open()) {
        chunks.push(chunk);
        length += chunk.length;
        if (length >= maxBytes) break;
      }
      warnings.length = 0;
      return joinChunks(chunks).subarray(0, maxBytes);
    },
    randomAccess: async () =>
      isPlain ? { size: blob.size, read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()), close: async () => {} } : null,
    warnings,
  };
}

/** Not every browser can iterate a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
