/** Called for each line: `bytes[end]` is the line's end (`\n`, or `\r` of `\r\n`); the buffer is valid during the call only. */
export type LineSink = (bytes: Uint8Array, start: number, end: number, line: number) => void;

/** Longest line kept whole. What is longer is passed on cut to this length: no JVM prints such a line. */
const LONGEST_LINE_BYTES = 1 << 20;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/**
 * Cuts chunks of a file into lines without copying them, except for the one that spans two chunks. A UTF-8 byte-order
 * mark is skipped. The last line counts even without a line end.
 */
export class LineCutter {
  private line = 0;
  private carry = new Uint8Array(4096);
  private carried = 0;
  private isFirst = true;

  constructor(private readonly sink: LineSink) {}

  push(chunk: Uint8Array): void {
    let at = 0;
    if (this.isFirst && chunk.length > 0) {
      this.isFirst = false;
      if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) at = 3;
    }
    if (this.carried > 0) {
      const newline = chunk.indexOf(NEWLINE, at);
      if (newline < 0) return this.keep(chunk, at, chunk.length);
      this.keep(chunk, at, newline);
      this.flushCarry();
      at = newline + 1;
    }
    const length = chunk.length;
    while (at < length) {
      const newline = chunk.indexOf(NEWLINE, at);
      if (newline < 0) {
        this.keep(chunk, at, length);
        return;
      }
      const end = newline > at && chunk[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline;
      if (end - at > LONGEST_LINE_BYTES) {
        this.keep(chunk, at, newline);
        this.flushCarry();
      } else {
        this.sink(chunk, at, end, ++this.line);
      }
      at = newline + 1;
    }
  }

  /** Passes on a last line without line end. Returns whether there was one. */
  finish(): boolean {
    if (this.carried === 0) return false;
    this.flushCarry();
    return true;
  }

  get lines(): number {
    return this.line;
  }

  private keep(chunk: Uint8Array, start: number, end: number): void {
    const room = LONGEST_LINE_BYTES - this.carried;
    const part = chunk.subarray(start, start + Math.min(end - start, Math.max(0, room)));
    // An empty line must still be told from no line at all, hence one byte more than needed.
    const needed = this.carried + part.length + 1;
    if (needed > this.carry.length) {
      const larger = new Uint8Array(Math.max(needed, this.carry.length * 2));
      larger.set(this.carry.subarray(0, this.carried));
      this.carry = larger;
    }
    this.carry.set(part, this.carried);
    this.carried += part.length;
  }

  private flushCarry(): void {
    let end = this.carried;
    if (end > 0 && this.carry[end - 1] === CARRIAGE_RETURN) end--;
    this.carry[end] = NEWLINE;
    this.carried = 0;
    this.sink(this.carry, 0, end, ++this.line);
  }
}
