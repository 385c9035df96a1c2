import type { GcEvent } from "./gc-event.js";

/**
 * Whether an event holds a number that nothing measured: a stop without a length, a time or share below zero, infinite, or beyond 2^53 (nine petabytes, 285,000 years in ms),
 * where a damaged or forged line lost its digits' meaning. Facts of start-up are not judged: HotSpot prints 2^64 − 1 for
 * "no limit".
 */
export function hasImpossibleNumber(event: GcEvent): boolean {
  if (event.type === "jvmFact") return false;
  if ((event.type === "pause" || event.type === "stall") && Number.isNaN(event.durationMs)) return true;
  for (const name in event) {
    const value: unknown = event[name as keyof GcEvent];
    if (isImpossible(value) || (typeof value === "number" && value < 0 && /(Ms|Share)$/.test(name))) return true;
  }
  return false;
}

function isImpossible(value: unknown): boolean {
  if (typeof value === "number") return value > Number.MAX_SAFE_INTEGER || value < -Number.MAX_SAFE_INTEGER;
  if (!Array.isArray(value)) return false;
  return (value as unknown[]).some((entry) => (typeof entry === "object" && entry !== null ? hasImpossibleNumber(entry as GcEvent) : isImpossible(entry)));
}
