import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileSegment, expandBraces } from "../../src/input/glob.js";
import { resolveInputs } from "../../src/input/resolve-inputs.js";
import { folderWith, readBytes, readText } from "./support.js";

const names = async (...paths: string[]) => (await resolveInputs(paths)).map(({ path }) => basename(path));

describe("files", () => {
  test("a file of several chunks is read whole, again, and by offset", async () => {
    const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 31) % 95 + 32));
    const folder = folderWith({ big: content });
    const [file] = await resolveInputs([join(folder, "big")]);
    expect(file?.sizeBytes).toBe(3_000_000);
    expect(Buffer.compare(await readBytes(file), content)).toBe(0);
    expect(Buffer.compare(await readBytes(file), content)).toBe(0);
    expect((await file?.peek())?.length).toBe(262_144);
    const access = await file?.randomAccess();
    expect(Buffer.from((await access?.read(2_999_990, 100)) ?? [])).toEqual(content.subarray(2_999_990));
    await access?.close();
  });

  test("chunks belong to the reader: keeping them is safe", async () => {
    const folder = folderWith({ big: Buffer.alloc(2_500_000, "a") });
    const [file] = await resolveInputs([join(folder, "big")]);
    const kept: Uint8Array[] = [];
    for await (const chunk of file?.open() ?? []) {
      expect(chunk[0]).toBe(97);
      chunk.fill(0);
      kept.push(chunk);
    }
    expect(kept.length).toBe(3);
    expect((await readText(file)).startsWith("aaa")).toBe(true);
  });

  test("a log that is still written is read up to the size it had", async () => {
    const folder = folderWith({ "gc.log": "one\n" });
    const [file] = await resolveInputs([join(folder, "gc.log")]);
    appendFileSync(join(folder, "gc.log"), "two\n");
    expect(await readText(file)).toBe("one\n");
    expect(file?.warnings).toMatchObject([{ code: "growing" }]);
    truncateSync(join(folder, "gc.log"), 2);
    expect(await readText(file)).toBe("on");
    expect(file?.warnings).toMatchObject([{ code: "growing" }, { code: "shrunk" }]);
  });

  test("a file named twice, also through a link, is taken once", async () => {
    const folder = folderWith({ "gc.log": "x\n" });
    symlinkSync("gc.log", join(folder, "link"));
    expect(await names(join(folder, "gc.log"), join(folder, "link"), folder)).toEqual(["gc.log"]);
  });

  test.each([
    ["missing", "no such file"],
    ["empty", "is empty"],
    ["no-logs", "directory without usable files"],
    ["*.none", "no file matches this pattern"],
  ])("%s: %s", async (name, message) => {
    const folder = folderWith({ empty: "", "no-logs/a.class": Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0]) });
    await expect(resolveInputs([join(folder, name)])).rejects.toMatchObject({
      name: "PauselineError",
      code: "input",
      message: expect.stringContaining(message) as string,
      details: { path: join(folder, name), hint: expect.any(String) as string },
    });
  });

  test.skipIf(process.getuid?.() === 0)("permission denied", async () => {
    const folder = folderWith({ secret: "x" });
    chmodSync(join(folder, "secret"), 0);
    await expect(resolveInputs([join(folder, "secret")])).rejects.toMatchObject({ code: "input", message: "permission denied" });
  });

  test("the total of all inputs is limited", async () => {
    const folder = folderWith({ a: "12345\n", b: "12345\n" });
    await expect(resolveInputs([folder], { maxInputBytes: 10 })).rejects.toMatchObject({ message: expect.stringContaining("larger than 10 bytes") as string });
  });
});

describe.skipIf(process.platform === "win32")("pipes", () => {
  test("a named pipe is read as a stream, more than once", async () => {
    const folder = folderWith({});
    execFileSync("sh", ["-c", `mkfifo "$0"`, join(folder, "pipe")]);
    const writing = writeFile(join(folder, "pipe"), "from a pipe\n");
    const [file] = await resolveInputs([join(folder, "pipe")]);
    await writing;
    expect(await readText(file)).toBe("from a pipe\n");
    expect(await readText(file)).toBe("from a pipe\n");
  });
});

describe("directories", () => {
  test("files by name with numbers as numbers, then folders; no hidden files, no binaries", async () => {
    const folder = folderWith({
      "gc.log.10": "a\n",
      "gc.log.2": "a\n",
      "gc.log": "a\n",
      ".hidden": "a\n",
      "Main.class": Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0]),
      "recording.jfr": Buffer.from("FLR\0\0\x02"),
      "pod/gc.log.1": "a\n",
      "pod/deeper/gc.log.9": "a\n",
    });
    expect(await names(folder)).toEqual(["gc.log", "gc.log.2", "gc.log.10", "recording.jfr", "gc.log.1"]);
    const [first] = await resolveInputs([folder]);
    expect(first?.warnings).toMatchObject([{ code: "skipped-files", message: expect.stringContaining("Main.class") as string }]);
  });

  test("a binary that is named is taken: the reader will say what is wrong with it", async () => {
    const folder = folderWith({ "Main.class": Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0]) });
    expect(await names(join(folder, "Main.class"))).toEqual(["Main.class"]);
  });

  test("links in a circle end", async () => {
    const folder = folderWith({ "gc.log": "a\n" });
    mkdirSync(join(folder, "sub"));
    symlinkSync("..", join(folder, "sub", "up"));
    symlinkSync("nowhere", join(folder, "broken"));
    expect(await names(folder)).toEqual(["gc.log"]);
    expect(await names(join(folder, "**"))).toEqual(["gc.log"]);
  });
});

describe("globs", () => {
  const files = { "gc.log": "a\n", "gc.log.1": "a\n", "gc[1].log": "a\n", "app/gc.log.2": "a\n", "app/x/gc.log.3": "a\n", "app/x/.h": "a\n" };

  test.each([
    ["gc.log*", ["gc.log", "gc.log.1"]],
    ["gc?log", ["gc.log"]],
    ["*/gc.log.?", ["gc.log.2"]],
    ["**/gc.log.*", ["gc.log.2", "gc.log.3", "gc.log.1"]],
    ["app/**", ["gc.log.2", "gc.log.3"]],
    ["gc.log.[0-9]", ["gc.log.1"]],
    ["gc.log.[!2-9]", ["gc.log.1"]],
    ["{app/gc.log.2,gc.{log,txt}}", ["gc.log.2", "gc.log"]],
    ["gc[1].log", ["gc[1].log"]],
    ["app/x/.*", [".h"]],
  ])("%s", async (pattern, expected) => {
    const folder = folderWith(files);
    expect(await names(`${folder}/${pattern}`)).toEqual(expected);
  });

  test("braces multiply out; single ones stand for themselves", () => {
    expect(expandBraces("a{b,c{d,e}}f{1,2}")).toEqual(["abf1", "abf2", "acdf1", "acdf2", "acef1", "acef2"]);
    expect(expandBraces("a{b}c{d,e")).toEqual(["a{b}c{d,e"]);
    expect(expandBraces("{x}{a,b}")).toEqual(["{x}a", "{x}b"]);
  });

  test("a segment matches as a naive matcher says", () => {
    const naive = (pattern: string, name: string): boolean => {
      if (pattern === "") return name === "";
      if (pattern[0] === "*") return naive(pattern.slice(1), name) || (name !== "" && naive(pattern, name.slice(1)));
      return name !== "" && (pattern[0] === "?" || pattern[0] === name[0]) && naive(pattern.slice(1), name.slice(1));
    };
    const text = (chars: string) => fc.string({ unit: fc.constantFrom(...chars), maxLength: 7 });
    fc.assert(fc.property(text("ab*?+("), text("ab+("), (pattern, name) => compileSegment(pattern)(name) === naive(pattern, name)));
  });
});

describe("standard input", () => {
  test("a look at the head loses nothing, and it can be read again", async () => {
    const parts = Array.from({ length: 50 }, (_, i) => Buffer.alloc(70_000, 65 + (i % 26)));
    const stdin = (async function* () {
      yield* parts;
    })();
    const [file] = await resolveInputs(["-"], { stdin });
    expect(file).toMatchObject({ path: "-", sizeBytes: null });
    expect((await file?.peek(100))?.length).toBe(100);
    expect(Buffer.compare(await readBytes(file), Buffer.concat(parts))).toBe(0);
    expect(Buffer.compare(await readBytes(file), Buffer.concat(parts))).toBe(0);
    expect(await file?.randomAccess()).toBeNull();
  });

  test("more than fits in memory goes through a temporary file", async () => {
    const stdin = (async function* () {
      for (let i = 0; i < 70; i++) yield Buffer.alloc(1 << 20, i);
    })();
    const [file] = await resolveInputs(["-"], { stdin });
    for (let pass = 0; pass < 2; pass++) {
      let at = 0;
      for await (const chunk of file?.open() ?? []) {
        expect(chunk[0]).toBe(at >> 20);
        expect(chunk.at(-1)).toBe((at + chunk.length - 1) >> 20);
        at += chunk.length;
      }
      expect(at).toBe(70 << 20);
    }
  });

  test("without it, - is a usage error; empty, it is an input error", async () => {
    await expect(resolveInputs(["-"])).rejects.toMatchObject({ code: "usage" });
    await expect(resolveInputs(["-"], { stdin: (async function* () {})() })).rejects.toMatchObject({ code: "input", message: "is empty" });
  });
});
