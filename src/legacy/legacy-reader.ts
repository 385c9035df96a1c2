import type { EventSink } from "../events/gc-event.js";
import { parseCollectorFlag, parseEnvelope, parseFragment, parseLine, position, setInput } from "../generated/legacy-bytes.js";
import { joinParts, unwrapJsonLine } from "../lines/envelope.js";
import { LineCutter } from "../lines/chunk-lines.js";
import type { LineReader, LineVerdict, RejectedLine } from "../lines/line-reader.js";
import type { LegacyFragment } from "./fragment.js";
import { PauseRecords } from "./pause-records.js";

const SPACE = 32;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const BRACE = 0x7b;
const REJECTED_KEPT = 50;
/** Text of somebody else before a record (an application's line without its end, a logger's prefix) is searched up to here. */
const LONGEST_PREFIX_BYTES = 400;

/**
 * Reads logs of JDK 6 to 8, line after line, and passes events on. `input` is the index of the input among those of the
 * analysis. Each line ends as parsed (an event or a piece of a record), ignored (known and not needed, or not the JVM's) or
 * unrecognized (within a record and not understood).
 */
export function createLegacyReader(input: number, sink: EventSink): LineReader {
  return new LegacyReader(input, sink);
}

class LegacyReader implements LineReader {
  readonly rejected: RejectedLine[] = [];
  zoneMinutes: number | null = null;
  gcLines = 0;
  private readonly records: PauseRecords;
  private partial: Uint8Array | null = null;

  constructor(input: number, sink: EventSink) {
    this.records = new PauseRecords(input, sink);
  }

  readLine(bytes: Uint8Array, start: number, end: number, line: number): LineVerdict {
    this.records.beginLine();
    if (this.partial !== null) {
      const joined = joinParts(this.partial, bytes, start, end);
      this.partial = null;
      return this.readLine(joined, 0, joined.length - 1, line);
    }
    if (start === end) return "ignored";
    if (bytes[start] === BRACE) {
      const unwrapped = unwrapJsonLine(bytes, start, end);
      if (unwrapped?.isPartial) {
        this.partial = unwrapped.bytes.subarray(0, unwrapped.end);
        return "ignored";
      }
      if (unwrapped !== null) return this.readText(unwrapped.bytes, 0, unwrapped.end, line);
    }
    return this.readText(bytes, start, end, line);
  }

  finish(): void {
    this.partial = null;
    this.records.finish();
  }

  private readText(bytes: Uint8Array, start: number, end: number, line: number): LineVerdict {
    setInput(bytes, end);
    const verdict = this.readFrom(bytes, start, end, line);
    if (verdict !== null) return verdict;
    if (parseEnvelope(start) !== undefined) {
      const inner = this.readFrom(bytes, position(), end, line);
      if (inner !== null) return inner;
    }
    return this.readRecordWithin(bytes, start, end, line) ?? (this.records.isOpen ? this.readRestWithin(bytes, start, end, line) : null) ?? "ignored";
  }

  /** Reads a line from `at` on; null when nothing of it is the JVM's. */
  private readFrom(bytes: Uint8Array, at: number, end: number, line: number): LineVerdict | null {
    const whole = parseLine(at);
    if (whole !== undefined) return this.readWholeLine(whole, bytes, at, end, line);
    return this.readFragments(bytes, at, end, line);
  }

  private readWholeLine(fragment: LegacyFragment, bytes: Uint8Array, start: number, end: number, line: number): LineVerdict {
    if (fragment.use === "skip") return "ignored";
    const hasPlace = this.records.accept(fragment, line, true);
    if (!hasPlace) return "ignored";
    this.gcLines++;
    if (fragment.use === "fact" && fragment.event.type === "jvmOptions") this.readCollectorFlags(bytes, start, end, line);
    return fragment.use === "row" && fragment.row === null ? "ignored" : "parsed";
  }

  /** The header's flags say which collector runs, also where no line of a collection does. */
  private readCollectorFlags(bytes: Uint8Array, start: number, end: number, line: number): void {
    for (let at = bytes.indexOf(SPACE, start); at >= 0 && at < end; at = bytes.indexOf(SPACE, at + 1)) {
      const flag = parseCollectorFlag(at + 1);
      if (flag !== undefined) {
        this.records.accept(flag, line, false);
        return;
      }
    }
  }

  /** Reads fragment after fragment; null when the line does not begin with one or none of them had a place. */
  private readFragments(bytes: Uint8Array, start: number, end: number, line: number): LineVerdict | null {
    let at = start;
    let isFirst = true;
    let hasMeaning = false;
    let hasUnknownText = false;
    let hasStamp = false;
    while (at < end) {
      const fragment = parseFragment(at);
      if (fragment === undefined) {
        // Behind a record somebody else may go on writing; within one, text has to be known.
        if (!hasMeaning) return hasStamp && this.records.isOpen ? this.reject(bytes, start, end, line) : null;
        if (this.records.isOpen) hasUnknownText = true;
        at = skipText(bytes, at, end);
        continue;
      }
      at = position();
      if (fragment.use === "stamp") {
        hasStamp = true;
        this.zoneMinutes ??= fragment.zoneMinutes;
      }
      const hasPlace = this.records.accept(fragment, line, isFirst);
      if (!hasPlace && !hasMeaning) return null;
      if (fragment.use !== "stamp" && fragment.use !== "skip") {
        isFirst = false;
        hasMeaning = true;
      }
    }
    if (hasUnknownText) return this.reject(bytes, start, end, line);
    if (!hasMeaning) return isFirst && !hasStamp ? null : "ignored";
    this.gcLines++;
    return "parsed";
  }

  /** Looks for a record behind text of somebody else: `loading … 1.234: [GC (Allocation Failure) …`. */
  private readRecordWithin(bytes: Uint8Array, start: number, end: number, line: number): LineVerdict | null {
    const limit = Math.min(end, start + LONGEST_PREFIX_BYTES);
    for (let bracket = bytes.indexOf(OPEN, start + 1); bracket >= 0 && bracket < limit; bracket = bytes.indexOf(OPEN, bracket + 1)) {
      const opening = parseFragment(bracket);
      if (opening === undefined || (opening.use !== "open" && opening.use !== "alone")) continue;
      return this.readFragments(bytes, stampBefore(start, bracket), end, line);
    }
    return null;
  }

  /** Looks for the rest of an open record behind text of somebody else: `progress: 50%: 11072K->1216K(11072K), 0.0069 secs] …`. */
  private readRestWithin(bytes: Uint8Array, start: number, end: number, line: number): LineVerdict | null {
    const limit = Math.min(end, start + LONGEST_PREFIX_BYTES);
    for (let at = start + 1; at < limit; at++) {
      const fragment = parseFragment(at);
      if (fragment?.use === "stamp" || fragment?.use === "transition" || (fragment?.use === "close" && !Number.isNaN(fragment.durationMs))) {
        return this.readFragments(bytes, at, end, line);
      }
      // A number is tried as a whole or not at all.
      while (at + 1 < limit && isDigit(bytes[at]) && isDigit(bytes[at + 1])) at++;
    }
    return null;
  }

  private reject(bytes: Uint8Array, start: number, end: number, line: number): LineVerdict {
    if (this.rejected.length < REJECTED_KEPT) {
      this.rejected.push({ line, level: "", tags: "", message: new TextDecoder().decode(bytes.subarray(start, end)) });
    }
    this.gcLines++;
    return "unrecognized";
  }
}

/** Where the stamp begins that ends at `bracket`; `bracket` itself when there is none. */
function stampBefore(start: number, bracket: number): number {
  for (let at = start; at < bracket; at++) {
    if (parseFragment(at)?.use === "stamp" && position() === bracket) return at;
  }
  return bracket;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** The end of a text that is no fragment: the next blank, comma or bracket. */
function skipText(bytes: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  while (at < end && bytes[at] !== SPACE && bytes[at] !== COMMA && bytes[at] !== OPEN && bytes[at] !== CLOSE) at++;
  return at;
}

/**
 * Whether the head of a file is that of a JDK 6–8 log: a stop, a concurrent phase, a stopped time or the JVM's own header
 * is in it. Application output around it does not matter. The caller asks for other kinds of logs first.
 */
export function looksLikeLegacyLog(head: Uint8Array): boolean {
  const reader = createLegacyReader(0, () => {});
  const cutter = new LineCutter((bytes, start, end, line) => {
    if (reader.gcLines === 0) reader.readLine(bytes, start, end, line);
  });
  cutter.push(head);
  cutter.finish();
  return reader.gcLines > 0;
}
