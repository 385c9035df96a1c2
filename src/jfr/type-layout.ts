/**
 * What a chunk's metadata says about its types, reduced to what decoding needs. Layouts differ by JDK and by run, so
 * nothing but names is known beforehand.
 */
export interface TypeLayout {
  readonly id: number;
  readonly name: string;
  /** A wrapper of one field, shown as that field's value. */
  readonly isSimple: boolean;
  readonly isEvent: boolean;
  readonly fields: readonly FieldLayout[];
}

export interface FieldLayout {
  readonly name: string;
  readonly typeId: number;
  readonly code: ValueCode;
  /** The value is a key into the pool of `typeId`. */
  readonly isPooled: boolean;
  readonly isArray: boolean;
  /** ms per unit, for spans that are not counted in ticks. */
  readonly msPerUnit: number;
}

/** How the bytes of one value are to be read. */
export const ValueCode = {
  struct: 0,
  boolean: 1,
  byte: 2,
  unsignedByte: 3,
  short: 4,
  char: 5,
  int: 6,
  unsignedInt: 7,
  long: 8,
  unsignedLong: 9,
  float: 10,
  double: 11,
  string: 12,
  tickInstant: 13,
  milliInstant: 14,
  nanoInstant: 15,
  tickSpan: 16,
  unitSpan: 17,
  /** A type without fields that no JDK up to 26 has: nothing is known about its length. */
  unknown: 18,
} as const;
export type ValueCode = (typeof ValueCode)[keyof typeof ValueCode];

/** Units of `jdk.jfr.Timespan`. */
export const MS_PER_SPAN_UNIT: ReadonlyMap<string, number> = new Map([
  ["NANOSECONDS", 1e-6], ["MICROSECONDS", 1e-3], ["MILLISECONDS", 1], ["SECONDS", 1000],
]);

/** Code of a primitive by its name, before annotations are looked at. */
export const PRIMITIVE_CODES: ReadonlyMap<string, ValueCode> = new Map<string, ValueCode>([
  ["boolean", ValueCode.boolean], ["byte", ValueCode.byte], ["short", ValueCode.short], ["char", ValueCode.char], ["int", ValueCode.int],
  ["long", ValueCode.long], ["float", ValueCode.float], ["double", ValueCode.double], ["java.lang.String", ValueCode.string],
]);
