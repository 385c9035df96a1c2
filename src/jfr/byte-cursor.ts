/** Bytes that cannot be what they should be; the caller knows what to give up (event, checkpoint or chunk). */
export class DamagedBytes extends Error {
  override readonly name = "DamagedBytes";
}

/** A 64-bit integer in three parts of 28, 28 and 8 bits: ticks and epoch nanoseconds do not fit a double. */
export interface LongParts {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

const TWO_28 = 2 ** 28;
const TWO_56 = 2 ** 56;

export function longParts(value: bigint): LongParts {
  return {
    low: Number(value & 0xfffffffn),
    middle: Number((value >> 28n) & 0xfffffffn),
    high: Number(BigInt.asIntN(8, value >> 56n)),
  };
}

/**
 * Reads the compressed integers, floats and strings of a recording from a piece of bytes. Compressed integers are groups of
 * seven bits, lowest first, at most nine bytes, the ninth carrying eight bits; writers pad them, so that a small number
 * may take all nine. Throws {@link DamagedBytes} instead of reading past `end`.
 */
export class ByteCursor {
  position = 0;
  private low = 0;
  private middle = 0;
  private high = 0;

  constructor(
    public bytes: Uint8Array = EMPTY,
    start = 0,
    public end: number = bytes.length,
  ) {
    this.position = start;
  }

  point(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Sizes, ids, counts, keys and unsigned amounts; values above 2^53 are rounded to a double. */
  readUnsigned(): number {
    const first = this.bytes[this.position] as number;
    if (first < 128 && this.position < this.end) {
      this.position++;
      return first;
    }
    this.readParts();
    return this.high * TWO_56 + this.middle * TWO_28 + this.low;
  }

  /** A signed 64-bit number as a double; Java's smallest and largest long come out as ∓2^63. */
  readSigned(): number {
    this.readParts();
    return ((this.high << 24) >> 24) * TWO_56 + this.middle * TWO_28 + this.low;
  }

  readInt(): number {
    this.readParts();
    return this.low | (this.middle << 28);
  }

  /** The number minus `base`, exact where the difference fits a double. */
  readDifference(base: LongParts): number {
    this.readParts();
    return (
      (((this.high << 24) >> 24) - base.high) * TWO_56 + (this.middle - base.middle) * TWO_28 + (this.low - base.low)
    );
  }

  skipIntegers(count: number): void {
    if (count > this.end - this.position) throw new DamagedBytes("count beyond the end");
    const bytes = this.bytes;
    let position = this.position;
    for (let left = count; left > 0; left--) {
      const limit = position + 8;
      while (position < limit && (bytes[position] as number) >= 128) position++;
      position++;
    }
    if (position > this.end) throw new DamagedBytes("integer beyond the end");
    this.position = position;
  }

  skipBytes(count: number): void {
    if (count > this.end - this.position) throw new DamagedBytes("bytes beyond the end");
    this.position += count;
  }

  readByte(): number {
    if (this.position >= this.end) throw new DamagedBytes("byte beyond the end");
    return this.bytes[this.position++] as number;
  }

  readFloat(): number {
    return this.viewOf(4).getFloat32(0);
  }

  readDouble(): number {
    return this.viewOf(8).getFloat64(0);
  }

  /** A string, or the key of one in the chunk's string pool, handed to `resolveKey`. */
  readString(resolveKey: (key: number) => string | null): string | null {
    const encoding = this.readByte();
    switch (encoding) {
      case 0:
        return null;
      case 1:
        return "";
      case 2:
        return resolveKey(this.readUnsigned());
      case 3:
        return UTF8.decode(this.take(this.readUnsigned()));
      case 4:
        return this.readUtf16(this.readUnsigned());
      case 5:
        return LATIN1.decode(this.take(this.readUnsigned()));
      default:
        throw new DamagedBytes(`unknown string encoding ${encoding}`);
    }
  }

  skipString(): void {
    const encoding = this.readByte();
    if (encoding === 0 || encoding === 1) return;
    if (encoding > 5) throw new DamagedBytes(`unknown string encoding ${encoding}`);
    const length = this.readUnsigned();
    if (encoding === 4) this.skipIntegers(length);
    else if (encoding !== 2) this.skipBytes(length);
  }

  private readUtf16(count: number): string {
    if (count > this.end - this.position) throw new DamagedBytes("string beyond the end");
    let text = "";
    for (let i = 0; i < count; i++) text += String.fromCharCode(this.readUnsigned() & 0xffff);
    return text;
  }

  private take(count: number): Uint8Array {
    const start = this.position;
    this.skipBytes(count);
    return this.bytes.subarray(start, start + count);
  }

  private viewOf(count: number): DataView {
    const start = this.position;
    this.skipBytes(count);
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + start, count);
  }

  private readParts(): void {
    const bytes = this.bytes;
    let position = this.position;
    let low = 0;
    let middle = 0;
    let high = 0;
    let byte = 128;
    for (let shift = 0; shift < 28 && byte >= 128; shift += 7) low |= ((byte = bytes[position++] as number) & 127) << shift;
    if (byte >= 128) {
      for (let shift = 0; shift < 28 && byte >= 128; shift += 7) {
        middle |= ((byte = bytes[position++] as number) & 127) << shift;
      }
      if (byte >= 128) high = bytes[position++] as number;
    }
    if (position > this.end) throw new DamagedBytes("integer beyond the end");
    this.position = position;
    this.low = low;
    this.middle = middle;
    this.high = high;
  }
}

const EMPTY = new Uint8Array(0);
const UTF8 = new TextDecoder("utf-8");
const LATIN1 = new TextDecoder("latin1");

/** A copy of a range that stays as it is when the window is reused; `slice` of Node's Buffer would share the memory. */
export function copyOf(bytes: Uint8Array, from: number, to: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.subarray(from, to));
}
