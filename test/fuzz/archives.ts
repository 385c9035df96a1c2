import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import type { Dice } from "./dice.js";

/** One entry of an archive to be built; the lies are what its headers claim instead of the truth. */
export interface ArchiveEntry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly link?: string;
  readonly lies?: { readonly size?: number; readonly compressed?: number; readonly method?: number; readonly flags?: number; readonly crc?: number };
}

/** A zip by the format's specification: local headers, central directory, end record. */
export function zipOf(entries: readonly ArchiveEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, link, lies = {} } of entries) {
    const plain = Buffer.from(link ?? content);
    const packed = lies.method === 0 ? plain : deflateRawSync(plain);
    const nameBytes = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(lies.flags ?? 0, 2);
    fields.writeUInt16LE(lies.method ?? 8, 4);
    fields.writeUInt32LE(lies.crc ?? crcOf(plain), 10);
    fields.writeUInt32LE(lies.compressed ?? packed.length, 14);
    fields.writeUInt32LE(lies.size ?? plain.length, 18);
    fields.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), fields, nameBytes, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(link === undefined ? 0 : (0o120777 << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), fields, tail, nameBytes]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length & 0xffff, 8);
  end.writeUInt16LE(entries.length & 0xffff, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** A tar in the POSIX form. */
export function tarOf(entries: readonly ArchiveEntry[]): Buffer {
  const blocks: Buffer[] = [];
  for (const { name, content, link, lies = {} } of entries) {
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 99), 0);
    header.write("0000644\0", 100);
    header.write(`${(lies.size ?? (link === undefined ? content.length : 0)).toString(8).padStart(11, "0").slice(-11)}\0`, 124);
    header.write("00000000000\0", 136);
    header.write(link === undefined ? "0" : "2", 156);
    header.write(link ?? "", 157);
    header.write("ustar\u000000", 257, "latin1");
    header.fill(0x20, 148, 156);
    header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\0 `, 148);
    blocks.push(header);
    if (link === undefined) blocks.push(Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const NAMES = ["gc.log", "gc.log", "gc.log.0", "gc.log.1", "../../etc/passwd", "/etc/passwd", "C:\\gc.log", "a/b/../../../gc.log", "folder/", "", ".", "\u001b[31mred.log", "<b>.log", "a|b`c.log", "META-INF/", "META-INF/MANIFEST.MF", "x".repeat(3000), "con\u0000x", "@team.log", "\u202egol.cg"];

/** An archive of parts of logs: nested, with hostile names, links, doubles and headers that lie. */
export function makeArchive(seeds: readonly Uint8Array[], dice: Dice, depth = 0): Uint8Array {
  const entries = Array.from({ length: dice.pick([1, 1, 2, 3, 30]) }, (): ArchiveEntry => {
    const seed = dice.pick(seeds);
    const content = depth < 4 && dice.chance(0.15) ? makeArchive(seeds, dice, depth + 1) : dice.chance(0.1) ? new Uint8Array(0) : seed.subarray(0, dice.chance(0.5) ? 20_000 : dice.below(60_000));
    return {
      name: dice.pick(NAMES),
      content,
      ...(dice.chance(0.05) ? { link: "/etc/passwd" } : {}),
      ...(dice.chance(0.15) ? { lies: lie(dice) } : {}),
    };
  });
  switch (dice.below(6)) {
    case 0:
      return tarOf(entries);
    case 1:
      return gzipSync(tarOf(entries), { level: 1 });
    case 2:
      return gzipSync(entries[0]?.content ?? new Uint8Array(0), { level: 1 });
    case 3:
      return Buffer.concat(entries.slice(0, 3).map(({ content }) => gzipSync(content, { level: 1 })));
    default:
      return zipOf(entries);
  }
}

function lie(dice: Dice): NonNullable<ArchiveEntry["lies"]> {
  const size = dice.pick([0, 1, 100, 0x7fffffff, 0xffffffff, 1 << 20]);
  return dice.pick([{ size }, { compressed: size }, { method: dice.pick([0, 1, 9, 12, 93, 99]) }, { flags: dice.pick([1, 8, 0x41, 0xffff]) }, { crc: size }, { size, compressed: size }]);
}

function crcOf(bytes: Uint8Array): number {
  return crc32(bytes);
}
