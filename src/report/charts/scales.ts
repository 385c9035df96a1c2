import { formatInstant, formatMs } from "../../units/format-time.js";
import type { TimeAxis } from "../series/time-axis.js";
import { axis, type Annotation, type Tick } from "./chart.js";
import { COLORS } from "./palette.js";

const TIME_UNITS = [
  { name: "ms", ms: 1, upTo: 2_000 },
  { name: "s", ms: 1_000, upTo: 300_000 },
  { name: "min", ms: 60_000, upTo: 5 * 3_600_000 },
  { name: "h", ms: 3_600_000, upTo: 4 * 86_400_000 },
  { name: "days", ms: 86_400_000, upTo: Number.POSITIVE_INFINITY },
] as const;

/** The x axis of charts over time, in the unit that suits the span: `convert` turns axis ms into it, `msPerUnit` back. Without a clock the unit is a pause. */
export function timeScale(time: TimeAxis): {
  readonly scale: ReturnType<typeof axis>;
  readonly convert: (ms: number) => number;
  readonly msPerUnit: number;
  readonly min: number;
  readonly max: number;
} {
  if (time.unit === "ordinal") {
    return { scale: axis("Pause number (the log has no clock)", { type: "linear", min: time.from, max: time.to, ticks: { includeBounds: false }, grid: { drawOnChartArea: false } }), convert: (x) => x, msPerUnit: 1, min: time.from, max: time.to };
  }
  const unit = TIME_UNITS.find(({ upTo }) => time.to - time.from <= upTo) ?? TIME_UNITS[4];
  const convert = (ms: number): number => roundTo(ms / unit.ms, 1e6);
  const origin = time.isUptime ? "since JVM start" : "since the first line";
  const start = time.epochMs === null ? null : formatInstant(time.epochMs, time.zoneMinutes);
  const title = `Time ${origin} (${unit.name})${start === null ? "" : `; 0 = ${start.replace("T", " ").replace(/\.\d{3}/, " ").replace("+00:00", "UTC")}`}`;
  const min = convert(time.from);
  const max = convert(time.to);
  return { scale: axis(title, { type: "linear", min, max, ticks: { includeBounds: false }, grid: { drawOnChartArea: false } }), convert, msPerUnit: unit.ms, min, max };
}

/** Lines where another JVM life begins. */
export function restartLines(time: TimeAxis, convert: (ms: number) => number): Record<string, Annotation> {
  const shown = time.restarts.slice(0, 20);
  return Object.fromEntries(
    shown.map((x, index) => [
      `restart${index}`,
      {
        type: "line",
        scaleID: "x",
        value: convert(x),
        borderColor: COLORS.muted,
        borderWidth: 1,
        borderDash: [2, 3],
        label: { display: shown.length <= 6, content: "JVM restart", position: "end", color: COLORS.muted, backgroundColor: "#FFFFFFD9", padding: 2, font: { size: 11 } },
      } satisfies Annotation,
    ]),
  );
}

/** A logarithmic axis in ms from a round number below `lowMs` to one above `highMs`, with ticks at 1-2-5 or at powers of ten. */
export function logScale(title: string, lowMs: number, highMs: number): { readonly scale: ReturnType<typeof axis>; readonly ticks: readonly Tick[]; readonly min: number; readonly max: number } {
  const min = roundBelow(Math.max(lowMs, 1e-4));
  const max = Math.max(roundAbove(highMs), roundAbove(min * 4));
  const decades = Math.log10(max / min);
  const mantissas = decades <= 3 ? [1, 2, 5] : decades <= 5 ? [1, 3] : [1];
  const ticks: Tick[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
    for (const mantissa of mantissas) {
      const value = Number((mantissa * 10 ** power).toPrecision(3));
      if (value >= min * 0.999 && value <= max * 1.001) ticks.push({ value, label: formatMs(value) });
    }
  }
  return { scale: axis(title, { type: "logarithmic", min, max }), ticks, min, max };
}

const SIZE_UNITS = [
  { name: "KB", bytes: 1024 },
  { name: "MB", bytes: 1024 ** 2 },
  { name: "GB", bytes: 1024 ** 3 },
  { name: "TB", bytes: 1024 ** 4 },
] as const;

/** The unit for an axis whose largest value is `bytes`, and the conversion to it. */
export function sizeUnit(bytes: number): { readonly name: string; readonly convert: (bytes: number) => number } {
  const unit = SIZE_UNITS.findLast((candidate) => bytes >= 2 * candidate.bytes) ?? SIZE_UNITS[0];
  return { name: unit.name, convert: (value) => roundTo(value / unit.bytes, 1e4) };
}

function roundTo(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

function roundBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const mantissa = value / power;
  return Number(((mantissa >= 5 ? 5 : mantissa >= 2 ? 2 : 1) * power).toPrecision(3));
}

function roundAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const mantissa = value / power;
  return Number(((mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10) * power).toPrecision(3));
}
