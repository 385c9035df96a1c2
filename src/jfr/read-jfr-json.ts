import type { EventSink } from "../events/gc-event.js";
import { decodeBytes } from "./decode-chunks.js";
import { ExportReading } from "./export-reading.js";
import { isStruct, type JfrStruct, type JfrValue } from "./jfr-record.js";
import type { RecordingOptions, RecordingReport } from "./recording-report.js";
import { JsonSplitter } from "./split-json.js";

/**
 * Reads `jfr print --json` of any JDK: streamed, with memory for one event, so exports beyond the length of a JavaScript
 * string are fine. Also bare arrays and one event per line. Throws PauselineError when there is no event at all.
 */
export async function readJfrJson(
  chunks: AsyncIterable<Uint8Array>,
  sink: EventSink,
  options: RecordingOptions,
): Promise<RecordingReport> {
  const reading = new ExportReading(sink, options);
  const splitter = new JsonSplitter((bytes) => takeEvent(bytes, reading));
  for await (const chunk of decodeBytes(chunks)) splitter.push(chunk);
  if (splitter.isCut) reading.warnings.add("truncated", "the export ends in the middle of an event");
  if (splitter.overlongCount > 0) reading.warnings.add("damaged-event", "an event has no end", null, splitter.overlongCount);
  return reading.finish();
}

const TYPE_KEY = [..."\"type\""].map((letter) => letter.charCodeAt(0));

function takeEvent(bytes: Uint8Array, reading: ExportReading): void {
  const type = firstType(bytes);
  if (type !== null && !reading.isWanted(type)) {
    reading.skip();
    return;
  }
  const event = parseObject(bytes);
  if (event === null || typeof event.type !== "string" || !isStruct(event.values)) {
    reading.reject("an object in the export is no event");
  } else if (reading.isWanted(event.type)) reading.add(event.type, event.values);
  else reading.skip();
}

/** The value of a leading `"type"` key, read without parsing the rest; null when the object begins otherwise. */
function firstType(bytes: Uint8Array): string | null {
  let at = 1;
  const passBlanks = (): void => {
    while ((bytes[at] as number) <= 0x20) at++;
  };
  passBlanks();
  for (const letter of TYPE_KEY) if (bytes[at++] !== letter) return null;
  passBlanks();
  if (bytes[at++] !== 0x3a) return null;
  passBlanks();
  if (bytes[at++] !== 0x22) return null;
  const start = at;
  while (at < bytes.length && bytes[at] !== 0x22) at++;
  return String.fromCharCode(...bytes.subarray(start, Math.min(at, start + 200)));
}

function parseObject(bytes: Uint8Array): JfrStruct | null {
  try {
    const value = JSON.parse(DECODER.decode(bytes)) as JfrValue;
    return isStruct(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const DECODER = new TextDecoder();
