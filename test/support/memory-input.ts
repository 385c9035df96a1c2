import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type Reading, readInputs } from "../../src/analysis/read-inputs.js";
import type { InputFile } from "../../src/input/input-file.js";
import type { Timeline } from "../../src/timeline/timeline.js";
import { logOf } from "./samples.js";

/** Bytes as an input, handed out in chunks of an odd length so that lines span chunks. */
function memoryInput(content: string | Uint8Array, path = "memory.log"): InputFile {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    path,
    sizeBytes: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += 9973) yield bytes.slice(at, at + 9973);
    },
    peek: async (most = 262_144) => bytes.slice(0, most),
    randomAccess: async () => null,
    warnings: [],
  };
}

export function readParts(...parts: readonly (string | Uint8Array)[]): Promise<Reading> {
  return readInputs(parts.map((part, index) => memoryInput(part, `part-${index}.log`)));
}

/** The text of a sample's log. */
export function sampleText(sample: string): string {
  const bytes = readFileSync(logOf(sample));
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** A pause with everything that an arrangement of the input must not change; its line is told apart. */
export interface PauseFacts {
  readonly line: number;
  readonly facts: string;
}

/** The pauses of a timeline in its order, as texts that can be compared. */
export function pauseFacts({ pauses, names }: Timeline): readonly PauseFacts[] {
  return Array.from({ length: pauses.length }, (_, row) => ({
    line: pauses.line[row] as number,
    facts: [
      names[pauses.kind[row] as number],
      names[pauses.cause[row] as number],
      pauses.gcId[row],
      pauses.startMs[row]?.toFixed(4),
      pauses.durationMs[row],
      pauses.beforeBytes[row],
      pauses.afterBytes[row],
    ].join("; "),
  }));
}
