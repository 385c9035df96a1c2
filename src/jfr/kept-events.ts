import { ByteCursor, DamagedBytes } from "./byte-cursor.js";
import { type EventBinding, readEndMs, readEvent } from "./event-binding.js";
import type { JfrRecord } from "./jfr-record.js";
import type { RecordBatch } from "./record-batch.js";
import type { RecordRoles } from "./record-roles.js";
import type { DecodeContext } from "./value-decoder.js";

const FIRST_BYTES = 2 ** 18;
const FIRST_EVENTS = 2 ** 13;

/**
 * Copies of the wanted events of a chunk, one behind the other in one piece of memory, decoded when a record is asked for:
 * objects for all of them would cost more than everything else. One is used for all chunks, one after the other.
 */
export class KeptEvents implements RecordBatch {
  /** How many events are kept. */
  length = 0;
  private bytes = new Uint8Array(FIRST_BYTES);
  /** Where each event begins; behind the last one, where the next will. */
  private offsets = new Uint32Array(FIRST_EVENTS);
  private ordinals = new Float64Array(FIRST_EVENTS);
  private readonly bindings: EventBinding[] = [];
  private readonly damaged = new Set<number>();
  private readonly cursor = new ByteCursor();
  private context: DecodeContext | null = null;
  private onDamage: () => void = () => {};

  /** Forgets all events; those added from now on are of a chunk with this context. `onDamage` is called once for each that does not hold what its type says. */
  begin(context: DecodeContext, onDamage: () => void): void {
    this.clear();
    this.context = context;
    this.onDamage = onDamage;
  }

  /** How many of the events turned out to be damaged when they were read. */
  get damagedCount(): number {
    return this.damaged.size;
  }

  add(bytes: Uint8Array, from: number, to: number, binding: EventBinding, ordinal: number): void {
    const index = this.length;
    const offset = this.offsets[index] as number;
    const end = offset + to - from;
    if (end > this.bytes.length || index + 1 >= this.offsets.length) this.grow(end);
    // Most events have some twenty bytes, for which a view for `set` costs more than this loop.
    const kept = this.bytes;
    for (let i = offset, j = from; j < to; i++, j++) kept[i] = bytes[j] as number;
    this.offsets[index + 1] = end;
    this.ordinals[index] = ordinal;
    this.bindings[index] = binding;
    this.length = index + 1;
  }

  clear(): void {
    this.length = 0;
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

  rankOf(index: number): number {
    return (this.bindings[index] as EventBinding).rank;
  }

  read(index: number): JfrRecord | null {
    return this.decode(index, readEvent);
  }

  private decode<T>(index: number, reader: (cursor: ByteCursor, binding: EventBinding, context: DecodeContext, ordinal: number) => T): T | null {
    if (this.damaged.size > 0 && this.damaged.has(index)) return null;
    this.cursor.point(this.bytes, this.offsets[index] as number, this.offsets[index + 1] as number);
    try {
      return reader(this.cursor, this.bindings[index] as EventBinding, this.context as DecodeContext, this.ordinals[index] as number);
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error;
      this.damaged.add(index);
      this.onDamage();
      return null;
    }
  }

  private grow(neededBytes: number): void {
    if (neededBytes > this.bytes.length) {
      const larger = new Uint8Array(Math.max(neededBytes, this.bytes.length * 2));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    if (this.length + 1 < this.offsets.length) return;
    const offsets = new Uint32Array(this.offsets.length * 2);
    const ordinals = new Float64Array(offsets.length);
    offsets.set(this.offsets);
    ordinals.set(this.ordinals);
    this.offsets = offsets;
    this.ordinals = ordinals;
  }
}
