import type { EventSink } from "../events/gc-event.js";
import type { InputFile } from "../input/input-file.js";
import { readJfrJson } from "../jfr/read-jfr-json.js";
import { readJfrText } from "../jfr/read-jfr-text.js";
import { readJfrXml } from "../jfr/read-jfr-xml.js";
import { readRecording } from "../jfr/read-recording.js";
import type { RecordingReport } from "../jfr/recording-report.js";
import type { InputKind, InputReport } from "./analysis.js";

export type RecordingKind = Exclude<InputKind, "unified-log" | "legacy-log">;

/** Reads a recording or an export of one. `onBytes` is told how far reading has come, where the input is read forward. */
export async function readRecordingInput(file: InputFile, kind: RecordingKind, input: number, sink: EventSink, onBytes: (bytes: number) => void): Promise<InputReport> {
  let size = 0;
  const count = (bytes: number): void => {
    size += bytes;
    onBytes(bytes);
  };
  const { events, warnings } = kind === "jfr" ? await readBinary(file, input, sink, count) : await EXPORTS[kind](counted(file.open(), count), sink, { input, path: file.path });
  return { path: file.path, kind, bytes: size, lines: events, warnings: [...file.warnings, ...warnings], unrecognizedSamples: [] };
}

const EXPORTS = { "jfr-json": readJfrJson, "jfr-xml": readJfrXml, "jfr-text": readJfrText } as const;

/** A plain file is read by offset, since the types of an old recording stand at its end; anything else as a stream. */
async function readBinary(file: InputFile, input: number, sink: EventSink, count: (bytes: number) => void): Promise<RecordingReport> {
  const access = await file.randomAccess();
  if (access === null) return readRecording(counted(file.open(), count), sink, { input, path: file.path });
  try {
    const report = await readRecording(file.open(), sink, { input, path: file.path, randomAccess: { size: access.size, read: (offset, length) => access.read(offset, length) } });
    count(access.size);
    return report;
  } finally {
    await access.close();
  }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, count: (bytes: number) => void): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}
