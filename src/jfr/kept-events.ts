import { ByteCursor, DamagedBytes } from "./byte-cursor.js";
import { type EventBinding, readEndMs, readEvent } from "./event-binding.js";
import type { JfrRecord } from "./jfr-record.js";
import type { RecordBatch } from "./record-batch.js";
import type { RecordRoles } from "./record-roles.js";
import type { DecodeContext } from "./value-decoder.js";

const FIRST_BYTES = 2 ** 16;

/**
 * Copies of the wanted events of a chunk, one behind the other in one piece of memory, decoded when a record is asked for:
 * objects for all of them would cost more than everything else.
 */
export class KeptEvents implements RecordBatch {
  private bytes = new Uint8Array(FIRST_BYTES);
  private filled = 0;
  private readonly offsets: number[] = [];
  private readonly bindings: EventBinding[] = [];
  private readonly ordinals: number[] = [];
  private readonly damaged = new Set<number>();
  private readonly cursor = new ByteCursor();

  constructor(
    private readonly context: DecodeContext,
    /** Called once for each event that does not hold what its type says. */
    private readonly onDamage: () => void,
  ) {}

  get length(): number {
    return this.offsets.length;
  }

  /** How many of the events turned out to be damaged when they were read. */
  get damagedCount(): number {
    return this.damaged.size;
  }

  add(bytes: Uint8Array, from: number, to: number, binding: EventBinding, ordinal: number): void {
    const offset = this.filled;
    const end = offset + to - from;
    if (end > this.bytes.length) this.grow(end);
    // Most events have some twenty bytes, for which a view for `set` costs more than this loop.
    const kept = this.bytes;
    for (let i = offset, j = from; j < to; i++, j++) kept[i] = bytes[j] as number;
    this.filled = end;
    this.offsets.push(offset);
    this.bindings.push(binding);
    this.ordinals.push(ordinal);
  }

  clear(): void {
    this.filled = 0;
    this.offsets.length = 0;
    this.bindings.length = 0;
    this.ordinals.length = 0;
    this.damaged.clear();
  }

  typeOf(index: number): string {
    return (this.bindings[index] as EventBinding).type;
  }

  rolesOf(index: number): RecordRoles {
    return (this.bindings[index] as EventBinding).roles;
  }

  endMsOf(index: number): number {
    return this.decode(index, readEndMs) ?? Number.NaN;
  }

  read(index: number): JfrRecord | null {
    return this.decode(index, readEvent);
  }

  private decode<T>(index: number, reader: (cursor: ByteCursor, binding: EventBinding, context: DecodeContext, ordinal: number) => T): T | null {
    if (this.damaged.size > 0 && this.damaged.has(index)) return null;
    this.cursor.point(this.bytes, this.offsets[index] as number, this.offsets[index + 1] ?? this.filled);
    try {
      return reader(this.cursor, this.bindings[index] as EventBinding, this.context, this.ordinals[index] as number);
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error;
      this.damaged.add(index);
      this.onDamage();
      return null;
    }
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.filled));
    this.bytes = larger;
  }
}
