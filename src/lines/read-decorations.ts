import {
  parseDigits,
  parseHost,
  parseLevel,
  parseMillis,
  parseNanos,
  parseTags,
  parseTime,
  parseUptime,
  position,
} from "../generated/unified-bytes.js";
import type { DecorationLayout } from "./decoration-layout.js";

/** The decorations of one line, reused from line to line. */
export interface Decorations {
  uptimeMs: number;
  epochMs: number;
  level: string;
  tags: string;
  /** Where the message begins. */
  messageStart: number;
}

const OPEN = 0x5b;
const CLOSE = 0x5d;
const SPACE = 0x20;

/**
 * Reads the decorations that `layout` promises at `start` into `into`. Returns false, and leaves `into` half written, when
 * the line does not have them. The finest clock wins: nanos over the three decimals of `uptime` over millis.
 */
export function readDecorations(bytes: Uint8Array, start: number, end: number, layout: DecorationLayout, into: Decorations): boolean {
  into.uptimeMs = Number.NaN;
  into.epochMs = Number.NaN;
  into.level = "";
  into.tags = "";
  const { decorators } = layout;
  let at = start;
  for (let i = 0; i < decorators.length; i++) {
    if (bytes[at] !== OPEN) return false;
    at++;
    switch (decorators[i]) {
      case "time":
      case "utctime": {
        const epochMs = parseTime(at);
        if (epochMs === undefined) return false;
        into.epochMs = epochMs;
        break;
      }
      case "uptime": {
        const uptimeMs = parseUptime(at);
        if (uptimeMs === undefined) return false;
        into.uptimeMs = uptimeMs;
        break;
      }
      case "timemillis": {
        const epochMs = parseMillis(at);
        if (epochMs === undefined) return false;
        into.epochMs = epochMs;
        break;
      }
      case "uptimemillis": {
        const uptimeMs = parseMillis(at);
        if (uptimeMs === undefined) return false;
        if (Number.isNaN(into.uptimeMs)) into.uptimeMs = uptimeMs;
        break;
      }
      case "timenanos":
        if (parseNanos(at) === undefined) return false;
        break;
      case "uptimenanos": {
        const nanos = parseNanos(at);
        if (nanos === undefined) return false;
        into.uptimeMs = nanos / 1e6;
        break;
      }
      case "hostname":
        if (parseHost(at) === undefined) return false;
        break;
      case "pid":
      case "tid":
        if (parseDigits(at) === undefined) return false;
        break;
      case "level": {
        const level = parseLevel(at);
        if (level === undefined) return false;
        into.level = level;
        break;
      }
      default: {
        const tags = parseTags(at);
        if (tags === undefined) return false;
        into.tags = tags;
      }
    }
    at = position();
    if (bytes[at] !== CLOSE) return false;
    at++;
  }
  if (decorators.length > 0) {
    if (at < end && bytes[at] !== SPACE) return false;
    if (at < end) at++;
  }
  into.messageStart = at;
  return true;
}
