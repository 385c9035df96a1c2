import { describe, expect, test } from "vitest";
import { PauselineError } from "../../src/errors/pauseline-error.js";
import { detectJfrKind, refuseJfrTables } from "../../src/jfr/detect-jfr-kind.js";
import { readJfrJson } from "../../src/jfr/read-jfr-json.js";
import { readJfrText } from "../../src/jfr/read-jfr-text.js";
import { readJfrXml } from "../../src/jfr/read-jfr-xml.js";
import { readRecording } from "../../src/jfr/read-recording.js";
import { pausesOf, readBytes, sampleBytes } from "./read-sample.js";

interface PrintedEvent {
  readonly type: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What the JDK's own tool printed of the same run: the first events of each type. */
function printedEvents(): PrintedEvent[] {
  return JSON.parse(new TextDecoder().decode(sampleBytes("jdk21-serial.json"))).recording.events;
}

function seconds(duration: unknown): number {
  return Number(/^PT([\d.]+)S$/.exec(String(duration))?.[1]);
}

describe("binary recordings", () => {
  test("pauses are those that the JDK's tool prints, with heap sizes of the same GC id", async () => {
    const pauses = pausesOf(await readBytes(readRecording, sampleBytes("jdk21-serial.jfr.gz")));
    const printed = printedEvents();
    const stops = printed.filter(({ type }) => type === "jdk.GCPhasePause");
    expect(stops.length).toBeGreaterThan(0);
    for (const { values } of stops) {
      const pause = pauses.find(({ gcId }) => gcId === values.gcId);
      expect(pause?.durationMs).toBeCloseTo(seconds(values.duration) * 1000, 6);
      const after = printed.find((e) => e.type === "jdk.GCHeapSummary" && e.values.gcId === values.gcId && e.values.when === "After GC");
      if (after !== undefined) expect(pause?.afterBytes).toBe(after.values.heapUsed);
    }
  });

  test("a chunk left behind by a killed JVM is read to its end", async () => {
    const outcome = await readBytes(readRecording, sampleBytes("jdk17-killed-unfinished.jfr.gz"));
    // Counted with a reader of its own when the sample was made: 682 collections, 747 pauses.
    expect(pausesOf(outcome)).toHaveLength(747);
    expect(outcome.seen.filter(({ event, stamp }) => event.type === "collection" && stamp.generation === "")).toHaveLength(682);
    expect(outcome.report.warnings.map(({ code }) => code)).toContain("unfinished-chunk");
  });

  test("two recordings one after the other are read as two", async () => {
    const one = sampleBytes("jdk21-serial.jfr.gz");
    const other = sampleBytes("jdk17-killed-unfinished.jfr.gz");
    const both = new Uint8Array(one.length + other.length);
    both.set(one);
    both.set(other, one.length);
    const count = pausesOf(await readBytes(readRecording, one)).length;
    expect(pausesOf(await readBytes(readRecording, both))).toHaveLength(count + 747);
  });

  test("pieces of any length and random access give the same", async () => {
    const bytes = sampleBytes("jdk21-serial.jfr.gz");
    const whole = await readBytes(readRecording, bytes, bytes.length);
    const small = await readBytes(readRecording, bytes, 101);
    expect(small).toEqual(whole);
    const window = new Uint8Array(2 ** 21);
    const randomAccess = {
      size: bytes.length,
      read: async (offset: number, length: number) => {
        const piece = bytes.subarray(offset, offset + length);
        window.fill(0xff); // pieces are valid until the next call only
        window.set(piece);
        return window.subarray(0, piece.length);
      },
    };
    const seen: unknown[] = [];
    const report = await readRecording((async function* () {})(), (event, stamp) => seen.push({ event, stamp: { ...stamp } }), { input: 0, randomAccess });
    expect({ seen, report }).toEqual(whole);
  });
});

describe("exports of the same run", () => {
  test.each([
    ["jdk21-serial.json", readJfrJson, 6],
    ["jdk21-serial.xml", readJfrXml, 6],
    ["jdk21-serial.txt", readJfrText, 0],
  ] as const)("%s holds the pauses of the recording", async (name, reader, digits) => {
    const binary = pausesOf(await readBytes(readRecording, sampleBytes("jdk21-serial.jfr.gz")));
    const outcome = await readBytes(reader, sampleBytes(name), 997);
    expect(pausesOf(outcome)).toHaveLength(printedEvents().filter(({ type }) => type === "jdk.GCPhasePause").length);
    for (const pause of pausesOf(outcome)) {
      const same = binary.find(({ gcId }) => gcId === pause.gcId);
      expect(pause.kind).toBe(same?.kind);
      expect(pause.durationMs).toBeCloseTo(same?.durationMs ?? Number.NaN, digits);
      expect(Math.abs(pause.epochMs - (same?.epochMs ?? Number.NaN))).toBeLessThan(digits > 0 ? 0.001 : 1.6);
    }
    const { total, parsed, ignored, unrecognized } = outcome.report.events;
    expect([total, unrecognized]).toEqual([printedEvents().length, 0]);
    expect(parsed + ignored).toBe(total);
  });

  test("UTF-16 with a byte order mark, one event per line and a bare array are understood", async () => {
    const events = printedEvents();
    const utf16 = new Uint8Array(Buffer.from(`\ufeff${new TextDecoder().decode(sampleBytes("jdk21-serial.txt"))}`, "utf16le"));
    const plain = await readBytes(readJfrText, sampleBytes("jdk21-serial.txt"));
    expect(detectJfrKind(utf16)).toBe("jfr-text");
    expect(await readBytes(readJfrText, utf16)).toEqual(plain);
    const json = await readBytes(readJfrJson, sampleBytes("jdk21-serial.json"));
    for (const text of [events.map((event) => JSON.stringify(event)).join("\n"), JSON.stringify(events)]) {
      const bytes = new TextEncoder().encode(text);
      expect(detectJfrKind(bytes)).toBe("jfr-json");
      expect(await readBytes(readJfrJson, bytes)).toEqual(json);
    }
  });

  test.each([
    ["jdk21-serial-locale-de.txt", 193.4 * 2 ** 20],
    ["jdk21-serial-locale-ar.txt", 193.4 * 2 ** 20],
    ["jdk25-serial-exact.txt", 202_768_384],
  ])("%s: numbers in the user's locale, or exact", async (name, committedBytes) => {
    const { seen } = await readBytes(readJfrText, new TextEncoder().encode(`${new TextDecoder().decode(sampleBytes(name)).replace(/\n[^}]*$/, "\n")}\n${COLLECTION}`));
    const pause = seen.find(({ event }) => event.type === "pause")?.event;
    expect(pause).toMatchObject({ committedBytes: Math.round(committedBytes), kind: "Young", durationMs: 33.3 });
  });
});

/** The events that the cut samples lack. */
const COLLECTION = `jdk.GCPhasePause {
  startTime = 13:55:26.828 (2026-11-24)
  duration = 33.3 ms
  gcId = 0
  name = "GC Pause"
}

jdk.GarbageCollection {
  startTime = 13:55:26.828 (2026-11-24)
  duration = 33.3 ms
  gcId = 0
  name = "DefNew"
  cause = "Allocation Failure"
}
`;

describe("hostile files", () => {
  test("bytes changed, cut off and repeated: a report that adds up, or one clear error", async () => {
    const original = sampleBytes("jdk21-serial.jfr.gz");
    let state = 12345;
    const random = (below: number): number => (state = (state * 1103515245 + 12345) % 2 ** 31) % below;
    for (let round = 0; round < 150; round++) {
      const bytes = original.slice(0, round % 3 === 0 ? random(original.length) : original.length);
      for (let changes = random(20); changes > 0; changes--) bytes[random(round % 2 === 0 ? 68 : bytes.length)] = random(256);
      try {
        const { report } = await readBytes(readRecording, bytes, 65_536);
        const { total, parsed, ignored, unrecognized } = report.events;
        expect(parsed + ignored + unrecognized).toBe(total);
        expect(Math.min(parsed, ignored, unrecognized)).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(PauselineError);
      }
    }
  });

  test.each([
    ["jdk21-serial.json", readJfrJson],
    ["jdk21-serial.xml", readJfrXml],
    ["jdk21-serial.txt", readJfrText],
  ] as const)("%s cut off anywhere", async (name, reader) => {
    const bytes = sampleBytes(name);
    for (let length = bytes.length - 7; length > 0; length -= 911) {
      try {
        const { report } = await readBytes(reader, bytes.slice(0, length));
        expect(report.events.total).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(PauselineError);
      }
    }
  });

  test("tables of the jfr tool are refused with a hint", () => {
    const summary = new TextEncoder().encode("\n Version: 2.1\n Chunks: 1\n Start: 2026-11-24 14:42:38 (UTC)\n");
    expect(refuseJfrTables(summary, "s.txt")?.details.hint).toContain("jfr print --json");
    expect(detectJfrKind(summary)).toBeNull();
    expect(detectJfrKind(new TextEncoder().encode("[0.003s][info][gc] Using G1\n"))).toBeNull();
  });
});
