import type { Dice } from "./dice.js";
import { HOSTILE_WORDS } from "./hostile-words.js";

/*
 * Changes a flight recording without breaking its frame: events keep sizes that fit, chunk headers keep sizes and offsets
 * that fit, so that a reader gets past the scan and decodes what was changed. The layout of chunks and events is that of
 * the JDK's jdk.jfr.internal.consumer.ChunkHeader; this walk is written apart from the product's, which is on trial.
 */
const HEADER_BYTES = 68;
const SIZE_BYTES = 4;
const METADATA = 0;
const CHECKPOINT = 1;

/** Names that an object has without being given them, and such as the reader looks for. */
const TYPE_WORDS: readonly string[] = [
  "constructor", "__proto__", "toString", "valueOf", "java.lang.String", "boolean", "byte", "char", "short", "int", "long", "float", "double", "true", "false", "0", "1", "-1", "NaN", "1e9", "65535", "65536",
  "jdk.GarbageCollection", "jdk.GCPhasePause", "jdk.GCHeapSummary", "jdk.JVMInformation", "jdk.types.StackTrace", "jdk.jfr.Event", "jdk.jfr.Timespan", "jdk.jfr.Timestamp", "jdk.jfr.Unsigned",
  "TICKS", "NANOSECONDS", "MILLISECONDS", "NANOSECONDS_SINCE_EPOCH", "startTime", "duration", "gcId", "name", "cause", "sumOfPauses", "class", "field", "annotation", "constantPool", "dimension", "simpleType", "superType", "id", "",
];

/** One event of a chunk: its type and what stands behind size and type. */
interface RawEvent {
  readonly typeId: number;
  readonly body: Buffer;
}

interface RawChunk {
  readonly header: Buffer;
  readonly events: readonly RawEvent[];
}

type ChunkMutation = (events: RawEvent[], dice: Dice) => void;

/** Changes one to four things in the chunks of a recording; what is no recording is returned as it is. */
export function mutateRecording(seed: Uint8Array, dice: Dice): Uint8Array {
  const chunks = splitChunks(Buffer.from(seed));
  if (chunks.length === 0) return seed;
  for (let left = 1 + dice.below(4); left > 0; left--) {
    const at = dice.below(chunks.length);
    const { header, events } = chunks[at] as RawChunk;
    if (dice.chance(0.1)) {
      chunks[at] = { header: oddHeader(header, dice), events };
      continue;
    }
    if (dice.chance(0.05)) {
      chunks.splice(dice.below(chunks.length + 1), 0, { header, events });
      continue;
    }
    const changed = [...events];
    dice.pick(MUTATIONS)(changed, dice);
    chunks[at] = { header, events: changed };
  }
  return Buffer.concat(chunks.map(joinChunk));
}

const MUTATIONS: readonly ChunkMutation[] = [
  changeBody, changeBody, changeBody, renameInMetadata, renameInMetadata,
  (events, dice) => changeOneOf(events, dice, CHECKPOINT, oddVarints),
  (events, dice) => changeOneOf(events, dice, METADATA, oddVarints),
  (events, dice) => void events.splice(dice.below(events.length), 1 + dice.below(events.length / 2)),
  repeatEvents, reorderEvents, swapTypes, resizeBody,
];

/** The chunks of a recording up to the first that is not whole. */
function splitChunks(bytes: Buffer): RawChunk[] {
  const chunks: RawChunk[] = [];
  for (let at = 0; at + HEADER_BYTES <= bytes.length && bytes.toString("latin1", at, at + 3) === "FLR"; ) {
    const stated = Number(bytes.readBigInt64BE(at + 8));
    const end = stated >= HEADER_BYTES && at + stated <= bytes.length ? at + stated : bytes.length;
    chunks.push({ header: bytes.subarray(at, at + HEADER_BYTES), events: splitEvents(bytes.subarray(at + HEADER_BYTES, end)) });
    at = end;
  }
  return chunks;
}

function splitEvents(bytes: Buffer): RawEvent[] {
  const events: RawEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = readVarint(bytes, at);
    const type = readVarint(bytes, size.end);
    if (size.value < 2 || at + size.value > bytes.length) break;
    events.push({ typeId: type.value, body: bytes.subarray(type.end, at + size.value) });
    at += size.value;
  }
  return events;
}

/** A chunk whose sizes and offsets fit its events again. */
function joinChunk({ header, events }: RawChunk): Buffer {
  const parts: Buffer[] = [];
  let at = HEADER_BYTES;
  let lastMetadata = 0;
  let lastCheckpoint = 0;
  for (const { typeId, body } of events) {
    const type = varint(typeId);
    if (typeId === METADATA) lastMetadata = at;
    if (typeId === CHECKPOINT) lastCheckpoint = at;
    const size = SIZE_BYTES + type.length + body.length;
    parts.push(paddedVarint(size), type, body);
    at += size;
  }
  const head = Buffer.from(header);
  head.writeBigInt64BE(BigInt(at), 8);
  head.writeBigInt64BE(BigInt(lastCheckpoint), 16);
  head.writeBigInt64BE(BigInt(lastMetadata), 24);
  return Buffer.concat([head, ...parts]);
}

/** Clock, duration, frequency or state of a chunk at the edge of what they can be. */
function oddHeader(header: Buffer, dice: Dice): Buffer {
  const changed = Buffer.from(header);
  if (dice.chance(0.2)) changed[64] = dice.pick([1, 2, 255]);
  else changed.writeBigInt64BE(dice.pick([0n, 1n, -1n, 1n << 62n, -(1n << 63n), 1_000_000_000n, (1n << 63n) - 1n]), dice.pick([32, 40, 48, 56]));
  return changed;
}

function changeBody(events: RawEvent[], dice: Dice): void {
  for (let left = dice.pick([1, 5, 50]); left > 0; left--) {
    const at = dice.below(events.length);
    const event = events[at];
    if (event !== undefined) events[at] = { ...event, body: oddVarints(event.body, dice) };
  }
}

function changeOneOf(events: RawEvent[], dice: Dice, typeId: number, change: (body: Buffer, dice: Dice) => Buffer): void {
  const places = events.flatMap((event, at) => (event.typeId === typeId ? [at] : []));
  const at = dice.pick(places);
  const event = events[at];
  if (event !== undefined) events[at] = { ...event, body: change(event.body, dice) };
}

/** Some places of a body overwritten by numbers at the edges, in the encoding that the format uses. */
function oddVarints(body: Buffer, dice: Dice): Buffer {
  const changed = Buffer.from(body);
  for (let left = dice.pick([1, 1, 3, 10]); left > 0 && changed.length > 0; left--) {
    const bytes = dice.pick([varint(0), varint(1), varint(0x7f), varint(0x0fffffff), varint(2 ** 53), Buffer.alloc(9, 0xff), Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]), Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80])]);
    bytes.copy(changed, dice.below(changed.length));
  }
  return changed;
}

/** A string of the metadata (a type, a field, a unit, a flag) replaced by another, and the table written anew. */
function renameInMetadata(events: RawEvent[], dice: Dice): void {
  changeOneOf(events, dice, METADATA, (body) => {
    let at = 0;
    for (let skipped = 0; skipped < 3; skipped++) at = readVarint(body, at).end;
    const count = readVarint(body, at);
    const table = readStrings(body, count.end, count.value);
    if (table === null) return body;
    for (let left = 1 + dice.below(5); left > 0; left--) {
      const from = dice.pick(table.strings);
      table.strings[dice.below(table.strings.length)] = dice.chance(0.3) ? from : encodeString(dice.chance(0.8) ? dice.pick(TYPE_WORDS) : dice.pick(HOSTILE_WORDS));
    }
    return Buffer.concat([body.subarray(0, count.end), ...table.strings, body.subarray(table.end)]);
  });
}

/** Encoded strings one behind another; null where they are none. */
function readStrings(bytes: Buffer, start: number, count: number): { strings: Buffer[]; end: number } | null {
  const strings: Buffer[] = [];
  let at = start;
  for (let left = count; left > 0; left--) {
    const encoding = bytes[at];
    if (encoding === undefined || encoding > 5 || encoding === 2 || encoding === 4) return null;
    const length = encoding < 2 ? { value: 0, end: at + 1 } : readVarint(bytes, at + 1);
    const end = length.end + length.value;
    strings.push(bytes.subarray(at, end));
    at = end;
  }
  return { strings, end: at };
}

function encodeString(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([Buffer.from([3]), varint(bytes.length), bytes]);
}

function repeatEvents(events: RawEvent[], dice: Dice): void {
  const from = dice.below(events.length);
  const block = events.slice(from, from + 1 + dice.below(50));
  for (let left = dice.pick([1, 3, 100]); left > 0; left--) events.splice(dice.below(events.length), 0, ...block);
}

function reorderEvents(events: RawEvent[], dice: Dice): void {
  const from = dice.below(events.length);
  events.unshift(...events.splice(from, 1 + dice.below(events.length - from)));
}

/** Events that claim to be of another type, from two bodies of the same chunk. */
function swapTypes(events: RawEvent[], dice: Dice): void {
  for (let left = 1 + dice.below(10); left > 0; left--) {
    const a = dice.below(events.length);
    const b = dice.below(events.length);
    const [first, second] = [events[a], events[b]];
    if (first === undefined || second === undefined) continue;
    events[a] = { typeId: second.typeId, body: first.body };
    events[b] = { typeId: first.typeId, body: second.body };
  }
}

/** Bodies that end too early or too late for their type. */
function resizeBody(events: RawEvent[], dice: Dice): void {
  for (let left = dice.pick([1, 10, 100]); left > 0; left--) {
    const at = dice.below(events.length);
    const event = events[at];
    if (event === undefined) continue;
    const { body } = event;
    events[at] = { ...event, body: dice.chance(0.5) ? body.subarray(0, dice.below(body.length)) : Buffer.concat([body, Buffer.alloc(dice.pick([1, 20, 3000]), dice.pick([0, 1, 0x7f, 0xff]))]) };
  }
}

/** A compressed integer: seven bits a byte, lowest first, the ninth byte whole. */
function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  let at = start;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++] ?? 0;
    if (at - start === 9) return { value: value + byte * scale, end: at };
    value += (byte & 127) * scale;
    if (byte < 128) return { value, end: at };
  }
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return Buffer.from([...bytes, left]);
}

/** Sizes as the JDK pads them; a body never comes near the 2^28 that four bytes can say. */
function paddedVarint(value: number): Buffer {
  return Buffer.from([(value & 127) | 128, ((value >> 7) & 127) | 128, ((value >> 14) & 127) | 128, (value >> 21) & 127]);
}
