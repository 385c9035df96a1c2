const BYTES_PER_UNIT: Readonly<Record<string, number>> = { "": 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/**
 * A size as people and JVM options write it, in bytes: `8g`, `512m`, `1.5G`, `64KB`, `2GiB`, `1048576`. Units are binary
 * and may be in either case. null when the text is no size.
 */
export function parseBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) ?(?:([kmgt])(?:i?b)?|b)?$/i.exec(text.trim());
  if (match === null) return null;
  const bytes = Number(match[1]) * (BYTES_PER_UNIT[(match[2] ?? "").toLowerCase()] ?? 1);
  return Math.round(bytes);
}

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000,
};

/**
 * A time as people write it, in ms: `50ms`, `250us`, `1.5s`, `2m`, `1h30m`. Parts add up, largest first or not. null when
 * the text is no time, and also for a number without a unit, which could mean ms or s.
 */
export function parseDurationMs(text: string): number | null {
  const compact = text.trim().toLowerCase().replaceAll("μ", "µ");
  if (!/^(?:\d+(?:\.\d+)? ?(?:ns|us|µs|ms|s|min|m|h|d) ?)+$/.test(compact)) return null;
  let totalMs = 0;
  for (const [, amount, unit] of compact.matchAll(/(\d+(?:\.\d+)?) ?(ns|us|µs|ms|s|min|m|h|d)/g)) {
    totalMs += amountInMs(Number(amount), unit as string);
  }
  return totalMs;
}

/** Small units divide instead of multiplying, so that 250us is 0.25 ms and not 0.25000000000000006. */
function amountInMs(amount: number, unit: string): number {
  const factor = MS_PER_UNIT[unit] as number;
  return factor < 1 ? amount / Math.round(1 / factor) : amount * factor;
}
