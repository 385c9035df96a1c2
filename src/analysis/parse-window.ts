import { PauselineError } from "../errors/pauseline-error.js";
import type { Window } from "../metrics/metric.js";
import type { Timeline } from "../timeline/timeline.js";
import { parseDurationMs } from "../units/parse-quantity.js";

/** What `--from`, `--to` and `--skip-warmup` said; null where not given. */
export interface WindowOptions {
  readonly from: string | null;
  readonly to: string | null;
  readonly skipWarmup: string | null;
}

/**
 * The part of the timeline to look at. `from` and `to` are times since JVM start (`90s`, `10m`) or instants with an offset
 * (`2026-01-01T10:00:00+01:00`); an instant narrows the window to the run that it falls into.
 * Throws a usage error for text that is neither, for a window without any time in it, and for times on a log without clock.
 */
export function parseWindow(options: WindowOptions, timeline: Timeline): Window {
  if (options.from === null && options.to === null && options.skipWarmup === null) {
    return { run: null, fromMs: Number.NaN, toMs: Number.NaN };
  }
  if (timeline.runs.every(({ firstMs }) => Number.isNaN(firstMs))) {
    throw new PauselineError("usage", "a time window was given, but the input has no clock", { path: options.from !== null ? "--from" : options.to !== null ? "--to" : "--skip-warmup", hint: "log with the decorations time and uptime, or leave the window out" });
  }
  const from = options.from === null ? null : boundOf("--from", options.from, timeline);
  const to = options.to === null ? null : boundOf("--to", options.to, timeline);
  const run = from?.run ?? to?.run ?? null;
  let fromMs = from?.ms ?? Number.NaN;
  if (options.skipWarmup !== null) {
    const skipMs = parseDurationMs(options.skipWarmup);
    if (skipMs === null) throw notATime("--skip-warmup", options.skipWarmup);
    const first = timeline.runs[run ?? 0];
    const startMs = first === undefined || first.clock.isUptime ? 0 : first.firstMs;
    fromMs = Math.max(Number.isNaN(fromMs) ? Number.NEGATIVE_INFINITY : fromMs, startMs + skipMs);
  }
  const toMs = to?.ms ?? Number.NaN;
  if (fromMs >= toMs) throw new PauselineError("usage", "the time window ends before it begins", { path: "--to", hint: "give a later --to or an earlier --from" });
  return { run, fromMs, toMs };
}

function boundOf(option: string, text: string, timeline: Timeline): { ms: number; run: number | null } {
  const ms = parseDurationMs(text);
  if (ms !== null) return { ms, run: null };
  const isInstant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text);
  const epochMs = isInstant ? Date.parse(text.replace(" ", "T").replace(/([+-]\d\d)(\d\d)$/, "$1:$2")) : Number.NaN;
  if (Number.isNaN(epochMs)) throw notATime(option, text);
  const runs = timeline.runs.filter(({ clock }) => !Number.isNaN(clock.epochMs));
  if (runs.length === 0) {
    throw new PauselineError("usage", "an instant was given, but the input has no wall clock", { path: option, hint: "give the time since JVM start instead, such as 90s" });
  }
  const run = runs.findLast(({ clock, firstMs }) => clock.epochMs + firstMs <= epochMs) ?? runs[0];
  return run === undefined ? { ms: Number.NaN, run: null } : { ms: epochMs - run.clock.epochMs, run: timeline.runs.length > 1 ? run.index : null };
}

function notATime(option: string, text: string): PauselineError {
  return new PauselineError("usage", `"${text}" is no time`, { path: option, hint: "write a time since JVM start such as 90s or 10m, or an instant such as 2026-01-01T10:00:00+01:00" });
}
