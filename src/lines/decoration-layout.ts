import {
  parseDigits,
  parseHost,
  parseLevel,
  parseMillis,
  parseNanos,
  parseTags,
  parseTime,
  parseTimeZone,
  parseUptime,
  position,
} from "../generated/unified-bytes.js";

/** The decorators of unified logging, in the order in which a JVM always prints them. */
const DECORATORS = ["time", "utctime", "uptime", "timemillis", "uptimemillis", "timenanos", "uptimenanos", "hostname", "pid", "tid", "level", "tags"] as const;
export type Decorator = (typeof DECORATORS)[number];

/** Which decorators stand before each message. Empty: `-Xlog:…::none`, the line is the message alone. */
export interface DecorationLayout {
  readonly decorators: readonly Decorator[];
  readonly hasTags: boolean;
  /** Offset of the wall clock as this line writes it; null without one. */
  readonly zoneMinutes: number | null;
}

export const UNDECORATED: DecorationLayout = { decorators: [], hasTags: false, zoneMinutes: null };

/** What one bracket can be, by its shape alone. */
type Shape = "time" | "uptime" | "millis" | "nanos" | "digits" | "level" | "tags" | "text";

const OPEN = 0x5b;
const CLOSE = 0x5d;
const SPACE = 0x20;
/** Millis of at least this many are an epoch (2001 on), not an uptime (31 years). */
const EPOCH_MILLIS = 1e12;
const MOST_BRACKETS = DECORATORS.length;

/**
 * Finds the layout of the line that starts at `start`, or null when no decorations stand there. The input of the
 * generated parser must be set to these bytes. Shapes alone are ambiguous (a host called `vm` looks like a tag set, a pid
 * like a tid), so the order in which a JVM prints decorators decides.
 */
export function detectLayout(bytes: Uint8Array, start: number, end: number): DecorationLayout | null {
  const shapes: Shape[] = [];
  const values: number[] = [];
  let zoneMinutes: number | null = null;
  let at = start;
  while (at < end && bytes[at] === OPEN && shapes.length < MOST_BRACKETS) {
    const close = bytes.indexOf(CLOSE, at);
    if (close < 0 || close >= end) return null;
    const shape = shapeOf(at + 1, close);
    if (shape === null) return null;
    if (shape.shape === "time") zoneMinutes ??= parseTimeZone(at + 1) ?? null;
    shapes.push(shape.shape);
    values.push(shape.value);
    at = close + 1;
  }
  if (shapes.length === 0 || (at < end && bytes[at] !== SPACE)) return null;
  const decorators = decoratorsOf(shapes, values);
  return decorators === null ? null : { decorators, hasTags: decorators.includes("tags"), zoneMinutes };
}

function shapeOf(start: number, close: number): { shape: Shape; value: number } | null {
  const time = parseTime(start);
  if (time !== undefined && position() === close) return { shape: "time", value: time };
  const uptime = parseUptime(start);
  if (uptime !== undefined && position() === close) return { shape: "uptime", value: uptime };
  const millis = parseMillis(start);
  if (millis !== undefined && position() === close) return { shape: "millis", value: millis };
  const nanos = parseNanos(start);
  if (nanos !== undefined && position() === close) return { shape: "nanos", value: nanos };
  const digits = parseDigits(start);
  if (digits !== undefined && position() === close) return { shape: "digits", value: digits };
  if (parseLevel(start) !== undefined && position() === close) return { shape: "level", value: 0 };
  if (parseTags(start) !== undefined && position() === close) return { shape: "tags", value: 0 };
  if (parseHost(start) !== undefined && position() === close) return { shape: "text", value: 0 };
  return null;
}

/** Assigns a decorator to each bracket, left to right in JVM order; null when the shapes cannot be such a sequence. */
function decoratorsOf(shapes: readonly Shape[], values: readonly number[]): readonly Decorator[] | null {
  const decorators: Decorator[] = [];
  const count = (shape: Shape): number => shapes.filter((s) => s === shape).length;
  let next = 0;
  for (let i = 0; i < shapes.length; i++) {
    const decorator = decoratorFor(shapes, values, i, count);
    const place = decorator === null ? -1 : DECORATORS.indexOf(decorator);
    if (decorator === null || place < next) return null;
    next = place + 1;
    decorators.push(decorator);
  }
  // One bracket of free text is any program's log line; a host alone is told from it by the message, never here.
  if (decorators.every((decorator) => decorator === "hostname")) return null;
  return decorators;
}

function decoratorFor(shapes: readonly Shape[], values: readonly number[], i: number, count: (shape: Shape) => number): Decorator | null {
  const isFirstOfShape = shapes.indexOf(shapes[i] as Shape) === i;
  switch (shapes[i]) {
    case "time":
      return isFirstOfShape ? "time" : "utctime";
    case "uptime":
      return "uptime";
    case "millis":
      return (values[i] as number) >= EPOCH_MILLIS ? "timemillis" : "uptimemillis";
    case "nanos":
      // Alone it may be either; a monotonic clock that reads under a day is taken for the uptime.
      if (count("nanos") === 2) return isFirstOfShape ? "timenanos" : "uptimenanos";
      return (values[i] as number) < 86_400e9 ? "uptimenanos" : "timenanos";
    case "digits":
      return isFirstOfShape ? "pid" : "tid";
    case "level":
      return "level";
    case "tags":
      // What looks like tags but is followed by a pid, a tid or a level is a host name.
      return i === shapes.length - 1 ? "tags" : "hostname";
    case "text":
      return "hostname";
    default:
      return null;
  }
}
