import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatBytes, formatCount, formatRate, formatShare, formatValue } from "../../src/units/format-quantity.js";
import { formatDuration, formatInstant, formatMs } from "../../src/units/format-time.js";

describe("formatMs", () => {
  test.each([
    [0, "0 ms"], [0.018, "0.018 ms"], [0.0004, "0.0004 ms"], [16.4832, "16.5 ms"], [20, "20 ms"], [999.4, "999 ms"],
    [999.6, "1 s"], [1240, "1.24 s"], [59_940, "59.9 s"], [59_990, "1 min"], [125_000, "2 min 5 s"], [-16.5, "-16.5 ms"], [-1240, "-1.24 s"],
  ])("%d ms reads %s", (ms, text) => expect(formatMs(ms)).toBe(text));

  test.each([null, Number.NaN, Number.POSITIVE_INFINITY])("%s is not known", (ms) => expect(formatMs(ms)).toBe("–"));
});

describe("formatDuration", () => {
  test.each([
    [500, "500 ms"], [42_300, "42.3 s"], [60_000, "1 min"], [3_599_600, "1 h"], [3_600_000, "1 h"], [12_000_000, "3 h 20 min"],
    [86_399_000, "1 d"], [187_200_000, "2 d 4 h"], [-125_000, "-2 min 5 s"],
  ])("%d ms reads %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe("formatBytes", () => {
  test.each([
    [0, "0 B"], [1023, "1023 B"], [1024, "1 KB"], [8_912_896, "8.5 MB"], [1023.9 * 1024, "1 MB"], [1.9 * 2 ** 30, "1.9 GB"],
    [1000 * 2 ** 20, "1000 MB"], [4 * 2 ** 40, "4 TB"], [-3 * 2 ** 20, "-3 MB"],
  ])("%d bytes read %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe("formatShare", () => {
  test.each([
    [0, "0 %"], [0.123, "12.3 %"], [0.0004, "0.04 %"], [0.000001, "<0.001 %"], [1, "100 %"], [0.9996, "99.96 %"], [0.99999, ">99.999 %"],
    [0.995, "99.5 %"], [1.5, "150 %"], [-0.05, "-5 %"],
  ])("%d reads %s", (share, text) => expect(formatShare(share)).toBe(text));

  test("only all of it reads 100 %, only nothing reads 0 %", () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      expect(formatShare(share) === "100 %").toBe(share === 1);
      expect(formatShare(share) === "0 %").toBe(share === 0);
    }));
  });
});

test("formatCount groups thousands with commas on every machine", () => {
  expect(formatCount(1_234_567)).toBe("1,234,567");
  expect(formatCount(999)).toBe("999");
  expect(formatCount(-1234)).toBe("-1,234");
  expect(formatCount(2.5)).toBe("2.5");
});

test("formatRate names the time", () => {
  expect(formatRate(512 * 2 ** 20, "bytesPerSecond")).toBe("512 MB/s");
  expect(formatRate(-3.25 * 2 ** 20, "bytesPerHour")).toBe("-3.25 MB/h");
  expect(formatRate(2.5, "perMinute")).toBe("2.5/min");
});

test("formatValue follows the unit", () => {
  expect(formatValue(0.25, "share")).toBe("25 %");
  expect(formatValue(90, "seconds")).toBe("1 min 30 s");
  expect(formatValue(true, "yesNo")).toBe("yes");
  expect(formatValue("G1", "text")).toBe("G1");
  expect(formatValue(null, "ms")).toBe("–");
  expect(formatValue(1, "cores")).toBe("1 core");
});

describe("formatInstant", () => {
  // 1767225600 s is 2026-01-01T00:00:00Z (date -u -d @1767225600).
  test.each([
    [1_767_225_600_000, 0, "2026-01-01T00:00:00.000+00:00"],
    [1_767_225_600_123.4, 540, "2026-01-01T09:00:00.123+09:00"],
    [1_767_225_600_000, -210, "2025-12-31T20:30:00.000-03:30"],
  ])("%d at %d min", (epochMs, zone, text) => expect(formatInstant(epochMs, zone)).toBe(text));

  test("an unknown instant is null", () => expect(formatInstant(Number.NaN, 0)).toBeNull());

  test("the text names the same instant", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: -840, max: 840 }), (epochMs, zone) => {
      expect(Date.parse(formatInstant(epochMs, zone) as string)).toBe(epochMs);
    }));
  });
});
