import { expect, test } from "vitest";
import { parseBytes, parseDurationMs } from "../../src/units/parse-quantity.js";

test.each([
  ["8g", 8 * 2 ** 30], ["512m", 512 * 2 ** 20], ["1.5G", 1.5 * 2 ** 30], ["64KB", 65_536], ["2GiB", 2 ** 31], ["1048576", 2 ** 20],
  ["1t", 2 ** 40], ["10 B", 10], ["0", 0],
])("parseBytes(%s)", (text, bytes) => expect(parseBytes(text)).toBe(bytes));

test.each(["", "g", "8x", "-1g", "1.g", "8gg", "1e3"])("parseBytes refuses %j", (text) => expect(parseBytes(text)).toBeNull());

test.each([
  ["50ms", 50], ["250us", 0.25], ["1s", 1000], ["1.5s", 1500], ["2m", 120_000], ["2min", 120_000], ["1h30m", 5_400_000], ["1h 30m", 5_400_000],
  ["100ns", 0.0001], ["1d", 86_400_000], ["7µs", 0.007],
])("parseDurationMs(%s)", (text, ms) => expect(parseDurationMs(text)).toBe(ms));

test.each(["", "50", "ms", "-1s", "1x", "1s2"])("parseDurationMs refuses %j", (text) => expect(parseDurationMs(text)).toBeNull());
