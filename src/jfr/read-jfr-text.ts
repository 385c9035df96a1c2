import type { EventSink } from "../events/gc-event.js";
import { parseBlockLine, parseBlockStart, position, setInput } from "../generated/jfr-text-bytes.js";
import { LineCutter } from "../lines/chunk-lines.js";
import { decodeBytes } from "./decode-chunks.js";
import { ExportReading } from "./export-reading.js";
import type { JfrStruct, JfrValue } from "./jfr-record.js";
import type { RecordingOptions, RecordingReport } from "./recording-report.js";
import { RoundedOrder } from "./rounded-order.js";
import { TextBlock } from "./text-block.js";
import { TextClock } from "./text-clock.js";

const CLOSE_BRACE = 0x7d;
const OPEN_BRACE = 0x7b;
const BLANK = 0x20;

/**
 * Reads the text of `jfr print`, of any JDK and locale, one block at a time. The text rounds (start times to 1 ms, sizes to
 * 0.1 MB, durations of JDK 17 and later to three digits), has no zone and before JDK 21 no date; warnings say so. Throws
 * PauselineError when there is no event at all.
 */
export async function readJfrText(
  chunks: AsyncIterable<Uint8Array>,
  sink: EventSink,
  options: RecordingOptions,
): Promise<RecordingReport> {
  const reading = new ExportReading(sink, options, new RoundedOrder());
  const reader = new TextReader(reading);
  const lines = new LineCutter((bytes, start, end) => reader.take(bytes, start, end));
  for await (const chunk of decodeBytes(chunks)) lines.push(chunk);
  lines.finish();
  return reader.finish();
}

class TextReader {
  private readonly clock = new TextClock();
  private block: TextBlock | null = null;
  private type: string | null = null;
  private isDamaged = false;

  constructor(private readonly reading: ExportReading) {}

  take(bytes: Uint8Array, start: number, end: number): void {
    if (end === start) return;
    const first = bytes[start];
    if (first === CLOSE_BRACE) this.closeBlock();
    else if (first !== BLANK && bytes[end - 1] === OPEN_BRACE) this.openBlock(bytes.subarray(start, end));
    else if (this.block !== null && first === BLANK) this.takeField(bytes.subarray(start, end));
  }

  finish(): RecordingReport {
    if (this.type !== null) this.reading.warnings.add("truncated", "the export ends in the middle of an event");
    this.reading.warnings.add(
      "text-export",
      "the text of `jfr print` is rounded and has no time zone (taken as UTC); the .jfr file or `jfr print --json` is exact",
    );
    if (this.clock.lacksDate) {
      this.reading.warnings.add("no-date", "the export has times without a date; they are counted from 1970-01-01");
    }
    return this.reading.finish();
  }

  private openBlock(line: Uint8Array): void {
    if (this.type !== null) this.reading.reject("an event has no end");
    point(line);
    this.type = parseBlockStart(0) ?? null;
    this.isDamaged = false;
    this.block = this.type !== null && this.reading.isWanted(this.type) ? new TextBlock() : null;
  }

  private takeField(line: Uint8Array): void {
    const readable = line.some((byte) => byte > 127) ? withAsciiDigits(line) : line;
    point(readable);
    const parsed = parseBlockLine(0);
    if (parsed === undefined || position() < readable.length) this.isDamaged = true;
    else this.block?.add(parsed);
  }

  private closeBlock(): void {
    const { type, block } = this;
    this.type = null;
    this.block = null;
    if (type === null) return;
    if (block === null) this.reading.skip();
    else if (this.isDamaged) this.reading.reject("an event has a line that cannot be read");
    else this.reading.add(type, this.withInstants(block.finish()));
  }

  private withInstants(struct: JfrStruct): JfrStruct {
    const dated: Record<string, JfrValue> = {};
    for (const [name, value] of Object.entries(struct)) dated[name] = this.clock.dateIfInstant(value);
    return dated;
  }
}

/** The generated parser wants a line feed behind the line. */
let lineBuffer = new Uint8Array(1024);

function point(line: Uint8Array): void {
  if (line.length >= lineBuffer.length) lineBuffer = new Uint8Array(line.length * 2);
  lineBuffer.set(line);
  lineBuffer[line.length] = 10;
  setInput(lineBuffer, line.length);
}

/** Java prints digits of the user's locale: Arabic, Persian, Devanagari and others, in runs of ten code points. */
function withAsciiDigits(line: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(line);
  const ascii = text
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0) as number)))
    .replace(/\u066b/g, ".");
  return new TextEncoder().encode(ascii);
}

/** Each script's zero is the code point before which no decimal digit stands; real scripts begin their ten at …0 or …6. */
function digitValue(codePoint: number): number {
  let zero = codePoint;
  while (codePoint - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return codePoint - zero;
}
