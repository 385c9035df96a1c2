import { PauselineError } from "../errors/pauseline-error.js";

/**
 * Bytes that can be read at any place, such as a plain file. A returned piece is valid until the next call and shorter than
 * asked for only at the end.
 */
export interface RandomAccess {
  /** Total length; Infinity when it is not known yet. */
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Bytes before `offset` will not be asked for again. */
  release?(offset: number): void;
}

/** Most bytes of a stream that are held at once; a chunk of JDK 8 and 11 must be held whole, as its types come last. */
const HELD_BYTES_LIMIT = 96 * 2 ** 20;

/** A stream of pieces as {@link RandomAccess}: what has been read and not released is kept. */
export class StreamAccess implements RandomAccess {
  size = Number.POSITIVE_INFINITY;
  private readonly pieces: AsyncIterator<Uint8Array>;
  private held = new Uint8Array(2 ** 20);
  private heldStart = 0;
  private heldLength = 0;
  private releasedTo = 0;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.pieces = pieces[Symbol.asyncIterator]();
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = offset + length;
    while (this.heldStart + this.heldLength < end && this.size === Number.POSITIVE_INFINITY) {
      const { done, value } = await this.pieces.next();
      if (done === true) this.size = this.heldStart + this.heldLength;
      else this.append(value);
    }
    const from = Math.max(0, offset - this.heldStart);
    return this.held.subarray(Math.min(from, this.heldLength), Math.min(this.heldLength, end - this.heldStart));
  }

  release(offset: number): void {
    this.releasedTo = Math.max(this.releasedTo, offset);
    const drop = Math.min(offset - this.heldStart, this.heldLength);
    // Moving the rest to the front is worth it only when much is free.
    if (drop < this.held.length / 2 && !(drop === this.heldLength && drop > 0)) return;
    this.held.copyWithin(0, drop, this.heldLength);
    this.heldStart += drop;
    this.heldLength -= drop;
  }

  private append(piece: Uint8Array): void {
    if (this.heldLength === 0 && this.heldStart + piece.length <= this.releasedTo) {
      this.heldStart += piece.length; // jumped over
      return;
    }
    const needed = this.heldLength + piece.length;
    if (needed > HELD_BYTES_LIMIT) {
      throw new PauselineError("input", "a chunk of the recording is too large to be read from a stream", {
        hint: "unpack the file and give it by its name, so that it can be read at any place",
      });
    }
    if (needed > this.held.length) {
      const larger = new Uint8Array(Math.min(HELD_BYTES_LIMIT, Math.max(needed, this.held.length * 2)));
      larger.set(this.held.subarray(0, this.heldLength));
      this.held = larger;
    }
    this.held.set(piece, this.heldLength);
    this.heldLength = needed;
  }
}
