import { describe, expect, test } from "vitest";
import * as unified from "../../src/generated/unified-bytes.js";
import { readDecoration, readLine } from "./read-line.js";

// 2026-11-24 is day 20,781 since 1970: 56 × 365 + 14 leap days + 327.
const MIDNIGHT = 20_781 * 86_400_000;
const HOUR = 3_600_000;

describe("time", () => {
  test.each([
    ["2026-11-24T19:44:22.061+0530", MIDNIGHT + 14 * HOUR + 14 * 60_000 + 22_061, 330],
    ["2026-11-24T19:44:22,061+05:30", MIDNIGHT + 14 * HOUR + 14 * 60_000 + 22_061, 330],
    ["2026-11-24T00:00:00.000Z", MIDNIGHT, 0],
    ["2026-11-23T20:30:00.001-0330", MIDNIGHT + 1, -210],
    ["2026-11-24T00:00:01+0000   ", MIDNIGHT + 1000, 0],
  ])("%s", (text, epochMs, zoneMinutes) => {
    expect(readDecoration(unified.parseTime, text)).toEqual({ value: epochMs, read: text.length });
    expect(readDecoration(unified.parseTimeZone, text)).toEqual({ value: zoneMinutes, read: text.length });
  });
});

test.each([["0.535s", 535], ["0,535s", 535], ["1.001s", 1001], ["4503599.627s", 4_503_599_627], ["12.925s  ", 12_925]])(
  "uptime %s is exact to the printed digits",
  (text, uptimeMs) => expect(readDecoration(unified.parseUptime, text)).toEqual({ value: uptimeMs, read: text.length }),
);

test.each([
  ["milliseconds", unified.parseMillis, "1795529659556ms", 1795529659556],
  ["nanoseconds", unified.parseNanos, "1997928712169ns", 1997928712169],
  ["process id", unified.parseDigits, "28308 ", 28308],
  ["padded level", unified.parseLevel, "info   ", "info"],
  ["padded tags", unified.parseTags, "gc,heap,exit  ", "gc,heap,exit"],
  ["no tags, only padding", unified.parseTags, "          ", ""],
  ["host name", unified.parseHost, "my-host.example  ", "my-host.example"],
] as const)("%s", (_what, parse, text, value) => {
  expect(readDecoration<string | number>(parse, text)).toEqual({ value, read: text.length });
});

test.each([
  [unified.parseUptime, "535ms"],
  [unified.parseMillis, "0.535s"],
  [unified.parseTime, "2026-11-24"],
  [unified.parseLevel, "gc,heap"],
] as const)("a rule refuses the text of another decoration (%#)", (parse, text) => {
  expect(readDecoration<string | number>(parse, text).value).toBeUndefined();
});

test("id and generation of the collection stand before the message", () => {
  expect(readLine("GC(7) Pause Remark")).toMatchObject({ gcId: 7, generation: "", event: { type: "pauseStart" } });
  expect(readLine("GC(30) y: Pause Mark End 0.018ms")).toMatchObject({ gcId: 30, generation: "y", event: { kind: "Mark End" } });
  expect(readLine("GC(0)")).toMatchObject({ gcId: 0, event: { type: "ignored", what: "BlankLine" } });
});

describe("tag sets", () => {
  test.each(["trace gc,region", "trace gc,refine", "trace gc", "debug gc,marking", "info vtablestubs", "debug gc,remset,tracking", "debug gc,phases,start", "info gc,phases,start", "info class,load", "debug os,thread"])(
    "%s is skipped",
    (text) => expect(skip(text)).toEqual({ use: "skip" }),
  );
  test.each(["info gc", "info gc,region", "trace gc,age", "debug gc", "debug gc,ihop", "debug gc,phases", "info os,container", "info classic", "warning "])(
    "%s is parsed",
    (text) => expect(skip(text)).toBeUndefined(),
  );
});

function skip(text: string): { use: "skip" } | undefined {
  const bytes = new TextEncoder().encode(`${text}\n`);
  unified.setInput(bytes, bytes.length - 1);
  return unified.parseKnownTags(0);
}
