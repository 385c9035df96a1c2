import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Reading } from "../../src/analysis/read-inputs.js";
import { readInputs } from "../../src/analysis/read-inputs.js";
import { resolveInputs } from "../../src/input/resolve-inputs.js";
import { pauseFacts, readParts, sampleText } from "../support/memory-input.js";
import { SAMPLE_NAMES } from "../support/samples.js";

/*
 * How a log is cut, joined, rotated, packed and mixed changes nothing that it should not change. Real logs of all collectors;
 * what each arrangement must give is known from the reading of the whole log, or from arithmetic.
 */
const TEXTS = new Map(SAMPLE_NAMES.map((name) => [name, sampleText(name)]));
const UNIFIED = SAMPLE_NAMES.filter((name) => !name.endsWith("-jdk8") && name !== "epsilon/steady-jdk17");
/** Logs that are quick to read several times. */
const SHORT = UNIFIED.filter((name) => (TEXTS.get(name) ?? "").length < 300_000);
const wholes = new Map<string, Promise<Reading>>();

const textOf = (sample: string): string => TEXTS.get(sample) ?? "";
const linesOf = (sample: string): string[] => textOf(sample).replace(/\n$/, "").split("\n");
function whole(sample: string): Promise<Reading> {
  const known = wholes.get(sample) ?? readParts(textOf(sample));
  wholes.set(sample, known);
  return known;
}
const facts = ({ timeline }: Reading): string[] => pauseFacts(timeline).map(({ facts }) => facts);

function expectAccountsAddUp({ inputs }: Reading): void {
  for (const { lines } of inputs) expect(lines.parsed + lines.ignored + lines.unrecognized).toBe(lines.total);
}

/** Runs a property on random samples; few runs, because each reads a whole log. */
function check<T>(samples: readonly string[], arbitrary: fc.Arbitrary<T>, runs: number, property: (sample: string, value: T) => Promise<void>): Promise<void> {
  return fc.assert(fc.asyncProperty(fc.constantFrom(...samples), arbitrary, property), { numRuns: runs * Number(process.env["PAUSELINE_PROPERTY_RUNS"] ?? 1) });
}

describe("a log cut at any byte", () => {
  test("tells of every pause before the cut what the whole log tells", async () => {
    await check(SAMPLE_NAMES.filter((name) => textOf(name).length < 300_000), fc.double({ min: 0.2, max: 1, noNaN: true }), 25, async (sample, share) => {
      const bytes = Buffer.from(textOf(sample));
      const head = bytes.subarray(0, Math.floor(bytes.length * share));
      const cut = await readParts(head).catch(() => null);
      const reading = await whole(sample);
      const lastLine = head.toString("latin1").split("\n").length - 1;
      // JDK 8 spreads a pause over several lines, and says only below it what was inside it.
      const settled = sample.endsWith("-jdk8") ? lastLine - 60 : lastLine;
      const expected = pauseFacts(reading.timeline).filter(({ line }) => line <= settled);
      if (cut === null) {
        expect(expected).toEqual([]);
        return;
      }
      expectAccountsAddUp(cut);
      expect(cut.inputs[0]?.lines.total).toBe(head.at(-1) === 10 ? lastLine : lastLine + 1);
      const found = new Set(facts(cut));
      expect(expected.map(({ facts }) => facts).filter((pause) => !found.has(pause))).toEqual([]);
      // What it tells beyond that lies inside a stop whose end was cut off.
      const known = new Set(facts(reading));
      expect(facts(cut).filter((pause) => !known.has(pause)).length).toBeLessThanOrEqual(2);
    });
  });

  test("tells of every pause after the cut what the whole log tells", async () => {
    await check(UNIFIED, fc.double({ min: 0, max: 0.8, noNaN: true }), 20, async (sample, share) => {
      const bytes = Buffer.from(textOf(sample));
      const skipped = Math.floor(bytes.length * share);
      const tail = await readParts(bytes.subarray(skipped)).catch(() => null);
      const reading = await whole(sample);
      const firstLine = bytes.subarray(0, skipped).toString("latin1").split("\n").length;
      const isPauseLine = (line: number): boolean => line > firstLine;
      const expected = pauseFacts(reading.timeline).filter(({ line }) => isPauseLine(line));
      if (tail === null) {
        expect(expected).toEqual([]);
        return;
      }
      expectAccountsAddUp(tail);
      // Heap sizes of the first collection may have stood above the cut, and the wall clock of a log without uptime starts anew.
      const durations = (reading: Reading): string[] => pauseFacts(reading.timeline).map(({ facts }) => facts.split("; ").slice(2, 5).filter((_, index) => index !== 1).join("; "));
      const found = new Set(durations(tail));
      expect(expected.map(({ facts }) => [facts.split("; ")[2], facts.split("; ")[4]].join("; ")).filter((pause) => !found.has(pause))).toEqual([]);
    });
  });
});

test("two logs in one file are the lives of two JVMs, each as it is alone", async () => {
  await check(SHORT, fc.constantFrom(...SHORT), 25, async (first, second) => {
    const [a, b] = [await whole(first), await whole(second)];
    const both = await readParts(`${textOf(first)}${textOf(first).endsWith("\n") ? "" : "\n"}${textOf(second)}`);
    expectAccountsAddUp(both);
    expect(both.timeline.runs.length).toBe(a.timeline.runs.length + b.timeline.runs.length);
    expect(facts(both)).toEqual([...facts(a), ...facts(b)]);
    expect(both.inputs[0]?.lines.parsed).toBe((a.inputs[0]?.lines.parsed ?? 0) + (b.inputs[0]?.lines.parsed ?? 0));
  });
});

test("a log rotated at any lines reads as the whole one, in whatever order its parts are given", async () => {
  const cuts = fc.record({ places: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }), order: fc.infiniteStream(fc.nat()) });
  await check(SHORT, cuts, 30, async (sample, { places, order }) => {
    const lines = linesOf(sample);
    const parts = cutWhereTimePasses(lines, places);
    const keys = order.take(parts.length);
    const shuffled = parts.map((part) => ({ part, key: keys.next().value as number })).toSorted((a, b) => a.key - b.key).map(({ part }) => part);
    const reading = await readParts(...shuffled);
    expectAccountsAddUp(reading);
    expect(facts(reading)).toEqual(facts(await whole(sample)));
    expect(reading.timeline.runs.length).toBe((await whole(sample)).timeline.runs.length);
    expect(reading.inputs.reduce((sum, { lines }) => sum + lines.total, 0)).toBe(lines.length);
  });
});

/** Cuts only where the stamp rises: files that begin in the same millisecond have no order of their own. */
function cutWhereTimePasses(lines: readonly string[], places: readonly number[]): string[] {
  const clock = (line: string | undefined): string => /^\[[^\]]*\](\[\d+[.,]\d+s\])?/.exec(line ?? "")?.[0] ?? "";
  const rising = lines.flatMap((line, index) => {
    const before = clock(lines[index - 1]);
    return index > 0 && clock(line) !== "" && before !== "" && clock(line) > before && clock(line).length === before.length ? [index] : [];
  });
  const cuts = [...new Set(places.map((place) => rising[Math.floor(place * (rising.length - 1))] ?? 0))].filter((cut) => cut > 0).toSorted((a, b) => a - b);
  return [0, ...cuts].map((start, index) => `${lines.slice(start, cuts[index]).join("\n")}\n`);
}

describe("what stands around the lines", () => {
  test("line ends of both kinds, a byte-order mark, gzip and chunks change nothing", async () => {
    const packing = fc.record({ seed: fc.nat(), mark: fc.boolean(), gzip: fc.boolean() });
    await check(SAMPLE_NAMES, packing, 15, async (sample, { seed, mark, gzip }) => {
      const text = `${mark ? "\uFEFF" : ""}${linesOf(sample).map((line, index) => (((index * 7919 + seed) >> 3) % 3 === 0 ? `${line}\r\n` : `${line}\n`)).join("")}`;
      const bytes = Buffer.from(text);
      const reading = gzip ? await readInputs(await resolveInputs(["-"], { stdin: one(gzipSync(bytes, { level: 1 })) })) : await readParts(bytes);
      expect(facts(reading)).toEqual(facts(await whole(sample)));
      expect(reading.inputs[0]?.lines).toEqual((await whole(sample)).inputs[0]?.lines);
    });
  });

  test("lines of the application between them are ignored, and nothing else changes", async () => {
    const APPLICATION = [
      "2026-11-24 10:00:00.123  INFO 7 --- [nio-8080-exec-1] c.e.Orders : request took 12.5ms [GC pressure low]", "", "   at com.example.Main.run(Main.java:42)", '{"level":"info","msg":"started","ms":3}',
      "Exception in thread \"main\" java.lang.IllegalStateException: Pause button pressed (3)", "[main] INFO com.example - [ready]", "%%%% ~~~~ ||||", "GC is mentioned here", "\u0000\u0001\u0002", "2026-11-24T10:00:00Z WARN heap 80% used", "[ERROR] build failed", "(1)", "{", "}",
    ];
    await check(UNIFIED, fc.array(fc.tuple(fc.nat(), fc.constantFrom(...APPLICATION)), { minLength: 1, maxLength: 60 }), 20, async (sample, inserted) => {
      const lines = linesOf(sample);
      for (const [place, line] of inserted) lines.splice(place % (lines.length + 1), 0, line);
      const reading = await readParts(`${lines.join("\n")}\n`);
      const plain = (await whole(sample)).inputs[0]?.lines;
      expect(facts(reading)).toEqual(facts(await whole(sample)));
      expect(reading.inputs[0]?.lines).toEqual({ ...plain, total: (plain?.total ?? 0) + inserted.length, ignored: (plain?.ignored ?? 0) + inserted.length });
    });
  });

  test("prefixes of runtimes and loggers change nothing", async () => {
    const prefix = fc.constantFrom("app-1  | ", "Nov 24 14:23:19 host java[77]: ", "2026-11-24T10:00:00.000000000Z stdout F ", "10:00:00.000 [main] INFO  gc - ", "<30>1 2026-11-24T10:00:00Z host java 77 - - ", "\u001b[32mweb_1\u001b[0m | ");
    await check(SHORT, prefix, 15, async (sample, before) => {
      const reading = await readParts(linesOf(sample).map((line) => `${before}${line}\n`).join(""));
      expect(facts(reading)).toEqual(facts(await whole(sample)));
      expect(reading.inputs[0]?.lines.parsed).toBe((await whole(sample)).inputs[0]?.lines.parsed);
    });
  });
});

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
