import { readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { deflateRawSync, gunzipSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveInputs } from "../../src/input/resolve-inputs.js";
import { folderWith, logText, readBytes, readText } from "./support.js";

const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);
const entryOf = (path: string) => path.slice(path.indexOf("!") + 1);
const DEEP = `${"d".repeat(60)}/${"e".repeat(60)}/gc.log`;

describe("archives of other programs", () => {
  test.each(["gnu-tar.gz", "pax-tar.gz", "gnu-tar.zst"])("%s: every file, long names, no links", async (name) => {
    const files = await resolveInputs([fixture(name)]);
    expect(files.map(({ path }) => entryOf(path))).toEqual(["gc.log", "gc.log.2", DEEP]);
    expect(await readText(files[0])).toBe(logText("gc.log"));
    expect(await readText(files[1])).toBe(logText("gc.log.2"));
    expect(await readText(files[2])).toBe("deep\n");
    expect(files[1]?.sizeBytes).toBe(15690);
  });

  test("entries of a compressed tar can be read backwards and again", async () => {
    const files = await resolveInputs([fixture("pax-tar.gz")]);
    for (const file of files.toReversed()) await file.peek(10);
    expect(await readText(files[1])).toBe(logText("gc.log.2"));
    expect(await readText(files[0])).toBe(logText("gc.log"));
    expect(await readText(files[0])).toBe(logText("gc.log"));
  });

  test("a tar of the seventies has no magic and is still one", async () => {
    const files = await resolveInputs([fixture("v7-tar.gz")]);
    expect(await readText(files[1])).toBe(logText("gc.log.2"));
  });

  test("a plain tar", async () => {
    const folder = folderWith({ "logs.bin": gunzipSync(readFileSync(fixture("gnu-tar.gz"))) });
    const files = await resolveInputs([join(folder, "logs.bin")]);
    expect(files).toHaveLength(3);
    expect(await readText(files[1])).toBe(logText("gc.log.2"));
    expect(Buffer.from((await files[1]?.peek(20)) ?? []).toString()).toBe(logText("gc.log.2").slice(0, 20));
  });

  test("a zip, also of a gz", async () => {
    const files = await resolveInputs([fixture("plain.zip"), fixture("zip-of-gz.zip")]);
    expect(files.map(({ path }) => entryOf(path))).toEqual(["gc.log", "gc.log.2", "gc.log.gz"]);
    expect(await readText(files[0])).toBe(logText("gc.log"));
    expect(await readText(files[2])).toBe(logText("gc.log"));
    expect(files[2]?.sizeBytes).toBeNull();
  });

  test("gzip members and zstd frames follow each other", async () => {
    const both = logText("gc.log") + logText("gc.log.2");
    for (const name of ["two-members.gz", "two-frames.zst"]) {
      const [file] = await resolveInputs([fixture(name)]);
      expect(await readText(file)).toBe(both);
      expect(file?.warnings).toEqual([]);
    }
  });

  test("names play no part: a renamed archive is opened", async () => {
    const folder = folderWith({ "gc.log": readFileSync(fixture("plain.zip")), "x.zip": logText("x") });
    const files = await resolveInputs([join(folder, "gc.log"), join(folder, "x.zip")]);
    expect(files).toHaveLength(3);
    expect(await readText(files[2])).toBe(logText("x"));
  });

  test("a link in a zip is passed over and told", async () => {
    const files = await resolveInputs([fixture("link.zip")]);
    expect(files.map(({ path }) => entryOf(path))).toEqual(["gc.log.0"]);
    expect(files[0]?.warnings).toMatchObject([{ code: "skipped-files", message: expect.stringContaining("link.log") as string }]);
  });

  test("an encrypted zip is an error that says so", async () => {
    await expect(resolveInputs([fixture("encrypted.zip")])).rejects.toMatchObject({
      code: "input",
      message: expect.stringContaining("encrypted") as string,
      details: { path: fixture("encrypted.zip"), hint: expect.stringContaining("decrypt") as string },
    });
  });

  test("a compression that we do not read is named", async () => {
    await expect(resolveInputs([fixture("log.xz")])).rejects.toMatchObject({ message: "xz archives are not read" });
  });

  test("an archive on standard input", async () => {
    const stdin = (async function* () {
      const bytes = readFileSync(fixture("plain.zip"));
      for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
    })();
    const files = await resolveInputs(["-"], { stdin });
    expect(files.map(({ path }) => path)).toEqual(["-!gc.log", "-!gc.log.2"]);
    expect(await readText(files[1])).toBe(logText("gc.log.2"));
  });
});

describe("damage", () => {
  const text = logText("gc.log") + Array.from({ length: 3000 }, (_, i) => `line ${(i * 7919) % 10007}\n`).join("");

  test("a gzip cut anywhere gives a beginning of the content and a warning", async () => {
    const whole = gzipSync(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1000, max: whole.length - 1 }), async (cut) => {
        const [file] = await resolveInputs(["-"], { stdin: once(whole.subarray(0, cut)) });
        const got = await readText(file);
        // What a plain inflater gets out of the same bytes when told not to mind the missing end.
        expect(got).toBe(gunzipSync(whole.subarray(0, cut), { finishFlush: 2 }).toString());
        expect(text.startsWith(got)).toBe(true);
        expect(file?.warnings).toMatchObject([{ code: "truncated" }]);
      }),
      { numRuns: 30 },
    );
  });

  test("a cut zstd stream warns and gives its whole blocks", async () => {
    const bytes = readFileSync(fixture("two-frames.zst"));
    const folder = folderWith({ cut: bytes.subarray(0, bytes.length - 20) });
    const [file] = await resolveInputs([join(folder, "cut")]);
    expect(await readText(file)).toBe(logText("gc.log"));
    expect(file?.warnings).toMatchObject([{ code: "truncated" }]);
  });

  test("reading twice warns once", async () => {
    const folder = folderWith({ cut: gzipSync(text).subarray(0, 2000) });
    const [file] = await resolveInputs([join(folder, "cut")]);
    await readText(file);
    await readText(file);
    expect(file?.warnings).toHaveLength(1);
  });

  test("a flipped bit in a gzip ends it with a warning", async () => {
    const bytes = Buffer.from(gzipSync(text));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x10;
    const folder = folderWith({ bad: bytes });
    const [file] = await resolveInputs([join(folder, "bad")]);
    const got = await readText(file);
    // Up to the damage everything is there; behind it deflate may go on for a few wrong symbols before it notices.
    expect(got.length).toBeGreaterThan(text.length / 3);
    expect(text.startsWith(got.slice(0, text.length / 3))).toBe(true);
    expect(file?.warnings).toMatchObject([{ code: "damaged" }]);
  });

  test("a tar cut inside its second file keeps the first and what is there of the second", async () => {
    const tar = gunzipSync(readFileSync(fixture("gnu-tar.gz")));
    const folder = folderWith({ cut: tar.subarray(0, 512 + 15360 + 512 + 1000) });
    const files = await resolveInputs([join(folder, "cut")]);
    expect(await readText(files[0])).toBe(logText("gc.log"));
    expect(await readText(files[1])).toBe(logText("gc.log.2").slice(0, 1000));
    expect([...(files[0]?.warnings ?? [])].map(({ code }) => code)).toContain("truncated");
  });

  test("a cut zip is an error with a hint", async () => {
    const folder = folderWith({ cut: readFileSync(fixture("plain.zip")).subarray(0, 1500) });
    await expect(resolveInputs([join(folder, "cut")])).rejects.toMatchObject({ code: "input", details: { hint: expect.stringContaining("copied completely") as string } });
  });

  test("no garbage makes it hang or crash", async () => {
    const seeds = ["gnu-tar.gz", "gnu-tar.zst", "plain.zip", "two-frames.zst"].map((name) => readFileSync(fixture(name)));
    seeds.push(gunzipSync(seeds[0] ?? Buffer.alloc(0)));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat(), async (seed, where, flip, cut) => {
        const bytes = Buffer.from(seed.subarray(0, 1 + (cut % seed.length)));
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        try {
          for (const file of await resolveInputs(["-"], { stdin: once(bytes), maxInputBytes: 1 << 26 })) await readBytes(file);
        } catch (error) {
          expect(error).toMatchObject({ name: "PauselineError", code: "input" });
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("hostile archives", () => {
  test("paths that climb and control characters stay mere labels", async () => {
    const folder = folderWith({ a: zipOf([["../../etc/\u001b[31mgc.log", logText("x")]]) });
    const files = await resolveInputs([join(folder, "a")]);
    expect(files[0]?.path).toBe(`${join(folder, "a")}!../../etc/[31mgc.log`);
    expect(await readText(files[0])).toBe(logText("x"));
  });

  test("of two entries with one name the last counts", async () => {
    const folder = folderWith({ a: zipOf([["gc.log", "old\n"], ["gc.log", "new\n"]]) });
    const files = await resolveInputs([join(folder, "a")]);
    expect(await Promise.all(files.map(readText))).toEqual(["new\n"]);
    expect(files[0]?.warnings).toMatchObject([{ code: "duplicate-entry" }]);
  });

  test("too many entries", async () => {
    const folder = folderWith({ a: zipOf([["1", "a"], ["2", "b"], ["3", "c"]]) });
    await expect(resolveInputs([join(folder, "a")], { maxEntries: 2 })).rejects.toMatchObject({ message: "archive with more than 2 entries" });
  });

  test("archives in archives are opened two deep", async () => {
    const inner = zipOf([["gc.log", "found\n"]]);
    const files = await resolveInputs(["-"], { stdin: once(zipOf([["inner.zip", inner]])) });
    expect(await readText(files[0])).toBe("found\n");
    await expect(resolveInputs(["-"], { stdin: once(zipOf([["b", zipOf([["a", inner]])]])) })).rejects.toMatchObject({
      message: expect.stringContaining("archive inside archives") as string,
    });
  });

  test("a bomb is stopped by its ratio, and by the total", async () => {
    const bomb = gzipSync(Buffer.alloc(8 << 20));
    const [byRatio] = await resolveInputs(["-"], { stdin: once(bomb), maxRatio: 100, ratioFromBytes: 1 << 21 });
    await expect(readBytes(byRatio)).rejects.toMatchObject({ code: "input", message: expect.stringContaining("100 times") as string });
    const [byTotal] = await resolveInputs(["-"], { stdin: once(bomb), maxInputBytes: 4 << 20 });
    await expect(readBytes(byTotal)).rejects.toMatchObject({ code: "input", message: expect.stringContaining("larger than") as string });
  });

  test("zip entries that share their bytes are refused", async () => {
    const zip = zipOf([["a", randomBytes(3000)], ["b", "short"]]);
    // The second entry of the central directory claims the first one's bytes for its own.
    const [first = 0, second = 0] = [...zip.toString("latin1").matchAll(/PK\x01\x02/g)].map(({ index }) => index);
    zip.copy(zip, second + 16, first + 16, first + 28);
    zip.copy(zip, second + 42, first + 42, first + 46);
    await expect(resolveInputs(["-"], { stdin: once(zip) })).rejects.toMatchObject({ message: "zip archive with overlapping entries" });
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A minimal zip by the format's specification (local headers, central directory, end record), deflated. */
function zipOf(entries: readonly (readonly [name: string, content: string | Uint8Array])[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const nameBytes = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(plain.length, 18);
    fields.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), fields, nameBytes, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), fields, tail, nameBytes]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
