const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const LINE_FEED = 0x0a;
const BLANK = 0x20;

/** An event longer than this is no event. */
const LONGEST_EVENT = 16 * 2 ** 20;

/**
 * Cuts a JSON export into its events without parsing it: an event is an object whose first key is `"type"`. Works on
 * the layout of `jfr print --json`, on `jq -c` output, on a bare array and on one event per line, with memory for one event.
 */
export class JsonSplitter {
  /** Bytes of an event begun in an earlier chunk. */
  private carried = new Uint8Array(4096);
  private carriedLength = 0;
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  /** Depth of the objects now open that might be events; 0 outside of one. */
  private eventDepth = 0;
  /** Events given up because they had no end within reason. */
  overlongCount = 0;
  private isOverlong = false;
  /** Blanks before the keys of the open event; 0 when it is not laid out in lines. */
  private indentation = 0;
  /** Blanks met in the line so far; -1 behind them. */
  private blanks = -1;

  /** `found` gets the bytes of one object, braces included; they are valid only during the call. */
  constructor(private readonly found: (bytes: Uint8Array) => void) {}

  push(chunk: Uint8Array): void {
    let eventStart = this.eventDepth > 0 ? 0 : -1;
    let at = 0;
    const length = chunk.length;
    while (at < length) {
      if (this.indentation > 0) {
        at = this.passIndented(chunk, at);
        if (at >= length) break;
        this.indentation = 0;
        this.depth = this.eventDepth;
      }
      if (this.isInString) {
        at = this.passString(chunk, at);
        continue;
      }
      const byte = chunk[at] as number;
      if (byte === QUOTE) this.isInString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.depth++;
        if (byte === OPEN_BRACE && this.eventDepth === 0 && this.beginsEvent(chunk, at)) {
          this.eventDepth = this.depth;
          eventStart = at;
          this.indentation = indentationAfter(chunk, at + 1);
          this.blanks = -1;
        }
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (this.eventDepth > 0 && this.depth === this.eventDepth) {
          this.emit(chunk, eventStart, at + 1);
          eventStart = -1;
          this.eventDepth = 0;
        }
        if (this.depth > 0) this.depth--;
      }
      at++;
    }
    if (this.eventDepth > 0) this.carry(chunk.subarray(eventStart));
  }

  /**
   * Passes an event that is laid out in lines, as the JDK's tool and most others do, and returns where its closing brace stands:
   * the first line that is indented less than the event's keys. Strings have no line feeds, so nothing else needs a look.
   */
  private passIndented(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (this.blanks < 0) {
        const lineFeed = chunk.indexOf(LINE_FEED, at);
        if (lineFeed < 0) return chunk.length;
        at = lineFeed + 1;
        this.blanks = 0;
      } else if (chunk[at] === BLANK && this.blanks < this.indentation) {
        this.blanks++;
        at++;
      } else if (chunk[at] === CLOSE_BRACE && this.blanks < this.indentation) return at;
      else this.blanks = -1;
    }
    return at;
  }

  /** Whether the input ended inside an event. */
  get isCut(): boolean {
    return this.eventDepth > 0;
  }

  /** Objects around the events begin with "recording" or "events"; anything else outside is taken for an event. */
  private beginsEvent(chunk: Uint8Array, at: number): boolean {
    let next = at + 1;
    while (next < chunk.length && (chunk[next] as number) <= 0x20) next++;
    if (next >= chunk.length) return this.depth >= EVENTS_DEPTH;
    return chunk[next] === QUOTE && (chunk[next + 1] === 0x74 || chunk[next + 1] === 0x76 || chunk[next + 1] === undefined && this.depth >= EVENTS_DEPTH);
  }

  /** Native search for the closing quote: strings are most of an export with stack traces. */
  private passString(chunk: Uint8Array, from: number): number {
    let at = from;
    if (this.isEscaped) {
      this.isEscaped = false;
      at++;
    }
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === QUOTE) {
        this.isInString = false;
        return at + 1;
      }
      if (byte === BACKSLASH) {
        at++;
        if (at >= chunk.length) this.isEscaped = true;
      }
    }
    return at;
  }

  private emit(chunk: Uint8Array, start: number, end: number): void {
    if (this.isOverlong) {
      this.isOverlong = false;
      this.overlongCount++;
      return;
    }
    if (this.carriedLength === 0) {
      this.found(chunk.subarray(start, end));
      return;
    }
    this.carry(chunk.subarray(0, end));
    const { carriedLength } = this;
    this.carriedLength = 0;
    if (!this.isOverlong) this.found(this.carried.subarray(0, carriedLength));
  }

  private carry(bytes: Uint8Array): void {
    const needed = this.carriedLength + bytes.length;
    if (this.isOverlong || needed > LONGEST_EVENT) {
      this.isOverlong = true;
      this.carriedLength = 0;
      return;
    }
    if (needed > this.carried.length) {
      const larger = new Uint8Array(Math.max(needed, this.carried.length * 2));
      larger.set(this.carried.subarray(0, this.carriedLength));
      this.carried = larger;
    }
    this.carried.set(bytes, this.carriedLength);
    this.carriedLength = needed;
  }
}

/** `{ "recording": { "events": [ {`: the depth of events in a whole export, for a brace cut off at the end of a chunk. */
const EVENTS_DEPTH = 4;

/** Blanks before a key that stands in the line after an opening brace; 0 when it stands elsewhere. */
function indentationAfter(chunk: Uint8Array, from: number): number {
  let at = from;
  if (chunk[at] === 0x0d) at++;
  if (chunk[at] !== LINE_FEED) return 0;
  const start = ++at;
  while (chunk[at] === BLANK) at++;
  return chunk[at] === QUOTE ? at - start : 0;
}
