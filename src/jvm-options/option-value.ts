import { findSetting, type JvmOption } from "./jvm-option.js";

const UNIT_BYTES: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/**
 * Reads a whole number the way HotSpot does: decimal or 0x hexadecimal, sign allowed, with an optional k, m, g or t
 * (either case, powers of 1024). Null when HotSpot would call it improperly specified.
 */
export function parseWholeNumber(text: string): number | null {
  const match = /^(-?)(0[xX][0-9a-fA-F]+|\d+)([kKmMgGtT]?)$/.exec(text);
  if (match === null) return null;
  const [, sign, digits = "", unit = ""] = match;
  const number = Number(digits) * (UNIT_BYTES[unit.toLowerCase()] ?? 1);
  return sign === "-" ? -number : number;
}

/** Reads a size in bytes ("4g", "512m", "268435456"); null when it is none. */
export function parseSizeBytes(text: string): number | null {
  const bytes = parseWholeNumber(text);
  return bytes === null || bytes < 0 ? null : bytes;
}

/** Writes a size with the largest unit that leaves a whole number: 1610612736 → "1536m". */
export function formatSize(bytes: number): string {
  for (const unit of ["g", "m", "k"] as const) {
    const size = UNIT_BYTES[unit] ?? 1;
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return String(bytes);
}

/** The number a list of options gives a flag (sizes in bytes); null when unset or unreadable. */
export function numberSetting(options: readonly JvmOption[], flag: string): number | null {
  const value = findSetting(options, flag)?.value ?? null;
  if (value === null) return null;
  const whole = parseWholeNumber(value);
  if (whole !== null) return whole;
  return /^\d+\.\d+$/.test(value) ? Number(value) : null;
}

/** Whether two spellings mean the same value: "4g" and "4096m", "50" and "50.0". */
export function isSameValue(left: string, right: string): boolean {
  if (left === right) return true;
  const leftNumber = parseWholeNumber(left) ?? Number(left);
  const rightNumber = parseWholeNumber(right) ?? Number(right);
  return left !== "" && right !== "" && leftNumber === rightNumber;
}
