import { roundedToThreeDigits, threeDigits } from "./digits.js";
import { NOT_KNOWN, formatDuration, formatMs } from "./format-time.js";
import type { RateUnit, Unit } from "./unit.js";

const SIZE_UNITS = ["B", "KB", "MB", "GB", "TB", "PB"] as const;

/**
 * A size in the units HotSpot means, 1 KB = 1024 bytes: `512 B`, `8.5 MB`, `1.9 GB`. Negative differences keep their
 * sign; null, NaN and infinite give {@link NOT_KNOWN}.
 */
export function formatBytes(bytes: number | null): string {
  if (bytes === null || !Number.isFinite(bytes)) return NOT_KNOWN;
  let value = bytes;
  let unit = 0;
  while (Math.abs(roundedToThreeDigits(value)) >= 1024 && unit < SIZE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : threeDigits(value)} ${SIZE_UNITS[unit]}`;
}

/**
 * A share (0–1) in percent: `12.3 %`, `0.04 %`. What is not all never reads `100 %`, and what is not nothing never reads
 * `0 %`. null, NaN and infinite give {@link NOT_KNOWN}.
 */
export function formatShare(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return NOT_KNOWN;
  const percent = share * 100;
  if (share !== 0 && Math.abs(percent) < 0.001) return share > 0 ? "<0.001 %" : ">-0.001 %";
  if (share < 1 && roundedToThreeDigits(percent) === 100) return percent >= 99.999 ? ">99.999 %" : `${trimZeros(percentBelowAll(percent))} %`;
  return `${threeDigits(percent, 4)} %`;
}

/** Enough decimals that a value just below 100 stays below it. */
function percentBelowAll(percent: number): string {
  for (let decimals = 1; decimals < 3; decimals++) {
    const text = percent.toFixed(decimals);
    if (Number(text) < 100) return text;
  }
  return percent.toFixed(3);
}

function trimZeros(text: string): string {
  return text.replace(/\.?0+$/, "");
}

/** A number of things, or a plain number: `1,234,567`, `2.5`. null, NaN and infinite give {@link NOT_KNOWN}. */
export function formatCount(count: number | null): string {
  if (count === null || !Number.isFinite(count)) return NOT_KNOWN;
  const text = Number.isInteger(count) ? String(count) : threeDigits(count);
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

const RATE_SUFFIX: Record<RateUnit, string> = { bytesPerSecond: "/s", bytesPerHour: "/h", perSecond: "/s", perMinute: "/min", perHour: "/h" };

/** Something per time: `512 MB/s`, `-3.1 MB/h`, `2.5/min`. null, NaN and infinite give {@link NOT_KNOWN}. */
export function formatRate(rate: number | null, unit: RateUnit): string {
  if (rate === null || !Number.isFinite(rate)) return NOT_KNOWN;
  const amount = unit === "bytesPerSecond" || unit === "bytesPerHour" ? formatBytes(rate) : formatCount(rate);
  return amount + RATE_SUFFIX[unit];
}

/** Any measured value in its unit, for tables of metrics: numbers as the functions here, `yes` and `no`, text as it is. */
export function formatValue(value: number | string | boolean | null, unit: Unit): string {
  if (value === null) return NOT_KNOWN;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  switch (unit) {
    case "ms": return formatMs(value);
    case "seconds": return formatDuration(value * 1000);
    case "bytes": return formatBytes(value);
    case "share": return formatShare(value);
    case "bytesPerSecond": case "bytesPerHour": case "perSecond": case "perMinute": case "perHour": return formatRate(value, unit);
    case "cores": return `${formatCount(value)} ${value === 1 ? "core" : "cores"}`;
    case "count": case "ratio": case "text": case "yesNo": return formatCount(value);
  }
}
