import type { GcEvent } from "./gc-event.js";

/**
 * Whether an event holds a number that nothing measured: infinite, or beyond 2^53 (nine petabytes, 285,000 years in ms),
 * where a damaged or forged line lost its digits' meaning. Facts of start-up are not judged: HotSpot prints 2^64 − 1 for
 * "no limit".
 */
export function hasImpossibleNumber(event: GcEvent): boolean {
  if (event.type === "jvmFact") return false;
  for (const name in event) {
    if (isImpossible(event[name as keyof GcEvent])) return true;
  }
  return false;
}

function isImpossible(value: unknown): boolean {
  if (typeof value === "number") return value > Number.MAX_SAFE_INTEGER || value < -Number.MAX_SAFE_INTEGER;
  if (!Array.isArray(value)) return false;
  return (value as unknown[]).some((entry) => (typeof entry === "object" && entry !== null ? hasImpossibleNumber(entry as GcEvent) : isImpossible(entry)));
}
