/** What became of one line. total = parsed + ignored + unrecognized, by construction. */
export type LineVerdict = "parsed" | "ignored" | "unrecognized";

/** A line that the JVM wrote and the grammar does not know. */
export interface RejectedLine {
  readonly line: number;
  /** Level and tags where the line has them; otherwise "". */
  readonly level: string;
  readonly tags: string;
  /** The message as it was given to the grammar. */
  readonly message: string;
}

/** Reads the lines of one input, one after another, and passes events on. */
export interface LineReader {
  readLine(bytes: Uint8Array, start: number, end: number, line: number): LineVerdict;
  finish(): void;
  /** The first unrecognized lines. */
  readonly rejected: readonly RejectedLine[];
  /** Offset of the wall clock as the log writes it; null when no line had one. */
  readonly zoneMinutes: number | null;
  /** Lines that were about GC or safepoints. */
  readonly gcLines: number;
}
