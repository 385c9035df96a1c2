import { ByteCursor, DamagedBytes } from "./byte-cursor.js";
import { type FieldLayout, MS_PER_SPAN_UNIT, PRIMITIVE_CODES, type TypeLayout, ValueCode } from "./type-layout.js";

/** The tree in which a metadata event is written: `class` elements with `field`, `annotation` and `setting` below. */
interface MetadataElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly MetadataElement[];
}

/** Elements lie four deep in real files; more means that the bytes are no metadata. */
const DEEPEST = 16;

/**
 * Types by id, from the bytes of a metadata event (size and type id included). Throws {@link DamagedBytes} when the event
 * is cut or no metadata.
 */
export function parseMetadata(event: Uint8Array): Map<number, TypeLayout> {
  const cursor = new ByteCursor(event);
  cursor.skipIntegers(2); // size, type id
  cursor.skipIntegers(3); // start time, duration, metadata id
  const strings = readStringTable(cursor);
  const classes = collectClasses(readElement(cursor, strings, 0), []);
  const namesById = new Map(classes.map(({ attributes }) => [Number(attributes.id), attributes.name ?? ""]));
  const types = new Map<number, TypeLayout>();
  for (const element of classes) {
    const layout = layoutOf(element, namesById);
    types.set(layout.id, layout);
  }
  return types;
}

function readStringTable(cursor: ByteCursor): string[] {
  const count = cursor.readUnsigned();
  if (count > cursor.end - cursor.position) throw new DamagedBytes("string table beyond the end");
  const strings: string[] = [];
  for (let i = 0; i < count; i++) {
    strings.push(cursor.readString(() => null) ?? "");
  }
  return strings;
}

function readElement(cursor: ByteCursor, strings: readonly string[], depth: number): MetadataElement {
  if (depth > DEEPEST) throw new DamagedBytes("metadata nested too deeply");
  const name = stringAt(strings, cursor.readUnsigned());
  const attributes: Record<string, string> = {};
  for (let left = countWithin(cursor); left > 0; left--) {
    const key = stringAt(strings, cursor.readUnsigned());
    attributes[key] = stringAt(strings, cursor.readUnsigned());
  }
  const children: MetadataElement[] = [];
  for (let left = countWithin(cursor); left > 0; left--) children.push(readElement(cursor, strings, depth + 1));
  return { name, attributes, children };
}

function countWithin(cursor: ByteCursor): number {
  const count = cursor.readUnsigned();
  if (count > cursor.end - cursor.position) throw new DamagedBytes("count beyond the end");
  return count;
}

function stringAt(strings: readonly string[], index: number): string {
  const text = strings[index];
  if (text === undefined) throw new DamagedBytes("string index beyond the table");
  return text;
}

function collectClasses(element: MetadataElement, found: MetadataElement[]): MetadataElement[] {
  for (const child of element.children) {
    if (child.name === "class") found.push(child);
    else collectClasses(child, found);
  }
  return found;
}

function layoutOf(element: MetadataElement, namesById: ReadonlyMap<number, string>): TypeLayout {
  const { id, name, simpleType, superType } = element.attributes;
  return {
    id: Number(id),
    name: name ?? "",
    isSimple: simpleType === "true",
    isEvent: superType === "jdk.jfr.Event",
    fields: element.children.filter((child) => child.name === "field").map((field) => fieldOf(field, namesById)),
  };
}

function fieldOf(field: MetadataElement, namesById: ReadonlyMap<number, string>): FieldLayout {
  const { name, class: typeId, constantPool, dimension } = field.attributes;
  const annotations = new Map<string, string>();
  for (const child of field.children) {
    if (child.name !== "annotation") continue;
    annotations.set(namesById.get(Number(child.attributes.class)) ?? "", child.attributes.value ?? "");
  }
  const span = annotations.get("jdk.jfr.Timespan");
  return {
    name: name ?? "",
    typeId: Number(typeId),
    code: codeOf(namesById.get(Number(typeId)) ?? "", annotations),
    isPooled: constantPool === "true",
    isArray: dimension !== undefined && dimension !== "0",
    msPerUnit: MS_PER_SPAN_UNIT.get(span ?? "") ?? 1,
  };
}

function codeOf(typeName: string, annotations: ReadonlyMap<string, string>): ValueCode {
  const code = PRIMITIVE_CODES.get(typeName);
  if (code === undefined) return ValueCode.struct;
  const isUnsigned = annotations.has("jdk.jfr.Unsigned");
  if (code === ValueCode.byte && isUnsigned) return ValueCode.unsignedByte;
  if (code === ValueCode.int && isUnsigned) return ValueCode.unsignedInt;
  if (code !== ValueCode.long) return code;
  const span = annotations.get("jdk.jfr.Timespan");
  if (span !== undefined) return span === "TICKS" ? ValueCode.tickSpan : ValueCode.unitSpan;
  const instant = annotations.get("jdk.jfr.Timestamp");
  if (instant === "TICKS") return ValueCode.tickInstant;
  if (instant === "NANOSECONDS_SINCE_EPOCH") return ValueCode.nanoInstant;
  if (instant !== undefined) return ValueCode.milliInstant;
  return isUnsigned ? ValueCode.unsignedLong : ValueCode.long;
}
