import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { GcEvent, Stamp } from "../../src/events/gc-event.js";
import { readRecording } from "../../src/jfr/read-recording.js";
import type { RecordingReport } from "../../src/jfr/recording-report.js";

export interface Seen {
  readonly event: GcEvent;
  readonly stamp: Stamp;
}

export interface Outcome {
  readonly seen: readonly Seen[];
  readonly report: RecordingReport;
}

type Reader = typeof readRecording;

/** Bytes of a sample, unpacked. */
export function sampleBytes(name: string): Uint8Array {
  const bytes = readFileSync(new URL(`../../samples/jfr/${name}`, import.meta.url));
  return new Uint8Array(name.endsWith(".gz") ? gunzipSync(bytes) : bytes);
}

/** Reads bytes in pieces of odd lengths, so that everything is cut somewhere. */
export async function readBytes(reader: Reader, bytes: Uint8Array, pieceBytes = 7_777): Promise<Outcome> {
  const seen: Seen[] = [];
  const sink = (event: GcEvent, stamp: Stamp): void => void seen.push({ event, stamp: { ...stamp } });
  const report = await reader(pieces(bytes, pieceBytes), sink, { input: 0 });
  return { seen, report };
}

async function* pieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export function pausesOf({ seen }: Outcome): { gcId: number; durationMs: number; kind: string; epochMs: number; afterBytes: number }[] {
  return seen.flatMap(({ event, stamp }) =>
    event.type === "pause"
      ? [{ gcId: stamp.gcId, durationMs: event.durationMs, kind: event.kind, epochMs: stamp.epochMs, afterBytes: event.afterBytes }]
      : [],
  );
}
