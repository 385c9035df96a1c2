import { type ByteCursor, DamagedBytes } from "./byte-cursor.js";
import type { ChunkClock } from "./chunk-header.js";
import { joinEpochMs, type JfrStruct, type JfrValue } from "./jfr-record.js";
import { type FieldLayout, type TypeLayout, ValueCode } from "./type-layout.js";

/** Where keys of constant pools lead. */
export interface PoolLookup {
  value(typeId: number, key: number): JfrValue;
  text(key: number): string | null;
}

/** What decoding a value needs to know about its chunk. */
export interface DecodeContext {
  readonly types: ReadonlyMap<number, TypeLayout>;
  readonly clock: ChunkClock;
  readonly pools: PoolLookup;
}

/** `Long.MIN_VALUE`, with which Java says "not applicable", and what `Long.MAX_VALUE` ("forever") rounds to. */
const NOT_APPLICABLE = -(2 ** 63);
const FOREVER = 2 ** 63;
const DEEPEST_STRUCT = 12;

/** Reads one field's value, arrays and pool references included. */
export function readField(cursor: ByteCursor, field: FieldLayout, context: DecodeContext, depth = 0): JfrValue {
  if (!field.isArray) return readValue(cursor, field, context, depth);
  const count = cursor.readUnsigned();
  if (count > cursor.end - cursor.position) throw new DamagedBytes("array beyond the end");
  const values: JfrValue[] = [];
  for (let i = 0; i < count; i++) values.push(readValue(cursor, field, context, depth));
  return values;
}

/** Reads all fields of a type; a wrapper of one field becomes that field's value. */
export function readStruct(cursor: ByteCursor, type: TypeLayout, context: DecodeContext, depth = 0): JfrValue {
  if (depth > DEEPEST_STRUCT) throw new DamagedBytes("structs nested too deeply");
  const struct: Record<string, JfrValue> = {};
  for (const field of type.fields) struct[field.name] = readField(cursor, field, context, depth + 1);
  const only = type.fields[0];
  return type.isSimple && type.fields.length === 1 && only !== undefined ? (struct[only.name] ?? null) : (struct as JfrStruct);
}

function readValue(cursor: ByteCursor, field: FieldLayout, context: DecodeContext, depth: number): JfrValue {
  if (field.isPooled) return context.pools.value(field.typeId, cursor.readUnsigned());
  switch (field.code) {
    case ValueCode.boolean:
      return cursor.readByte() !== 0;
    case ValueCode.byte:
      return (cursor.readByte() << 24) >> 24;
    case ValueCode.unsignedByte:
      return cursor.readByte();
    case ValueCode.short:
      return (cursor.readInt() << 16) >> 16;
    case ValueCode.char:
      return String.fromCharCode(cursor.readInt() & 0xffff);
    case ValueCode.int:
      return cursor.readInt();
    case ValueCode.unsignedInt:
      return cursor.readInt() >>> 0;
    case ValueCode.long:
      return cursor.readSigned();
    case ValueCode.unsignedLong:
      return cursor.readUnsigned();
    case ValueCode.float:
      return cursor.readFloat();
    case ValueCode.double:
      return cursor.readDouble();
    case ValueCode.string:
      return cursor.readString((key) => context.pools.text(key));
    case ValueCode.tickInstant:
      return readTickInstantMs(cursor, context.clock);
    case ValueCode.milliInstant:
      return readSpan(cursor, 1);
    case ValueCode.nanoInstant:
      return readSpan(cursor, 1e-6);
    case ValueCode.tickSpan:
      return readTickSpanMs(cursor, context.clock);
    case ValueCode.unitSpan:
      return readSpan(cursor, field.msPerUnit);
    case ValueCode.struct:
      return readInnerStruct(cursor, field, context, depth);
    default:
      throw new DamagedBytes("type of unknown length");
  }
}

function readInnerStruct(cursor: ByteCursor, field: FieldLayout, context: DecodeContext, depth: number): JfrValue {
  const type = context.types.get(field.typeId);
  if (type === undefined || type.fields.length === 0) throw new DamagedBytes("type of unknown length");
  return readStruct(cursor, type, context, depth + 1);
}

/**
 * An instant counted in ticks, as ms since 1970. Differences are divided and truncated in the same order as the JDK does,
 * so that the nanosecond agrees with what `jfr print` writes.
 */
export function readTickInstantMs(cursor: ByteCursor, clock: ChunkClock): number {
  const sinceStartNanos = Math.trunc(cursor.readDifference(clock.startTicks) / clock.ticksPerNano);
  return joinEpochMs(clock.startMs, clock.startNanos + sinceStartNanos);
}

/** A span counted in ticks, as ms; NaN for "not applicable". */
export function readTickSpanMs(cursor: ByteCursor, clock: ChunkClock): number {
  const ticks = cursor.readSigned();
  if (ticks === NOT_APPLICABLE) return Number.NaN;
  return ticks >= FOREVER ? Number.POSITIVE_INFINITY : Math.trunc(ticks / clock.ticksPerNano) / 1e6;
}

function readSpan(cursor: ByteCursor, msPerUnit: number): number {
  const units = cursor.readSigned();
  if (units === NOT_APPLICABLE) return Number.NaN;
  if (units >= FOREVER) return Number.POSITIVE_INFINITY;
  return msPerUnit < 1 ? units / Math.round(1 / msPerUnit) : units * msPerUnit;
}
