import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSlo } from "../../src/analysis/parse-slo.js";
import type { Given, Measurement, MetricSource } from "../../src/metrics/metric.js";
import { findSteadyWindow } from "../../src/metrics/steady-window.js";
import { WHOLE } from "../../src/metrics/wall-time.js";
import { NOTHING_GIVEN } from "../support/metric-source.js";
import { ROOT } from "../support/samples.js";
import { timelineOf, type TimelineDescription } from "../support/timeline-builder.js";

type Cell = number | string | null;

/** Rows at a regular pace. Cells that are lists are taken in turn; a pause's phases and regions repeat with it. */
interface Series {
  readonly from: number;
  readonly every: number;
  readonly times: number;
  readonly row: Readonly<Record<string, Cell | readonly Cell[]>>;
}

/** A small simulated input: what happened, what the user gave, and facts of other stages. */
export interface Scenario {
  /** What it simulates. */
  readonly story: string;
  /** Another scenario that this one changes. */
  readonly base?: string;
  readonly given?: Partial<Omit<Given, "slo">> & { readonly slo?: readonly string[] };
  readonly outside?: Readonly<Record<string, number | string | boolean>>;
  /** As in `timelineOf`, without rows in series. */
  readonly timeline?: TimelineDescription;
  /** Rows by table. A base's series of a table are replaced. */
  readonly series?: Readonly<Record<string, readonly Series[]>>;
  /** Rows that belong to each pause (`phases`, `regions`, `ages`), repeated for every pause in `pauses` series. */
  readonly eachPause?: Readonly<Record<string, readonly Readonly<Record<string, Cell | readonly Cell[]>>[]>>;
}

/** A scenario as the advisor sees it. */
export interface ReadScenario {
  readonly source: MetricSource;
  readonly outside: ReadonlyMap<string, Measurement>;
}

/** Reads `samples/<name>.json` and builds its timeline. */
export function readScenario(name: string): ReadScenario {
  const scenario = resolve(JSON.parse(readFileSync(join(ROOT, "samples", `${name}.json`), "utf8")) as Scenario);
  const tables: Record<string, unknown[]> = {};
  for (const [table, series] of Object.entries(scenario.series ?? {})) tables[table] = series.flatMap(rowsOf).sort((a, b) => timeOf(a) - timeOf(b));
  (tables["pauses"] ?? []).forEach((_, pause) => {
    for (const [table, rows] of Object.entries(scenario.eachPause ?? {})) {
      tables[table] = [...(tables[table] ?? []), ...rows.map((row) => ({ pause, ...pick(row, pause) }))];
    }
  });
  const timeline = timelineOf({ ...scenario.timeline, ...tables } as TimelineDescription);
  const given: Given = { ...NOTHING_GIVEN, ...scenario.given, slo: (scenario.given?.slo ?? []).map(parseSlo) };
  return {
    source: { timeline, window: WHOLE, steady: findSteadyWindow(timeline, WHOLE).window, given },
    outside: new Map(Object.entries(scenario.outside ?? {}).map(([metric, value]) => [metric, { value, sampleSize: 1 }])),
  };
}

function resolve(scenario: Scenario): Scenario {
  if (scenario.base === undefined) return scenario;
  const base = resolve(JSON.parse(readFileSync(join(ROOT, "samples", `${scenario.base}.json`), "utf8")) as Scenario);
  return {
    story: scenario.story,
    given: { ...base.given, ...scenario.given },
    outside: { ...base.outside, ...scenario.outside },
    timeline: { ...base.timeline, ...scenario.timeline, jvm: { ...base.timeline?.jvm, ...scenario.timeline?.jvm } },
    series: { ...base.series, ...scenario.series },
    eachPause: { ...base.eachPause, ...scenario.eachPause },
  };
}

function rowsOf({ from, every, times, row }: Series): Record<string, Cell>[] {
  return Array.from({ length: times }, (_, i) => {
    const atMs = from + i * every;
    return { startMs: atMs, atMs, ...pick(row, i) };
  });
}

function pick(row: Readonly<Record<string, Cell | readonly Cell[]>>, turn: number): Record<string, Cell> {
  return Object.fromEntries(Object.entries(row).map(([cell, value]) => [cell, Array.isArray(value) ? (value[turn % value.length] as Cell) : (value as Cell)]));
}

function timeOf(row: Record<string, Cell>): number {
  return Number(row["startMs"]);
}
