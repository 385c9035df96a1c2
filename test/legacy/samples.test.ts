import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as bytes from "../../src/generated/legacy-bytes.js";
import * as stock from "../../src/generated/legacy-stock.js";
import { looksLikeLegacyLog } from "../../src/legacy/legacy-reader.js";
import { eventsOf, outerPauses, readLegacy, readSample } from "./support.js";

/**
 * Count and total of the stops of the same run as its flight recording has them (jdk.GCPhasePause). The log includes a
 * little more of each stop, 0.1 ms at most, and `logOnly` stops before the recording began.
 */
const SAMPLES = [
  { name: "cms/concurrent-mode-failure-jdk8.log", count: 65, totalMs: 4471.423, logOnly: 0 },
  { name: "cms/stopped-times-jdk8.log", count: 11, totalMs: 308.185, logOnly: 0 },
  { name: "g1/all-print-options-jdk8.log", count: 19, totalMs: 291.717, logOnly: 2 },
  { name: "parallel/decimal-comma-jdk8.log", count: 14, totalMs: 263.34, logOnly: 0 },
  { name: "parallel/print-gc-jdk8.log", count: 14, totalMs: 246.695, logOnly: 0 },
  { name: "parallel/metaspace-jdk8.log", count: 11, totalMs: 751.537, logOnly: 0 },
  { name: "serial/application-output-jdk8.log", count: 9, totalMs: 337.922, logOnly: 0 },
];

describe.each(SAMPLES)("$name", ({ name, count, totalMs, logOnly }) => {
  const text = readSample(name);
  const reading = readLegacy(text);
  const pauses = outerPauses(reading);

  test("has as many stops as the recording of the run, and as long ones", () => {
    expect(pauses).toHaveLength(count + logOnly);
    if (logOnly > 0) return;
    const loggedMs = pauses.reduce((sum, { pause }) => sum + pause.durationMs, 0);
    expect(Math.abs(loggedMs - totalMs)).toBeLessThan(Math.max(1.2 * count * 0.1, 0.006 * totalMs));
  });

  test("agrees with a reader that only counts brackets", () => {
    expect(pauses.map(({ pause }) => pause.durationMs)).toEqual(countBrackets(text));
  });

  test("leaves no line unaccounted for", () => {
    expect(reading.verdicts).toHaveLength(text.split("\n").length - (text.endsWith("\n") ? 1 : 0));
    expect(reading.verdicts).not.toContain("u");
    expect(looksLikeLegacyLog(Buffer.from(text))).toBe(true);
  });

  test("reads the same with CRLF, and behind the prefixes of runtimes", () => {
    expect(readLegacy(text.replaceAll("\n", "\r\n")).events).toEqual(reading.events);
    const json = (line: string) => JSON.stringify({ log: `${line}\n`, stream: "stdout", time: "2026-11-24T14:11:43.5Z" });
    const prefix = (before: string) => (line: string) => before + line;
    for (const wrap of [json, prefix("2026-11-24T14:11:43.522123456Z stdout F "), prefix("2026-11-24T14:11:43.52Z "), prefix("app-1  | "), prefix("Nov 24 14:11:43 host java[123]: ")]) {
      const wrapped = text.trimEnd().split("\n").map(wrap).join("\n");
      expect(readLegacy(`${wrapped}\n`).events).toEqual(reading.events);
    }
  });

  test("cut anywhere, gives the stops up to there and at most one unfinished", () => {
    const all = pauses.map(({ pause }) => pause.durationMs);
    fc.assert(
      fc.property(fc.nat({ max: text.length }), (cut) => {
        const before = outerPauses(readLegacy(text.slice(0, cut))).map(({ pause }) => pause.durationMs);
        expect(before).toEqual(all.slice(0, before.length));
        expect(before.length).toBeGreaterThanOrEqual(countBrackets(text.slice(0, cut)).length);
      }),
      { numRuns: 25 },
    );
  });
});

test("the byte parser and peggy's own parser agree on every line, also on spoiled ones", () => {
  const lines = SAMPLES.flatMap(({ name }) => readSample(name).split("\n"));
  const rules = [
    [bytes.parseLine, stock.parseLine],
    [bytes.parseFragment, stock.parseFragment],
    [bytes.parseEnvelope, stock.parseEnvelope],
  ] as const;
  const agree = (line: string) => {
    const buffer = Buffer.from(`${line}\n`);
    bytes.setInput(buffer, buffer.length - 1);
    for (const [parseBytes, parseText] of rules) {
      for (let at = 0; at < line.length; ) {
        const value = parseBytes(at);
        const end = bytes.position();
        const match = parseText(line, at);
        expect(value).toEqual(match?.value);
        if (value !== undefined) expect(end).toBe(match?.position);
        at = value !== undefined && end > at ? end : line.length;
      }
    }
  };
  for (const line of lines) agree(line);
  const ascii = lines.filter((line) => /^[ -~]+$/.test(line));
  fc.assert(
    fc.property(fc.constantFrom(...ascii), fc.nat(), fc.constantFrom("", "0", ",", "]", "[", " ", "x", ": "), fc.nat({ max: 3 }), (line, where, text, removed) => {
      const at = where % line.length;
      agree(line.slice(0, at) + text + line.slice(at + removed));
    }),
    { numRuns: 500 },
  );
});

test("the rows of a G1 pause: phases, workers, sizes, references, ages", () => {
  const reading = readLegacy(readSample("g1/all-print-options-jdk8.log"));
  const first = reading.events.findIndex(({ event }) => event.type === "pause");
  const parts = reading.events.slice(0, first + 1).map(({ event }) => event);
  expect(parts).toContainEqual({ type: "phase", name: "Parallel Time", depth: 1, durationMs: 7.6 });
  expect(parts).toContainEqual({ type: "phase", name: "Ref Proc", depth: 2, durationMs: 0.8 });
  expect(parts).toContainEqual({ type: "workerPhase", name: "Object Copy", depth: 2, unit: "ms", min: 2.7, avg: 4.4, max: 6.2, diff: 3.5, sum: 8.9, workers: 2 });
  expect(parts).toContainEqual({ type: "workerPhase", name: "Termination Attempts", depth: 3, unit: "count", min: 1, avg: 1, max: 1, diff: 0, sum: 2, workers: 2 });
  expect(parts).toContainEqual({ type: "references", strength: "Weak", discovered: 172, processed: Number.NaN });
  expect(parts).toContainEqual({ type: "survivorTarget", desiredBytes: 1048576, threshold: 15, maxThreshold: 15 });
  expect(parts).toContainEqual({ type: "jvmFact", name: "regionBytes", value: 1048576 });
  expect(reading.events[first]).toMatchObject({
    event: { kind: "Young (Normal)", cause: "G1 Evacuation Pause", durationMs: 8.6038, beforeBytes: 12288 * 1024, afterBytes: 2917 * 1024, committedBytes: 256 * 1024 ** 2, userMs: 10, sysMs: 0, realMs: 10 },
    // Stamped where it ends: 0.725 s + 8.6038 ms.
    stamp: { line: 10, uptimeMs: 733.6038, epochMs: Date.UTC(2026, 10, 24, 14, 28, 54, 927) + 8.6038 },
  });
  expect(eventsOf(reading, "trigger").map(({ reason }) => reason)).toEqual(["occupancy higher than threshold"]);
});

test("the header: version, machine, options, collector", () => {
  const reading = readLegacy(readSample("cms/stopped-times-jdk8.log"));
  expect(eventsOf(reading, "jvmFact")).toEqual([
    { type: "jvmFact", name: "version", value: "1.8.0_504-8u504-ga-1-b01" },
    { type: "jvmFact", name: "memoryBytes", value: 24684092 * 1024 },
    { type: "jvmFact", name: "swapTotalBytes", value: 0 },
  ]);
  expect(eventsOf(reading, "collector")).toEqual([{ type: "collector", collector: "CMS" }]);
  expect(eventsOf(reading, "jvmOptions")[0]?.text).toMatch(/^-XX:InitialHeapSize=268435456 .* -XX:\+UseParNewGC $/);
  expect(reading.reader.zoneMinutes).toBe(0);
});

test("stopped times include the way to the safepoint", () => {
  const [first] = eventsOf(readLegacy(readSample("cms/stopped-times-jdk8.log")), "safepoint");
  expect(first).toMatchObject({ totalMs: 2.3113, reachingMs: 0.0253, atSafepointMs: 2.286 });
});

/** Durations of all outermost `[GC …, N secs]` and `[Full GC …, N secs]` brackets, in milliseconds. */
function countBrackets(text: string): number[] {
  const plain = text.replace(/\[0x[^)\]]*[)\]]/g, "");
  const durations: number[] = [];
  const opening = /\[(?:Full )?GC(?: |--)(?!concurrent-|Worker|ref-proc)/g;
  for (let match = opening.exec(plain); match !== null; match = opening.exec(plain)) {
    let depth = 0;
    let at = match.index;
    for (; at < plain.length; at++) {
      if (plain[at] === "[") depth++;
      if (plain[at] === "]" && --depth === 0) break;
    }
    const seconds = /, ?(\d+[.,]\d+) secs$/.exec(plain.slice(match.index, at))?.[1];
    if (at === plain.length || seconds === undefined) continue;
    durations.push(Math.round(Number(seconds.replace(",", ".")) * 1e9) / 1e6);
    opening.lastIndex = at;
  }
  return durations;
}
