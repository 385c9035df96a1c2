import { roundedToThreeDigits, threeDigits } from "./digits.js";

/** What renderers print for a value that is not in the input. */
export const NOT_KNOWN = "–";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/**
 * A short time such as a pause: `0.018 ms`, `16.5 ms`, `1.24 s`; from a minute on as {@link formatDuration}.
 * Input in ms; negative differences keep their sign; null, NaN and infinite give {@link NOT_KNOWN}.
 */
export function formatMs(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return NOT_KNOWN;
  const rounded = Math.abs(roundedToThreeDigits(ms));
  if (rounded < 1000) return `${threeDigits(ms)} ms`;
  return formatDuration(ms);
}

/**
 * A long time such as the span of a log, in at most two parts: `42.3 s`, `12 min 5 s`, `3 h 20 min`, `2 d 4 h`.
 * Input in ms; below a second as {@link formatMs}; null, NaN and infinite give {@link NOT_KNOWN}.
 */
export function formatDuration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return NOT_KNOWN;
  const sign = ms < 0 ? "-" : "";
  const lengthMs = Math.abs(ms);
  if (roundedToThreeDigits(lengthMs) < 1000) return formatMs(ms);
  if (roundedToThreeDigits(lengthMs / 1000) < MINUTE_S) return `${sign}${threeDigits(lengthMs / 1000)} s`;
  const seconds = Math.round(lengthMs / 1000);
  if (seconds < HOUR_S) return sign + twoParts(seconds, MINUTE_S, "min", "s");
  const minutes = Math.round(lengthMs / 60_000);
  if (minutes * MINUTE_S < DAY_S) return sign + twoParts(minutes, HOUR_S / MINUTE_S, "h", "min");
  const hours = Math.round(lengthMs / 3_600_000);
  return sign + twoParts(hours, DAY_S / HOUR_S, "d", "h");
}

/** `total` small units, of which `large` make one large unit. */
function twoParts(total: number, large: number, largeName: string, smallName: string): string {
  const rest = total % large;
  const first = `${Math.floor(total / large)} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}

/**
 * An instant as ISO 8601 with milliseconds and the offset of the log's own clock: `2026-01-01T08:00:00.123+09:00`.
 * Never the zone of this machine. null when the instant is not known (NaN) or outside the calendar.
 */
export function formatInstant(epochMs: number, zoneMinutes: number): string | null {
  const local = new Date(Math.round(epochMs) + zoneMinutes * 60_000);
  if (Number.isNaN(local.getTime())) return null;
  const offset = Math.abs(zoneMinutes);
  const sign = zoneMinutes < 0 ? "-" : "+";
  return `${local.toISOString().slice(0, -1)}${sign}${twoDigits(Math.floor(offset / 60))}:${twoDigits(offset % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
