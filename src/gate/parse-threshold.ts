import { parseBytes, parseDurationMs } from "../units/parse-quantity.js";
import type { Unit } from "../units/unit.js";

/** Why a text is no value of a unit. */
export interface ThresholdFault {
  readonly problem: string;
  readonly hint: string;
}

/** The value of a limit in the unit of its metric, or why it is none. Numbers are finite. */
export function parseThreshold(text: string, unit: Unit): number | string | boolean | ThresholdFault {
  const plain = text.replace(/^"(.*)"$/, "$1").trim();
  const { parse, problem, hint } = READERS[unit];
  const value = plain === "" ? null : parse(plain);
  return value === null || (typeof value === "number" && !Number.isFinite(value)) ? { problem, hint } : value;
}

interface Reader {
  readonly parse: (text: string) => number | string | boolean | null;
  readonly problem: string;
  readonly hint: string;
}

const MS_PER: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000 };

/** Something per time, in the wanted one: `30/min` is 0.5 per second. A bare number counts per the metric's own time. */
function perTime(wanted: "s" | "min" | "h"): (text: string) => number | null {
  return (text) => {
    const match = /^(\d+(?:\.\d+)?)(?:\s*(?:\/|per )\s*(s|sec|second|min|minute|h|hour))?$/.exec(text);
    if (match === null) return null;
    const given = match[2] === undefined ? wanted : match[2].startsWith("s") ? "s" : match[2].startsWith("m") ? "min" : "h";
    return (Number(match[1]) / (MS_PER[given] as number)) * (MS_PER[wanted] as number);
  };
}

function bytesPerTime(wanted: "s" | "h"): (text: string) => number | null {
  return (text) => {
    const match = /^(-?)(\S.*?)\s*\/\s*(s|sec|h|hour|min)$/.exec(text);
    if (match === null) return text === "0" ? 0 : null;
    const bytes = parseBytes(match[2] ?? "");
    const given = match[3]?.startsWith("s") === true ? "s" : match[3] === "min" ? "min" : "h";
    return bytes === null ? null : ((match[1] === "-" ? -bytes : bytes) / (MS_PER[given] as number)) * (MS_PER[wanted] as number);
  };
}

function number(text: string): number | null {
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : null;
}

function share(text: string): number | null {
  const match = /^(-?\d+(?:\.\d+)?)\s*(%|percent)$/.exec(text);
  if (match !== null) return Number(match[1]) / 100;
  const value = number(text);
  // Above 1 somebody forgot the percent sign; 1 itself could be either.
  return value !== null && value >= 0 && value < 1 ? value : null;
}

function milliseconds(text: string): number | null {
  return text === "0" ? 0 : parseDurationMs(text);
}

const COUNT: Reader = { parse: number, problem: "is no number", hint: "this metric is a plain number, such as 0 or 12" };

const READERS: Readonly<Record<Unit, Reader>> = {
  ms: { parse: milliseconds, problem: "is no time", hint: "write a number and its unit, such as 50ms, 250us or 1.5s" },
  seconds: { parse: (text) => { const ms = milliseconds(text); return ms === null ? null : ms / 1000; }, problem: "is no time", hint: "write a number and its unit, such as 50ms or 1.5s" },
  bytes: { parse: (text) => (/^[1-9]\d*$/.test(text) ? null : parseBytes(text)), problem: "is no size", hint: "write a number and its unit, such as 512MB or 2GB" },
  bytesPerSecond: { parse: bytesPerTime("s"), problem: "is no size per time", hint: "write it like 500MB/s" },
  bytesPerHour: { parse: bytesPerTime("h"), problem: "is no size per time", hint: "write it like 10MB/h" },
  share: { parse: share, problem: "is no share", hint: "write percent, such as 2%, or a number below 1" },
  perSecond: { parse: perTime("s"), problem: "is no rate", hint: "write it like 2/s" },
  perMinute: { parse: perTime("min"), problem: "is no rate", hint: "write it like 2/min" },
  perHour: { parse: perTime("h"), problem: "is no rate", hint: "write it like 2/h" },
  count: COUNT,
  ratio: COUNT,
  cores: COUNT,
  text: { parse: (text) => text, problem: "is empty", hint: "write a word, such as gc-innocent" },
  yesNo: { parse: (text) => (/^(true|yes)$/i.test(text) ? true : /^(false|no)$/i.test(text) ? false : null), problem: "is neither yes nor no", hint: "write yes or no" },
};
