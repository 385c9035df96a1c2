/** Where one event of a recording lies: its size and type id, then its body. */
interface EventPlace {
  readonly from: number;
  readonly body: number;
  readonly to: number;
  readonly typeId: number;
}

const HEAD_BYTES = 68;

/** Numbers that look random and are the same in every run. */
export function createDice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The events of a recording of one chunk, found by their sizes. */
export function findEvents(bytes: Uint8Array): EventPlace[] {
  const events: EventPlace[] = [];
  for (let from = HEAD_BYTES; from < bytes.length; ) {
    const size = readInteger(bytes, from);
    const type = readInteger(bytes, size.next);
    if (size.value <= 0) throw new Error(`no event at ${from}`);
    events.push({ from, body: type.next, to: from + size.value, typeId: type.value });
    from += size.value;
  }
  return events;
}

function readInteger(bytes: Uint8Array, from: number): { value: number; next: number } {
  let value = 0;
  let at = from;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++] as number;
    value += (byte & 127) * scale;
    if (byte < 128 || at - from === 9) return { value, next: at };
  }
}

/**
 * Damages what lies inside events and leaves the frame alone: sizes, and so the way from event to event, stay right, and a
 * reader gets deep into the nonsense. Metadata and constant pools are hit as often as all other events together.
 */
export function damageInside(original: Uint8Array, events: readonly EventPlace[], dice: (below: number) => number): Uint8Array {
  const bytes = original.slice();
  const structural = events.filter(({ typeId }) => typeId <= 1);
  for (let changes = 1 + dice(6); changes > 0; changes--) {
    const event = pick(dice(2) === 0 ? structural : events, dice);
    if (event.to <= event.body) continue;
    const at = event.body + dice(event.to - event.body);
    switch (dice(6)) {
      case 0:
        bytes[at] = dice(256);
        break;
      case 1: // the largest integer, or a count, key or string length of that size
        bytes.fill(0xff, at, Math.min(event.to, at + 9));
        break;
      case 2:
        bytes.fill(0, at, Math.min(event.to, at + 1 + dice(30)));
        break;
      case 3: // ids, dimensions and annotation values of metadata are digits in its strings
        changeDigit(bytes, at, event.to, dice);
        break;
      case 4: // another type's body under this event's id
        copyBody(bytes, pick(events, dice), event);
        break;
      default: // another type id of the same length
        if (event.typeId > 1) bytes[event.body - 1] = dice(128);
    }
  }
  return bytes;
}

function changeDigit(bytes: Uint8Array, from: number, to: number, dice: (below: number) => number): void {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x30 || byte > 0x39) continue;
    bytes[at] = 0x30 + dice(10);
    return;
  }
}

function copyBody(bytes: Uint8Array, source: EventPlace, target: EventPlace): void {
  const length = Math.min(source.to - source.body, target.to - target.body);
  bytes.copyWithin(target.body, source.body, source.body + length);
}

function pick<T>(list: readonly T[], dice: (below: number) => number): T {
  return list[dice(list.length)] as T;
}
