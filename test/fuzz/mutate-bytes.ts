import type { Dice } from "./dice.js";

type ByteMutation = (bytes: Buffer, dice: Dice, other: Buffer) => Buffer;

/** Bytes that end, open or break something in text and binary formats alike. */
const ODD_BYTES: readonly number[] = [0, 1, 0x0a, 0x0d, 0x1b, 0x20, 0x22, 0x28, 0x5b, 0x5d, 0x7b, 0x7f, 0x80, 0xbf, 0xc0, 0xe2, 0xf4, 0xfe, 0xff];
const ODD_WORDS: readonly number[] = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe, 0x100, 0x1000];

/** Changes bytes without knowing their meaning, by one to three mutations. `other` is what is spliced in. */
export function mutateBytes(seed: Uint8Array, other: Uint8Array, dice: Dice): Uint8Array {
  let bytes: Buffer = Buffer.from(seed);
  for (let left = 1 + dice.below(3); left > 0; left--) bytes = dice.pick(MUTATIONS)(bytes, dice, Buffer.from(other.buffer, other.byteOffset, other.length));
  return bytes;
}

/** Changes few bytes and no lengths, so that a binary format is still read deep inside. */
export function disturbBytes(seed: Uint8Array, dice: Dice): Uint8Array {
  let bytes: Buffer = Buffer.from(seed);
  for (let left = 1 + dice.below(2); left > 0; left--) bytes = dice.pick([flipBits, setBytes, setWords])(bytes, dice);
  return bytes;
}

const MUTATIONS: readonly ByteMutation[] = [
  (bytes, dice) => bytes.subarray(0, dice.below(bytes.length)),
  (bytes, dice) => bytes.subarray(dice.below(bytes.length)),
  flipBits, flipBits, setBytes, setBytes, setWords, setWords,
  (bytes, dice) => {
    const from = dice.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + dice.below(Math.min(5000, bytes.length - from)))]);
  },
  (bytes, dice) => {
    const from = dice.below(bytes.length);
    const block = bytes.subarray(from, from + 1 + dice.below(5000));
    const to = dice.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, to), block, ...(dice.chance(0.2) ? [block, block] : []), bytes.subarray(to)]);
  },
  (bytes, dice, other) => {
    const from = dice.below(other.length);
    const to = dice.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, to), other.subarray(from, from + 1 + dice.below(20_000)), bytes.subarray(dice.chance(0.5) ? to : to + dice.below(bytes.length - to))]);
  },
  (bytes, dice) => {
    const to = dice.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, to), Buffer.alloc(dice.pick([1, 600, 70_000]), dice.pick(ODD_BYTES)), bytes.subarray(to)]);
  },
  (bytes, dice) => {
    const a = dice.below(bytes.length);
    const b = a + dice.below(bytes.length - a);
    return Buffer.concat([bytes.subarray(b), bytes.subarray(a, b), bytes.subarray(0, a)]);
  },
];

function flipBits(bytes: Buffer, dice: Dice): Buffer {
  for (let left = dice.pick([1, 1, 3, 20]); left > 0 && bytes.length > 0; left--) {
    const at = dice.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
  }
  return bytes;
}

function setBytes(bytes: Buffer, dice: Dice): Buffer {
  for (let left = dice.pick([1, 2, 10]); left > 0 && bytes.length > 0; left--) bytes[dice.below(bytes.length)] = dice.pick(ODD_BYTES);
  return bytes;
}

/** Sizes, counts and offsets of binary formats, in either byte order; often near the start, where headers are. */
function setWords(bytes: Buffer, dice: Dice): Buffer {
  if (bytes.length < 8) return bytes;
  const reach = dice.chance(0.4) ? Math.min(bytes.length, 200) : bytes.length;
  const at = dice.below(reach - 4);
  const word = dice.pick(ODD_WORDS);
  switch (dice.below(4)) {
    case 0:
      bytes.writeUInt32BE(word, at);
      break;
    case 1:
      bytes.writeUInt32LE(word, at);
      break;
    case 2:
      bytes.writeUInt16LE(word & 0xffff, at);
      break;
    default:
      bytes.writeUInt16BE(word & 0xffff, at);
  }
  return bytes;
}
